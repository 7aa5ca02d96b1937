package import ArchiveIndex
internal import Foundation
package import Queueing

/// A queued WebSub request, retried until it succeeds or its attempts run out.
package struct Delivery: Hashable, Sendable {
  /// The kind of a request (WebSub, sections 5 to 7).
  package enum Kind: String, CaseIterable, Sendable {
    /// To a hub: a topic has changed.
    case publish
    /// To a subscriber: verification of intent.
    case verify
    /// To a subscriber: content distribution.
    case distribute
    /// To a subscriber: its subscription has ended because the topic has ended (section 5.2).
    case denied
  }

  /// A request to subscribe or to unsubscribe, which is verified with the subscriber.
  package struct SubscriptionRequest: Codable, Hashable, Sendable {
    /// Whether the request is to unsubscribe.
    package var ends: Bool
    /// The lease of the subscription, in seconds.
    package var lease: Int64
    /// The key of signatures.
    package var secret: String?

    /// Makes a request.
    package init(ends: Bool, lease: Int64, secret: String?) {
      self.ends = ends
      self.lease = lease
      self.secret = secret
    }
  }

  /// The kind of the request.
  package var kind: Kind
  /// The URL of the hub or the subscriber.
  package var target: String
  /// The URL of the topic, a feed.
  package var topic: String
  /// The request to verify; `nil` for other kinds.
  package var request: SubscriptionRequest?
  /// For a denial, the URL of the feed that takes the place of the topic.
  package var successor: String?
  /// The number of failed attempts.
  package var attempts = 0
  // Distinguishes a delivery from one that has replaced it in the queue.
  private var serial: Int64 = 0

  /// Makes a delivery that is not in the queue yet.
  init(
    _ kind: Kind, to target: String, topic: String, request: SubscriptionRequest? = nil,
    successor: String? = nil
  ) {
    (self.kind, self.target, self.topic) = (kind, target, topic)
    self.request = request
    self.successor = successor
  }
}

extension Delivery: QueuedRequest {
  package static let ownColumns = ["wish", "successor"]

  package var head: RequestHead<Kind> {
    var head = RequestHead(kind, to: target, about: topic)
    (head.attempts, head.serial) = (attempts, serial)
    return head
  }

  package init(
    _ head: RequestHead<Kind>, _ row: any SQLStatement, from first: Int32, damaged: (any Error) -> Void
  ) {
    self.init(head.kind, to: head.target, topic: head.subject)
    (attempts, serial) = (head.attempts, head.serial)
    if !row.isNull(first) {
      request = DamagedValue.read(damaged) { try row.json(first, as: SubscriptionRequest.self) }
    }
    successor = DamagedValue.read(damaged) { try row.optionalText(first + 1) } ?? nil
  }

  package func bindOwnColumns(to row: any SQLStatement, from first: Int32) throws {
    let request = try request.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    row.bind(request, at: first)
    row.bind(successor, at: first + 1)
  }
}
