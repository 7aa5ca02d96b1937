internal import Foundation
internal import NIOCore
internal import Primitives
internal import Synchronization

/// A file below a directory, opened without following links below that directory.
struct ServedFile {
  /// The identity of a file version: equal device, inode, size, mtime and ctime mean the content read before.
  struct Stamp: Equatable {
    /// The device (st_dev).
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
  /// The identity of the version that was read.
  let stamp: Stamp

  /// A file that may exist could not be opened.
  struct Unreadable: Error, CustomStringConvertible {
    /// The reason, in the system's words.
    var description: String
  }

  // Checks by errno that a file that could not be opened does not exist. Any other reason throws, so that readers do not get 404
  // for a feed that exists.
  private static func requireAbsence() throws {
    guard [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO].contains(errno) else {
      throw Unreadable(description: String(cString: strerror(errno)))
    }
  }

  // The limit of a file in bytes; feeds are smaller.
  private static let maxBytes = 256 << 20

  /// Reads a file by the components of its path; `nil` when it does not exist, or is a link or not a regular file.
  /// - Throws: `Unreadable` when it may exist.
  init?(_ names: [String], below root: String) throws {
    let file = try Self.open(names, below: root)
    guard file >= 0 else { return nil }
    defer { Foundation.close(file) }
    guard let status = Self.status(file), let bytes = try Self.read(file, Int(status.st_size)) else {
      return nil
    }
    self.bytes = bytes
    stamp = Stamp(status)
  }

  /// Whether there is a file that could be read, by the components of its path.
  /// - Throws: `Unreadable` when it may exist.
  static func exists(_ names: [String], below root: String) throws -> Bool {
    let file = try open(names, below: root)
    guard file >= 0 else { return false }
    defer { Foundation.close(file) }
    return status(file) != nil
  }

  // Opens a path below a directory; -1 when there is nothing to be served.
  private static func open(_ names: [String], below root: String) throws -> Int32 {
    guard let last = names.last, isVisible(names) else { return -1 }
    // The root itself may be a link, which its owner has made.
    var directory = Foundation.open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if directory >= 0 { Foundation.close(directory) } }
    for name in names.dropLast() where directory >= 0 {
      let child = openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let code = errno
      Foundation.close(directory)
      directory = child
      errno = code
    }
    guard directory >= 0 else {
      try requireAbsence()
      return -1
    }
    let file = openat(directory, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    if file < 0 { try requireAbsence() }
    return file
  }

  // The status of an open file; `nil` when it is not a regular file, or too large.
  private static func status(_ file: Int32) -> stat? {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= maxBytes else {
      return nil
    }
    return status
  }

  /// The limit of files that are open to be sent.
  static let maxOpen = Atomic(1024)
  private static let openCount = Atomic(0)

  /// Opens a file to send it; `nil` when its identity is not `stamp` any more, or when too many files are open. `close` closes
  /// it.
  static func open(_ path: String, _ stamp: Stamp) -> FileRegion? {
    guard openCount.add(1, ordering: .relaxed).newValue <= maxOpen.load(ordering: .relaxed) else {
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

  /// Closes a file that `open` has opened.
  static func close(_ region: FileRegion) {
    // The file was only read: an error of closing it loses nothing.
    try? region.fileHandle.close()
    openCount.subtract(1, ordering: .relaxed)
  }

  /// The identity of the file at a path; `nil` when it does not exist.
  static func stamp(_ path: String) -> Stamp? {
    var status = stat()
    return lstat(path, &status) == 0 ? Stamp(status) : nil
  }

  /// Whether a path may be served. Hidden files and directories are not; files that are being written are hidden. Well-known URIs
  /// (RFC 8615) are not hidden.
  static func isVisible(_ names: [String]) -> Bool {
    (names.count > 1 && names[0] == ".well-known" ? names.dropFirst() : names[...]).allSatisfy(isVisible)
  }

  private static func isVisible(_ name: String) -> Bool {
    // By bytes: a combining mark behind the dot would make it another Character.
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
