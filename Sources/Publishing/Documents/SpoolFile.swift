internal import Foundation
internal import Synchronization

/// A file without a name, to append to and read from on several threads.
final class SpoolFile: Sendable {
  private let descriptor: Int32
  private let path: String
  private let end = Mutex<Int64>(0)

  /// Makes the file in a directory.
  /// - Throws: `PublishingError`.
  init(directory: String) throws {
    path = directory + "/stories"
    // What a process that was killed left, or what somebody put there, is not written to.
    if unlink(path) != 0, errno == EISDIR || errno == EPERM { rmdir(path) }
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PublishingError.system("make", path) }
    guard unlink(path) == 0 else {
      close(descriptor)
      throw PublishingError.system("unlink", path)
    }
  }

  deinit { close(descriptor) }

  /// Appends bytes; returns where they begin.
  func append(_ bytes: [UInt8]) throws -> Int64 {
    let start = end.withLock { end in
      defer { end += Int64(bytes.count) }
      return end
    }
    try bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = pwrite(
          descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(start) + off_t(done))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw PublishingError.system("write", path) }
        done += count
      }
    }
    return start
  }

  /// Appends the bytes of a range to `bytes`.
  func append(_ offset: Int64, _ length: Int, to bytes: inout [UInt8]) throws {
    try bytes.append(addingCapacity: length) { output in
      try output.withUnsafeMutableBufferPointer { buffer, filled in
        let end = filled + length
        while filled < end {
          let count = pread(
            descriptor, buffer.baseAddress?.advanced(by: filled), end - filled,
            off_t(offset) + off_t(length - (end - filled)))
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { throw PublishingError.system("read", path) }
          filled += count
        }
      }
    }
  }
}
