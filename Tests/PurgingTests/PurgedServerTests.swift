import Foundation
import Primitives
import Publishing
import Service
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import Purging

@Suite("The server behind caches that it purges")
struct PurgedServerTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"))
    workspace.configuration.serve = Workspace.patience
    workspace.configuration.formats = [.atom]
    workspace.configuration.baseURL = "http://localhost/a/"
    try workspace.run()
  }

  @Test("sends the keys of documents when Fastly is purged, and only then")
  func surrogateKeys() async throws {
    for hasKeys in [true, false] {
      let kind: PurgeTarget.Kind = hasKeys ? .fastly(service: "S") : .webhook(batch: 1)
      workspace.configuration.purge = [
        PurgeTarget(kind, url: "http://api.example/", secret: .text("t0ken"))
      ]
      let server = try FeedServer(workspace.configuration, logger: Workspace.logger) { _ in nil }
      try await server.start()
      let connection = try await HTTPConnection(port: server.port)
      func key(_ path: String) async throws -> String? {
        let response = try await connection.ask("GET", path)
        #expect(response.status == 200)
        return response["Surrogate-Key"]
      }
      func wanted(_ path: String) -> String? {
        hasKeys ? SurrogateKey.of(address: "http://localhost/a/" + path) : nil
      }
      #expect(try await key("/a/all.atom") == wanted("all.atom"))
      #expect(try await key("/a/all.atom") == wanted("all.atom"))
      #expect(try await key("/a/") == wanted("index.html"))
      #expect(try await key("/a/news/2013/11/14/") == wanted("news/2013/11/14/"))
      #expect(try await key("/a/country/egypt.atom?limit=1") == wanted("country/egypt.atom"))
      await server.stop()
    }
  }

  @Test("reports what waits and what fails, and is healthy")
  func report() async throws {
    let target = PurgeTarget(.http(.purge), url: "http://cache.example:6081/")
    workspace.configuration.purge = [target]
    let worker = try #require(try PurgeWorker(workspace.configuration, logger: Workspace.logger))
    let server = try FeedServer(workspace.configuration, purging: worker, logger: Workspace.logger) { _ in
      nil
    }
    try await server.start()
    let connection = try await HTTPConnection(port: server.port)
    #expect(try await connection.ask("GET", "/a/healthz").text == "healthy\n")
    let name = "{target=\"http://cache.example:6081/\"}"
    #expect(try await connection.ask("GET", "/a/metrics").text.contains("feedgen_purge_waiting\(name) 0\n"))
    let now = UnixTime.now
    let documents = ["a.atom", "b.atom"].map { PublishedDocument(path: $0) }
    try worker.store.enqueue(documents, of: workspace.configuration.site, now: now - 5000)
    let failures: [(since: UnixTime, isReported: Bool)] = [(now - 60, false), (now - 4000, true)]
    for (since, isReported) in failures {
      try worker.store.record(.init(since: since, count: 7, reason: "no answer in time"), of: target)
      let health = try await connection.ask("GET", "/a/healthz")
      #expect(health.status == 200)
      let problem = "cache: http://cache.example:6081/ is not purged since \(since): no answer in time"
      #expect(health.text.contains(problem) == isReported, "\(health.text)")
    }
    let metrics = try await connection.ask("GET", "/a/metrics").text
    #expect(metrics.contains("feedgen_purge_waiting\(name) 2\n"))
    #expect(metrics.contains("feedgen_purge_failures\(name) 7\n"))
    let age = try #require(metrics.firstMatch(of: /feedgen_purge_oldest_seconds\{[^}]*\} (\d+)/))
    #expect(try #require(Int(age.output.1)) >= 5000)
    let status = try await connection.ask("GET", "/a/status").body
    let object = try #require(try JSONSerialization.jsonObject(with: status) as? [String: Any])
    let caches = try #require(object["purge"] as? [[String: Any]])
    #expect(caches.first?["waiting"] as? Int == 2 && caches.first?["failures"] as? Int == 7)
    await server.stop()
  }
}
