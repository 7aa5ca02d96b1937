internal import GRDB
internal import Synchronization

/// The schema of a database, by version. It checks that a file has the tables that feedgen creates.
final class SQLiteSchema: Sendable {
  /// The migrations, in order.
  let versions: [(name: String, sql: String)]
  // The statements that create tables and indexes, by name, for each list of applied migrations.
  private let statements = Mutex<[[String]: [String: String]]>([:])

  /// Makes a schema.
  init(_ versions: [(name: String, sql: String)]) { self.versions = versions }

  /// Applies the missing migrations in one transaction. Another process that opens the file meanwhile waits for it.
  /// - Throws: `IndexError`, `DatabaseError`.
  func migrate(_ database: some DatabaseWriter) throws {
    try database.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        try check(database, mayBeEmpty: true)
        try database.execute(
          sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        let applied = try applied(SQLTransaction(database))
        for (name, sql) in versions where !applied.contains(name) {
          try database.execute(sql: sql)
          try database.execute(sql: "INSERT INTO grdb_migrations VALUES (?)", arguments: [name])
        }
        return .commit
      }
    }
  }

  /// Checks that a file is a database of feedgen, of this version or an older one.
  /// - Parameter mayBeEmpty: whether the file may have no tables.
  /// - Throws: `IndexError`.
  func check(_ database: Database, mayBeEmpty: Bool = false) throws {
    let transaction = SQLTransaction(database)
    let tables = try Self.tables(transaction)
    if mayBeEmpty, tables.isEmpty { return }
    guard tables["grdb_migrations"] != nil else {
      throw transaction.damage(
        ofTable: "grdb_migrations", "is missing: this is no file of feedgen, or one that was emptied")
    }
    let applied = try applied(transaction)
    if mayBeEmpty, applied.isEmpty { return }
    for (name, sql) in try statements(applied, transaction) where tables[name] != sql {
      throw transaction.damage(ofTable: name, "is missing, or has other columns than feedgen has given it")
    }
  }

  /// Checks a file before it is opened to be written, without any change of it: opening it would copy its write-ahead log into it,
  /// even if it is of a newer version.
  /// - Parameter mayBeEmpty: whether the file may have no tables.
  /// - Throws: `IndexError`, `DatabaseError`.
  func check(file path: String, mayBeEmpty: Bool = false) throws {
    try check(unopened: path)
    // What a killed process has left in a rollback journal can only be undone by a writer.
    let hasJournal = try StateFile.size(of: path + "-journal") ?? 0 > 0
    let reader =
      hasJournal
      ? try DatabaseQueue(path: path, configuration: SQLite.configuration())
      : try SQLite.reader(of: path).database
    try reader.read { try check($0, mayBeEmpty: mayBeEmpty) }
    try reader.close()
  }

  /// Checks that a file is not of a newer version, without a trace of that beside it. A file that cannot be read so passes.
  /// - Throws: `IndexError`.
  func check(unopened path: String) throws {
    do {
      guard try StateFile.identity(of: path) != nil, let database = try SQLite.immutable(path) else { return }
      defer { try? database.close() }
      try database.read { try checkVersion($0) }
    } catch let error as IndexError {
      if case .newer = error { throw error }
    } catch is DatabaseError {}  // Opening the file reports its damage.
  }

  /// Checks that a file is not of a newer version.
  /// - Throws: `IndexError`.
  func checkVersion(_ database: Database) throws { _ = try applied(SQLTransaction(database)) }

  /// Whether a file lacks migrations of this version.
  /// - Throws: `IndexError`.
  func isOlder(_ database: Database) throws -> Bool {
    try applied(SQLTransaction(database)).count < versions.count
  }

  // The migrations that were applied to a file, in order.
  private func applied(_ transaction: SQLTransaction) throws -> [String] {
    var applied: Set<String> = []
    let row = try transaction.statement("SELECT identifier FROM grdb_migrations")
    try row.forEachRow { applied.insert(try row.text(0)) }
    let known = versions.map(\.name)
    let unknown = applied.subtracting(known)
    guard unknown.isEmpty else {
      throw IndexError.newer(path: transaction.place, versions: unknown.sorted(), known: known.last ?? "")
    }
    return known.filter(applied.contains)
  }

  /// The tables of this version, sorted, each with its columns in order.
  /// - Throws: `DatabaseError`, `IndexError`.
  func tables() throws -> [(name: String, columns: [String])] {
    let model = try DatabaseQueue()
    try migrate(model)
    return try model.read { database in
      let transaction = SQLTransaction(database)
      let names = try transaction.statement(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'grdb_migrations' ORDER BY name")
      var tables: [(name: String, columns: [String])] = []
      try names.forEachRow { tables.append((try names.text(0), [])) }
      let row = try transaction.statement("SELECT name FROM pragma_table_info(?) ORDER BY cid")
      for index in tables.indices {
        row.bind(tables[index].name, at: 1)
        try row.forEachRow { tables[index].columns.append(try row.text(0)) }
      }
      return tables
    }
  }

  // The statements that create the tables and indexes of a file with some migrations.
  private func statements(
    _ applied: [String], _ transaction: SQLTransaction
  ) throws -> [String: String] {
    if let known = statements.withLock({ $0[applied] }) { return known }
    do {
      let model = try DatabaseQueue()
      let made = try model.write { database in
        for (name, sql) in versions where applied.contains(name) { try database.execute(sql: sql) }
        return try Self.tables(SQLTransaction(database))
      }
      // The tables that SQLite itself creates may differ between its versions.
      let named = made.filter { name, _ in versions.contains { $0.sql.contains(" \(name) ") } }
      statements.withLock { $0[applied] = named }
      return named
    } catch is DatabaseError {
      throw transaction.damage(
        ofTable: "grdb_migrations", "has the versions \(applied), and some before them are missing")
    }
  }

  private static func tables(_ transaction: SQLTransaction) throws -> [String: String] {
    var tables: [String: String] = [:]
    let row = try transaction.statement("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    try row.forEachRow { tables[try row.text(0)] = try row.text(1) }
    return tables
  }
}
