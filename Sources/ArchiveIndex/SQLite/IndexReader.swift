internal import Foundation
internal import GRDB
internal import Synchronization

/// Looks at the index of a state directory beside its writer, as often as is wanted.
package final class IndexReader: Sendable {
  private let directory: String
  private let file: DatabaseFile
  // SQLite's number of the tables that were found to be right, in the file that is open.
  private let checked: Checked

  private final class Checked: Sendable {
    let version = Mutex<Int64?>(nil)
    // Whether it is open as a file that nothing changes.
    let isUnchanging = Mutex(false)
  }

  /// Makes a reader; the index need not be there yet.
  package init(directory: String) {
    self.directory = directory
    let checked = Checked()
    self.checked = checked
    file = DatabaseFile(EventIndex.path(in: directory)) { path in
      checked.version.withLock { $0 = nil }
      let (database, isUnchanging) = try Self.open(path)
      checked.isUnchanging.withLock { $0 = isUnchanging }
      return database
    }
  }

  // Opens a database to read it. Where SQLite cannot make the file that readers and writers share, as on a read-only or full
  // disk, the database is read without it, if all changes are in the database itself.
  private static func open(_ path: String) throws -> (DatabaseQueue, isUnchanging: Bool) {
    var configuration = EventIndex.patient
    configuration.readonly = true
    do {
      return (try DatabaseQueue(path: path, configuration: configuration), false)
    } catch let error as DatabaseError {
      guard Self.mayNeedWriting(StorageFault(error.extendedResultCode, path: path)),
        try StateFile.size(of: path + "-wal") ?? 0 == 0, let address = Self.unchanging(path)
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

  // The URI by which SQLite reads a file that nothing changes.
  private static func unchanging(_ path: String) -> String? {
    let safe = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "%;"))
    return path.addingPercentEncoding(withAllowedCharacters: safe).map {
      "file:\($0.hasPrefix("/") ? "//" : "")\($0)?immutable=1"
    }
  }

  /// Looks at the index as it is at one moment; one look waits for another.
  /// - Throws: `IndexError`, as `.missing` when there is none; or what `body` throws.
  package func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    guard try StateFile.identity(of: file.path) != nil else { throw IndexError.missing(directory: directory) }
    // It may change after all, the next time.
    defer { if checked.isUnchanging.withLock({ $0 }) { file.close() } }
    do {
      return try EventIndex.guarding(file.path) {
        try file.database().read { database in
          try check(database)
          return try body(IndexTransaction(database))
        }
      }
    } catch let error as IndexError {
      // The file may be mended, or be replaced, by the next time.
      if error.fault != .busy { file.close() }
      throw error
    }
  }

  // A newer version may have taken over since the last look.
  private func check(_ database: Database) throws {
    let row = try RawStatement(database, "PRAGMA schema_version")
    var version: Int64?
    try row.forEachRow { version = try row.number(0) }
    if checked.version.withLock({ $0 == version }) {
      try IndexSchema.schema.checkVersion(database)
    } else {
      try IndexSchema.schema.check(database)
      checked.version.withLock { $0 = version }
    }
  }
}
