package import ArchiveIndex
internal import Foundation
package import Primitives
package import Publishing
package import Queueing

/// The persistent state of WebSub: the queue of deliveries, and the subscriptions. It has tables of its own beside the index,
/// which several processes may use at once. Times are in seconds since 1970.
package final class WebSubStore: Sendable {
  private let tables: any TableStore
  /// The queue of deliveries.
  static let queue = RequestQueue<Delivery>(table: "errand", subject: "topic", holds: "hold")

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
  package var consequenceOfFailure: String { "hubs are not notified of the changes" }

  /// Records that feeds are about to be written, so that their changes are not lost if the process is killed.
  /// - Throws: `IndexError`.
  package func willPublish(_ documents: [PublishedDocument], of site: Site) throws {
    let topics = Self.topics(of: documents, of: site)
    guard !topics.isEmpty else { return }
    try write { transaction in
      let row = try transaction.statement(
        "INSERT INTO writing (topic) VALUES (?) ON CONFLICT (topic) DO NOTHING")
      for topic in topics {
        row.bind(topic, at: 1)
        try row.run()
      }
    }
  }

  /// Queues a publish notification per hub and changed feed. Hubs not advertised before this run are skipped: they can have no
  /// subscribers yet.
  /// - Throws: `IndexError`.
  package func didPublish(_ changes: PublishedChanges, of site: Site) throws {
    let changed = Self.topics(of: changes.written, of: site)
    let hubs = site.hubs
    let advertised = hubs.joined(separator: "\n")
    let (before, isIdle) = try read { transaction in
      (try transaction.setting("hubs"), try Self.count("writing", transaction) == 0)
    }
    if before == advertised, isIdle, changed.isEmpty { return }
    let old = Set(before?.split(separator: "\n").map(String.init) ?? [])
    try write { transaction in
      for hub in hubs where old.contains(hub) {
        for topic in changed {
          try Self.queue.enqueue(Delivery(.publish, to: hub, topic: topic), transaction)
        }
      }
      try transaction.set("hubs", to: advertised)
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// Queues notifications of feeds that were being written when a process was killed.
  /// - Throws: `IndexError`.
  package func recover(_ site: Site) throws {
    guard try read({ try Self.count("writing", $0) }) > 0 else { return }
    try write { transaction in
      var topics: [String] = []
      let row = try transaction.statement("SELECT topic FROM writing ORDER BY topic")
      try row.forEachRow { topics.append(try row.text(0)) }
      for topic in topics {
        for hub in site.hubs {
          try Self.queue.enqueue(Delivery(.publish, to: hub, topic: topic), transaction)
        }
      }
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  // The URLs of the feeds among documents that are written.
  private static func topics(of documents: [PublishedDocument], of site: Site) -> [String] {
    documents.filter { $0.isSubscribable && !$0.isRemoved }.map { site.url(ofPath: $0.path) }
  }
}

// MARK: The queue

extension WebSubStore {
  /// A selection of queued deliveries.
  package typealias Selection = RequestQueue<Delivery>.Selection

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
    return try write {
      try Self.queue.claim(selection, until: now + lease, where: isFree, damaged: damaged, $0)
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
    try read { try Self.queue.nextDue(damaged: damaged, $0) }
  }

  /// The number of queued deliveries.
  /// - Throws: `IndexError`.
  package func deliveryCount() throws -> Int { try read { try Self.count("errand", $0) } }

  /// Removes deliveries that were sent or given up, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  package func remove(_ deliveries: [Delivery]) throws {
    try write { try Self.queue.remove(deliveries, $0) }
  }

  /// Counts a failed attempt of deliveries and makes them due at a time, unless they were queued again since they were claimed.
  /// - Throws: `IndexError`.
  package func retry(_ deliveries: [Delivery], at time: (Delivery) -> UnixTime) throws {
    try write { transaction in
      for delivery in deliveries { try Self.queue.retry(delivery, at: time(delivery), transaction) }
    }
  }

  /// Returns claimed deliveries that were not tried to the queue, due at a time.
  /// - Throws: `IndexError`.
  package func unclaim(_ deliveries: [Delivery], due time: UnixTime) throws {
    try write { transaction in
      for delivery in deliveries { try Self.queue.unclaim(delivery, due: time, transaction) }
    }
  }

  /// Postpones all deliveries to a target until a time, later ones too (Retry-After: RFC 9110, section 10.2.3).
  /// - Throws: `IndexError`.
  package func hold(_ target: String, until time: UnixTime, now: UnixTime) throws {
    try write { try Self.queue.hold(target, until: time, now: now, $0) }
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

  /// The number of rows of a table.
  /// - Parameter table: the name of the table, and a WHERE clause if wanted.
  static func count(_ table: String, _ transaction: SQLTransaction) throws -> Int {
    var count = 0
    let row = try transaction.statement("SELECT count(*) FROM \(table)")
    try row.forEachRow { count = Int(try row.number(0)) }
    return count
  }
}

extension RequestQueue<Delivery>.Selection {
  /// Makes a selection of deliveries of all kinds that need no limit of their own.
  package init(limit: Int, due: UnixTime) {
    self.init(limit: limit, kinds: [.publish, .distribute, .denied], due: due)
  }
}
