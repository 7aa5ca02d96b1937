/// What the index knows of a file: numbers that tell whether it has changed.
package struct FileRecord: Hashable, Sendable {
  /// The file's number, and its page's.
  package var number: Int
  /// The size in bytes.
  package var size: Int64
  /// When the content changed last, in nanoseconds since 1970.
  package var modified: Int64
  /// When the inode changed last, in nanoseconds since 1970; 0 when the file must be looked at again anyway.
  package var changed: Int64
  /// The inode's number.
  package var inode: Int64

  /// Makes a record.
  package init(number: Int, size: Int64, modified: Int64, changed: Int64, inode: Int64) {
    (self.number, self.size, self.modified) = (number, size, modified)
    (self.changed, self.inode) = (changed, inode)
  }
}
