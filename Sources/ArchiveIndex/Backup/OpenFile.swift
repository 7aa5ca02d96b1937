internal import Foundation
internal import Primitives

/// An open file of a backup. It is closed with this object.
final class OpenFile {
  private let path: String
  private let descriptor: Int32

  private static let partSize = 1 << 20

  /// Opens a regular file to read it.
  /// - Throws: `BackupError`.
  init(reading path: String) throws {
    self.path = path
    descriptor = try Self.opening(path, or: BackupError.unreadable) {
      Int(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw BackupError.unreadable(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw BackupError.notRegular(path: path) }
  }

  /// Creates a file, which must not exist, to write it.
  /// - Throws: `BackupError`.
  init(creating path: String, mode: mode_t) throws {
    self.path = path
    descriptor = try Self.opening(path, or: BackupError.unwritable) {
      Int(open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode))
    }
  }

  deinit { close(descriptor) }

  private static func opening(
    _ path: String, or failure: (String, Int32) -> BackupError, _ open: () -> Int
  ) throws -> Int32 {
    do throws(FileIO.Failure) {
      return Int32(try FileIO.call(open))
    } catch {
      throw failure(path, error.code)
    }
  }

  /// The size in bytes.
  /// - Throws: `BackupError`.
  func size() throws -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw BackupError.unreadable(path: path, code: errno) }
    return Int64(status.st_size)
  }

  /// The bytes at an offset; fewer at the end of the file.
  /// - Throws: `BackupError`.
  func bytes(at offset: Int64, count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    _ = try forEachPart(at: offset, count: Int64(count)) { bytes += $0 }
    return bytes
  }

  /// Calls `body` with parts of the bytes at an offset, in order.
  /// - Returns: whether the file has all of them.
  /// - Throws: `BackupError`, or what `body` throws.
  func forEachPart(
    at offset: Int64, count: Int64, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Bool {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Int(min(count, Int64(Self.partSize))), alignment: 16)
    defer { buffer.deallocate() }
    var done: Int64 = 0
    while done < count {
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer.prefix(Int(min(count - done, Int64(buffer.count)))))
      let read = try read(at: offset + done, into: part)
      if read == 0 { return false }
      try body(UnsafeRawBufferPointer(rebasing: part.prefix(read)))
      done += Int64(read)
    }
    return true
  }

  private func read(at offset: Int64, into part: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      return try FileIO.readAll(descriptor, at: offset, into: part)
    } catch {
      throw BackupError.unreadable(path: path, code: error.code)
    }
  }

  /// Writes bytes at the end.
  /// - Throws: `BackupError`.
  func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try append($0) } }

  /// Writes bytes at the end.
  /// - Throws: `BackupError`.
  func append(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try FileIO.writeAll(bytes, to: descriptor)
    } catch {
      throw BackupError.unwritable(path: path, code: error.code)
    }
  }

  /// Waits until all bytes are on the disk.
  /// - Throws: `BackupError`.
  func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw BackupError.unwritable(path: path, code: errno) }
  }
}
