import ArchiveIndex
import Foundation
import Logging
import Primitives
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import WebSub

@Suite("Pings to hubs")
struct PingTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"),
      ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom, .rss]
  }

  // Four feeds have changed since the hub was named.
  private func changed(_ hub: String) throws -> WebSubStore {
    workspace.configuration.hubs = [hub]
    try workspace.publish()
    try workspace.addNorway(3)
    return try workspace.publish()
  }

  private let topics = ["all.atom", "all.rss", "country/norway.atom", "country/norway.rss"].map {
    "http://localhost:8080/" + $0
  }

  private func sendDue(_ logger: Logger = Workspace.logger) async throws {
    await (try workspace.webSub(logger: logger)).worker.sendDue()
  }

  private func makeDue(_ store: WebSubStore) throws {
    try store.unclaim(store.claim(.init(limit: 100, due: .distantFuture), now: 0), due: 0)
  }

  // The requests received since the last look.
  private func requests(_ hub: Subscriber, _ count: Int) async throws -> [Subscriber.Request] {
    var requests: [Subscriber.Request] = []
    try #require(hub.requestCount >= count)
    for _ in 0..<count { requests.append(try await hub.next()) }
    return requests
  }

  @Test("all feeds that have changed are named in one ping")
  func batch() async throws {
    let hub = try await Subscriber()
    let store = try changed(hub.url)
    try await sendDue()
    let request = try #require(try await requests(hub, 1).first)
    #expect(hub.requestCount == 1)
    #expect(request.values(of: "hub.mode") == ["publish"])
    #expect(request.values(of: "hub.url").sorted() == topics)
    #expect(request.values(of: "hub.topic") == request.values(of: "hub.url"))
    #expect(try store.deliveryCount() == 0)
  }

  @Test(
    "a ping names as many feeds as the configuration lets it; pings share a connection", arguments: [1, 3])
  func batchLimit(limit: Int) async throws {
    let hub = try await Subscriber()
    workspace.configuration.webSub.batch = limit
    hub.answers { _ in (202, "accepted") }
    let store = try changed(hub.url)
    let worker = try workspace.webSub().worker
    await worker.sendDue()
    let requests = try await requests(hub, limit == 1 ? 4 : 2)
    #expect(hub.requestCount == requests.count)
    #expect(requests.map { $0.values(of: "hub.url").count }.max() == limit)
    #expect(requests.flatMap { $0.values(of: "hub.url") }.sorted() == topics)
    #expect(try store.deliveryCount() == 0 && hub.connectionCount == 1)
  }

  @Test("a ping is no larger than a hub of feedgen's own takes")
  func batchBytes() async throws {
    let hub = try await Subscriber()
    workspace.configuration.webSub.batch = 1000
    let store = try changed(hub.url)
    let name = String(repeating: "a", count: 200)
    let topics = (0..<100).map { "http://localhost:8080/entity/\(name)-\($0).atom" }
    #expect(try store.enqueuePublish(topics, hub: hub.url))
    try await sendDue()
    var told: [String] = []
    while told.count < 104 {
      let request = try await hub.next()
      #expect(request.body.count <= 16_384)
      told += request.values(of: "hub.url")
    }
    #expect(Set(told).count == 104 && hub.requestCount < 20)
  }

  @Test("a hub that refuses a ping of several feeds gets each alone", arguments: [400, 404, 413, 422])
  func refusedBatch(status: Int) async throws {
    let hub = try await Subscriber()
    hub.answers { ($0.values(of: "hub.url").count > 1 ? status : 204, "") }
    let store = try changed(hub.url)
    let worker = try workspace.webSub().worker
    await worker.sendDue()
    let requests = try await requests(hub, 5)
    #expect(requests.dropFirst().flatMap { $0.values(of: "hub.url") }.sorted() == topics)
    #expect(try store.deliveryCount() == 0 && hub.connectionCount == 1 && hub.requestCount == 5)
    // There is no further request.
    try workspace.addNorway(4)
    try workspace.publish()
    await worker.sendDue()
    for _ in 0..<4 { #expect(try await hub.next().values(of: "hub.url").count == 1) }
    #expect(hub.requestCount == 9)
  }

  @Test("a hub that fails at a ping of several feeds gets each alone at the next attempt")
  func failedBatch() async throws {
    let hub = try await Subscriber()
    hub.answers { ($0.values(of: "hub.url").count > 1 ? 500 : 204, "") }
    let store = try changed(hub.url)
    try await sendDue()
    _ = try await requests(hub, 1)
    #expect(try store.deliveryCount() == 4)
    try makeDue(store)
    try await sendDue()
    #expect(try await requests(hub, 4).flatMap { $0.values(of: "hub.url") }.sorted() == topics)
    #expect(try store.deliveryCount() == 0 && hub.requestCount == 5)
  }

  @Test("a hub that does not answer gets one request per attempt, however many feeds have changed")
  func silentHub() async throws {
    let hub = try await Subscriber()
    hub.answers { _ in nil }
    workspace.configuration.webSub.timeout = 0.2
    let store = try changed(hub.url)
    try await sendDue()
    try makeDue(store)
    try await sendDue()
    #expect(hub.requestCount <= 2)
    #expect(try store.claim(.init(limit: 100, due: .distantFuture), now: 0).map(\.attempts) == [2, 2, 2, 2])
  }

  @Test("a redirected ping keeps its method and body", arguments: [301, 302, 307, 308])
  func redirect(status: Int) async throws {
    let hub = try await Subscriber()
    hub.answers { ($0.target == "/new?a=1" ? 204 : status, "") }
    hub.adds { [("Location", $0.target == "/callback" ? "other" : "/new?a=1")] }
    let store = try changed(hub.url)
    let log = MessageRecorder()
    let worker = try workspace.webSub(logger: log.logger).worker
    await worker.sendDue()
    let requests = try await requests(hub, 3)
    #expect(hub.requestCount == 3)
    #expect(requests.map(\.method) == ["POST", "POST", "POST"])
    #expect(requests.map(\.target) == ["/callback", "/other", "/new?a=1"])
    #expect(requests.allSatisfy { $0.body == requests[0].body && $0.fields == requests[0].fields })
    #expect(try store.deliveryCount() == 0)
    // Of a move for good the log says once where to.
    try workspace.addNorway(4)
    try workspace.publish()
    await worker.sendDue()
    let messages = log.all.filter { $0.contains("webSub.hubs") }
    #expect(messages.count == ([301, 308].contains(status) ? 1 : 0))
    #expect(messages.allSatisfy { $0.contains(hub.url) && $0.contains("/new?a=1") })
  }

  @Test(
    "a redirect that leads nowhere is no delivery, and the ping is kept",
    arguments: [
      (303, "/new"), (300, "/new"), (304, ""), (301, ""), (302, "ftp://example.org/"), (307, "http://["),
      (308, "file:///etc/passwd"), (301, "/callback"),
    ])
  func deadRedirect(status: Int, location: String) async throws {
    let hub = try await Subscriber()
    hub.answers { ($0.target == "/callback" ? status : 200, "") }
    hub.adds { _ in location.isEmpty ? [] : [("Location", location)] }
    let store = try changed(hub.url)
    let log = MessageRecorder()
    try await sendDue(log.logger)
    let requests = try await requests(hub, location == "/callback" ? 6 : 1)
    #expect(
      log.all.count { $0.contains("status \(status)") }
        == ([300, 303, 304].contains(status) || location == "" ? 1 : 0))
    #expect(hub.requestCount == requests.count)
    #expect(requests.allSatisfy { $0.method == "POST" && $0.target == "/callback" })
    #expect(try store.deliveryCount() == 4)
  }

  @Test(
    "a hub is asked again no earlier than it says, whatever changes meanwhile",
    arguments: [
      (429, "120", 120), (503, "120", 120), (500, "120", 120), (503, "99999999999999999999", 86_400),
      (503, "9999999", 86_400), (503, "soon", 5), (503, "-1", 5), (503, "0", 5),
      (503, "Thu, 01 Jan 1970 00:00:00 GMT", 5), (503, "Fri, 01 Jan 2100 00:00:00 GMT", 86_400),
      (307, "120", 120),
    ])
  func retryAfter(status: Int, value: String, seconds: Int64) async throws {
    let hub = try await Subscriber()
    hub.answers { ($0.target == "/callback" ? status : 204, "") }
    hub.adds { _ in [("Retry-After", value), ("Location", "/new")] }
    let store = try changed(hub.url)
    let before = UnixTime.now
    try await sendDue()
    let now = UnixTime.now
    #expect(try store.deliveryCount() == 4 && hub.requestCount == 1)
    #expect((before + seconds...now + seconds).contains(try #require(try store.nextDue())))
    if seconds > 5 {
      try workspace.write(ArchivePage(day: "2014/2/4", title: "Peru buys grain"))
      try workspace.publish()
      #expect(try store.deliveryCount() > 4)
      #expect((before + seconds...now + seconds).contains(try #require(try store.nextDue())))
    }
    guard status == 307 else { return }
    // When it has waited, it goes where it was sent.
    try makeDue(store)
    try await sendDue()
    #expect(try store.deliveryCount() == 0)
  }

  @Test("what is queued for a hub that is no longer named is dropped")
  func formerHub() async throws {
    let (former, hub) = (try await Subscriber(), try await Subscriber())
    let store = try changed(former.url)
    workspace.configuration.hubs = [hub.url]
    try await sendDue()
    #expect(try store.deliveryCount() == 0)
    #expect(former.requestCount == 0 && hub.requestCount == 0)
  }
}
