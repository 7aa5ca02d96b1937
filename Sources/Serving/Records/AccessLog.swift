internal import Dispatch
internal import Foundation
internal import Logging
internal import Primitives
internal import Synchronization

/// Writes a line for each exchange into a file, or to standard output.
///
/// Event loops append lines to a buffer and never wait for the file. One queue writes whole lines, ten times a second at most. When the
/// file cannot be written, the lines stay in the buffer while it has room, and the queue tries again every second.
final class AccessLog: Sendable {
  /// The path that means standard output.
  static let standardOutput = "-"

  /// The state of the log, for reports.
  struct Health: Sendable {
    /// The reason why the log cannot be written; `nil` while it can.
    var problem: String?
    /// The number of lines that are lost.
    var lost = 0
  }

  private struct State {
    var buffer: [UInt8] = []
    // Whether the queue is about to write.
    var isScheduled = false
    var health = Health()
    // Whether the problem was logged.
    var isReported = false
    // The time of the last line, and its text.
    var time = UnixTime.distantPast
    var timeText: [UInt8] = []
  }

  // The open file. Only the queue uses it.
  private struct File {
    var descriptor: Int32
    var isRegular: Bool
  }

  // The limit of lines that wait to be written, in bytes.
  private static let capacity = 4 << 20
  // A write for each line would cost more than its response.
  private static let writeInterval = DispatchTimeInterval.milliseconds(100)
  private static let retryInterval = DispatchTimeInterval.seconds(1)

  private let path: String
  private let format: AccessLogFormat
  private let logger: Logger
  private let queue = DispatchQueue(label: "feedgen.access-log")
  private let state = Mutex(State())
  private let file = Mutex<File?>(nil)

  /// Makes a log; the file is opened, and created if it is missing, before this returns.
  init(path: String, format: AccessLogFormat, logger: Logger) {
    self.path = path
    self.format = format
    self.logger = logger
    // A reader of standard output that goes away must not end the server.
    if path == Self.standardOutput { signal(SIGPIPE, SIG_IGN) }
    queue.sync { report(openIfNeeded()?.reason) }
  }

  deinit { file.withLock { Self.close(&$0) } }

  /// The state of the log.
  var health: Health { state.withLock { $0.health } }

  /// Logs an exchange, now.
  func append(_ exchange: Exchange, client: ClientAddress) {
    append(format.line(exchange, client: client.client(of: exchange), time: timeText(.now)))
  }

  // The text of a time, made once a second.
  private func timeText(_ time: UnixTime) -> [UInt8] {
    state.withLock { state in
      if state.time != time {
        state.time = time
        state.timeText = Array(format.text(of: time).utf8)
      }
      return state.timeText
    }
  }

  /// Appends a line, which has its end.
  func append(_ line: [UInt8]) {
    let mustSchedule = state.withLock { state in
      guard state.buffer.count + line.count <= Self.capacity else {
        state.health.lost += 1
        state.health.problem =
          state.health.problem ?? "\(name): takes fewer lines than there are; some are lost"
        return false
      }
      state.buffer += line
      defer { state.isScheduled = true }
      return !state.isScheduled
    }
    if mustSchedule { queue.asyncAfter(deadline: .now() + Self.writeInterval) { self.write() } }
  }

  /// Closes the file and opens the one that has the path now: the file was moved away for a rotation.
  func reopen() {
    queue.async {
      // Lines that wait are older than the rotation.
      self.write()
      self.file.withLock { Self.close(&$0) }
      self.report(self.openIfNeeded()?.reason)
    }
  }

  /// Writes the lines that wait, unless that takes longer than a second.
  func flush() async {
    let (written, continuation) = AsyncStream.makeStream(of: Void.self)
    queue.async {
      self.write()
      continuation.finish()
    }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.retryInterval) { continuation.finish() }
    for await _ in written {}
  }
}

extension AccessLog {
  // Writes all lines. Runs on the queue.
  private func write() {
    while true {
      let lines = state.withLock { state in
        state.isScheduled = !state.buffer.isEmpty
        defer { state.buffer = [] }
        return state.buffer
      }
      if lines.isEmpty { return }
      guard let failure = openIfNeeded() ?? write(lines) else {
        report(nil)
        continue
      }
      report(failure.reason)
      retry(lines[failure.written...])
      return
    }
  }

  // Puts lines back in front of those that have come meanwhile, as far as there is room, and tries again later.
  private func retry(_ lines: ArraySlice<UInt8>) {
    state.withLock { state in
      // The oldest lines stay, so that the log has no gap within.
      if lines.count + state.buffer.count > Self.capacity {
        state.health.lost += state.buffer.count { $0 == UInt8(ascii: "\n") }
        state.buffer = []
      }
      state.buffer = lines + state.buffer
    }
    queue.asyncAfter(deadline: .now() + Self.retryInterval) { [weak self] in self?.write() }
  }

  private struct Failure {
    var reason: String
    // The bytes that are in the file.
    var written = 0
  }

  // Writes lines; on a failure the file has whole lines, as far as possible.
  private func write(_ lines: [UInt8]) -> Failure? {
    guard let file = file.withLock({ $0 }) else { return nil }
    var done = 0
    while done < lines.count {
      do throws(FileIO.Failure) {
        done += try write(lines, from: done, to: file.descriptor)
      } catch {
        let reason = "\(name): cannot be written (\(String(cString: strerror(error.code))))"
        return Failure(reason: reason, written: withoutPartialLine(lines[..<done], in: file))
      }
    }
    return nil
  }

  private func write(_ lines: [UInt8], from start: Int, to file: Int32) throws(FileIO.Failure) -> Int {
    let result: Result<Int, FileIO.Failure> = lines.withUnsafeBytes { bytes in
      do throws(FileIO.Failure) {
        return .success(try FileIO.write(UnsafeRawBufferPointer(rebasing: bytes[start...]), to: file))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  // Removes the beginning of a line from the end of the file; returns the number of bytes that stay.
  private func withoutPartialLine(_ written: ArraySlice<UInt8>, in file: File) -> Int {
    let whole = written.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    guard whole < written.count, file.isRegular else { return written.count }
    var status = stat()
    guard fstat(file.descriptor, &status) == 0 else { return written.count }
    let size = status.st_size - off_t(written.count - whole)
    return ftruncate(file.descriptor, size) == 0 ? whole : written.count
  }

  private var name: String { path == Self.standardOutput ? "standard output" : path }

  // Opens the file if it is not open; returns the failure.
  private func openIfNeeded() -> Failure? {
    file.withLock { file in
      if file != nil { return nil }
      if path == Self.standardOutput {
        file = File(descriptor: STDOUT_FILENO, isRegular: false)
        return nil
      }
      // Opening a FIFO without a reader would wait.
      let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
      let descriptor = open(path, flags, 0o640)
      guard descriptor >= 0 else {
        return Failure(reason: "\(path): cannot be opened (\(String(cString: strerror(errno))))")
      }
      var status = stat()
      let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      if !isRegular { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK) }
      file = File(descriptor: descriptor, isRegular: isRegular)
      return nil
    }
  }

  private static func close(_ file: inout File?) {
    if let file, file.descriptor != STDOUT_FILENO { Foundation.close(file.descriptor) }
    file = nil
  }

  // Records the problem, and logs a change.
  private func report(_ problem: String?) {
    let (wasReported, lost) = state.withLock { state in
      defer {
        state.health.problem = problem
        state.isReported = problem != nil
      }
      return (state.isReported, state.health.lost)
    }
    if let problem, !wasReported {
      logger.error("access log: \(problem); trying again every second, and serving meanwhile")
    } else if problem == nil, wasReported {
      logger.notice("access log: \(name) is written again; \(lost) lines are lost since the start")
    }
  }
}
