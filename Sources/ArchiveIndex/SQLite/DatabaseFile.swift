internal import Foundation
package import GRDB

/// A database whose file other programs may remove or replace; it is then opened again.
// Unchecked: every access to the mutable state holds the lock; the database serializes its users.
package final class DatabaseFile: @unchecked Sendable {
  /// Where the file is.
  package let path: String
  private let make: @Sendable (String) throws -> DatabaseQueue
  private let lock = NSLock()
  private var open: (database: DatabaseQueue, identity: StateFile.Identity?)?

  /// Makes it for a path, which `make` opens; nothing is opened yet.
  package init(_ path: String, _ make: @escaping @Sendable (String) throws -> DatabaseQueue) {
    (self.path, self.make) = (path, make)
  }

  deinit { try? open?.database.close() }

  /// The database that is at the path now.
  /// - Throws: `IndexError` when something else than a file is there, or what `make` throws.
  package func database() throws -> DatabaseQueue {
    try lock.withLock {
      let identity = try StateFile.identity(of: path)
      if let open, open.identity == identity { return open.database }
      try StateFile.checkCompanions(of: path)
      let database = try make(path)
      open = (database, try StateFile.identity(of: path))
      return database
    }
  }

  /// Has it opened anew the next time.
  package func close() { lock.withLock { open = nil } }
}
