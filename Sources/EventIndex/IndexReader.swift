internal import Foundation
internal import GRDB

/// Looks at the index of a state directory beside its writer, as often as is wanted.
// Unchecked: every access to the mutable state holds the lock.
package final class IndexReader: @unchecked Sendable {
  private let directory: String
  private let lock = NSLock()
  private var database: DatabaseQueue?
  private var inode: ino_t?

  /// Makes a reader; the index need not be there yet.
  package init(directory: String) { self.directory = directory }

  deinit { try? database?.close() }

  /// Looks at the index as it is at one moment; one look waits for another.
  /// - Throws: `IndexError.missing` when there is none, or what `body` throws.
  package func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    try lock.withLock {
      let path = EventIndex.path(in: directory)
      guard let present = EventIndex.inode(of: path) else {
        throw IndexError.missing(directory: directory)
      }
      return try EventIndex.guarding(path) {
        if database == nil || inode != present {
          var configuration = EventIndex.patient
          configuration.readonly = true
          (database, inode) = (try DatabaseQueue(path: path, configuration: configuration), present)
        }
        guard let database else { throw IndexError.missing(directory: directory) }
        return try database.read { try body(IndexTransaction($0)) }
      }
    }
  }
}
