import Foundation
import TestSupport

/// Varnish with the configuration of `deploy`, as a process of its own.
final class Varnish {
  /// Varnish has ended, with what it wrote.
  struct Ended: Error {
    let errors: String
  }

  /// The path of the program; `nil` when it is not installed.
  static let program = [
    "/usr/sbin/varnishd", "/usr/local/sbin/varnishd", "/usr/bin/varnishd", "/opt/homebrew/sbin/varnishd",
  ]
  .first(where: FileManager.default.isExecutableFile)

  /// The port on which it listens.
  let port: Int
  // Not in memory: the system may refuse to run compiled configurations from there.
  private let directory =
    FileManager.default.temporaryDirectory.path + "/feedgen-varnish-\(UUID().uuidString)"
  private var process: Process?

  /// Prepares Varnish in front of a server.
  init(before backend: Int) throws {
    port = try Self.freePort()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "deploy/varnish.vcl"), encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: directory + "/work", withIntermediateDirectories: true)
    try text.replacing("\"8080\"", with: "\"\(backend)\"")
      .write(toFile: directory + "/varnish.vcl", atomically: true, encoding: .utf8)
    if geteuid() == 0 { for path in ["", "/work", "/varnish.vcl"] { chown(directory + path, 65534, 65534) } }
  }

  deinit {
    if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
    // A directory in /tmp that is left does no harm.
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Starts Varnish with an empty cache, and waits until it answers.
  func start() async throws {
    let process = Process()
    let varnish =
      [
        Self.program ?? "varnishd", "-F", "-j", "none", "-n", directory + "/work", "-a", "127.0.0.1:\(port)",
        "-T", "none", "-f", directory + "/varnish.vcl", "-s", "malloc,32m",
      ]
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = (geteuid() == 0 ? nobody : []) + varnish
    let errors = directory + "/errors"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    (process.standardOutput, process.standardError) = (
      FileHandle.nullDevice, FileHandle(forWritingAtPath: errors)
    )
    process.standardInput = FileHandle.nullDevice
    try process.run()
    self.process = process
    try await eventually {
      guard process.isRunning else {
        throw Ended(errors: try String(contentsOfFile: errors, encoding: .utf8))
      }
      return try await isListening()
    }
  }

  /// Kills Varnish, which loses its cache, and waits until it does not listen any more. Its processes block other signals, as the
  /// threads of tests do.
  func stop() async throws {
    guard let process else { return }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try await eventually { try await !isListening() }
  }

  private func isListening() async throws -> Bool {
    do {
      _ = try await HTTPConnection(port: port).ask("GET", "/healthz")
      return true
    } catch {
      // It does not listen yet, and may need some time.
      try await Task.sleep(for: .milliseconds(20))
      return false
    }
  }

  private static func freePort() throws -> Int {
    #if os(Linux)
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let socket = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, size) == 0 ? getsockname(socket, pointer, &size) : -1
      }
    }
    guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
