internal import Foundation
internal import NIOCore
internal import Primitives
internal import Synchronization

/// A file below a directory, opened so that no link leads out of it.
struct ServedFile {
  /// What tells whether a file is the one that was read: it and its directories cannot be others without this being other.
  struct Stamp: Equatable {
    /// The device.
    var device: UInt64
    /// The file on the device.
    var file: FileStamp

    fileprivate init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      file = FileStamp(status)
    }
  }

  /// The bytes.
  let bytes: ByteBuffer
  /// What tells whether it is still the same.
  let stamp: Stamp

  /// Why a file could not be opened.
  struct Unreadable: Error, CustomStringConvertible {
    /// The system's word for it.
    var description: String
  }

  // Makes sure that what could not be opened just now is not there; readers take a feed that is not there for ended.
  private static func requireAbsence() throws {
    guard [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO].contains(errno) else {
      throw Unreadable(description: String(cString: strerror(errno)))
    }
  }

  // Larger files are not feeds.
  private static let mostBytes = 256 << 20

  /// Reads a file by the names that lead to it; `nil` when there is none, or when a link or anything but a file stands there.
  /// - Throws: `Unreadable` when there may be one.
  init?(_ names: [String], below root: String) throws {
    guard let last = names.last, names.allSatisfy(Self.isVisible) else { return nil }
    // The directory itself may be a link: that is for its keeper to say.
    var directory = Foundation.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if directory >= 0 { Foundation.close(directory) } }
    for name in names.dropLast() where directory >= 0 {
      let (above, below) = (
        directory, openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      )
      let reason = errno
      Foundation.close(above)
      (directory, errno) = (below, reason)
    }
    guard directory >= 0 else {
      try Self.requireAbsence()
      return nil
    }
    let file = openat(directory, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      try Self.requireAbsence()
      return nil
    }
    defer { Foundation.close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.mostBytes,
      let bytes = try Self.read(file, Int(status.st_size))
    else { return nil }
    (self.bytes, stamp) = (bytes, Stamp(status))
  }

  /// How many files may be open at a time that are being sent.
  static let mostOpen = Atomic(1024)
  private static let openCount = Atomic(0)

  /// Opens a file that was found at a path before, for `close` to close; `nil` if it is not the same any more, or if too many are
  /// open.
  static func open(_ path: String, _ stamp: Stamp) -> FileRegion? {
    guard openCount.add(1, ordering: .relaxed).newValue <= mostOpen.load(ordering: .relaxed) else {
      openCount.subtract(1, ordering: .relaxed)
      return nil
    }
    let file = Foundation.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    var status = stat()
    guard file >= 0, fstat(file, &status) == 0, Stamp(status) == stamp else {
      if file >= 0 { Foundation.close(file) }
      openCount.subtract(1, ordering: .relaxed)
      return nil
    }
    let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: file)
    return FileRegion(fileHandle: handle, readerIndex: 0, endIndex: Int(stamp.file.size))
  }

  /// Closes a file that was opened to be sent.
  static func close(_ region: FileRegion) {
    try? region.fileHandle.close()
    openCount.subtract(1, ordering: .relaxed)
  }

  /// The stamp of what stands at a path; `nil` when nothing does.
  static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    return lstat(path, &status) == 0 ? Stamp(status) : nil
  }

  // Neither a hidden file, as those that are being written, nor one in a hidden directory.
  private static func isVisible(_ name: String) -> Bool {
    // By bytes: a mark that follows a dot makes another character of it.
    !name.isEmpty && name.utf8.first != UInt8(ascii: ".") && !name.utf8.contains(UInt8(ascii: "/"))
  }

  private static func read(_ file: Int32, _ size: Int) throws -> ByteBuffer? {
    var bytes = ByteBufferAllocator().buffer(capacity: size)
    do {
      try bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { buffer in
        try FileIO.readAll(file, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<size]))
      }
    } catch let error as FileIO.Failure {
      throw Unreadable(description: String(cString: strerror(error.code)))
    }
    return bytes.readableBytes == size ? bytes : nil
  }
}
