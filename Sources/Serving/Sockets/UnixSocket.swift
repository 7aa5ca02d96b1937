internal import Foundation
internal import Primitives

/// A listening Unix socket at a path of the file system.
struct UnixSocket: Sendable {
  // The file of the socket, to recognise it at the end.
  private struct Identity: Equatable {
    var device: dev_t
    var number: ino_t
  }

  /// The reason why a socket cannot be made.
  struct Failure: Error {
    /// The reason.
    var reason: String
  }

  // Processes of the same user and group may connect.
  private static let mode: mode_t = 0o660
  private static let backlog: Int32 = 4096

  /// The path.
  let path: String
  /// The descriptor. Its user closes it.
  let descriptor: Int32
  private let identity: Identity?

  /// Binds a socket to a path and listens. A socket file that no process listens on is replaced.
  /// - Throws: `Failure`.
  init(path: String) throws(Failure) {
    self.path = path
    var address = try Self.address(path)
    // Two servers that start at the same moment check and bind one after the other.
    let directory = open(Self.directory(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw Self.failure(of: "the directory of the socket cannot be opened") }
    defer { close(directory) }
    flock(directory, LOCK_EX)
    try Self.removeStale(path, address: &address)
    descriptor = try Self.socket()
    do throws(Failure) {
      // The mode of the descriptor is that of the file: nobody else can connect before it is set.
      fchmod(descriptor, Self.mode)
      guard Self.call(bind, on: descriptor, address: &address) == 0 else { throw Self.failure(of: "bind") }
      chmod(path, Self.mode)
      guard listen(descriptor, Self.backlog) == 0 else { throw Self.failure(of: "listen") }
    } catch {
      close(descriptor)
      throw error
    }
    identity = Self.identity(of: path)
  }

  /// Removes the file, unless it is that of another socket by now.
  func removeFile() {
    if let identity, Self.identity(of: path) == identity { unlink(path) }
  }
}

extension UnixSocket {
  private static func socket() throws(Failure) -> Int32 {
    #if os(Linux)
      let descriptor = Foundation.socket(
        AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    #else
      let descriptor = Foundation.socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw failure(of: "socket") }
    return descriptor
  }

  // Removes a socket file that no process listens on.
  private static func removeStale(_ path: String, address: inout sockaddr_un) throws(Failure) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw failure(of: "the path cannot be examined")
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw Failure(reason: "something else than a socket has this path; move it away, or name another path")
    }
    let probe = try socket()
    defer { close(probe) }
    // A full backlog (EAGAIN) must not be waited for.
    _ = fcntl(probe, F_SETFL, O_NONBLOCK)
    if call(connect, on: probe, address: &address) == 0 || [EAGAIN, EINPROGRESS].contains(errno) {
      throw Failure(reason: "another process listens there; stop it, or name another path")
    }
    guard errno == ECONNREFUSED else { throw failure(of: "the socket at the path cannot be examined") }
    guard unlink(path) == 0 else {
      throw failure(of: "the socket of a process that has ended cannot be removed")
    }
  }

  private static func address(_ path: String) throws(Failure) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let limit = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard bytes.count <= limit else {
      throw Failure(reason: "the path is longer than the \(limit) bytes that the path of a socket may have")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }

  private static func call(
    _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, on descriptor: Int32,
    address: inout sockaddr_un
  ) -> Int32 {
    withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    return lstat(path, &status) == 0 ? Identity(device: status.st_dev, number: status.st_ino) : nil
  }

  private static func failure(of what: String) -> Failure {
    Failure(reason: "\(what): \(String(cString: strerror(errno)))")
  }
}
