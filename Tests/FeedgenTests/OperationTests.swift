import Foundation
import Primitives
import Service
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import feedgen

@Suite("Operating a server")
struct OperationTests {
  private let workspace: Workspace
  private static let feedly = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 42 subscribers; )"

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Egypt buys grain"),
      ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom]
    workspace.configuration.serve = Workspace.patience
    try workspace.run()
  }

  private func server() async throws -> FeedServer {
    let server = try FeedServer(
      workspace.configuration, logger: Workspace.logger
    ) { _ in nil }
    try await server.start()
    return server
  }

  // Reads the feed of Egypt as three readers, and that of Norway as one; what is no reader reads both.
  private func read(_ server: FeedServer) async throws {
    let connection = try await HTTPConnection(port: server.port)
    for (path, userAgent, client) in [
      ("country/egypt.atom", Self.feedly, "203.0.113.1"), ("country/egypt.atom", Self.feedly, "203.0.113.2"),
      ("country/egypt.atom", "Feedbin feed-id:1 - 7 subscribers", "203.0.113.3"),
      ("country/egypt.atom?limit=1", "Quill/1.0", "203.0.113.4"),
      ("country/egypt.atom", "Quill/1.0", "203.0.113.4"),
      ("country/egypt.atom", "Quill/1.0", "203.0.113.5"),
      ("country/egypt.atom", "Kestrel/1.0", "203.0.113.5"),
      ("country/norway.atom", "Quill/1.0", "2001:db8::1"),
      ("country/norway.atom", "Quill/1.0", "2001:db8::2"),
      ("country/norway.atom", "Kestrelbot/1.0", "203.0.113.6"),
      ("country/nowhere.atom", "Quill/1.0", "203.0.113.6"),
      ("feed.atom?match=country:egypt", "Quill/1.0", "203.0.113.6"),
      ("index.html", "Quill/1.0", "203.0.113.6"),
    ] {
      _ = try await connection.ask("GET", "/" + path, ["User-Agent": userAgent, "X-Forwarded-For": client])
    }
    let browser = ["User-Agent": "Mozilla/5.0", "Sec-Fetch-Dest": "document"]
    #expect(try await connection.ask("GET", "/country/norway.atom", browser).status == 200)
  }

  @Test(
    "status --readers prints what the server has counted, also after restarts, and no address is in the file")
  func readers() async throws {
    let none = try workspace.runBinary("status", "--readers")
    #expect(none.status == 0 && none.output.contains("no readers yet"))
    for _ in 0..<2 {
      let server = try await server()
      try await read(server)
      await server.stop()
    }
    let table = try workspace.runBinary("status", "--readers")
    #expect(
      table.output == """
        readers   direct  feed
             52        3  country/egypt.atom (Feedly 42, Feedbin 7)
              1        1  country/norway.atom

        """)
    struct Report: Decodable {
      struct Feed: Decodable {
        var feed: String
        var readers: Int
        var direct: Int
        var aggregators: [String: Int]
      }
      var readers: [Feed]
    }
    let json = try workspace.runBinary("status", "--readers", "--json").output
    let feeds = try JSONDecoder().decode(Report.self, from: Data(json.utf8)).readers
    #expect(feeds.map(\.readers) == [52, 1] && feeds.map(\.direct) == [3, 1])
    #expect(feeds[0].aggregators == ["Feedly": 42, "Feedbin": 7])
    let file = try String(contentsOfFile: workspace.configuration.state + "/readers.json", encoding: .utf8)
    #expect(!file.contains("203.0.113") && !file.contains("2001:") && !file.contains("Quill"))
    let server = try await server()
    let metrics = try await HTTPConnection(port: server.port).ask("GET", "/metrics").text
    #expect(metrics.contains("feedgen_feed_readers{feed=\"country/egypt.atom\"} 52\n"))
    await server.stop()
  }

  @Test("a damaged file of readers is named by status --readers, and a server counts anew")
  func damagedReaders() async throws {
    let path = workspace.configuration.state + "/readers.json"
    try "{".write(toFile: path, atomically: false, encoding: .utf8)
    let outcome = try workspace.runBinary("status", "--readers")
    #expect(outcome.status == ExitStatus.software.rawValue && outcome.errors.contains("readers.json"))
    let server = try await server()
    try await read(server)
    await server.stop()
    #expect(try workspace.runBinary("status", "--readers").output.contains("country/egypt.atom"))
  }

  @Test("readers cost nothing but themselves when the state directory cannot be written")
  func readOnlyState() async throws {
    let path = workspace.configuration.state + "/.readers.json.feedgen-new"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let server = try await server()
    try await read(server)
    try await eventually {
      let metrics = try await HTTPConnection(port: server.port).ask("GET", "/metrics")
      return metrics.text.contains("feedgen_feed_readers{feed=\"country/egypt.atom\"} 52\n")
    }
    await server.stop()
    #expect(!FileManager.default.fileExists(atPath: workspace.configuration.state + "/readers.json"))
  }

  #if os(Linux)
    private func service(_ serve: String) throws -> ServiceProcess {
      try workspace.directory.write(
        "{\"serve\": {\(serve), \"requestTimeout\": 600, \"idleTimeout\": 600}}", to: "config.json")
      let service = try ServiceProcess(workspace, "--interval", "0.1", "--serve")
      try service.wait(for: "READY=1")
      return service
    }

    @Test("a service listens on a Unix socket below the configuration, refuses a second one, and removes it")
    func unixSocket() async throws {
      let service = try service(#""socket": "run""#)
      let socket = workspace.directory.path("run")
      #expect(try await HTTPConnection(socket: socket).ask("GET", "/healthz").text == "healthy\n")
      let second = try workspace.runBinary("serve")
      #expect(second.status == ExitStatus.unavailable.rawValue)
      #expect(
        second.errors.contains("cannot listen on run: another process listens there"), "\(second.errors)")
      #expect(try await HTTPConnection(socket: socket).ask("GET", "/healthz").status == 200)
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      #expect(!FileManager.default.fileExists(atPath: socket))
    }

    @Test("a service opens its access log again on SIGHUP")
    func accessLog() async throws {
      let service = try service(#""socket": "run", "accessLog": "access.log", "accessLogFormat": "json""#)
      let connection = try await HTTPConnection(socket: workspace.directory.path("run"))
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: workspace.directory.path(name), encoding: .utf8)
      }
      _ = try await connection.ask("GET", "/all.atom")
      try await eventually { try text("access.log").contains("\"target\":\"/all.atom\"") }
      try FileManager.default.moveItem(
        atPath: workspace.directory.path("access.log"), toPath: workspace.directory.path("old.log"))
      service.signal(SIGHUP)
      try await eventually { FileManager.default.fileExists(atPath: workspace.directory.path("access.log")) }
      _ = try await connection.ask("GET", "/feeds.opml")
      try await eventually { try text("access.log").contains("\"target\":\"/feeds.opml\"") }
      #expect(try !text("old.log").contains("feeds.opml"))
      #expect(service.errors.contains("it has not changed"), "\(service.errors)")
      service.signal(SIGTERM)
      #expect(service.end() == 0)
    }

    @Test("every metric of the dashboard and of the document exists, and every metric is in the document")
    func dashboard() async throws {
      let service = try service(#""socket": "run""#)
      let connection = try await HTTPConnection(socket: workspace.directory.path("run"))
      let text = try await connection.ask("GET", "/metrics").text
      let lines = text.split(separator: "\n")
      let families = Set(lines.filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) })
      let samples = Set(lines.filter { !$0.hasPrefix("#") }.map { String($0.prefix { !" {".contains($0) }) })
      func names(_ path: String) throws -> Set<String> {
        let text = try String(contentsOfFile: FeedgenProcess.packageRoot + "/" + path, encoding: .utf8)
        return Set(text.matches(of: /\b(?:feedgen|process)_[a-z_]+[a-z]/).map { String($0.output) })
      }
      let dashboard = try names("deploy/grafana.json")
      #expect(dashboard.count > 20)
      #expect(dashboard.subtracting(families.union(samples)) == [])
      let documented = try names("docs/serving.md")
      #expect(families.subtracting(documented) == [])
      // Only a hub has subscriptions, and only a server in front of which there are caches purges them.
      let purging: Set = ["feedgen_purge_failures", "feedgen_purge_oldest_seconds", "feedgen_purge_waiting"]
      #expect(documented.subtracting(families) == purging.union(["feedgen_websub_subscriptions"]))
      service.signal(SIGTERM)
      #expect(service.end() == 0)
    }
  #endif
}
