internal import ArchiveIndex
internal import Foundation
internal import Primitives
internal import Synchronization

/// A file without a name. Several threads may append to it and read from it.
final class SpoolFile: Sendable {
  private let descriptor: Int32
  private let path: String
  private let end = Mutex<Int64>(0)

  /// Makes the file in a directory, which is created if it is missing.
  /// - Throws: `PublishingError`.
  init(directory: String) throws {
    // An index in a database on a server leaves the state directory to others.
    if let code = Directories.create(directory) {
      throw PublishingError.refused(action: "make", path: directory, code: code)
    }
    path = directory + "/stories"
    // A file of a killed process, or of another program, is never written to.
    if unlink(path) != 0, errno == EISDIR || errno == EPERM { rmdir(path) }
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PublishingError.system("make", path) }
    guard unlink(path) == 0 else {
      close(descriptor)
      throw PublishingError.system("unlink", path)
    }
  }

  deinit { close(descriptor) }

  /// Appends bytes. Returns the offset at which they begin.
  func append(_ bytes: [UInt8]) throws -> Int64 {
    let start = end.withLock { end in
      defer { end += Int64(bytes.count) }
      return end
    }
    try PublishingError.translating("write", path: path) {
      try bytes.withUnsafeBytes { try FileIO.writeAll($0, to: descriptor, at: start) }
    }
    return start
  }

  /// Appends the bytes of a range to `bytes`.
  func append(_ offset: Int64, _ length: Int, to bytes: inout [UInt8]) throws {
    try bytes.append(addingCapacity: length) { output in
      try output.withUnsafeMutableBufferPointer { buffer, filled in
        let room = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[filled..<(filled + length)]))
        try PublishingError.translating("read", path: path) {
          let count = try FileIO.readAll(descriptor, at: offset, into: room)
          filled += count
          guard count == length else { throw FileIO.Failure(code: EIO) }
        }
      }
    }
  }
}
