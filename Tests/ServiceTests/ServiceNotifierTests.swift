#if os(Linux)
  import Foundation
  import Synchronization
  import TestSupport
  import Testing

  @testable import Service

  @Suite("Notifications to systemd")
  struct ServiceNotifierTests {
    // A queue has room for 512 messages at most, unless the administrator has set more.
    private static let many = 100_000

    @Test func `are lost while the receiver reads none, and do not stop the service`() throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("s")
      let receiver = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      defer { close(receiver) }
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      withUnsafePointer(to: &name) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          #expect(bind(receiver, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0)
        }
      }
      let notifier = ServiceNotifier(["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1000000"])
      let sent = Mutex(0)
      let isDone = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        while sent.withLock({ $0 }) < Self.many, notifier.status("1 event") { sent.withLock { $0 += 1 } }
        notifier.resetWatchdog()
        notifier.stopping()
        isDone.signal()
      }
      try #require(isDone.wait(timeout: .now() + 60) == .success)
      let count = sent.withLock { $0 }
      #expect((1..<Self.many).contains(count))
      // There is room again for as many as were read.
      var buffer = [UInt8](repeating: 0, count: 100)
      for _ in 0..<count { #expect(recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0) }
      #expect(recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT)) == -1)
      #expect(notifier.status("2 events"))
      let size = recv(receiver, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      #expect(String(decoding: buffer.prefix(max(0, size)), as: UTF8.self) == "STATUS=2 events")
    }
  }
#endif
