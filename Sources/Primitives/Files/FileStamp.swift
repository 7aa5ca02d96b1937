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

  /// When the content or the inode changed last, in nanoseconds since 1970.
  package var lastChange: Int64 { max(modified, changed) }

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

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// What the system answers when it is asked about a name.
package enum FileLook: Equatable {
  /// It names something of the wanted kind.
  case found(FileStamp)
  /// It names nothing, or something of another kind.
  case gone
  /// The system cannot say, for the reason `errno`: what the name stood for is unknown, not gone.
  case unknown(errno: Int32)

  /// Asks about a name in an open directory; `kind` is `S_IFREG` for a file, `S_IFDIR` for a directory. Links are followed.
  package init(at name: UnsafePointer<CChar>, in directory: Int32, kind: mode_t) {
    var status = stat()
    guard fstatat(directory, name, &status, 0) == 0 else {
      self = Self.meansGone(errno) ? .gone : .unknown(errno: errno)
      return
    }
    self = status.st_mode & S_IFMT == kind ? .found(FileStamp(status)) : .gone
  }

  /// Whether an error says that there is nothing of that name: all others leave that open.
  package static func meansGone(_ code: Int32) -> Bool { code == ENOENT || code == ENOTDIR }
}
