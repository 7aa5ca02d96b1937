import Foundation
import Primitives

/// Writes results to standard output. Every write is checked: lost or truncated results must not end with status 0.
///
/// When the reader of a pipe has exited, as in `feedgen list | head`, SIGPIPE kills the process silently, as other programs. If
/// SIGPIPE is ignored, a broken pipe is a failure like others.
enum StandardOutput {
  /// Results could not be written.
  struct Failure: Error, Equatable, CustomStringConvertible {
    /// The error code (errno).
    let code: Int32

    /// The fault and the remedy.
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

  // Whether SIGPIPE was ignored at the start of the process; libraries ignore it later.
  private static let ignoresBrokenPipe = {
    let inherited = signal(SIGPIPE, SIG_DFL)
    let isIgnored = unsafeBitCast(inherited, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if isIgnored { signal(SIGPIPE, SIG_IGN) }
    return isIgnored
  }()

  /// Reserves the descriptors of closed standard streams, before any file is opened: a file with such a descriptor would be
  /// overwritten with results or messages.
  static func prepare() {
    _ = ignoresBrokenPipe
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // Opened in the wrong direction, so that its use fails like that of a closed stream.
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

  /// Closes standard output. Some file systems report a full disk only then.
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

/// Writes messages to standard error. A failure is ignored, because there is no other place to report it.
enum StandardError {
  /// Writes a text without changes.
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
      // Another process has made the terminal or pipe non-blocking.
      var ready = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
      _ = try FileIO.call { Int(poll(&ready, 1, -1)) }
      return 0
    }
  }

  // Writes all bytes; returns 0 or the error code.
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
