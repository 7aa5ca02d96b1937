/// The answer of a hub to a request.
package struct HubAnswer: Sendable {
  /// The status code of HTTP.
  package var status: Int
  /// The message for people.
  package var message: String
  /// The seconds after which to try again; `nil` when that is not said.
  package var retryAfter: Int?

  /// Makes an answer.
  init(_ status: Int, _ message: String, retryAfter: Int? = nil) {
    self.status = status
    self.message = message
    self.retryAfter = retryAfter
  }
}
