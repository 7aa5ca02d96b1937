#if os(Linux)
  package import Foundation

  /// The built binary as a service that says how it is by the protocol of sd_notify(3), so that a test can wait for
  /// what happens.
  package final class ServiceProcess {
    /// What the service says did not come in time.
    package struct TimedOut: Error, CustomStringConvertible {
      package let heard: [String]
      package let errors: String
      package var description: String { "heard \(heard), and on standard error: \(errors)" }
    }

    /// The process.
    package let process: Process
    private let socket: Int32
    private let errorsPath: String
    private var heard: [String] = []

    /// Starts the binary on a workspace with `--watch` and further arguments; `through` is a command that starts it.
    package init(_ workspace: Workspace, _ arguments: String..., through: [String] = []) throws {
      let path = workspace.directory.path("s")
      unlink(path)
      let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      self.socket = socket
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      let bound = withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
      }
      guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      var limit = timeval(tv_sec: 20, tv_usec: 0)
      setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      process = try FeedgenProcess.process(
        ["--watch"] + arguments + workspace.options, in: workspace.directory.path, through: through)
      process.environment?["NOTIFY_SOCKET"] = path
      errorsPath = workspace.directory.path("errors")
      _ = FileManager.default.createFile(atPath: errorsPath, contents: nil)
      process.standardError = FileHandle(forWritingAtPath: errorsPath)
      try process.run()
    }

    deinit {
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      close(socket)
    }

    /// What the service wrote to standard error so far.
    package var errors: String {
      (try? Data(contentsOf: URL(filePath: errorsPath))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Waits until the service says something that holds `words`, or has just said so.
    package func wait(for words: String) throws {
      if heard.last?.contains(words) == true { return }
      var buffer = [UInt8](repeating: 0, count: 4096)
      let latest = ContinuousClock.now + .seconds(20)
      while true {
        guard ContinuousClock.now < latest else { throw TimedOut(heard: heard.suffix(5), errors: errors) }
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw TimedOut(heard: heard.suffix(5), errors: errors) }
        let message = String(decoding: buffer[..<count], as: UTF8.self)
        heard.append(message)
        if message.contains(words) { return }
      }
    }

    /// Waits until the service says anything more.
    package func waitForMore() throws {
      heard.append("")
      try wait(for: "STATUS=")
    }

    /// Sends a signal.
    package func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end; returns the exit status, or the signal's number below zero.
    package func end() -> Int32 {
      process.waitUntilExit()
      return process.terminationReason == .uncaughtSignal
        ? -process.terminationStatus : process.terminationStatus
    }
  }
#endif
