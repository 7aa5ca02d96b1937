internal import Foundation

/// Reads and writes of open files that go on after a signal (EINTR) and after a part.
package enum FileIO {
  /// A refusal of the system.
  package struct Failure: Error, Equatable, Sendable {
    /// The number of the error (errno).
    package var code: Int32

    /// Makes a failure from an error number.
    package init(code: Int32) { self.code = code }
  }

  /// Makes a system call, again and again while a signal interrupts it. Returns its result, which is not negative.
  /// - Throws: `Failure`.
  package static func call(_ body: () -> Int) throws(Failure) -> Int {
    while true {
      let result = body()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw Failure(code: code) }
    }
  }

  /// Reads up to as many bytes as a buffer has room for. Returns their number, 0 at the end of the file.
  /// - Parameter offset: where in the file; `nil` for where the last read ended.
  /// - Throws: `Failure`.
  package static func read(
    _ file: Int32, at offset: Int64? = nil, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    try call {
      guard let offset else { return Foundation.read(file, buffer.baseAddress, buffer.count) }
      return pread(file, buffer.baseAddress, buffer.count, off_t(offset))
    }
  }

  /// Reads up to as many bytes as an array holds, in their place. Returns their number, 0 at the end of the file.
  /// - Throws: `Failure`.
  package static func read(_ file: Int32, into bytes: inout [UInt8]) throws(Failure) -> Int {
    let count = bytes.count
    return try call { Foundation.read(file, &bytes, count) }
  }

  /// Reads until a buffer is full or the file ends. Returns the number of bytes.
  /// - Parameter offset: where in the file; `nil` for where the last read ended.
  /// - Throws: `Failure`.
  package static func readAll(
    _ file: Int32, at offset: Int64? = nil, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = try read(file, at: offset.map { $0 + Int64(done) }, into: rest)
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Writes some of the bytes, as many as the system takes at once. Returns their number.
  /// - Throws: `Failure`.
  package static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(Failure) -> Int {
    try call { Foundation.write(file, bytes.baseAddress, bytes.count) }
  }

  /// Writes all bytes.
  /// - Parameter offset: where in the file; `nil` for where the last write ended.
  /// - Throws: `Failure`.
  package static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int64? = nil
  ) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = try call {
        guard let offset else { return Foundation.write(file, rest.baseAddress, rest.count) }
        return pwrite(file, rest.baseAddress, rest.count, off_t(offset + Int64(done)))
      }
      // No file takes nothing without an error.
      if count == 0 { throw Failure(code: EIO) }
      done += count
    }
  }
}
