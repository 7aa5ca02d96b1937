internal import Foundation

/// The reason why a file could not be read.
package enum FileReadError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The system refused, with its message.
  case refused(String)
  /// The path is no regular file.
  case notRegular
  /// The file is larger than `FileReader.limit`.
  case tooLarge(limit: Int64)
  /// The file is not the version that was asked for.
  case otherVersion

  /// The fault and the remedy.
  package var description: String {
    switch self {
    case .refused(let reason): "the file cannot be read (\(reason))"
    case .notRegular: "not a regular file, so it is not read; remove it"
    case .tooLarge(let limit):
      "the file is too large for an event (more than \(limit) bytes); shorten it or move it elsewhere"
    case .otherVersion: "the file is another version than that of the scan"
    }
  }
}

/// Reads whole files into a buffer that is used again. Not safe for concurrent use.
package final class FileReader {
  /// The largest file that is read, in bytes: far above any event, and small in memory.
  package static let limit: Int64 = 4 << 20

  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// Makes a reader.
  package init() {}

  deinit { buffer.deallocate() }

  /// Reads a file, and calls `body` with its bytes, which are valid only during the call. Does not block on a FIFO.
  /// - Parameter version: the stamp whose size and modification time the file must have; `nil` for any version.
  /// - Throws: `FileReadError`, or the error of `body`.
  package func read<Result>(
    _ path: String, version: FileStamp? = nil, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) throws -> Result {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileReadError.refused(String(cString: strerror(errno))) }
    defer { close(file) }
    var count = 0
    while true {
      if count == buffer.count { grow() }
      let added = try read(file, into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      count += added
      guard Int64(count) <= Self.limit else { throw FileReadError.tooLarge(limit: Self.limit) }
      // A regular file fills the buffer except at its end. An empty one may be a FIFO or a device.
      if added == 0, count == 0 { try requireRegular(file) }
      if count < buffer.count { break }
    }
    if let version { try require(version, of: file, size: count) }
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

  private func require(_ version: FileStamp, of file: Int32, size: Int) throws(FileReadError) {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileReadError.refused(String(cString: strerror(errno))) }
    let stamp = FileStamp(status)
    guard stamp.modified == version.modified, stamp.size == version.size, Int64(size) == version.size else {
      throw FileReadError.otherVersion
    }
  }

  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 4, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }
}
