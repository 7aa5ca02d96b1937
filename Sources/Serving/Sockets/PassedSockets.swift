internal import Foundation

/// The listening sockets that the service manager passes to this process, by the protocol of sd_listen_fds(3).
package enum PassedSockets {
  /// A descriptor that cannot be served.
  package struct Failure: Error, CustomStringConvertible {
    /// The descriptor, the reason, and the remedy.
    package var description: String
  }

  // The number of the first descriptor.
  private static let first: Int32 = 3
  private static let limit: Int32 = 64

  /// Whether there are sockets that are passed to this process and not taken yet.
  package static var areWaiting: Bool {
    ProcessInfo.processInfo.environment["LISTEN_PID"] == "\(getpid())"
  }

  /// The descriptors; none when there is no service manager that passes sockets to this process. The environment does not name
  /// them any more afterwards.
  /// - Throws: `Failure`.
  package static func take() throws(Failure) -> [Int32] {
    let environment = ProcessInfo.processInfo.environment
    for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] where environment[name] != nil {
      unsetenv(name)
    }
    return try descriptors(environment)
  }

  /// The descriptors that an environment names, after a check.
  /// - Throws: `Failure`.
  static func descriptors(_ environment: [String: String]) throws(Failure) -> [Int32] {
    guard environment["LISTEN_PID"] == "\(getpid())", let text = environment["LISTEN_FDS"] else { return [] }
    guard let count = Int32(text), (0...limit).contains(count) else {
      throw Failure(description: "LISTEN_FDS is \"\(text)\" and should be a number from 0 to \(limit)")
    }
    let descriptors = Array(first..<first + count)
    for descriptor in descriptors {
      if let fault = fault(of: descriptor) {
        throw Failure(
          description:
            "descriptor \(descriptor), which the service manager passes, \(fault); in the socket unit, use ListenStream= and Accept=no"
        )
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    return descriptors
  }

  /// The reason why a descriptor is not a listening stream socket of TCP or Unix; `nil` when it is one.
  static func fault(of descriptor: Int32) -> String? {
    guard let type = option(SO_TYPE, of: descriptor) else {
      return errno == EBADF ? "is not open" : "is not a socket"
    }
    #if os(Linux)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    guard type == stream else { return "is not a stream socket" }
    guard option(SO_ACCEPTCONN, of: descriptor) == 1 else { return "does not listen" }
    guard let family = family(of: descriptor), [AF_INET, AF_INET6, AF_UNIX].contains(family) else {
      return "is a socket of another family than TCP and Unix"
    }
    return nil
  }

  private static func option(_ name: Int32, of descriptor: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }

  private static func family(of descriptor: Int32) -> Int32? {
    var address = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return result == 0 ? Int32(address.ss_family) : nil
  }
}
