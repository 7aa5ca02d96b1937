internal import Foundation
internal import GRDB

/// What is remembered of WebSub: what hubs and subscribers are still to be told, who has subscribed; in SQLite, in a file of its
/// own in the state directory, which several processes may use at once. Times are in seconds since 1970.
// Unchecked: every access to the mutable state holds the lock; the database serializes its users.
package final class WebSubStore: @unchecked Sendable {
  private let directory: String
  private let lock = NSLock()
  private var database: DatabaseQueue?
  private var inode: ino_t?

  /// Makes the store of a state directory; it is opened, and made if it is missing, when it is used.
  package init(directory: String) { self.directory = directory }

  deinit { try? database?.close() }

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

  private var path: String { directory + "/websub.sqlite" }

  private func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try use { database in try database.read { try body(IndexTransaction($0)) } }
  }

  private func write<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try use { database in try database.write { try body(IndexTransaction($0)) } }
  }

  // Throws `IndexError`, or what `body` throws.
  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
    do {
      return try body(lock.withLock { try open() })
    } catch let error as DatabaseError {
      throw IndexError.webSub(path: path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  // Somebody may have removed the file, or put another in its place.
  private func open() throws -> DatabaseQueue {
    if let database, inode == EventIndex.inode(of: path) { return database }
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
    let new = try DatabaseQueue(path: path, configuration: configuration)
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { try $0.execute(sql: Self.schema) }
    try migrator.migrate(new)
    (database, inode) = (new, EventIndex.inode(of: path))
    return new
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

  private static func put(
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

  private static func count(_ table: String, _ transaction: IndexTransaction) throws -> Int {
    var count = 0
    let row = try transaction.statement("SELECT count(*) FROM \(table)")
    try row.forEachRow { count = Int(row.number(0)) }
    return count
  }
}

// MARK: The hub

extension WebSubStore {
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
      if isNew { try Self.put(.distribute, callback, topic, nil, transaction) }
      let row = try transaction.statement("INSERT OR REPLACE INTO subscription VALUES (?, ?, ?, ?)")
      row.bind(topic, at: 1)
      row.bind(callback, at: 2)
      row.bind(wish.secret, at: 3)
      row.bind(now + wish.lease, from: 4)
      try row.run()
    }
  }

  /// Has a hub told that a topic has changed, because somebody says so; returns whether there is room for that.
  package func announce(_ topic: String, hub: String) throws -> Bool {
    try write { transaction in
      guard try Self.count("errand WHERE kind = 'publish'", transaction) < 1_000_000 else { return false }
      try Self.put(.publish, hub, topic, nil, transaction)
      return true
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
      try row.forEachRow { secret = .some(row.isNull(0) ? nil : row.text(0)) }
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
      try row.forEachRow { callbacks.append(row.text(0)) }
      for callback in callbacks { try Self.put(.distribute, callback, topic, nil, transaction) }
      let note = try transaction.statement("INSERT OR REPLACE INTO distributed VALUES (?, ?)")
      note.bind(topic, at: 1)
      note.bind(hash, at: 2)
      try note.run()
    }
  }
}
