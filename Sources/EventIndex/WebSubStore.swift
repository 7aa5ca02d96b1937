internal import Foundation
internal import GRDB

/// What is remembered of WebSub: what hubs and subscribers are still to be told, who has subscribed; in SQLite, in a file of its
/// own in the state directory, which several processes may use at once. Times are in seconds since 1970.
package final class WebSubStore: Sendable {
  private let file: DatabaseFile

  /// Makes the store of a state directory; it is opened, and made if it is missing, when it is used.
  package init(directory: String) {
    file = DatabaseFile(directory + "/websub.sqlite") { try Self.open($0, in: directory) }
  }

  private static let schema = """
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

  private static let schema2 = """
    -- Errands are taken in two queues.
    CREATE INDEX errand_due_verify ON errand (due) WHERE kind = 'verify';
    CREATE INDEX errand_due_other ON errand (due) WHERE kind <> 'verify';
    """

  private static func open(_ path: String, in directory: String) throws -> DatabaseQueue {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    } catch {
      throw IndexError.unwritable(directory: directory, reason: error.localizedDescription)
    }
    var configuration = EventIndex.patient
    // Feeds are published and served whoever holds it.
    configuration.busyMode = .timeout(2)
    // Nobody waits for the disk: what is lost with the power is told with the next change.
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }
    let database = try DatabaseQueue(path: path, configuration: configuration)
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: schema) }
    migrator.registerMigration("2") { try $0.execute(sql: schema2) }
    try migrator.migrate(database)
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
    do {
      return try body()
    } catch let error as DatabaseError {
      throw IndexError.webSub(path: file.path, reason: error.message ?? "\(error.resultCode)")
    }
  }
}

// MARK: Publishing

extension WebSubStore {
  /// Notes that feeds are about to be written, by URL, so that what has changed is not forgotten if the process ends.
  package func begin(_ topics: [String]) throws {
    guard !topics.isEmpty else { return }
    try write { transaction in
      let row = try transaction.statement("INSERT OR IGNORE INTO writing VALUES (?)")
      for topic in topics {
        row.bind(topic, at: 1)
        try row.run()
      }
    }
  }

  /// Has hubs told which of the feeds have changed, when they have been written; but not those that feeds did not name before,
  /// to which nobody can have subscribed yet.
  package func finish(changed: [String], hubs: [String]) throws {
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
      try row.forEachRow { topics.append(row.text(0)) }
      for topic in topics { for hub in hubs { try Self.put(.publish, hub, topic, nil, transaction) } }
      try transaction.statement("DELETE FROM writing").run()
    }
  }

  /// Adds an errand, in place of one of the same kind, target and topic.
  static func put(
    _ kind: Errand.Kind, _ target: String, _ topic: String, _ wish: Errand.Wish?,
    _ transaction: IndexTransaction
  ) throws {
    let row = try transaction.statement(
      """
      INSERT INTO errand VALUES (?, ?, ?, ?, 0, 0, 0) ON CONFLICT DO UPDATE SET
      wish = excluded.wish, attempts = 0, due = 0, serial = serial + 1
      """)
    row.bind(kind.rawValue, at: 1)
    row.bind(target, at: 2)
    row.bind(topic, at: 3)
    row.bind(try wish.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }, at: 4)
    try row.run()
  }
}

// MARK: Errands

extension WebSubStore {
  // Whoever has taken an errand has so long to do it before others may take it, in seconds.
  private static let patience: Int64 = 60

  /// Takes errands that are due, so that nobody else takes them for a while from `now`.
  /// - Parameters:
  ///   - count: how many at most.
  ///   - verifying: whether those that verify are wanted, or all others.
  ///   - due: when they are due, or earlier.
  ///   - isFree: whether an errand can be done now; those are left for which it cannot.
  package func take(
    _ count: Int, verifying: Bool = false, due: Int64, now: Int64,
    where isFree: (Errand) -> Bool = { _ in true }
  ) throws -> [Errand] {
    guard count > 0, let first = try nextDue(), first <= due else { return [] }
    return try write { transaction in
      let row = try transaction.statement(
        """
        SELECT kind, target, topic, wish, attempts, serial FROM errand
        WHERE due <= ? AND kind \(verifying ? "=" : "<>") 'verify' ORDER BY due
        """)
      row.bind(due)
      var errands: [Errand] = []
      try row.forRows(while: {
        guard let kind = Errand.Kind(rawValue: row.text(0)) else { return true }
        let wish = row.isNull(3) ? nil : try JSONDecoder().decode(Errand.Wish.self, from: Data(row.bytes(3)))
        let errand = Errand(
          kind: kind, target: row.text(1), topic: row.text(2), wish: wish, attempts: Int(row.number(4)),
          serial: row.number(5))
        if isFree(errand) { errands.append(errand) }
        return errands.count < count
      })
      for errand in errands {
        try Self.run(
          """
          UPDATE errand SET due = \(now + Self.patience)
          WHERE kind = ? AND target = ? AND topic = ? AND serial = ?
          """, errand, transaction)
      }
      return errands
    }
  }

  /// When the next errand is due; `nil` when there is none.
  package func nextDue() throws -> Int64? {
    try read { transaction in
      var due: Int64?
      let row = try transaction.statement("SELECT due FROM errand ORDER BY due LIMIT 1")
      try row.forEachRow { due = row.number(0) }
      return due
    }
  }

  /// How many errands there are.
  package func errandCount() throws -> Int { try read { try Self.count("errand", $0) } }

  /// Forgets an errand that is done or given up, unless it has become another.
  package func remove(_ errand: Errand) throws {
    try write {
      try Self.run(
        "DELETE FROM errand WHERE kind = ? AND target = ? AND topic = ? AND serial = ?", errand, $0)
    }
  }

  /// Has an errand done again at a time, unless it has become another.
  /// - Parameter isAttempt: whether it was tried, and not only begun.
  package func retry(_ errand: Errand, at time: Int64, isAttempt: Bool = true) throws {
    let sql = """
      UPDATE errand SET attempts = attempts + \(isAttempt ? 1 : 0), due = \(time)
      WHERE kind = ? AND target = ? AND topic = ? AND serial = ?
      """
    try write { try Self.run(sql, errand, $0) }
  }

  private static func run(_ sql: String, _ errand: Errand, _ transaction: IndexTransaction) throws {
    let row = try transaction.statement(sql)
    row.bind(errand.kind.rawValue, at: 1)
    row.bind(errand.target, at: 2)
    row.bind(errand.topic, at: 3)
    row.bind(errand.serial, from: 4)
    try row.run()
  }

  /// The number of rows of a table, or of those for which a condition behind it holds.
  static func count(_ table: String, _ transaction: IndexTransaction) throws -> Int {
    var count = 0
    let row = try transaction.statement("SELECT count(*) FROM \(table)")
    try row.forEachRow { count = Int(row.number(0)) }
    return count
  }
}
