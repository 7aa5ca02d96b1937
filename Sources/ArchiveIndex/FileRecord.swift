package import Primitives

/// The record of a file in the index. A stamp that differs from it means that the file has changed.
package struct FileRecord: Hashable, Sendable {
  /// The number of the file and of its page.
  package var number: Int
  /// The file's stamp when it was read; `changed` is 0 when the file must be read again in any case.
  package var stamp: FileStamp

  /// Makes a record.
  package init(number: Int, stamp: FileStamp) {
    self.number = number
    self.stamp = stamp
  }
}
