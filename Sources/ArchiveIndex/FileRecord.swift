package import Primitives

/// What the index knows of a file: numbers that tell whether it has changed.
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
