package import Primitives

/// A post that begins or ceases to be published, because a time has come.
package struct DuePost: Hashable, Sendable {
  /// The path of its file below the content directory.
  package var path: BytePath
  /// The record of its file.
  package var record: FileRecord
}
