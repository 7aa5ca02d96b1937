package import Classification
internal import EventArchive
package import GRDB
internal import GRDBSQLite

/// The bounds of the numbers in the index. A number that is not below its bound is damage.
package struct IndexBounds: Hashable, Sendable {
  /// The number of names.
  package var names: Int
  /// The number of spellings.
  package var spellings: Int
  /// The number of countries.
  package var countries = Gazetteer.standard.countries.count

  /// The limit of files: tables that are indexed by number need memory for all numbers.
  package static let files = 1 << 24
  /// The limit of topics.
  static let topics = 1 << 30
  /// The limit of archive documents of a topic.
  static let archives = 1 << 20
  /// The range of the numbers of builds.
  package static let runs: ClosedRange<Int64> = 0...(1 << 53)

  /// Makes the bounds of facts in memory.
  package init(_ facts: ArchiveFacts) {
    self.init(names: facts.names.count, spellings: facts.spellings.count)
  }

  /// Makes bounds.
  init(names: Int, spellings: Int) {
    self.names = names
    self.spellings = spellings
  }
}

/// Reads and writes the index within one transaction. It must not be used after the transaction.
package final class IndexTransaction {
  /// The connection.
  let database: Database
  // Statements are prepared once in a transaction.
  private var statements: [String: RawStatement] = [:]
  private var knownBounds: IndexBounds?

  /// Makes the interface of the transaction that a connection has begun.
  package init(_ database: Database) { self.database = database }

  /// The statement of some SQL, prepared at its first use.
  package func statement(_ sql: String) throws -> RawStatement {
    if let known = statements[sql] { return known }
    let statement = try RawStatement(database, sql)
    statements[sql] = statement
    return statement
  }

  /// The bounds of numbers in rows: those that were set, or else those of the tables.
  package func bounds() throws -> IndexBounds {
    if let knownBounds { return knownBounds }
    let bounds = IndexBounds(names: try count("name"), spellings: try count("spelling"))
    knownBounds = bounds
    return bounds
  }

  /// Sets the bounds of numbers in rows.
  package func set(bounds: IndexBounds) { knownBounds = bounds }

  // The largest number and one.
  private func count(_ table: String) throws -> Int {
    let row = try statement("SELECT COALESCE(MAX(id), -1) + 1 FROM \(table)")
    var count = 0
    try row.forEachRow { count = try row.index(0, below: Int(Int32.max)) }
    return count
  }

  /// The error of damaged rows.
  package func damage(_ table: String, row: Int? = nil, _ what: String) -> IndexError {
    .damaged(IndexError.Damage(path: path, table: table, row: row.map { "\($0)" }, what: what))
  }

  /// The error of a damaged schema.
  func damage(ofTable table: String, _ what: String) -> IndexError {
    var damage = IndexError.Damage(path: path, table: table, what: what)
    damage.isOfTables = true
    return .damaged(damage)
  }

  /// The path of the database.
  var path: String {
    sqlite3_db_filename(database.sqliteConnection, "main").map { String(cString: $0) } ?? ""
  }

  /// The value of a setting; `nil` if it is not set.
  package func setting(_ key: String) throws -> String? {
    let row = try statement("SELECT value FROM setting WHERE key = ?")
    row.bind(key, at: 1)
    var value: String?
    try row.forEachRow { value = try row.text(0) }
    return value
  }

  /// Sets a setting.
  package func set(_ key: String, to value: String) throws {
    let row = try statement("INSERT OR REPLACE INTO setting VALUES (?, ?)")
    row.bind(key, at: 1)
    row.bind(value, at: 2)
    try row.run()
  }

  /// The number of the last build; 0 before the first.
  package func lastRun() throws -> Int64 {
    guard let text = try setting("run") else { return 0 }
    guard let number = Int64(text), IndexBounds.runs.contains(number) else {
      throw damage("setting", "the value of run is \"\(text.prefix(40))\", and should be a number")
    }
    return number
  }
}

extension RawStatement {
  /// The content fingerprint in a column of the current row.
  func contentFingerprint(_ column: Int32) throws -> ContentFingerprint {
    let numbers = try numbers(column)
    let isRight = numbers.count != 1 && numbers.dropFirst(2).allSatisfy { Int32(exactly: $0) != nil }
    guard isRight else { throw damage(column, "is no list of a summary, a topic and sources") }
    return ContentFingerprint(numbers: numbers)
  }

  /// The name in a column of the current row.
  func name(_ column: Int32) throws -> EventName {
    try withText(column) { text in
      guard EventName.isPath(text) else { throw damage(column, "is no name of an event") }
      return EventName(storedPath: String(decoding: text, as: UTF8.self))
    }
  }
}
