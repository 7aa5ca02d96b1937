import Foundation
import Primitives

/// Writes results to standard output. Every write is checked: results that are lost or cut must not end with status 0.
///
/// When the reader of a pipe has stopped reading, as in `feedgen list | head`, the process ends by SIGPIPE without a word,
/// as other programs do; where SIGPIPE is ignored, it is a failure like any other.
enum StandardOutput {
  /// Why results could not be written.
  struct Failure: Error, Equatable, CustomStringConvertible {
    /// The code of the system (errno).
    let code: Int32

    /// What is wrong and what to do.
    var description: String {
      let reason = String(cString: strerror(code))
      return switch code {
      case EBADF: "standard output is closed, so the results are lost; send them to a file or a pipe"
      case ENOSPC, EDQUOT, EFBIG:
        "standard output cannot be written (\(reason)), so the results are incomplete; free space and try again"
      default:
        "standard output cannot be written (\(reason)), so the results are incomplete; send them elsewhere"
      }
    }
  }

  private static let blockSize = 1 << 16

  // Whether SIGPIPE was ignored when the process began; libraries ignore it later.
  private static let ignoresBrokenPipe = {
    let inherited = signal(SIGPIPE, SIG_DFL)
    let isIgnored = unsafeBitCast(inherited, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if isIgnored { signal(SIGPIPE, SIG_IGN) }
    return isIgnored
  }()

  /// Makes the process ready to write, before it opens any file: a file that got the number of a standard stream that is closed
  /// would be written over by results or messages.
  static func prepare() {
    _ = ignoresBrokenPipe
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // In the wrong direction, so that its use fails as that of a closed one.
      _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes a line.
  /// - Throws: `Failure`.
  static func write(_ line: String) throws(Failure) { try write(lines: CollectionOfOne(line)) }

  /// Writes lines, many at once.
  /// - Throws: `Failure`.
  static func write(lines: some Sequence<String>) throws(Failure) {
    var block: [UInt8] = []
    for line in lines {
      block += line.utf8
      block.append(UInt8(ascii: "\n"))
      guard block.count >= blockSize else { continue }
      try write(bytes: block)
      block.removeAll(keepingCapacity: true)
    }
    try write(bytes: block)
  }

  /// Closes standard output: some file systems say only then that there was no room.
  /// - Throws: `Failure`.
  static func finish() throws(Failure) {
    guard close(STDOUT_FILENO) != 0, errno != EINTR, errno != EBADF else { return }
    throw Failure(code: errno)
  }

  private static func write(bytes: [UInt8]) throws(Failure) {
    let code = StreamWriter.write(bytes, to: STDOUT_FILENO)
    if code == EPIPE, !ignoresBrokenPipe {
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
    }
    if code != 0 { throw Failure(code: code) }
  }
}

/// Writes messages to standard error. There is no place to report that one could not be written, so that is let pass.
enum StandardError {
  /// Writes a text as it is.
  static func write(_ text: String) { _ = StreamWriter.write(Array(text.utf8), to: STDERR_FILENO) }
}

private enum StreamWriter {
  // Writes some of the bytes; returns their number.
  private static func writePart(
    _ bytes: UnsafeRawBufferPointer, to stream: Int32
  ) throws(FileIO.Failure) -> Int {
    do {
      return try FileIO.write(bytes, to: stream)
    } catch  where error.code == EAGAIN || error.code == EWOULDBLOCK {
      // A terminal or pipe that another process has set not to block.
      var ready = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
      _ = try FileIO.call { Int(poll(&ready, 1, -1)) }
      return 0
    }
  }

  // Writes all bytes; returns 0, or the code of the failure.
  static func write(_ bytes: [UInt8], to stream: Int32) -> Int32 {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      do throws(FileIO.Failure) {
        while !rest.isEmpty {
          let count = try writePart(UnsafeRawBufferPointer(rebasing: rest), to: stream)
          rest = rest.dropFirst(count)
        }
        return 0
      } catch {
        return error.code
      }
    }
  }
}
