internal import GRDB
internal import GRDBSQLite

/// A connection to an SQLite database that has begun a transaction.
final class SQLiteConnection: SQLConnection {
  private let database: Database

  /// Makes the connection.
  init(_ database: Database) { self.database = database }

  var place: String { SQLiteStatement.path(of: database.sqliteConnection) }

  func prepare(_ sql: String) throws -> any SQLStatement { try SQLiteStatement(database, sql) }

  func hasTable(_ name: String) throws -> Bool {
    let row = try SQLiteStatement(database, "SELECT 1 FROM sqlite_master WHERE name = ?")
    row.bind(name, at: 1)
    return try Self.hasRow(row)
  }

  private static func hasRow(_ row: SQLiteStatement) throws -> Bool {
    var isThere = false
    try row.forEachRow { isThere = true }
    return isThere
  }

  func hasColumn(_ name: String, ofTable table: String) throws -> Bool {
    let row = try SQLiteStatement(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?")
    row.bind(table, at: 1)
    row.bind(name, at: 2)
    return try Self.hasRow(row)
  }
}

extension SQLTransaction {
  /// Makes the interface of the transaction that an SQLite connection has begun.
  convenience init(_ database: Database) { self.init(SQLiteConnection(database)) }
}

/// The errors and the settings that all SQLite databases of feedgen share.
enum SQLite {
  /// The configuration of a database that other processes may have open: it waits for locks, which they hold shortly when they
  /// open or close it.
  static func configuration(waiting seconds: Double = 10) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(seconds)
    return configuration
  }

  /// Runs `body`, and converts an error of SQLite to an `IndexError` with a path.
  /// - Throws: `IndexError`, or what `body` throws.
  static func convertingErrors<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw IndexError(error, path: path)
    }
  }
}
