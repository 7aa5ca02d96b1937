package import ArchiveIndex
internal import Foundation
package import Primitives
internal import Publishing

/// The persistent state of WebSub: the queue of deliveries, and the subscriptions. It has tables of its own beside the index,
/// which several processes may use at once. Times are in seconds since 1970.
package final class WebSubStore: Sendable {
  private let tables: any TableStore

  /// Makes the store beside the index at a location. It is opened, or created, when it is used first.
  /// - Throws: `IndexError.unsupported` when there can be no index.
  package init(index location: String) throws {
    tables = try IndexKind.database(at: location).tables(Self.definition)
  }

  /// The tables.
  package static var definition: TableDefinition {
    TableDefinition(
      name: "websub", versions: [("1", version1), ("2", version2), ("3", version3)],
      counted: ["subscription", "errand"])
  }

  private static let version1 = """
    -- The hubs that feeds advertise.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    -- Feeds that are being written, and may have changed.
    CREATE TABLE writing (topic TEXT PRIMARY KEY) WITHOUT ROWID;
    -- Queued deliveries, with the time at which each is due. wish is a subscription request as JSON.
    CREATE TABLE errand (
      kind TEXT NOT NULL, target TEXT NOT NULL, topic TEXT NOT NULL, wish TEXT, attempts INTEGER NOT NULL,
      due INTEGER NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (kind, target, topic));
    CREATE INDEX errand_due ON errand (due);
    -- Subscriptions, with the end of their leases.
    CREATE TABLE subscription (
      topic TEXT NOT NULL, callback TEXT NOT NULL, secret TEXT, expires INTEGER NOT NULL,
      PRIMARY KEY (topic, callback)) WITHOUT ROWID;
    -- The hash of the content of each topic that was distributed last.
    CREATE TABLE distributed (topic TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let version2 = """
    -- Deliveries are claimed from two queues.
    CREATE INDEX errand_due_verify ON errand (due) WHERE kind = 'verify';
    CREATE INDEX errand_due_other ON errand (due) WHERE kind <> 'verify';
    """

  private static let version3 = """
    -- Servers to which nothing is sent until the time of their Retry-After.
    CREATE TABLE hold (target TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
    -- Deliveries are claimed by kind, and those to a hub by hub.
    DROP INDEX errand_due;
    DROP INDEX errand_due_verify;
    DROP INDEX errand_due_other;
    CREATE INDEX errand_kind_due ON errand (kind, due);
    CREATE INDEX errand_target_due ON errand (kind, target, due);
    -- The topic that replaces an ended one.
    ALTER TABLE errand ADD COLUMN successor TEXT;
    """

  /// Runs a read transaction. Transactions are serial.
  /// - Throws: `IndexError`, or what `body` throws.
  func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result { try tables.read(body) }

  /// Runs a write transaction, which is atomic.
  /// - Throws: `IndexError`, or what `body` throws.
  func write<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result { try tables.write(body) }
}

// MARK: Publishing

extension WebSubStore: PublicationListener {
  /// Records that feeds are about to be written, so that their changes are not lost if the process is killed.
  /// - Throws: `IndexError`.
  package func willWrite(topics: [String]) throws {
    guard !topics.isEmpty else { return }
    try write { transaction in
      let row = try transaction.statement("INSERT INTO writing (topic) VALUES (?) ON CONFLICT DO NOTHING")
      for topic in topics {
        row.bind(topic, at: 1)
        try row.run()
      }
    }
  }

  /// Queues a publish notification per hub and changed feed. Hubs not advertised before this run are skipped: they can have no
  /// subscribers yet.
  /// - Throws: `IndexError`.
  package func didWrite(changed: [String], hubs: [String]) throws {
    let advertised = hubs.joined(separator: "\n")
    let (before, isIdle) = try read { transaction in
      (try transaction.setting("hubs"), try Self.count("writing", transaction) == 0)
    }
    if before == advertised, isIdle, changed.isEmpty { return }
    let old = Set(before?.split(separator: "\n").map(String.init) ?? [])
    try write { transaction in
      for hub in hubs where old.contains(hub) {
        for topic in changed {
          try Self.enqueue(NewDelivery(.publish, to: hub, topic: topic), transaction)
        }
      }
      try transaction.set("hubs", to: advertised)
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// Queues notifications of feeds that were being written when a process was killed.
  /// - Throws: `IndexError`.
  package func recover(hubs: [String]) throws {
    guard try read({ try Self.count("writing", $0) }) > 0 else { return }
    try write { transaction in
      var topics: [String] = []
      let row = try transaction.statement("SELECT topic FROM writing ORDER BY topic")
      try row.forEachRow { topics.append(try row.text(0)) }
      for topic in topics {
        for hub in hubs { try Self.enqueue(NewDelivery(.publish, to: hub, topic: topic), transaction) }
      }
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// A delivery to be queued.
  struct NewDelivery {
    /// The kind of the request.
    var kind: Delivery.Kind
    /// The URL of the hub or the subscriber.
    var target: String
    /// The URL of the topic.
    var topic: String
    /// The request to verify.
    var request: Delivery.SubscriptionRequest?
    /// The URL of the feed that takes the place of the topic.
    var successor: String?

    /// Makes a delivery.
    init(
      _ kind: Delivery.Kind, to target: String, topic: String,
      request: Delivery.SubscriptionRequest? = nil, successor: String? = nil
    ) {
      self.kind = kind
      self.target = target
      self.topic = topic
      self.request = request
      self.successor = successor
    }
  }

  /// Queues a delivery in place of one of the same kind, target and topic. It is due at once, or at the end of a hold on its
  /// target.
  static func enqueue(_ delivery: NewDelivery, _ transaction: SQLTransaction) throws {
    let row = try transaction.statement(
      """
      INSERT INTO errand (kind, target, topic, wish, successor, attempts, due, serial)
      VALUES (?1, ?2, ?3, ?4, ?5, 0, coalesce((SELECT until FROM hold WHERE target = ?2), 0), 0)
      ON CONFLICT DO UPDATE SET
      wish = excluded.wish, successor = excluded.successor, attempts = 0, due = excluded.due, serial = serial + 1
      """)
    let request = try delivery.request.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    row.bind(delivery.kind.rawValue, at: 1)
    row.bind(delivery.target, at: 2)
    row.bind(delivery.topic, at: 3)
    row.bind(request, at: 4)
    row.bind(delivery.successor, at: 5)
    try row.run()
  }
}

// MARK: The queue

extension WebSubStore {
  /// A selection of queued deliveries.
  package struct Selection {
    /// The limit of their number.
    package var limit: Int
    /// The kinds, in the order in which they are claimed.
    package var kinds: [Delivery.Kind]
    /// The target; `nil` for any.
    package var target: String?
    /// The latest due time.
    package var due: UnixTime

    /// Makes a selection.
    package init(
      limit: Int, kinds: [Delivery.Kind] = [.publish, .distribute, .denied], target: String? = nil,
      due: UnixTime
    ) {
      self.limit = limit
      self.kinds = kinds
      self.target = target
      self.due = due
    }
  }

  /// Claims deliveries that are due, the oldest first: no other process claims them before the lease ends.
  /// - Parameters:
  ///   - now: the present.
  ///   - lease: the lease of a claimed delivery, in seconds.
  ///   - isFree: whether a delivery can be sent now; others stay in the queue.
  ///   - damaged: called with the error of each value that cannot be read; the delivery goes without the value if possible.
  /// - Throws: `IndexError`.
  package func claim(
    _ selection: Selection, now: UnixTime, lease: Int64 = 60,
    where isFree: (Delivery) -> Bool = { _ in true },
    damaged: (any Error) -> Void = { _ in }
  ) throws -> [Delivery] {
    guard selection.limit > 0, let first = try nextDue(damaged: damaged), first <= selection.due else {
      return []
    }
    return try write { transaction in
      var deliveries: [Delivery] = []
      for kind in selection.kinds where deliveries.count < selection.limit {
        let row = try transaction.statement(
          """
          SELECT target, topic, wish, attempts, serial, successor FROM errand
          WHERE kind = ? AND due <= ?\(selection.target == nil ? "" : " AND target = ?") ORDER BY due
          """)
        row.bind(kind.rawValue, at: 1)
        row.bind(selection.due.seconds, from: 2)
        if let target = selection.target { row.bind(target, at: 3) }
        try row.forRows(while: {
          guard let delivery = Self.delivery(of: kind, in: row, damaged: damaged) else { return true }
          if isFree(delivery) { deliveries.append(delivery) }
          return deliveries.count < selection.limit
        })
      }
      for delivery in deliveries { try Self.postpone(delivery, to: now + lease, attempts: 0, transaction) }
      return deliveries
    }
  }

  /// Checks that the next 10,000 deliveries can be read.
  /// - Throws: `IndexError`.
  package func check() throws {
    try read { transaction in
      let row = try transaction.statement(
        """
        SELECT target, topic, wish, attempts, serial, successor, kind, due FROM errand ORDER BY due LIMIT 10000
        """)
      try row.forEachRow {
        let _: Delivery.Kind = try row.choice(6)
        _ = try row.text(0)
        _ = try row.text(1)
        _ = try Self.request(in: row, column: 2)
        _ = try row.optionalText(5)
        _ = try row.time(7)
        _ = try row.number(3, in: 0...1_000_000)
        _ = try row.number(4, in: IndexBounds.runs)
      }
    }
  }

  // Reads a delivery, without values that are damaged; `nil` when target or topic is damaged.
  private static func delivery(
    of kind: Delivery.Kind, in row: any SQLStatement, damaged: (any Error) -> Void
  ) -> Delivery? {
    guard let target = value(damaged, { try row.text(0) }), let topic = value(damaged, { try row.text(1) })
    else { return nil }
    return Delivery(
      kind: kind, target: target, topic: topic,
      request: row.isNull(2)
        ? nil : value(damaged) { try row.json(2, as: Delivery.SubscriptionRequest.self) },
      successor: value(damaged) { try row.optionalText(5) } ?? nil,
      attempts: Int(min(max(value(damaged) { try row.number(3) } ?? 0, 0), 1000)),
      serial: value(damaged) { try row.number(4) } ?? 0)
  }

  // The value that `read` returns; `nil` when it is damaged.
  private static func value<Value>(_ damaged: (any Error) -> Void, _ read: () throws -> Value) -> Value? {
    do {
      return try read()
    } catch {
      damaged(error)
      return nil
    }
  }

  private static func request(
    in row: any SQLStatement, column: Int32
  ) throws -> Delivery.SubscriptionRequest? {
    guard !row.isNull(column) else { return nil }
    let request = try row.json(column, as: Delivery.SubscriptionRequest.self)
    guard (1...maxPlausibleLease).contains(request.lease) else {
      throw row.damage(column, "asks for \(request.lease) seconds")
    }
    return request
  }

  // One hundred years in seconds, more than any configuration allows.
  private static let maxPlausibleLease: Int64 = 3_155_760_000

  /// The time at which the next delivery is due; `nil` when the queue is empty.
  /// - Parameter damaged: called with the error of a time that cannot be read; such a delivery is due at once.
  /// - Throws: `IndexError`.
  package func nextDue(damaged: (any Error) -> Void = { _ in }) throws -> UnixTime? {
    try read { transaction in
      var next: UnixTime?
      // Kinds that another version has written are ignored.
      for kind in Delivery.Kind.allCases {
        let row = try transaction.statement("SELECT due FROM errand WHERE kind = ? ORDER BY due LIMIT 1")
        row.bind(kind.rawValue, at: 1)
        try row.forEachRow {
          let due = Self.value(damaged) { try row.number(0) } ?? 0
          next = min(next ?? .distantFuture, UnixTime(max(0, due)))
        }
      }
      return next
    }
  }

  /// The number of queued deliveries.
  /// - Throws: `IndexError`.
  package func deliveryCount() throws -> Int { try read { try Self.count("errand", $0) } }

  /// Removes deliveries that were sent or given up, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  package func remove(_ deliveries: [Delivery]) throws {
    try write { transaction in
      for delivery in deliveries {
        let row = try transaction.statement(
          "DELETE FROM errand WHERE kind = ? AND target = ? AND topic = ? AND serial = ?")
        Self.bind(delivery, row)
        try row.run()
      }
    }
  }

  /// Counts a failed attempt of deliveries and makes them due at a time, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  package func retry(_ deliveries: [Delivery], at time: (Delivery) -> UnixTime) throws {
    try write { transaction in
      for delivery in deliveries {
        try Self.postpone(delivery, to: time(delivery), attempts: 1, transaction)
      }
    }
  }

  /// Returns claimed deliveries that were not tried to the queue, due at a time.
  /// - Throws: `IndexError`.
  package func unclaim(_ deliveries: [Delivery], due time: UnixTime) throws {
    try write { transaction in
      for delivery in deliveries { try Self.postpone(delivery, to: time, attempts: 0, transaction) }
    }
  }

  /// Postpones all deliveries to a target until a time, later ones too (Retry-After: RFC 9110, section 10.2.3).
  /// - Throws: `IndexError`.
  package func hold(_ target: String, until time: UnixTime, now: UnixTime) throws {
    try write { transaction in
      try transaction.statement("DELETE FROM hold WHERE until <= \(now.seconds)").run()
      let hold = try transaction.statement(
        StoringSQL(in: "hold", key: ["target"], columns: ["until"]))
      hold.bind(target, at: 1)
      hold.bind(time.seconds, from: 2)
      try hold.run()
      for kind in Delivery.Kind.allCases {
        let row = try transaction.statement(
          "UPDATE errand SET due = ?3 WHERE kind = ?1 AND target = ?2 AND due < ?3")
        row.bind(kind.rawValue, at: 1)
        row.bind(target, at: 2)
        row.bind(time.seconds, from: 3)
        try row.run()
      }
    }
  }

  /// Removes notifications of hubs that feeds do not advertise any more.
  /// - Throws: `IndexError`.
  package func removeNotifications(exceptTo hubs: [String]) throws {
    var others: Set<String> = []
    try read { transaction in
      let row = try transaction.statement("SELECT DISTINCT target FROM errand WHERE kind = 'publish'")
      try row.forEachRow { others.insert(try row.text(0)) }
    }
    others.subtract(hubs)
    guard !others.isEmpty else { return }
    try write { transaction in
      for hub in others {
        let row = try transaction.statement("DELETE FROM errand WHERE kind = 'publish' AND target = ?")
        row.bind(hub, at: 1)
        try row.run()
      }
    }
  }

  private static func postpone(
    _ delivery: Delivery, to time: UnixTime, attempts: Int, _ transaction: SQLTransaction
  ) throws {
    let row = try transaction.statement(
      """
      UPDATE errand SET attempts = attempts + ?5, due = ?6
      WHERE kind = ?1 AND target = ?2 AND topic = ?3 AND serial = ?4
      """)
    bind(delivery, row)
    row.bind(Int64(attempts), time.seconds, from: 5)
    try row.run()
  }

  private static func bind(_ delivery: Delivery, _ row: any SQLStatement) {
    row.bind(delivery.kind.rawValue, at: 1)
    row.bind(delivery.target, at: 2)
    row.bind(delivery.topic, at: 3)
    row.bind(delivery.serial, from: 4)
  }

  /// The number of rows of a table.
  /// - Parameter table: the name of the table, and a WHERE clause if wanted.
  static func count(_ table: String, _ transaction: SQLTransaction) throws -> Int {
    var count = 0
    let row = try transaction.statement("SELECT count(*) FROM \(table)")
    try row.forEachRow { count = Int(try row.number(0)) }
    return count
  }
}
