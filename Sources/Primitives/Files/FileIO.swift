internal import Foundation

/// Reads and writes open files, and continues after interrupts by signals (EINTR) and partial transfers.
package enum FileIO {
  /// A failed system call.
  package struct Failure: Error, Equatable, Sendable {
    /// The error code (errno).
    package var code: Int32

    /// Makes a failure from an error code.
    package init(code: Int32) { self.code = code }
  }

  /// Makes a system call, and repeats it while signals interrupt it. Returns its result, which is not negative.
  /// - Throws: `Failure`.
  package static func call(_ body: () -> Int) throws(Failure) -> Int {
    while true {
      let result = body()
      if result >= 0 { return result }
      let code = errno
      if code != EINTR { throw Failure(code: code) }
    }
  }

  /// Reads bytes until a buffer is full, or fewer. Returns their number, 0 at the end of the file.
  /// - Parameter offset: the offset in the file; `nil` for the present position.
  /// - Throws: `Failure`.
  package static func read(
    _ file: Int32, at offset: Int64? = nil, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    try call {
      guard let offset else { return Foundation.read(file, buffer.baseAddress, buffer.count) }
      return pread(file, buffer.baseAddress, buffer.count, off_t(offset))
    }
  }

  /// Reads bytes into an array, up to its count. Returns their number, 0 at the end of the file.
  /// - Throws: `Failure`.
  package static func read(_ file: Int32, into bytes: inout [UInt8]) throws(Failure) -> Int {
    let count = bytes.count
    return try call { Foundation.read(file, &bytes, count) }
  }

  /// Reads until a buffer is full or the file ends. Returns the number of bytes.
  /// - Parameter offset: the offset in the file; `nil` for the present position.
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

  /// Writes some of the bytes. Returns their number.
  /// - Throws: `Failure`.
  package static func write(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(Failure) -> Int {
    try call { Foundation.write(file, bytes.baseAddress, bytes.count) }
  }

  /// Writes all bytes.
  /// - Parameter offset: the offset in the file; `nil` for the present position.
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
      // A write of no bytes would repeat for ever.
      if count == 0 { throw Failure(code: EIO) }
      done += count
    }
  }
}
