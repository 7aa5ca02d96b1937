internal import ArchiveIndex
internal import Foundation
internal import GRDB
internal import Publishing

/// What is remembered of WebSub: what hubs and subscribers are still to be told, who has subscribed; in SQLite, in a file of its
/// own in the state directory, which several processes may use at once. Times are in seconds since 1970.
package final class WebSubStore: Sendable {
  private let file: DatabaseFile

  /// Makes the store of a state directory; it is opened, and made if it is missing, when it is used.
  package init(directory: String) {
    file = DatabaseFile(directory + "/websub.sqlite") { try Self.open($0, in: directory) }
  }

  private static let version1 = """
    -- The hubs that feeds name.
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    -- Feeds that are being written: whether they have changed is not known yet.
    CREATE TABLE writing (topic TEXT PRIMARY KEY) WITHOUT ROWID;
    -- What is to be told to whom, and when. wish is JSON.
    CREATE TABLE errand (
      kind TEXT NOT NULL, target TEXT NOT NULL, topic TEXT NOT NULL, wish TEXT, attempts INTEGER NOT NULL,
      due INTEGER NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (kind, target, topic));
    CREATE INDEX errand_due ON errand (due);
    -- Who is told of what, until when.
    CREATE TABLE subscription (
      topic TEXT NOT NULL, callback TEXT NOT NULL, secret TEXT, expires INTEGER NOT NULL,
      PRIMARY KEY (topic, callback)) WITHOUT ROWID;
    -- What subscribers were told last: the hash of a topic's bytes.
    CREATE TABLE distributed (topic TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
    """

  private static let version2 = """
    -- Errands are taken in two queues.
    CREATE INDEX errand_due_verify ON errand (due) WHERE kind = 'verify';
    CREATE INDEX errand_due_other ON errand (due) WHERE kind <> 'verify';
    """

  private static let version3 = """
    -- Servers that have said by Retry-After until when nothing is to be sent to them.
    CREATE TABLE hold (target TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
    -- Requests are taken by kind, and those to a hub by hub.
    DROP INDEX errand_due;
    DROP INDEX errand_due_verify;
    DROP INDEX errand_due_other;
    CREATE INDEX errand_kind_due ON errand (kind, due);
    CREATE INDEX errand_target_due ON errand (kind, target, due);
    -- Of a topic that has ended, the one that has taken its place.
    ALTER TABLE errand ADD COLUMN successor TEXT;
    """

  private static let schema = Schema([("1", version1), ("2", version2), ("3", version3)])

  private static func open(_ path: String, in directory: String) throws -> DatabaseQueue {
    if let code = Directories.make(directory) {
      throw IndexError.unwritable(directory: directory, code: code)
    }
    var configuration = EventIndex.patient
    // Feeds are published and served whoever holds it.
    configuration.busyMode = .timeout(2)
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.writeWithoutTransaction { database in
      try schema.check(database, mayBeEmpty: true)
      // Nobody waits for the disk: what is lost with the power is told with the next change.
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }
    try schema.migrate(database)
    return database
  }

  /// Reads in one look; one waits for another.
  /// - Throws: `IndexError`, or what `body` throws.
  func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try guarding { try file.database().read { try body(IndexTransaction($0)) } }
  }

  /// Makes changes that become lasting together, or not at all.
  /// - Throws: `IndexError`, or what `body` throws.
  func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try guarding { try file.database().write { try body(IndexTransaction($0)) } }
  }

  private func guarding<Result>(_ body: () throws -> Result) throws -> Result {
    try EventIndex.guarding(file.path) {
      do {
        return try body()
      } catch {
        // A file that was damaged may be mended the next time.
        if (error as? DatabaseError) != nil || (error as? IndexError)?.fault == .damaged { file.close() }
        throw error
      }
    }
  }
}

// MARK: Publishing

extension WebSubStore: PublicationListener {
  /// Records that feeds are about to be written, so that their changes are not forgotten if the process ends.
  package func willWrite(topics: [String]) throws {
    guard !topics.isEmpty else { return }
    try write { transaction in
      let row = try transaction.statement("INSERT OR IGNORE INTO writing VALUES (?)")
      for topic in topics {
        row.bind(topic, at: 1)
        try row.run()
      }
    }
  }

  /// Queues a notification for each hub and changed feed. Hubs that the feeds did not name before this run are left out: they
  /// can have no subscribers yet.
  package func didWrite(changed: [String], hubs: [String]) throws {
    let named = hubs.joined(separator: "\n")
    let (before, isIdle) = try read { transaction in
      (try transaction.setting("hubs"), try Self.count("writing", transaction) == 0)
    }
    if before == named, isIdle, changed.isEmpty { return }
    let old = Set(before?.split(separator: "\n").map(String.init) ?? [])
    try write { transaction in
      for hub in hubs where old.contains(hub) {
        for topic in changed { try Self.put(.publish, hub, topic, nil, transaction) }
      }
      try transaction.set("hubs", to: named)
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// Has hubs told of feeds that were being written when a process ended.
  package func recover(hubs: [String]) throws {
    guard try read({ try Self.count("writing", $0) }) > 0 else { return }
    try write { transaction in
      var topics: [String] = []
      let row = try transaction.statement("SELECT topic FROM writing ORDER BY topic")
      try row.forEachRow { topics.append(try row.text(0)) }
      for topic in topics { for hub in hubs { try Self.put(.publish, hub, topic, nil, transaction) } }
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// Queues a request, in place of one of the same kind, target and topic; due at once, or when its target takes requests again.
  static func put(
    _ kind: Errand.Kind, _ target: String, _ topic: String, _ wish: Errand.Wish?, successor: String? = nil,
    _ transaction: IndexTransaction
  ) throws {
    let row = try transaction.statement(
      """
      INSERT INTO errand (kind, target, topic, wish, successor, attempts, due, serial)
      VALUES (?1, ?2, ?3, ?4, ?5, 0, coalesce((SELECT until FROM hold WHERE target = ?2), 0), 0)
      ON CONFLICT DO UPDATE SET
      wish = excluded.wish, successor = excluded.successor, attempts = 0, due = excluded.due, serial = serial + 1
      """)
    row.bind(kind.rawValue, at: 1)
    row.bind(target, at: 2)
    row.bind(topic, at: 3)
    row.bind(try wish.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }, at: 4)
    row.bind(successor, at: 5)
    try row.run()
  }
}

// MARK: Errands

extension WebSubStore {
  /// Takes queued requests that are due, the oldest first, so that no other process takes them before `lease` has passed.
  /// - Parameters:
  ///   - count: the limit of their number.
  ///   - kinds: their kinds, in the order in which they are taken.
  ///   - target: their target; `nil` for any.
  ///   - due: the latest time at which they are due.
  ///   - lease: the time for sending them, in seconds.
  ///   - isFree: whether a request can be sent now; others are left.
  ///   - damaged: called with what is wrong with values of rows; the queue goes on without these values.
  package func take(
    _ count: Int, _ kinds: [Errand.Kind] = [.publish, .distribute, .denied], to target: String? = nil,
    due: Int64, now: Int64, lease: Int64 = 60, where isFree: (Errand) -> Bool = { _ in true },
    damaged: (any Error) -> Void = { _ in }
  ) throws -> [Errand] {
    guard count > 0, let first = try nextDue(damaged: damaged), first <= due else { return [] }
    return try write { transaction in
      var errands: [Errand] = []
      for kind in kinds where errands.count < count {
        let row = try transaction.statement(
          """
          SELECT target, topic, wish, attempts, serial, successor FROM errand
          WHERE kind = ? AND due <= ?\(target == nil ? "" : " AND target = ?") ORDER BY due
          """)
        row.bind(kind.rawValue, at: 1)
        row.bind(due, from: 2)
        if let target { row.bind(target, at: 3) }
        try row.forRows(while: {
          guard let errand = Self.errand(kind, row, damaged) else { return true }
          if isFree(errand) { errands.append(errand) }
          return errands.count < count
        })
      }
      for errand in errands { try Self.postpone(errand, to: now + lease, attempts: 0, transaction) }
      return errands
    }
  }

  /// Makes sure that requests can be read, the next 10,000 of them.
  /// - Throws: `IndexError`.
  package func check() throws {
    try read { transaction in
      let row = try transaction.statement(
        """
        SELECT target, topic, wish, attempts, serial, successor, kind, due FROM errand ORDER BY due LIMIT 10000
        """)
      try row.forEachRow {
        let _: Errand.Kind = try row.choice(6)
        _ = (
          try row.text(0), try row.text(1), try Self.wish(row, 2), try row.optionalText(5), try row.time(7)
        )
        _ = (try row.number(3, in: 0...1_000_000), try row.number(4, in: IndexBounds.runs))
      }
    }
  }

  // A queue goes on whatever one of its rows holds. `nil` for a row without target or topic.
  private static func errand(
    _ kind: Errand.Kind, _ row: RawStatement, _ damaged: (any Error) -> Void
  ) -> Errand? {
    guard let target = value(damaged, { try row.text(0) }), let topic = value(damaged, { try row.text(1) })
    else { return nil }
    return Errand(
      kind: kind, target: target, topic: topic,
      wish: row.isNull(2) ? nil : value(damaged) { try row.json(2, as: Errand.Wish.self) },
      successor: value(damaged) { try row.optionalText(5) } ?? nil,
      attempts: Int(min(max(value(damaged) { try row.number(3) } ?? 0, 0), 1000)),
      serial: value(damaged) { try row.number(4) } ?? 0)
  }

  // What `read` returns; `nil` when that is damaged.
  private static func value<Value>(_ damaged: (any Error) -> Void, _ read: () throws -> Value) -> Value? {
    do {
      return try read()
    } catch {
      damaged(error)
      return nil
    }
  }

  private static func wish(_ row: RawStatement, _ column: Int32) throws -> Errand.Wish? {
    guard !row.isNull(column) else { return nil }
    let wish = try row.json(column, as: Errand.Wish.self)
    guard (1...longestLease).contains(wish.lease) else {
      throw row.damage(column, "asks for \(wish.lease) seconds")
    }
    return wish
  }

  // A hundred years: more than any configuration allows, in seconds.
  private static let longestLease: Int64 = 3_155_760_000

  /// When the next request is due; `nil` when there is none.
  /// - Parameter damaged: called with what is wrong with the time of one, which counts as due.
  package func nextDue(damaged: (any Error) -> Void = { _ in }) throws -> Int64? {
    try read { transaction in
      var next: Int64?
      // Rows of kinds that another version has written are nothing to wait for.
      for kind in Errand.Kind.allCases {
        let row = try transaction.statement("SELECT due FROM errand WHERE kind = ? ORDER BY due LIMIT 1")
        row.bind(kind.rawValue, at: 1)
        try row.forEachRow {
          next = min(next ?? .max, max(0, Self.value(damaged) { try row.number(0) } ?? 0))
        }
      }
      return next
    }
  }

  /// How many errands there are.
  package func errandCount() throws -> Int { try read { try Self.count("errand", $0) } }

  /// Removes requests that are done or given up, unless they were queued again meanwhile.
  package func remove(_ errands: [Errand]) throws {
    try write { transaction in
      for errand in errands {
        let row = try transaction.statement(
          "DELETE FROM errand WHERE kind = ? AND target = ? AND topic = ? AND serial = ?")
        Self.bind(errand, row)
        try row.run()
      }
    }
  }

  /// Has requests sent again at a time, unless they were queued again meanwhile.
  /// - Parameter isAttempt: whether they were tried, and not only taken.
  package func retry(_ errands: [Errand], at time: (Errand) -> Int64, isAttempt: Bool = true) throws {
    try write { transaction in
      for errand in errands {
        try Self.postpone(errand, to: time(errand), attempts: isAttempt ? 1 : 0, transaction)
      }
    }
  }

  /// Sends nothing to a target before a time, whatever is queued for it until then (RFC 9110, section 10.2.3).
  package func hold(_ target: String, until time: Int64, now: Int64) throws {
    try write { transaction in
      try transaction.statement("DELETE FROM hold WHERE until <= \(now)").run()
      let hold = try transaction.statement("INSERT OR REPLACE INTO hold VALUES (?, ?)")
      hold.bind(target, at: 1)
      hold.bind(time, from: 2)
      try hold.run()
      for kind in Errand.Kind.allCases {
        let row = try transaction.statement(
          "UPDATE errand SET due = ?3 WHERE kind = ?1 AND target = ?2 AND due < ?3")
        row.bind(kind.rawValue, at: 1)
        row.bind(target, at: 2)
        row.bind(time, from: 3)
        try row.run()
      }
    }
  }

  /// Removes notifications for hubs that feeds do not name any more.
  package func removePings(exceptTo hubs: [String]) throws {
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
    _ errand: Errand, to time: Int64, attempts: Int, _ transaction: IndexTransaction
  ) throws {
    let row = try transaction.statement(
      """
      UPDATE errand SET attempts = attempts + ?5, due = ?6
      WHERE kind = ?1 AND target = ?2 AND topic = ?3 AND serial = ?4
      """)
    bind(errand, row)
    row.bind(Int64(attempts), time, from: 5)
    try row.run()
  }

  private static func bind(_ errand: Errand, _ row: RawStatement) {
    row.bind(errand.kind.rawValue, at: 1)
    row.bind(errand.target, at: 2)
    row.bind(errand.topic, at: 3)
    row.bind(errand.serial, from: 4)
  }

  /// The number of rows of a table, or of those for which a condition behind it holds.
  static func count(_ table: String, _ transaction: IndexTransaction) throws -> Int {
    var count = 0
    let row = try transaction.statement("SELECT count(*) FROM \(table)")
    try row.forEachRow { count = Int(try row.number(0)) }
    return count
  }
}
