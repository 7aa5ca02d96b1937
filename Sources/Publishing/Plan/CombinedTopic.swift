package import Classification

/// A topic that the configuration defines.
package struct CombinedTopic: Equatable, Sendable {
  /// The name, for people.
  package var name: String
  /// The expression that its events match.
  package var expression: TopicExpression
  /// The topic's part of the feed's path.
  package var slug: String

  /// Makes a topic; `nil` when the name has neither letters nor digits.
  package init?(name: String, expression: TopicExpression) {
    guard let key = EntityKey(name) else { return nil }
    (self.name, self.expression, slug) = (name, expression, key.slug)
  }
}
