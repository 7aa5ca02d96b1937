package import ArchiveIndex
internal import Foundation
internal import Primitives

/// The file of a state directory with the readers of feeds.
package struct ReaderFile: Codable, Sendable {
  /// The file cannot be read.
  package struct Unreadable: Error, CustomStringConvertible {
    /// The path, the reason, and the remedy.
    package var description: String
    /// The kind of the failure.
    package var fault: StorageFault
  }

  private static let name = "/readers.json"
  // The limit of the file in bytes, above that of what is written.
  private static let maxBytes: off_t = 64 << 20
  // Only the user of the server may read it.
  private static let mode: mode_t = 0o600

  /// The key of the hashes of clients.
  var key: String
  /// The readers.
  package var statistics: ReaderStatistics

  /// Makes a file without readers, with a new key.
  init() {
    key = (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    statistics = ReaderStatistics()
  }

  /// Reads the file of a state directory; `nil` when there is none.
  /// - Throws: `Unreadable`.
  package static func read(from state: String) throws(Unreadable) -> ReaderFile? {
    let path = state + name
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if [ENOENT, ENOTDIR].contains(errno) { return nil }
      throw unreadable(path, code: errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw unreadable(path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= maxBytes else {
      throw Unreadable(
        description: "\(path): this is not the file of readers that feedgen writes; remove it",
        fault: .notPermitted)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    do throws(FileIO.Failure) {
      let count = try readAll(file, into: &bytes)
      bytes.removeLast(bytes.count - count)
    } catch {
      throw unreadable(path, code: error.code)
    }
    if let file = try? JSONDecoder().decode(ReaderFile.self, from: Data(bytes)), file.statistics.isPossible {
      return file
    }
    throw Unreadable(
      description: "\(path): the file of readers is damaged; remove it, and the server counts anew",
      fault: .damaged)
  }

  private static func readAll(_ file: Int32, into bytes: inout [UInt8]) throws(FileIO.Failure) -> Int {
    let result: Result<Int, FileIO.Failure> = bytes.withUnsafeMutableBytes { buffer in
      do throws(FileIO.Failure) {
        return .success(try FileIO.readAll(file, into: buffer))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private static func unreadable(_ path: String, code: Int32) -> Unreadable {
    Unreadable(
      description: "\(path): the file of readers cannot be read (\(String(cString: strerror(code))))",
      fault: StorageFault(errno: code))
  }

  /// Writes the file into a state directory, which must exist, atomically.
  /// - Throws: `FileIO.Failure`, or an error of `JSONEncoder`.
  func write(to state: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(Array(encoder.encode(self)), to: state + Self.name, mode: Self.mode)
  }
}
