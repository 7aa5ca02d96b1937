internal import ArchiveIndex
internal import Foundation
package import Publishing

/// What a hub remembers: who has subscribed to what.
extension WebSubStore {
  // A year, in seconds, which is also what the configuration allows at most.
  private static let longestLease: Int64 = 31_536_000

  /// Has a subscriber asked whether it meant what it seems to wish for.
  /// - Returns: whether there is room for that among at most `most` errands and subscriptions; there is for those who are among
  ///   them.
  package func verify(_ wish: Errand.Wish, callback: String, topic: String, most: Int) throws -> Bool {
    try write { transaction in
      let row = try transaction.statement(
        """
        SELECT 1 FROM subscription WHERE callback = ?1 AND topic = ?2
        UNION ALL SELECT 1 FROM errand WHERE kind = 'verify' AND target = ?1 AND topic = ?2
        """)
      row.bind(callback, at: 1)
      row.bind(topic, at: 2)
      var isKnown = false
      try row.forEachRow { isKnown = true }
      let count =
        try Self.count("subscription", transaction) + Self.count("errand WHERE kind = 'verify'", transaction)
      guard isKnown || count < most else { return false }
      try Self.put(.verify, callback, topic, wish, transaction)
      return true
    }
  }

  /// Does what a subscriber has said that it wished for; a new one is sent what there is, for it may have changed since that was
  /// read.
  package func apply(_ wish: Errand.Wish, callback: String, topic: String, now: Int64) throws {
    if wish.ends { return try removeSubscription(callback: callback, topic: topic) }
    let isNew = try secret(callback: callback, topic: topic, now: now) == nil
    try write { transaction in
      // It was for a subscription before this one.
      let denial = try transaction.statement(
        "DELETE FROM errand WHERE kind = 'denied' AND target = ? AND topic = ?")
      denial.bind(callback, at: 1)
      denial.bind(topic, at: 2)
      try denial.run()
      if isNew { try Self.put(.distribute, callback, topic, nil, transaction) }
      let row = try transaction.statement("INSERT OR REPLACE INTO subscription VALUES (?, ?, ?, ?)")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      row.bind(wish.secret, at: 3)
      row.bind(now + min(max(wish.lease, 0), Self.longestLease), from: 4)
      try row.run()
    }
  }

  /// Queues the notification of a hub that topics have changed; returns whether there is room for that.
  package func announce(_ topics: [String], hub: String) throws -> Bool {
    try write { transaction in
      guard try Self.count("errand WHERE kind = 'publish'", transaction) < 1_000_000 else { return false }
      for topic in topics { try Self.put(.publish, hub, topic, nil, transaction) }
      return true
    }
  }

  /// Ends the subscriptions to topics whose feeds have ended, and queues a denial for each subscriber (WebSub, section 5.2).
  package func willRemove(_ topics: [EndedTopic]) throws {
    let now = Int64(Date().timeIntervalSince1970)
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
        subscribers.bind(now, from: 2)
        try subscribers.forEachRow { callbacks.append(try subscribers.text(0)) }
        for callback in callbacks {
          try Self.put(.denied, callback, topic.url, nil, successor: topic.successor, transaction)
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
  package func removeSubscription(callback: String, topic: String) throws {
    try write { transaction in
      let row = try transaction.statement("DELETE FROM subscription WHERE topic = ? AND callback = ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      try row.run()
    }
  }

  /// The key of signatures of a subscription; `.some(nil)` for one that has none, `nil` when there is no such subscription, or
  /// none any more.
  package func secret(callback: String, topic: String, now: Int64) throws -> String?? {
    try read { transaction in
      let row = try transaction.statement(
        "SELECT secret FROM subscription WHERE topic = ? AND callback = ? AND expires > ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      row.bind(now, from: 3)
      var secret: String??
      try row.forEachRow { secret = .some(try row.optionalText(0)) }
      return secret
    }
  }

  /// Whether somebody has subscribed to a topic, be it there or not.
  package func hasSubscription(callback: String, topic: String) throws -> Bool {
    try read { transaction in
      let row = try transaction.statement("SELECT 1 FROM subscription WHERE topic = ? AND callback = ?")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      var isThere = false
      try row.forEachRow { isThere = true }
      return isThere
    }
  }

  /// How many subscriptions there are.
  package func subscriptionCount(now: Int64) throws -> Int {
    try read { try Self.count("subscription WHERE expires > \(now)", $0) }
  }

  /// Has all subscribers of a topic told what it is now, unless that is what they were told last.
  /// - Parameter hash: tells its bytes apart.
  package func distribute(_ topic: String, hash: String, now: Int64) throws {
    try write { transaction in
      try transaction.statement("DELETE FROM subscription WHERE expires <= \(now)").run()
      let told = try transaction.statement("SELECT 1 FROM distributed WHERE topic = ? AND hash = ?")
      told.bind(topic, at: 1)
      told.bind(hash, at: 2)
      var isTold = false
      try told.forEachRow { isTold = true }
      if isTold { return }
      var callbacks: [String] = []
      let row = try transaction.statement("SELECT callback FROM subscription WHERE topic = ?")
      row.bind(topic, at: 1)
      try row.forEachRow { callbacks.append(try row.text(0)) }
      for callback in callbacks { try Self.put(.distribute, callback, topic, nil, transaction) }
      let note = try transaction.statement("INSERT OR REPLACE INTO distributed VALUES (?, ?)")
      note.bind(topic, at: 1)
      note.bind(hash, at: 2)
      try note.run()
    }
  }
}
