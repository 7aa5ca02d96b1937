package import Foundation

/// What tells a file from what it was, without reading it.
package struct FileStamp: Hashable, Sendable {
  /// The size in bytes.
  package var size: Int64
  /// When the content changed last, in nanoseconds since 1970.
  package var modified: Int64
  /// When the inode changed last, in nanoseconds since 1970; programs cannot set it.
  package var changed: Int64
  /// The inode's number.
  package var inode: Int64

  /// Makes a stamp from its parts.
  package init(size: Int64, modified: Int64, changed: Int64, inode: Int64) {
    (self.size, self.modified, self.changed, self.inode) = (size, modified, changed, inode)
  }

  /// Makes a stamp from what the system says of a file.
  package init(_ status: stat) {
    size = Int64(status.st_size)
    inode = Int64(bitPattern: UInt64(status.st_ino))
    #if canImport(Darwin)
      modified = Self.nanoseconds(status.st_mtimespec)
      changed = Self.nanoseconds(status.st_ctimespec)
    #else
      modified = Self.nanoseconds(status.st_mtim)
      changed = Self.nanoseconds(status.st_ctim)
    #endif
  }

  /// Asks the system about what a directory that is open holds; `nil` for what is not of the kind: `S_IFREG` for a file,
  /// `S_IFDIR` for a directory.
  init?(_ name: UnsafePointer<CChar>, in directory: Int32, kind: mode_t) {
    var status = stat()
    guard fstatat(directory, name, &status, 0) == 0, status.st_mode & S_IFMT == kind else { return nil }
    self.init(status)
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}
