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
      try IndexSchema.schema.check(unopened: path)
      let (database, isImmutable) = try SQLite.reader(of: path)
      connection.isImmutable.withLock { $0 = isImmutable }
      return database
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
          do {
            return try body(IndexTransaction(database))
          } catch let error as IndexError where error.isDamage {
            // A table or a column that a newer version has added may be missing.
            if try IndexSchema.schema.isOlder(database) { throw IndexError.older(path: file.path) }
            throw error
          }
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
