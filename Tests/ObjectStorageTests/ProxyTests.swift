#if ObjectStorage
  import Foundation
  import Logging
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Publishing
  @testable import Service
  @testable import Serving

  @Suite("A server of documents in object storage")
  struct ProxyTests {
    private let stub: StoreStub
    private let workspace: Workspace

    init() async throws {
      stub = try await StoreStub()
      workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland"))
      workspace.configuration.serve = Workspace.patience
      try workspace.run()
      let directory = workspace.configuration
      workspace.publish(to: stub)
      try workspace.run()
      #expect(Workspace.differences(stub.documents, try FileTree(directory.output)) == [])
    }

    private func server(_ configuration: Configuration) async throws -> FeedServer {
      let server = try FeedServer(
        configuration, logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
      ) { _ in nil }
      try await server.start()
      return server
    }

    private func ask(
      _ server: FeedServer, _ target: String, _ fields: [String: String] = [:], method: String = "GET"
    ) async throws -> HTTPConnection.Response {
      try await HTTPConnection(port: server.port).ask(method, target, fields)
    }

    @Test("answers as a server of a directory does")
    func equality() async throws {
      var configuration = workspace.configuration
      configuration.output = workspace.directory.path("feeds")
      let ofDirectory = try await server(configuration)
      let ofStore = try await server(workspace.configuration)
      for target in [
        "/", "/all.atom", "/all.rss", "/catalogue.json", "/assets/page.css", "/favicon.ico", "/robots.txt",
        "/.well-known/feeds", "/feeds.opml", "/country", "/nothing.atom", "/.hidden", "/entity/../all.atom",
        "/feed", "/sitemap.xml", "/search.atom?q=fog",
      ] {
        for fields in [[:], ["Accept-Encoding": "gzip"], ["If-None-Match": "*"]] {
          let one = try await ask(ofDirectory, target, fields)
          let two = try await ask(ofStore, target, fields)
          #expect(one.status == two.status && one.body == two.body, "\(target) \(fields)")
          for name in ["ETag", "Content-Type", "Cache-Control", "Location", "Vary", "Content-Encoding"] {
            #expect(one[name] == two[name], "\(target) \(fields) \(name)")
          }
        }
      }
      await ofDirectory.stop()
      await ofStore.stop()
    }

    @Test("keeps documents, confirms them by their entity tags, and sees a change")
    func caching() async throws {
      let server = try await server(workspace.configuration)
      let first = try await ask(server, "/all.atom")
      let tag = try #require(first["ETag"])
      // On a busy machine, more time may pass between two requests than a copy is kept without asking.
      try await eventually {
        _ = stub.takeRequests()
        let status = try await ask(server, "/all.atom", ["If-None-Match": tag]).status
        #expect(status == 304)
        return stub.takeRequests().filter { $0.key == "feeds/all.atom" }.isEmpty
      }
      try await eventually {
        let status = try await ask(server, "/all.atom", ["If-None-Match": tag]).status
        #expect(status == 304)
        return stub.takeRequests().contains {
          $0.key == "feeds/all.atom"
            && $0.fields["if-none-match"] == "\"\(stub["feeds/all.atom"]?.tag ?? "")\""
        }
      }
      stub["feeds/all.atom"] = .init("<feed/>")
      try await eventually { try await ask(server, "/all.atom").text == "<feed/>" }
      await server.stop()
    }

    @Test("answers from its copies while the store is down, and says so; others get 503")
    func outage() async throws {
      let server = try await server(workspace.configuration)
      let feed = try await ask(server, "/all.atom")
      #expect(try await ask(server, "/healthz").status == 200)
      stub.fail { _ in .status(503, code: "SlowDown") }
      try await eventually { try await ask(server, "/healthz").status == 503 }
      let copy = try await ask(server, "/all.atom")
      #expect(copy.status == 200 && copy.body == feed.body)
      let other = try await ask(server, "/all.rss")
      #expect(other.status == 503 && other["Retry-After"] != nil)
      #expect(try await ask(server, "/healthz").text.contains("SlowDown"))
      stub.recover()
      #expect(try await ask(server, "/all.rss").status == 200)
      try await eventually { try await ask(server, "/healthz").status == 200 }
      await server.stop()
    }
  }
#endif
