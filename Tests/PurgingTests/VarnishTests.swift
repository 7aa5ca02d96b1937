#if os(Linux)
  import Foundation
  import OutgoingHTTP
  import Primitives
  import Publishing
  import Service
  import Serving
  import TestSupport
  import Testing
  import WorkspaceSupport

  @testable import Purging

  @Suite(
    "Varnish in front of the server", .enabled(if: Varnish.program != nil, "varnishd is not installed"))
  struct VarnishTests {
    private let workspace: Workspace
    private let bridge = ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt")

    init() throws {
      workspace = try Workspace(
        ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"), bridge,
        ArchivePage(day: "2013/11/5", title: "Kenya plants a forest"))
      workspace.configuration.baseURL = "http://localhost/"
      workspace.configuration.serve = Workspace.patience
      workspace.isForced = true
    }

    private func paths() throws -> [String] {
      try workspace.output().files.keys.sorted().flatMap { path in
        workspace.configuration.site.addresses(ofPath: path).map { PurgeAddress($0).path }
      }
    }

    private let client = HTTPClient(.any)

    private func get(_ varnish: Varnish, _ path: String) async throws -> HTTPClient.Response {
      try await send(.get, path, to: varnish)
    }

    private func send(
      _ method: HTTPClient.Method, _ path: String, _ fields: [(String, String)] = [], to varnish: Varnish
    ) async throws -> HTTPClient.Response {
      var request = HTTPClient.Request(method, "http://127.0.0.1:\(varnish.port)\(path)")
      request.fields = [("Host", "localhost")] + fields
      request.bodyLimit = 10_000_000
      return try await client.send(request, within: .seconds(600))
    }

    // Gets documents; returns the paths of those that were not in the cache. All of them are as they are now.
    private func missed(_ varnish: Varnish, _ paths: [String]) async throws -> Set<String> {
      let output = try workspace.output()
      var missed: Set<String> = []
      for path in paths {
        let response = try await get(varnish, path)
        let file = String((path.removingPercentEncoding ?? "").dropFirst())
        let name = file.isEmpty || file.hasSuffix("/") ? file + "index.html" : file
        if let bytes = output.files[name] {
          #expect(response.status == 200 && response.body.map { Data($0) } == bytes, "\(path)")
        } else {
          #expect([404, 410].contains(response.status), "\(path)")
        }
        if response.fields["x-cache"] != "HIT" { missed.insert(path) }
      }
      return missed
    }

    private func changed(from before: FileTree, _ after: FileTree) -> Set<String> {
      let names = after.differences(from: before)
      return Set(
        names.flatMap { workspace.configuration.site.addresses(ofPath: $0) }.map { PurgeAddress($0).path })
    }

    @Test("gets exactly the changed documents anew", arguments: PurgeTarget.Method.allCases)
    func exactly(method: PurgeTarget.Method) async throws {
      try workspace.run()
      let server = try FeedServer(workspace.configuration, logger: Workspace.logger) { _ in nil }
      try await server.start()
      let varnish = try Varnish(before: server.port)
      workspace.configuration.purge = [
        PurgeTarget(.http(method), url: "http://127.0.0.1:\(varnish.port)")
      ]
      let log = MessageRecorder()
      let worker = try #require(try PurgeWorker(workspace.configuration, logger: log.logger))
      try await varnish.start()

      let paths = try paths()
      #expect(try await missed(varnish, paths) == Set(paths))
      #expect(try await missed(varnish, paths) == [])

      // An event is new, and one is gone.
      let before = try workspace.output()
      try workspace.write(ArchivePage(day: "2014/2/3", title: "Kenya opens a school"))
      try workspace.remove(bridge)
      try workspace.publish(to: [worker])
      let changes = changed(from: before, try workspace.output())
      #expect(changes.contains("/country/kenya.atom") && changes.contains("/country/norway.atom"))
      #expect(changes.contains("/") && changes.contains("/index.html"))
      await worker.sendDue()
      #expect(log.all == [])
      let all = Set(paths).union(try self.paths()).sorted()
      #expect(all.count > changes.count + 5)
      #expect(try await missed(varnish, all) == changes)
      // Documents that have ended are not cached.
      let ended = changes.subtracting(try self.paths())
      #expect(try await missed(varnish, all) == ended)

      // Varnish is stopped, and what changes meanwhile stays in the queue.
      try await varnish.stop()
      let second = try workspace.output()
      try workspace.write(ArchivePage(day: "2014/2/4", title: "Kenya opens a second school"))
      try workspace.publish(to: [worker])
      await worker.sendDue()
      let waiting = try #require(try worker.status().first)
      #expect(waiting.waiting > 20 && waiting.failure?.count == 1)
      // Another process takes over when Varnish is back.
      try await varnish.start()
      let now = try self.paths()
      #expect(try await missed(varnish, now) == Set(now))
      let next = try #require(try PurgeWorker(workspace.configuration, logger: log.logger))
      try makeDue(next)
      await next.sendDue()
      #expect(try next.status().map(\.waiting) == [0])
      #expect(try await missed(varnish, now) == changed(from: second, try workspace.output()))
      try await varnish.stop()
      await server.stop()
    }

    // The queued addresses become due, as if time had passed.
    private func makeDue(_ worker: PurgeWorker) throws {
      let requests = try worker.targets.flatMap {
        try worker.store.claim(for: $0, limit: .max, due: .distantFuture, lease: 0)
      }
      try worker.store.unclaim(requests, due: 0)
    }

    @Test("obeys bans of many addresses, and lets no other method or machine purge")
    func bans() async throws {
      try workspace.run()
      let server = try FeedServer(workspace.configuration, logger: Workspace.logger) { _ in nil }
      try await server.start()
      let varnish = try Varnish(before: server.port)
      try await varnish.start()
      _ = try await missed(varnish, ["/all.atom", "/all.rss"])
      let target = PurgeTarget(.http(.ban), url: "http://127.0.0.1:\(varnish.port)")
      workspace.configuration.purge = [target]
      let log = MessageRecorder()
      let worker = try #require(try PurgeWorker(workspace.configuration, logger: log.logger))
      let many = (0..<2000).map { PublishedDocument(path: "x/\($0) (1)+2.atom") }
      try worker.didPublish(
        .init(written: many + [PublishedDocument(path: "all.atom")]), of: workspace.configuration.site)
      await worker.sendDue()
      #expect(log.all == [])
      #expect(try worker.status().map(\.waiting) == [0])
      #expect(try await missed(varnish, ["/all.atom", "/all.rss"]) == ["/all.atom"])
      #expect(try await send(.ban, "/", to: varnish).status == 400)
      let malformed = [("X-Host", "localhost"), ("X-Url", "(")]
      #expect(try await send(.ban, "/", malformed, to: varnish).status == 400)
      try await varnish.stop()
      await server.stop()
    }
  }
#endif
