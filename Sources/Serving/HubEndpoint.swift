/// The endpoint of a WebSub hub at a path of the site.
package struct HubEndpoint: Sendable {
  /// Whether a feed exists, by the components of its path.
  package typealias TopicTest = (_ names: [String]) throws -> Bool

  /// The response to a request.
  package struct Response: Sendable {
    /// The HTTP status code.
    package var status: Int
    /// The message for people.
    package var message: String
    /// The value of Retry-After in seconds; `nil` to leave it out.
    package var retryAfter: Int?

    /// Makes a response.
    package init(status: Int, message: String, retryAfter: Int? = nil) {
      self.status = status
      self.message = message
      self.retryAfter = retryAfter
    }
  }

  /// The path below the site's URL.
  package var path: String
  /// The limit of a request's body, in bytes.
  package var bodyLimit: Int
  /// Responds to a form that was posted.
  package var respond: @Sendable (_ form: String, _ isTopic: TopicTest) throws -> Response
  /// The number of subscriptions.
  package var subscriptionCount: @Sendable () throws -> Int

  /// Makes an endpoint.
  package init(
    path: String, bodyLimit: Int, respond: @escaping @Sendable (String, TopicTest) throws -> Response,
    subscriptionCount: @escaping @Sendable () throws -> Int
  ) {
    self.path = path
    self.bodyLimit = bodyLimit
    self.respond = respond
    self.subscriptionCount = subscriptionCount
  }
}
