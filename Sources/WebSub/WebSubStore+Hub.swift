internal import ArchiveIndex
internal import Foundation
package import Primitives
package import Publishing
internal import Queueing

/// The subscriptions of a hub.
extension WebSubStore {
  // One year in seconds, which is also the maximum of the configuration.
  private static let maxLease: Int64 = 31_536_000
  // The limit of queued notifications of hubs.
  private static let maxNotifications = 1_000_000

  private static let storingSubscription = StoringSQL(
    in: "subscription", key: ["topic", "callback"], columns: ["secret", "expires"])
  private static let storingDistribution = StoringSQL(in: "distributed", key: ["topic"], columns: ["hash"])

  /// Queues the verification of a subscription request.
  /// - Parameter limit: the limit of subscriptions and verifications together; those that exist already may be changed beyond it.
  /// - Returns: whether the limit allows it.
  /// - Throws: `IndexError`.
  package func enqueueVerification(
    _ request: Delivery.SubscriptionRequest, callback: String, topic: String, limit: Int
  ) throws -> Bool {
    try write { transaction in
      let row = try transaction.statement(
        """
        SELECT 1 FROM subscription WHERE callback = ? AND topic = ?
        UNION ALL SELECT 1 FROM errand WHERE kind = 'verify' AND target = ? AND topic = ?
        """)
      for first: Int32 in [1, 3] {
        row.bind(callback, at: first)
        row.bind(topic, at: first + 1)
      }
      var isKnown = false
      try row.forEachRow { isKnown = true }
      let count =
        try Self.count("subscription", transaction) + Self.count("errand WHERE kind = 'verify'", transaction)
      guard isKnown || count < limit else { return false }
      let delivery = Delivery(.verify, to: callback, topic: topic, request: request)
      try Self.queue.enqueue(delivery, transaction)
      return true
    }
  }

  /// Applies a verified subscription request. A new subscriber gets the present content, because it may have changed since the
  /// subscriber read it.
  /// - Throws: `IndexError`.
  package func applyVerified(
    _ request: Delivery.SubscriptionRequest, callback: String, topic: String, now: UnixTime
  ) throws {
    if request.ends { return try removeSubscription(callback: callback, topic: topic) }
    let isNew = try subscription(callback: callback, topic: topic, now: now) == nil
    try write { transaction in
      // A queued denial is of an earlier subscription.
      let denial = try transaction.statement(
        "DELETE FROM errand WHERE kind = 'denied' AND target = ? AND topic = ?")
      denial.bind(callback, at: 1)
      denial.bind(topic, at: 2)
      try denial.run()
      if isNew { try Self.queue.enqueue(Delivery(.distribute, to: callback, topic: topic), transaction) }
      let row = try transaction.statement(Self.storingSubscription)
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      row.bind(request.secret, at: 3)
      row.bind(now.seconds + min(max(request.lease, 0), Self.maxLease), from: 4)
      try row.run()
    }
  }

  /// Queues notifications of a hub that topics have changed.
  /// - Returns: whether there is room for them.
  /// - Throws: `IndexError`.
  package func enqueuePublish(_ topics: [String], hub: String) throws -> Bool {
    try write { transaction in
      guard try Self.count("errand WHERE kind = 'publish'", transaction) < Self.maxNotifications else {
        return false
      }
      for topic in topics { try Self.queue.enqueue(Delivery(.publish, to: hub, topic: topic), transaction) }
      return true
    }
  }

  /// Ends the subscriptions to topics whose feeds have ended, and queues a denial for each subscriber (WebSub, section 5.2).
  /// - Throws: `IndexError`.
  package func willRemove(_ topics: [EndedTopic]) throws {
    let now = UnixTime.now
    let isUnused = try read { transaction in
      try Self.count("subscription", transaction) == 0 && Self.count("distributed", transaction) == 0
    }
    if isUnused { return }
    try write { transaction in
      for topic in topics {
        var callbacks: [String] = []
        let subscribers = try transaction.statement(
          "SELECT callback FROM subscription WHERE topic = ? AND expires > ?")
        subscribers.bind(topic.url, at: 1)
        subscribers.bind(now.seconds, from: 2)
        try subscribers.forEachRow { callbacks.append(try subscribers.text(0)) }
        for callback in callbacks {
          let denial = Delivery(.denied, to: callback, topic: topic.url, successor: topic.successor)
          try Self.queue.enqueue(denial, transaction)
        }
        for table in ["subscription", "distributed"] {
          let row = try transaction.statement("DELETE FROM \(table) WHERE topic = ?")
          row.bind(topic.url, at: 1)
          try row.run()
        }
      }
    }
  }

  /// Ends a subscription.
  /// - Throws: `IndexError`.
  package func removeSubscription(callback: String, topic: String) throws {
    try write { transaction in
      let row = try transaction.statement("DELETE FROM subscription WHERE topic = ? AND callback = ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      try row.run()
    }
  }

  /// A subscription.
  package struct Subscription: Equatable, Sendable {
    /// The key of signatures; `nil` for content without signatures.
    package var secret: String?
  }

  /// The subscription of a callback to a topic; `nil` when there is none, or when it has expired.
  /// - Throws: `IndexError`.
  package func subscription(callback: String, topic: String, now: UnixTime) throws -> Subscription? {
    try read { transaction in
      let row = try transaction.statement(
        "SELECT secret FROM subscription WHERE topic = ? AND callback = ? AND expires > ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      row.bind(now.seconds, from: 3)
      var subscription: Subscription?
      try row.forEachRow { subscription = Subscription(secret: try row.optionalText(0)) }
      return subscription
    }
  }

  /// Whether a callback has a subscription to a topic, even if the topic has ended or the subscription has expired.
  /// - Throws: `IndexError`.
  package func hasSubscription(callback: String, topic: String) throws -> Bool {
    try read { transaction in
      let row = try transaction.statement("SELECT 1 FROM subscription WHERE topic = ? AND callback = ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      var exists = false
      try row.forEachRow { exists = true }
      return exists
    }
  }

  /// The number of subscriptions that have not expired.
  /// - Throws: `IndexError`.
  package func subscriptionCount(now: UnixTime) throws -> Int {
    try read { try Self.count("subscription WHERE expires > \(now.seconds)", $0) }
  }

  /// Queues the distribution of a topic to all its subscribers, unless its content is the last that was distributed.
  /// - Parameter hash: the digest of the content.
  /// - Throws: `IndexError`.
  package func enqueueDistribution(_ topic: String, hash: String, now: UnixTime) throws {
    try write { transaction in
      try transaction.statement("DELETE FROM subscription WHERE expires <= \(now.seconds)").run()
      let last = try transaction.statement("SELECT 1 FROM distributed WHERE topic = ? AND hash = ?")
      last.bind(topic, at: 1)
      last.bind(hash, at: 2)
      var isDistributed = false
      try last.forEachRow { isDistributed = true }
      if isDistributed { return }
      var callbacks: [String] = []
      let row = try transaction.statement("SELECT callback FROM subscription WHERE topic = ?")
      row.bind(topic, at: 1)
      try row.forEachRow { callbacks.append(try row.text(0)) }
      for callback in callbacks {
        try Self.queue.enqueue(Delivery(.distribute, to: callback, topic: topic), transaction)
      }
      let record = try transaction.statement(Self.storingDistribution)
      record.bind(topic, at: 1)
      record.bind(hash, at: 2)
      try record.run()
    }
  }
}
