internal import Foundation

/// Why a file could not be read.
package enum FileReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The system refused, for a reason in its words.
  case refused(String)
  /// It is no regular file (any more).
  case notRegular
  /// It is larger than an event file can be.
  case tooLarge(limit: Int64)

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .refused(let reason): "the file cannot be read (\(reason))"
    case .notRegular: "not a regular file, so it is not read; remove it"
    case .tooLarge(let limit):
      "the file is too large for an event (more than \(limit) bytes); shorten it or move it elsewhere"
    }
  }
}

/// Reads whole files into one buffer, again and again. Not for several threads at once.
package final class FileReader {
  /// The largest file that is read, in bytes: far above any event, far below what fills the memory.
  package static let limit: Int64 = 4 << 20

  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// Makes a reader.
  package init() {}

  deinit { buffer.deallocate() }

  /// Reads a file and calls `body` with its bytes, which are valid only during the call.
  /// - Throws: `FileReadError`, or what `body` throws. A FIFO does not block.
  package func read<Result>(_ path: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) throws
    -> Result
  {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileReadError.refused(String(cString: strerror(errno))) }
    defer { close(file) }
    var count = 0
    while true {
      if count == buffer.count { grow() }
      let got = try read(file, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      count += got
      guard Int64(count) <= Self.limit else { throw FileReadError.tooLarge(limit: Self.limit) }
      // A regular file gives less than there is room for only at its end; what gives nothing may be no file at all.
      if got == 0, count == 0 { try requireRegular(file) }
      if count < buffer.count { break }
    }
    return try body(
      UnsafeBufferPointer(
        UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).bindMemory(to: UInt8.self)))
  }

  private func read(_ file: Int32, into room: UnsafeMutableRawBufferPointer) throws(FileReadError) -> Int {
    do {
      return try FileIO.read(file, into: room)
    } catch {
      throw error.code == EISDIR ? .notRegular : .refused(String(cString: strerror(error.code)))
    }
  }

  private func requireRegular(_ file: Int32) throws(FileReadError) {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileReadError.refused(String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileReadError.notRegular }
  }

  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 4, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }
}
