internal import Foundation

/// A server of PostgreSQL for tests, on a Unix socket in a temporary directory. It ends with this object or the process.
package final class PostgresServer: Sendable {
  /// The server for most tests, which is started when it is used first; `nil` when PostgreSQL is not installed or does not start.
  package static let shared = PostgresServer()

  /// The reason that tests with PostgreSQL are skipped.
  package static let reason: String =
    "PostgreSQL is not installed (scripts/setup-tests), or this build is without the trait PostgreSQL"

  /// The directory of the socket, which libpq takes as the host.
  package let directory: String
  // Lines of it stop and start the server; its end ends it for good.
  private let input = Pipe()
  // A line of it follows each of `input`.
  private let output = Pipe()
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

  /// Stops the server as a crash would. Returns when it has stopped.
  package func stop() throws { try order("stop") }

  /// Starts the server after `stop`. Returns when it accepts connections.
  package func start() throws { try order("start") }

  /// Runs SQL in the schema of a location, by psql.
  package func execute(_ sql: String, in location: String) throws {
    let schema = location.split(separator: "#").last ?? ""
    let psql = Process()
    psql.executableURL = URL(filePath: (Self.programs ?? "") + "/psql")
    psql.arguments = [
      "--quiet", "--host", directory, "--username", "feedgen", "--dbname", "postgres", "--set",
      "ON_ERROR_STOP=1",
      "--command", "SET search_path TO \"\(schema)\"", "--command", sql,
    ]
    psql.standardOutput = FileHandle.nullDevice
    try psql.run()
    psql.waitUntilExit()
    guard psql.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  }

  private func order(_ word: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data((word + "\n").utf8))
    guard try isReady() else { throw CocoaError(.executableLoad) }
  }

  // Waits for a line of the shell, which has four letters.
  private func isReady() throws -> Bool {
    try output.fileHandleForReading.read(upToCount: 5) == Data("done\n".utf8)
  }

  // The shell makes and starts the server, and removes everything at the end of its input.
  private static let script = """
    set -e
    cd "$1"
    PATH="$2:$PATH"
    initdb -D data -U feedgen -A trust -E UTF8 --locale=C --no-sync > log 2>&1
    start() {
      pg_ctl -D data -l log -w \\
        -o "-k $1 -c listen_addresses= -c fsync=off -c max_connections=400 -c shared_buffers=64MB" \\
        start > /dev/null 2>&1 < /dev/null
    }
    stop() { pg_ctl -D data -m immediate -w stop > /dev/null 2>&1 < /dev/null; }
    start "$1"
    echo done
    while read -r order; do
      "$order" "$1"
      echo done
    done
    stop || true
    cd /
    rm -rf "$1"
    """

  /// Starts a server; `nil` when PostgreSQL is not installed or does not start.
  package init?() {
    guard let programs = Self.programs else { return nil }
    // The path of a socket has at most 107 bytes.
    directory = "/tmp/feedgen-pg-\(UUID().uuidString.prefix(8))"
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
    (shell.standardInput, shell.standardOutput, shell.standardError) = (input, output, FileHandle.nullDevice)
    do {
      try shell.run()
      guard try isReady() else { return nil }
    } catch {
      return nil
    }
  }
}
