package import ArchiveIndex
internal import WebSub

extension StateBackup {
  /// Makes the backup of the state of a service.
  /// - Parameter location: the location of the index.
  /// - Throws: `IndexError` when it is no location of an index.
  package init(ofServiceAt location: String) throws {
    try self.init(index: location, tables: [WebSubStore.definition])
  }
}
