#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import Service

  @Suite("Notifications to systemd")
  struct ServiceNotifierTests {
    @Test func `a receiver that reads nothing does not stop the service`() throws {
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
          // The queue of the receiver is full.
          while sendto(receiver, "x", 1, Int32(MSG_DONTWAIT), $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            == 1
          {}
          #expect(errno == EAGAIN)
        }
      }
      let notifier = ServiceNotifier(["NOTIFY_SOCKET": path])
      let isSent = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        notifier.status("1 event")
        isSent.signal()
      }
      #expect(isSent.wait(timeout: .now() + 20) == .success)
    }
  }
#endif
