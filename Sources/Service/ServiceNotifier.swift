import Foundation

/// Notifies systemd of the state of a service, by the protocol of sd_notify(3); without effect when systemd does not listen.
///
/// A notification that the receiver takes too late is lost: a supervisor that hangs must not stop the service.
package struct ServiceNotifier: Sendable {
  private let address: String?
  /// The interval within which systemd expects a watchdog notification; `nil` when it expects none.
  package let watchdog: Duration?

  /// Reads the address of the socket from the environment.
  package init(_ environment: [String: String] = ProcessInfo.processInfo.environment) {
    address = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    watchdog = environment["WATCHDOG_USEC"].flatMap { isOurs ? Int64($0).map { .microseconds($0) } : nil }
  }

  /// Notifies that the service has started, or has reloaded its configuration.
  /// - Parameter status: a line for people.
  package func ready(_ status: String) { send("READY=1\nSTATUS=\(status)", limit: Self.changeLimit) }

  /// Sets the status, a line for people.
  /// - Returns: whether it was sent.
  package func status(_ status: String) -> Bool { send("STATUS=\(status)", limit: 1) }

  /// Resets the watchdog.
  package func resetWatchdog() { if watchdog != nil { send("WATCHDOG=1", limit: 0) } }

  /// Notifies that the service reloads its configuration; `ready` ends that.
  package func reloading() {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    send(
      "RELOADING=1\nMONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)",
      limit: Self.changeLimit)
  }

  /// Notifies that the service stops.
  package func stopping() { send("STOPPING=1", limit: 0) }

  // In seconds: without these notifications, systemd would take a service that works for one that hangs.
  private static let changeLimit = 30

  // Sends a message, for which it waits some seconds at most. Returns whether it was sent, or nothing listens.
  @discardableResult
  private func send(_ message: String, limit: Int) -> Bool {
    #if os(Linux)
      guard let address else { return true }
      let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      guard socket >= 0 else { return false }
      defer { close(socket) }
      var time = timeval(tv_sec: limit, tv_usec: 0)
      setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      // A name that begins with @ is in the abstract namespace: its first byte is zero.
      let path = Array(address.utf8).enumerated().map {
        $0.offset == 0 && $0.element == 0x40 ? 0 : $0.element
      }
      guard path.count < MemoryLayout.size(ofValue: name.sun_path) else { return true }
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path) }
      let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
      // For the socket, a time of 0 means that there is no limit.
      let flags = Int32(MSG_NOSIGNAL) | (limit == 0 ? Int32(MSG_DONTWAIT) : 0)
      return withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          let bytes = Array(message.utf8)
          return sendto(socket, bytes, bytes.count, flags, address, length) == bytes.count
        }
      }
    #else
      return true
    #endif
  }
}
