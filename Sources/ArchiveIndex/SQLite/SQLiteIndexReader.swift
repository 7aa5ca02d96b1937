internal import Foundation
internal import GRDB
internal import Synchronization

/// Reads the index of a state directory.
final class SQLiteIndexReader: IndexReader {
  private let directory: String
  private let file: DatabaseFile
  private let connection: Connection

  // The state of the open database.
  private final class Connection: Sendable {
    // SQLite's version of the schema that was checked.
    let checkedSchema = Mutex<Int64?>(nil)
    // Whether it is open as a file that nothing changes.
    let isImmutable = Mutex(false)
  }

  /// Makes a reader; the index need not exist yet.
  init(directory: String) {
    self.directory = directory
    let connection = Connection()
    self.connection = connection
    file = DatabaseFile(SQLiteEventIndex.path(in: directory)) { path in
      connection.checkedSchema.withLock { $0 = nil }
      let (database, isImmutable) = try Self.open(path)
      connection.isImmutable.withLock { $0 = isImmutable }
      return database
    }
  }

  // Opens a database to read it. Where SQLite cannot create the memory that readers and writers share, as on a read-only or full
  // disk, the database is read without it, if its write-ahead log is empty.
  private static func open(_ path: String) throws -> (DatabaseQueue, isImmutable: Bool) {
    var configuration = SQLite.configuration()
    configuration.readonly = true
    do {
      return (try DatabaseQueue(path: path, configuration: configuration), false)
    } catch let error as DatabaseError {
      guard Self.mayNeedWriting(StorageFault(error.extendedResultCode, path: path)),
        try StateFile.size(of: path + "-wal") ?? 0 == 0, let address = Self.immutableURI(path)
      else { throw error }
      do {
        return (try DatabaseQueue(path: address, configuration: configuration), true)
      } catch is DatabaseError {
        throw error
      }
    }
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

  func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    guard try StateFile.identity(of: file.path) != nil else { throw IndexError.missing(directory: directory) }
    // The file may change before the next transaction.
    defer { if connection.isImmutable.withLock({ $0 }) { file.close() } }
    do {
      return try SQLite.convertingErrors(file.path) {
        try file.database().read { database in
          try check(database)
          return try body(IndexTransaction(database))
        }
      }
    } catch let error as IndexError {
      // The file may be repaired or replaced before the next transaction.
      if error.fault != .busy { file.close() }
      throw error
    }
  }

  // A newer version of feedgen may have changed the schema since the last transaction.
  private func check(_ database: Database) throws {
    let row = try SQLiteStatement(database, "PRAGMA schema_version")
    var version: Int64?
    try row.forEachRow { version = try row.number(0) }
    if connection.checkedSchema.withLock({ $0 == version }) {
      try IndexSchema.schema.checkVersion(database)
    } else {
      try IndexSchema.schema.check(database)
      connection.checkedSchema.withLock { $0 = version }
    }
  }
}
