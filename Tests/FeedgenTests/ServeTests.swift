import Classification
import Foundation
import Logging
import Publishing
import Serving
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service
@testable import feedgen

@Suite("feedgen serve")
struct ServeTests {
  private let workspace: Workspace
  private let page = ArchivePage(
    day: "2013/11/14", title: "Ministers meet in Cairo", form: .handwritten, context: "Sergei Shoigu, Egypt")

  init() throws {
    workspace = try Workspace(page, ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom, .rss]
    workspace.configuration.serve = Workspace.patience
    try workspace.run()
  }

  private func server() async throws -> FeedServer {
    let server = try FeedServer(
      workspace.configuration,
      logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    ) { _ in nil }
    try await server.start()
    return server
  }

  private func ask(_ server: FeedServer, _ target: String, _ fields: [String: String] = [:]) async throws
    -> HTTPConnection.Response
  {
    try await HTTPConnection(port: server.port).ask("GET", target, fields)
  }

  @Test("makes feeds in every format, and says when they have not changed")
  func onDemand() async throws {
    let server = try await server()
    let target = "/feed.atom?match=country:egypt+AND+entity:%22Sergei+Shoigu%22"
    let response = try await ask(server, target)
    #expect(response.status == 200 && response["Content-Type"] == "application/atom+xml; charset=utf-8")
    #expect(try AtomDocument(response.body).entries.map(\.title) == ["Ministers meet in Cairo"])
    let tag = try #require(response["ETag"])
    #expect(try await ask(server, target, ["If-None-Match": tag]).status == 304)
    let rss = try await ask(server, target.replacing(".atom", with: ".rss"))
    #expect(try RSSDocument(rss.body).items.count == 1)
    let json = try await ask(server, "/search.json?q=bridge")
    #expect(json["Content-Type"] == "application/feed+json" && json.text.contains("Norland opens"))
    // Another event changes this feed, and not that one.
    let before = try await ask(server, "/search.atom?q=bridge")
    try workspace.write(
      ArchivePage(
        day: "2014/1/4", title: "Ministers meet again", form: .handwritten, context: "Sergei Shoigu, Egypt"))
    try workspace.run()
    let changed = try await ask(server, target, ["If-None-Match": tag])
    #expect(try AtomDocument(changed.body).entries.count == 2)
    let after = try await ask(server, "/search.atom?q=bridge", ["If-None-Match": before["ETag"] ?? ""])
    #expect(after.status == 304)
    await server.stop()
  }

  @Test(
    "says what is wrong with a question",
    arguments: [
      ("/feed.atom", "?match= is missing"), ("/feed.atom?match=", "?match= is missing"),
      ("/feed.atom?match=country:egyptt", "column 9: \"egyptt\" is no country"),
      ("/feed.rss?match=(country:egypt", "column 1"),
      ("/feed.atom?match=text:a&match=text:b", "is there twice"),
      ("/feed.atom?match=%zz", "two hexadecimal digits"), ("/search.atom", "?q= is missing"),
      ("/search.json?q=-a", "left out"), ("/search.atom?q=a&sort=best", "newest, oldest or rank"),
      ("/feed.atom?match=text:" + String(repeating: "a", count: 1000), "more than 1000"),
      (
        "/feed.atom?match=" + Array(repeating: "text:a", count: 51).joined(separator: "+"),
        "more than 50 terms"
      ),
      (
        "/feed.atom?match=" + Array(repeating: "text:a", count: 9).joined(separator: "+"), "more than 8 text:"
      ),
      ("/feed.atom?match=" + String(repeating: "(", count: 200), "nested too deeply"),
      ("/feed.atom?match=text:" + String(repeating: "%26", count: 300), "more than 1000"),
    ])
  func badQuestions(target: String, message: String) async throws {
    let server = try await server()
    let response = try await ask(server, target)
    #expect(response.status == 400 && response.text.contains(message), "\(response.text)")
    #expect(response.text.hasPrefix("bad request: "))
    await server.stop()
  }

  @Test("leads guessed addresses to the feed, shows feeds to browsers, and answers questions about them")
  func addresses() async throws {
    let server = try await server()
    let guess = try await ask(server, "/rss.xml")
    #expect(guess.status == 301 && guess["Location"] == "all.rss")
    let browser = try await ask(server, "/all.rss", ["Sec-Fetch-Dest": "document"])
    #expect(browser.status == 200 && browser["Content-Type"] == "text/xml; charset=utf-8")
    #expect(try await ask(server, "/all.rss")["Content-Type"] == "application/rss+xml; charset=utf-8")
    let first = try await ask(server, "/country/egypt.atom?limit=1&order=oldest&since=P99Y")
    #expect(try AtomDocument(first.body).titles == ["Norland opens a bridge in Egypt"])
    let wrong = try await ask(server, "/country/egypt.atom?limit=0")
    #expect(wrong.status == 400 && wrong["Access-Control-Allow-Origin"] == "*")
    let outline = try await ask(server, "/feeds.rss.opml?match=text:bridge")
    #expect(
      outline["Content-Type"] == "text/x-opml; charset=utf-8" && outline.text.contains("/country/egypt.rss"))
    #expect(!outline.text.contains("shoigu"))
    await server.stop()
  }

  @Test("without an index, feeds are served and questions can wait")
  func noIndex() async throws {
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    let server = try await server()
    #expect(try await ask(server, "/all.atom").status == 200)
    #expect(try await ask(server, "/nothing.atom").status == 404)
    for target in ["/feed.atom?match=country:egypt", "/all.atom?limit=1", "/feeds.opml?match=country:egypt"] {
      let response = try await ask(server, target)
      #expect(response.status == 503 && response["Retry-After"] != nil)
      #expect(response["Access-Control-Allow-Origin"] == "*")
    }
    await server.stop()
  }

  @Test(
    "leads from an entity that is a country to the country, and finds plain words and known names on demand")
  func countriesAndWords() async throws {
    try workspace.write(
      ArchivePage(
        day: "2014/02/13", title: "Bread gets dear.", form: .handwritten, context: "Egypt, UN, overnight"))
    try workspace.run()
    let server = try await server()
    for format in ["atom", "rss"] {
      let response = try await ask(server, "/entity/egypt.\(format)")
      #expect(response.status == 301 && response["Location"] == "../country/egypt.\(format)")
      #expect(try await ask(server, "/country/egypt.\(format)").status == 200)
    }
    #expect(try await ask(server, "/entity/overnight.atom").status == 404)
    #expect(try await ask(server, "/entity/un.atom")["Location"] == "../entity/united-nations.atom")
    for term in ["egypt", "overnight", "UN", "united-nations"] {
      let feed = try await ask(server, "/feed.atom?match=entity:\(term)")
      #expect(feed.status == 200 && feed.text.contains("Bread gets dear."), "\(term)")
      #expect(!feed.text.contains(">overnight<") && !feed.text.contains("label=\"overnight\""), "\(term)")
    }
    await server.stop()
  }

  @Test("leads from the feed of a name to that of the name it is filed under, and says when a feed has ended")
  func moved() async throws {
    let server = try await server()
    #expect(try await ask(server, "/entity/sergei-shoigu.atom").status == 200)
    #expect(try await ask(server, "/entity/sergey-shoygu.atom").status == 404)
    workspace.configuration.aliases = [
      "Sergei Shoigu": "Sergey Shoygu", "Serghei Choïgou": "Sergey Shoygu", "Sergey Shoygu": "S. Shoygu",
    ]
    workspace.configuration.aliases["Sergey Shoygu"] = nil
    try workspace.run()
    for format in ["atom", "rss"] {
      let response = try await ask(server, "/entity/sergei-shoigu.\(format)")
      #expect(response.status == 301 && response["Location"] == "../entity/sergey-shoygu.\(format)")
      #expect(response.text.contains("http://localhost:8080/entity/sergey-shoygu.\(format)"))
    }
    // A name that never had a feed is a name all the same.
    let alias = try #require(EntityKey("Serghei Choïgou")).slug
    #expect(try await ask(server, "/entity/\(alias).atom")["Location"] == "../entity/sergey-shoygu.atom")
    // Moved twice.
    workspace.configuration.aliases = ["Sergei Shoigu": "General Shoygu", "Sergey Shoygu": "General Shoygu"]
    try workspace.run()
    for name in ["sergei-shoigu", "sergey-shoygu"] {
      let location = try await ask(server, "/entity/\(name).atom")["Location"]
      #expect(location == "../entity/general-shoygu.atom", "\(name)")
    }
    // Ended, and begun again.
    try workspace.remove(page)
    try workspace.run()
    for name in ["sergei-shoigu", "sergey-shoygu", "general-shoygu"] {
      #expect(try await ask(server, "/entity/\(name).atom").status == 410, "\(name)")
    }
    try workspace.write(page)
    workspace.configuration.aliases = [:]
    try workspace.run()
    #expect(try await ask(server, "/entity/sergei-shoigu.atom").status == 200)
    #expect(try await ask(server, "/entity/nobody.atom").status == 404)
    await server.stop()
  }

  @Test("leads from a topic's old name to its new one, and from a format that is no more to one that is")
  func renamedTopic() async throws {
    let server = try await server()
    workspace.configuration.topics = [try #require(workspace.topic("Bridges", "text:bridge"))]
    try workspace.run()
    #expect(try await ask(server, "/topic/bridges.rss").status == 200)
    workspace.configuration.topics = [try #require(workspace.topic("Crossings", "text:bridge"))]
    try workspace.run()
    #expect(try await ask(server, "/topic/bridges.rss")["Location"] == "../topic/crossings.rss")
    workspace.configuration.formats = [.atom]
    try workspace.run()
    #expect(try await ask(server, "/topic/bridges.rss")["Location"] == "../topic/crossings.atom")
    #expect(try await ask(server, "/all.rss")["Location"] == "all.atom")
    #expect(try await ask(server, "/all.json")["Location"] == "all.atom")
    workspace.configuration.topics = []
    try workspace.run()
    #expect(try await ask(server, "/topic/bridges.rss").status == 410)
    await server.stop()
  }

  @Test("a feed that is expected but missing returns 503, whatever removed it")
  func missing() async throws {
    let server = try await server()
    for path in ["entity/sergei-shoigu.atom", "country/egypt.rss", "all.atom", "catalogue.json"] {
      let file = workspace.configuration.output + "/" + path
      let bytes = try Data(contentsOf: URL(filePath: file))
      #expect(try await ask(server, "/" + path).status == 200)
      try FileManager.default.removeItem(atPath: file)
      let response = try await ask(server, "/" + path)
      #expect(
        response.status == 503 && response["Retry-After"] != nil && response["Cache-Control"] == "no-store")
      try bytes.write(to: URL(filePath: file))
      #expect(try await ask(server, "/" + path).status == 200)
    }
    await server.stop()
  }

  @Test("an encoded slash does not lead to a feed that there is")
  func encodedSlash() async throws {
    let server = try await server()
    #expect(try await ask(server, "/country/egypt.atom").status == 200)
    for target in [
      "/country%2Fegypt.atom", "/country%2fegypt.rss", "/%2Fall.atom", "/country/%2e%2e/all.atom",
    ] {
      #expect([400, 404].contains(try await ask(server, target).status), "\(target)")
    }
    await server.stop()
  }

  @Test(
    "a feed that ended, or is missing, says so to pages of other sites, and no cache may answer for the server"
  )
  func fatesForOthers() async throws {
    let server = try await server()
    try workspace.remove(page)
    workspace.configuration.formats = [.atom]
    try workspace.run()
    for (path, status) in [("entity/sergei-shoigu.atom", 410), ("all.rss", 301), ("entity/nobody.atom", 404)]
    {
      let response = try await ask(server, "/" + path)
      #expect(response.status == status && response["Cache-Control"] == "no-cache", "\(path)")
      #expect(response["Access-Control-Allow-Origin"] == "*", "\(path)")
    }
    try FileManager.default.removeItem(atPath: workspace.configuration.output + "/all.atom")
    let missing = try await ask(server, "/all.atom")
    #expect(missing.status == 503 && missing["Access-Control-Allow-Origin"] == "*")
    await server.stop()
  }

  @Test(
    "a status of a service that cannot be read is said to be so",
    arguments: [
      "{", "", "[]", #"{"process": 1}"#,
      #"{"process":1,"since":1e300,"interval":2,"events":0,"feeds":0,"files":0,"skippedCount":0,"repairedCount":0,"problems":[],"hasNotices":false,"errors":[]}"#,
      #"{"process":1,"since":1,"interval":1e300,"events":0,"feeds":0,"files":0,"skippedCount":0,"repairedCount":0,"problems":[],"hasNotices":false,"errors":[]}"#,
    ])
  func unreadableStatus(text: String) async throws {
    let server = try await server()
    #expect(try await ask(server, "/healthz").status == 200)
    let status = workspace.configuration.state + "/status.json"
    try Data(text.utf8).write(to: URL(filePath: status))
    let response = try await ask(server, "/healthz")
    #expect(response.status == 503 && response.text.contains(status))
    #expect(try await ask(server, "/status").text.contains("\"healthy\" : false"))
    #expect(throws: ServiceStatus.Unreadable.self) {
      try ServiceStatus.read(from: workspace.configuration.state)
    }
    try FileManager.default.removeItem(atPath: status)
    try FileManager.default.createDirectory(atPath: status, withIntermediateDirectories: false)
    #expect(try await ask(server, "/healthz").status == 503)
    await server.stop()
  }

  @Test("a feed that ended is not gone when its topic has one again, in another format or under another name")
  func returned() async throws {
    let server = try await server()
    try workspace.remove(page)
    try workspace.run()
    for format in ["atom", "rss"] {
      #expect(try await ask(server, "/entity/sergei-shoigu.\(format)").status == 410)
    }
    workspace.configuration.formats = [.atom]
    try workspace.write(page)
    try workspace.run()
    try server.replace(FeedServer.ServedSite(workspace.configuration))
    #expect(try await ask(server, "/entity/sergei-shoigu.atom").status == 200)
    #expect(try await ask(server, "/entity/sergei-shoigu.rss")["Location"] == "../entity/sergei-shoigu.atom")
    try workspace.remove(page)
    try workspace.run()
    workspace.configuration.aliases = ["Sergei Shoigu": "General Shoygu"]
    try workspace.write(page)
    try workspace.run()
    #expect(
      try await ask(server, "/entity/sergei-shoigu.atom")["Location"] == "../entity/general-shoygu.atom")
    await server.stop()
  }

  @Test("serves what a configuration says that was read again")
  func replaced() async throws {
    let server = try await server()
    let connection = try await HTTPConnection(port: server.port)
    #expect(
      try await connection.ask("GET", "/feed.atom?match=text:bridge").text.contains(
        "<title>text:bridge – News"))
    workspace.configuration.title = "Another title"
    try server.replace(FeedServer.ServedSite(workspace.configuration))
    #expect(try await connection.ask("GET", "/feed.atom?match=text:bridge").text.contains("– Another title"))
    await server.stop()
  }

  @Test("cannot listen where another does, and says so")
  func portTaken() async throws {
    let server = try await server()
    let (workspace, port) = (workspace, server.port)
    let outcome = try workspace.runBinary("serve", "--port", "\(port)")
    #expect(outcome.status == ExitStatus.unavailable.rawValue)
    #expect(outcome.errors.contains("cannot listen on 127.0.0.1:\(port): Address already in use"))
    await server.stop()
  }

  #if os(Linux)
    private func port(_ service: ServiceProcess) throws -> Int {
      let match = try #require(service.errors.firstMatch(of: /at http:\/\/127\.0\.0\.1:(\d+)\//))
      return try #require(Int(match.output.1))
    }

    @Test("--watch --serve: one process publishes and serves, rebuilds on request, and stops on a signal")
    func watchAndServe() async throws {
      let patience = #"{"serve": {"requestTimeout": 600, "idleTimeout": 600, "sendTimeout": 600}}"#
      try workspace.directory.write(patience, to: "config.json")
      // The environment of this process must not change while other tests start processes.
      let service = try ServiceProcess(
        workspace, "--interval", "0.1", "--serve", "--port", "0",
        through: ["/usr/bin/env", "FEEDGEN_TOKEN=s3cret"])
      try service.wait(for: "READY=1")
      let port = try port(service)
      let connection = try await HTTPConnection(port: port)
      #expect(try await connection.ask("GET", "/healthz").status == 200)
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
      try service.wait(for: "3 events")
      let feed = try await connection.ask("GET", "/country/egypt.atom")
      #expect(try AtomDocument(feed.body).entries.count == 3)
      let made = try await connection.ask("GET", "/search.atom?q=grain")
      #expect(try AtomDocument(made.body).entries.count == 1)
      let metrics = try await connection.ask("GET", "/metrics").text
      #expect(metrics.contains("feedgen_watching 1\n") && metrics.contains("feedgen_events 3\n"))
      // Another program damages the output; a rebuild with the token repairs it.
      try FileManager.default.removeItem(atPath: workspace.configuration.output + "/all.atom")
      try Data("spoiled".utf8).write(to: URL(filePath: workspace.configuration.output + "/all.rss"))
      #expect(try await connection.ask("GET", "/all.atom").status == 503)
      let bearer = ["Authorization": "Bearer s3cret"]
      #expect(try await connection.ask("POST", "/regenerate", bearer).status == 202)
      try await eventually { try await connection.ask("GET", "/all.atom").status != 503 }
      func batches() async throws -> Int {
        let match = try await connection.ask("GET", "/metrics").text.firstMatch(of: /batches_total (\d+)/)
        return match.flatMap { Int($0.output.1) } ?? 0
      }
      let count = try await batches()
      #expect(try await connection.ask("POST", "/regenerate?full=true", bearer).status == 202)
      try await eventually { try await batches() != count }
      #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
      service.signal(SIGTERM)
      #expect(service.end() == 0)
      #expect(try await connection.isClosed())
    }
  #endif
}
