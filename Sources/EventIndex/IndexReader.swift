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
  }

  /// Makes a reader; the index need not be there yet.
  package init(directory: String) {
    self.directory = directory
    let checked = Checked()
    self.checked = checked
    file = DatabaseFile(EventIndex.path(in: directory)) { path in
      var configuration = EventIndex.patient
      configuration.readonly = true
      checked.version.withLock { $0 = nil }
      return try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// Looks at the index as it is at one moment; one look waits for another.
  /// - Throws: `IndexError`, as `.missing` when there is none; or what `body` throws.
  package func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    guard EventIndex.inode(of: file.path) != nil else { throw IndexError.missing(directory: directory) }
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
