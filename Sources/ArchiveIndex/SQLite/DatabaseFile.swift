internal import Foundation
internal import GRDB

/// A database whose file other programs may remove or replace. It is opened again when that has happened.
// Unchecked: every access to the mutable state holds the lock; the database serializes its users.
final class DatabaseFile: @unchecked Sendable {
  /// The path of the file.
  let path: String
  private let openFile: @Sendable (String) throws -> DatabaseQueue
  private let lock = NSLock()
  private var open: (database: DatabaseQueue, identity: StateFile.Identity?)?

  /// Makes a database file; nothing is opened yet.
  /// - Parameter openFile: opens the database at the path.
  init(_ path: String, _ openFile: @escaping @Sendable (String) throws -> DatabaseQueue) {
    self.path = path
    self.openFile = openFile
  }

  // An error of closing loses nothing: all transactions are complete.
  deinit { try? open?.database.close() }

  /// The database that is at the path now.
  /// - Throws: `IndexError` when the path is no regular file, or what `openFile` throws.
  func database() throws -> DatabaseQueue {
    try lock.withLock {
      let identity = try StateFile.identity(of: path)
      if let open, open.identity == identity { return open.database }
      try RestoredFiles.requireNone(beside: path)
      try StateFile.checkCompanions(of: path)
      let database = try openFile(path)
      open = (database, try StateFile.identity(of: path))
      return database
    }
  }

  /// Makes the next use open the file again.
  func close() { lock.withLock { open = nil } }
}
