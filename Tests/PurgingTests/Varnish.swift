#if os(Linux)
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
      "/usr/sbin/varnishd", "/usr/local/sbin/varnishd", "/usr/bin/varnishd",
    ]
    .first(where: FileManager.default.isExecutableFile)

    /// The port on which it listens.
    let port: Int
    // Not in memory: the system may refuse to run compiled configurations from there.
    private let directory =
      FileManager.default.temporaryDirectory.path + "/feedgen-varnish-\(UUID().uuidString)"
    // The process, if it is running.
    private var process: pid_t?

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
      if geteuid() == 0 {
        for path in ["", "/work", "/varnish.vcl"] { chown(directory + path, 65534, 65534) }
      }
    }

    deinit {
      if let process { Self.end(process) }
      // A directory in /tmp that is left does no harm.
      try? FileManager.default.removeItem(atPath: directory)
    }

    /// Starts Varnish with an empty cache, and waits until it answers.
    func start() async throws {
      let varnish =
        [
          Self.program ?? "varnishd", "-F", "-j", "none", "-n", directory + "/work", "-a",
          "127.0.0.1:\(port)",
          "-T", "none", "-f", directory + "/varnish.vcl", "-s", "malloc,32m",
        ]
      let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
      let errors = directory + "/errors"
      let process = try Self.spawn((geteuid() == 0 ? nobody : []) + varnish, errors: errors)
      self.process = process
      try await eventually {
        guard waitpid(process, nil, WNOHANG) == 0 else {
          self.process = nil
          throw Ended(errors: try String(contentsOfFile: errors, encoding: .utf8))
        }
        return try await isListening()
      }
    }

    /// Kills Varnish, which loses its cache, and waits until it does not listen any more.
    func stop() async throws {
      guard let process else { return }
      Self.end(process)
      self.process = nil
      try await eventually { try await !isListening() }
    }

    private static func end(_ process: pid_t) {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }

    // Starts a program. Foundation would take it for ended, and wait for it before any other process, because Varnish closes the
    // descriptors that it inherits.
    private static func spawn(_ arguments: [String], errors: String) throws -> pid_t {
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o644)
      // The threads of tests block signals.
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      var none = sigset_t()
      sigemptyset(&none)
      posix_spawnattr_setsigmask(&attributes, &none)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
      let strings = arguments.map { strdup($0) } + [nil]
      let variables = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
      defer { for string in strings + variables { free(string) } }
      var process: pid_t = 0
      let code = posix_spawnp(&process, arguments[0], &actions, &attributes, strings, variables)
      guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
      return process
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
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
#endif
