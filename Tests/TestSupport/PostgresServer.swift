internal import Foundation

/// A server of PostgreSQL for the tests of this process, on a Unix socket in a temporary directory. It ends with the process.
package final class PostgresServer: Sendable {
  /// The server, which is started when it is used first; `nil` when PostgreSQL is not installed or does not start.
  package static let shared = PostgresServer()

  /// The reason that tests with PostgreSQL are skipped.
  package static let reason: String =
    "PostgreSQL is not installed (scripts/setup-tests), or this build is without the trait PostgreSQL"

  /// The directory of the socket, which libpq takes as the host.
  package let directory: String
  // Closing it ends the server.
  private let input: Pipe
  // A schema of its own for each index.
  private let prefix = "t" + UUID().uuidString.prefix(8).lowercased()

  /// Whether tests with PostgreSQL can run: this build has it, and a server is installed.
  package static var isAvailable: Bool {
    #if PostgreSQL
      programs != nil
    #else
      false
    #endif
  }

  /// The location of an index that does not exist yet.
  package func newLocation() -> String {
    location(schema: "\(prefix)_\(UUID().uuidString.prefix(13).lowercased().replacing("-", with: ""))")
  }

  /// The location of a schema.
  package func location(schema: String) -> String {
    "postgresql://feedgen@/postgres?host=\(directory)#\(schema)"
  }

  // The directory of the programs of the server.
  private static let programs: String? = {
    let files = FileManager.default
    let versions = ((try? files.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? [])
      .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
    let search = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    return (versions.map { "/usr/lib/postgresql/\($0)/bin" } + search).first {
      files.isExecutableFile(atPath: $0 + "/initdb") && files.isExecutableFile(atPath: $0 + "/pg_ctl")
    }
  }()

  // The shell makes and starts the server, waits for the end of its input, and removes everything.
  private static let script = """
    set -e
    cd "$1"
    PATH="$2:$PATH"
    initdb -D data -U feedgen -A trust -E UTF8 --locale=C --no-sync > log 2>&1
    pg_ctl -D data -l log -w -o "-k $1 -c listen_addresses= -c fsync=off -c max_connections=400 -c shared_buffers=64MB" \\
      start > /dev/null 2>&1 < /dev/null
    echo ready
    cat > /dev/null || true
    pg_ctl -D data -m immediate stop > /dev/null 2>&1 || true
    cd /
    rm -rf "$1"
    """

  private init?() {
    guard let programs = Self.programs else { return nil }
    // The path of a socket has at most 107 bytes.
    directory = "/tmp/feedgen-pg-\(UUID().uuidString.prefix(8))"
    input = Pipe()
    guard mkdir(directory, 0o700) == 0 else { return nil }
    let shell = Process()
    let arguments = ["sh", "-c", Self.script, "sh", directory, programs]
    shell.executableURL = URL(filePath: "/usr/bin/env")
    shell.arguments = arguments
    if geteuid() == 0 {
      // The server refuses to run as root.
      guard chown(directory, 65534, 65534) == 0 else { return nil }
      shell.arguments = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + arguments
    }
    let output = Pipe()
    (shell.standardInput, shell.standardOutput, shell.standardError) = (input, output, FileHandle.nullDevice)
    do {
      try shell.run()
    } catch {
      return nil
    }
    guard String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n" else {
      return nil
    }
  }
}
