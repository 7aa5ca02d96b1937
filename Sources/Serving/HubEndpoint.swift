/// A WebSub hub that a server offers at a path of the site.
package struct HubEndpoint: Sendable {
  /// Finds out whether there is a feed, by the names in its path.
  package typealias TopicTest = (_ names: [String]) throws -> Bool
  /// The answer to a request: status code, message, and the seconds after which to try again.
  package typealias Answer = (status: Int, message: String, retryAfter: Int?)

  /// The path below the site's URL.
  package var path: String
  /// The limit of a request's body, in bytes.
  package var bodyLimit: Int
  /// Answers a form that was posted.
  package var answer: @Sendable (_ form: String, _ isTopic: TopicTest) throws -> Answer
  /// The number of subscriptions.
  package var subscriptionCount: @Sendable () throws -> Int

  /// Makes an endpoint.
  package init(
    path: String, bodyLimit: Int, answer: @escaping @Sendable (String, TopicTest) throws -> Answer,
    subscriptionCount: @escaping @Sendable () throws -> Int
  ) {
    self.path = path
    self.bodyLimit = bodyLimit
    self.answer = answer
    self.subscriptionCount = subscriptionCount
  }
}
