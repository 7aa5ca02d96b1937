internal import Foundation
internal import GRDB

/// Looks at the index of a state directory beside its writer, as often as is wanted.
package final class IndexReader: Sendable {
  private let directory: String
  private let file: DatabaseFile

  /// Makes a reader; the index need not be there yet.
  package init(directory: String) {
    self.directory = directory
    file = DatabaseFile(EventIndex.path(in: directory)) { path in
      var configuration = EventIndex.patient
      configuration.readonly = true
      return try DatabaseQueue(path: path, configuration: configuration)
    }
  }

  /// Looks at the index as it is at one moment; one look waits for another.
  /// - Throws: `IndexError.missing` when there is none, or what `body` throws.
  package func read<Result>(_ body: (IndexTransaction) throws -> Result) throws -> Result {
    guard EventIndex.inode(of: file.path) != nil else { throw IndexError.missing(directory: directory) }
    return try EventIndex.guarding(file.path) { try file.database().read { try body(IndexTransaction($0)) } }
  }
}
