/// The response of a hub to a request.
package struct HubResponse: Sendable {
  /// The HTTP status code.
  package var status: Int
  /// The message for people.
  package var message: String
  /// The value of Retry-After in seconds; `nil` to leave it out.
  package var retryAfter: Int?

  /// Makes a response.
  init(_ status: Int, _ message: String, retryAfter: Int? = nil) {
    self.status = status
    self.message = message
    self.retryAfter = retryAfter
  }
}
