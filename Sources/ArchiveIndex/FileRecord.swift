package import Primitives

/// The record of a file in the index, by which a change of the file is noticed.
package struct FileRecord: Hashable, Sendable {
  /// The file's number, and its page's.
  package var number: Int
  /// The file's stamp when it was read; `changed` is 0 when the file must be read again in any case.
  package var stamp: FileStamp

  /// Makes a record.
  package init(number: Int, stamp: FileStamp) {
    self.number = number
    self.stamp = stamp
  }
}
