/// A queued WebSub request, retried until it succeeds or its attempts run out.
package struct Errand: Hashable, Sendable {
  /// The kind of a request (WebSub, sections 5 to 7).
  package enum Kind: String, CaseIterable, Sendable {
    /// To a hub: that a topic has changed.
    case publish
    /// To a subscriber: whether it meant to subscribe, or to end that.
    case verify
    /// To a subscriber: what a topic is now.
    case distribute
    /// To a subscriber: that its subscription has ended because the topic has (section 5.2).
    case denied
  }

  /// A wish that is to be verified with the subscriber.
  package struct Wish: Codable, Hashable, Sendable {
    /// Whether the subscription is to end.
    package var ends: Bool
    /// How long the subscription is to last, in seconds.
    package var lease: Int64
    /// The key of signatures.
    package var secret: String?

    /// Makes a wish.
    package init(ends: Bool, lease: Int64, secret: String?) {
      (self.ends, self.lease, self.secret) = (ends, lease, secret)
    }
  }

  /// What is to be told.
  package var kind: Kind
  /// The URL of the server that is to be told.
  package var target: String
  /// The URL of the feed that it is about.
  package var topic: String
  /// What is to be verified.
  package var wish: Wish?
  /// For a denial, the URL of the feed that a subscriber may subscribe to instead.
  package var successor: String?
  /// How often it was tried in vain.
  package var attempts: Int
  /// Tells this errand from one that has taken its place meanwhile.
  var serial: Int64
}
