package import Foundation

/// Identifies a version of a file without its content: a file with an equal stamp is unchanged.
package struct FileStamp: Hashable, Sendable {
  /// The size in bytes.
  package var size: Int64
  /// The time of the last change of the content (mtime), in nanoseconds since 1970.
  package var modified: Int64
  /// The time of the last change of the inode (ctime), in nanoseconds since 1970. Programs cannot set it.
  package var changed: Int64
  /// The inode.
  package var inode: Int64

  /// The time of the last change of the content or the inode, in nanoseconds since 1970.
  package var lastChange: Int64 { max(modified, changed) }

  /// Makes a stamp from its parts.
  package init(size: Int64, modified: Int64, changed: Int64, inode: Int64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

  /// Makes the stamp of a file with a status.
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

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// The status of a path, as a system call reports it.
package enum FileStatus: Equatable {
  /// A file or directory of the expected kind.
  case found(FileStamp)
  /// Nothing, or something of another kind.
  case gone
  /// The system call failed for another reason, so that the file may exist.
  case unknown(errno: Int32)

  /// Stats a name in an open directory, following links.
  /// - Parameter kind: the expected kind, `S_IFREG` or `S_IFDIR`.
  package init(at name: UnsafePointer<CChar>, in directory: Int32, kind: mode_t) {
    var status = stat()
    guard fstatat(directory, name, &status, 0) == 0 else {
      self = Self.meansGone(errno) ? .gone : .unknown(errno: errno)
      return
    }
    self = status.st_mode & S_IFMT == kind ? .found(FileStamp(status)) : .gone
  }

  /// Whether an error means that nothing exists at a path. Other errors leave that open.
  package static func meansGone(_ code: Int32) -> Bool { code == ENOENT || code == ENOTDIR }
}
