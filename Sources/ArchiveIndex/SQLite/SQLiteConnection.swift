internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A connection to an SQLite database that has begun a transaction.
final class SQLiteConnection: SQLConnection {
  private let database: Database

  /// Makes the connection.
  init(_ database: Database) { self.database = database }

  var place: String { SQLiteStatement.path(of: database.sqliteConnection) }

  func prepare(_ sql: String) throws -> any SQLStatement { try SQLiteStatement(database, sql) }

  func prepare(_ row: StoringSQL) throws -> any SQLStatement { try prepare(row.sql) }

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

  /// Opens a database to read it. Where SQLite cannot create the memory that readers and writers share, as on a read-only or full
  /// disk, the database is read without it, if its write-ahead log is empty.
  /// - Returns: the database, and whether it is read as a file that nothing changes.
  /// - Throws: `DatabaseError`, `IndexError`.
  static func reader(of path: String) throws -> (database: DatabaseQueue, isImmutable: Bool) {
    var configuration = configuration()
    configuration.readonly = true
    do {
      return (try DatabaseQueue(path: path, configuration: configuration), false)
    } catch let error as DatabaseError {
      guard mayNeedWriting(StorageFault(error.extendedResultCode, path: path)) else { throw error }
      do {
        guard let database = try immutable(path) else { throw error }
        return (database, true)
      } catch is DatabaseError {
        throw error
      }
    }
  }

  /// Opens a database as a file that nothing changes, without locks and without a trace beside it; `nil` when it is not all in the
  /// file, but partly in a write-ahead log or a journal.
  /// - Throws: `DatabaseError`, `IndexError`.
  static func immutable(_ path: String) throws -> DatabaseQueue? {
    for suffix in ["-wal", "-journal"] where try StateFile.size(of: path + suffix) ?? 0 > 0 { return nil }
    guard let address = immutableURI(path) else { return nil }
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: address, configuration: configuration)
  }

  private static func mayNeedWriting(_ fault: StorageFault) -> Bool {
    [.full, .readOnly, .notPermitted, .inputOutput, .tooLarge].contains(fault)
  }

  // The URI by which SQLite reads a file without locks.
  private static func immutableURI(_ path: String) -> String? {
    let safe = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "%;"))
    return path.addingPercentEncoding(withAllowedCharacters: safe).map {
      "file:\($0.hasPrefix("/") ? "//" : "")\($0)?immutable=1"
    }
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
