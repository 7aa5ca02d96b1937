internal import Foundation
internal import GRDB

/// The tables of another module, in an SQLite database of their own in the state directory.
final class SQLiteTableStore: TableStore {
  private let file: DatabaseFile

  /// Makes the store of a state directory. The database is opened, or created, when it is used first.
  init(directory: String, _ definition: TableDefinition) {
    let schema = SQLiteSchema(definition.versions)
    file = DatabaseFile("\(directory)/\(definition.name).sqlite") {
      try Self.open($0, in: directory, schema)
    }
  }

  private static func open(
    _ path: String, in directory: String, _ schema: SQLiteSchema
  ) throws -> DatabaseQueue {
    if let code = Directories.create(directory) {
      throw IndexError.unwritable(directory: directory, code: code)
    }
    if try StateFile.identity(of: path) != nil { try schema.check(file: path, mayBeEmpty: true) }
    try StateFile.hideFromOthers(path)
    // A process that holds the database must not delay publishing and serving for long.
    let database = try DatabaseQueue(path: path, configuration: SQLite.configuration(waiting: 2))
    try database.writeWithoutTransaction { database in
      try schema.check(database, mayBeEmpty: true)
      // Without waiting for the disk: what a power failure loses is found again later.
      try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
    }
    try schema.migrate(database)
    return database
  }

  func read<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
    try use { try $0.read { try body(SQLTransaction($0)) } }
  }

  func write<Result>(_ body: (SQLTransaction) throws -> Result) throws -> Result {
    try use { try $0.write { try body(SQLTransaction($0)) } }
  }

  private func use<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
    do {
      return try SQLite.convertingErrors(file.path) { try body(file.database()) }
    } catch let error as IndexError {
      // A damaged database is closed, because it may be repaired or replaced before the next use.
      if Self.mustReopen(error) { file.close() }
      throw error
    }
  }

  private static func mustReopen(_ error: IndexError) -> Bool {
    if case .refused = error { return true }
    return error.fault == .damaged
  }
}
