import Foundation
import Primitives
import Publishing
import Service
import TestSupport
import Testing
import WorkspaceSupport

@testable import Purging

@Suite("The queue of addresses to purge")
struct PurgeQueueTests {
  private let workspace: Workspace
  private let site: Site
  private let target = PurgeTarget(.http(.purge), url: "http://cache.example:6081")
  private let bridge = ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt")

  init() throws {
    workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"), bridge)
    workspace.configuration.formats = [.atom]
    workspace.configuration.purge = [target]
    workspace.isForced = true
    site = workspace.configuration.site
  }

  private func store(_ targets: [PurgeTarget]? = nil) throws -> PurgeStore {
    try PurgeStore(index: workspace.configuration.state, targets: targets ?? [target])
  }

  // Takes all requests that are due from the queue.
  private func take(_ store: PurgeStore, from target: PurgeTarget? = nil) throws -> [String] {
    let requests = try store.claim(
      for: target ?? self.target, limit: .max, due: UnixTime.now, lease: 60)
    try store.remove(requests)
    return requests.map { "\($0.kind) \($0.address)" }.sorted()
  }

  private func feed(_ path: String, isRemoved: Bool = false) -> PublishedDocument {
    PublishedDocument(path: path, isSubscribable: true, isRemoved: isRemoved)
  }

  @Test func `has exactly the addresses of documents that change, and none when nothing does`() throws {
    let store = try store()
    try workspace.publish(to: [store])
    let first = try workspace.output()
    #expect(try take(store).count >= first.files.count)
    try workspace.publish(to: [store])
    #expect(try take(store) == [])
    try workspace.remove(bridge)
    try workspace.publish(to: [store])
    let second = try workspace.output()
    var wanted: [String] = []
    for path in Set(first.files.keys).union(second.files.keys) where first.files[path] != second.files[path] {
      let kind = second.files[path] == nil ? "removed" : "changed"
      wanted += site.addresses(ofPath: path).map { "\(kind) \($0)" }
    }
    #expect(try take(store) == wanted.sorted())
    #expect(wanted.contains("removed http://localhost:8080/country/norway.atom"))
    #expect(wanted.contains("changed http://localhost:8080/"))
    #expect(wanted.contains("changed http://localhost:8080/index.html"))
  }

  @Test func `has the addresses as readers write them`() {
    var site = Site(servedAt: "https://feeds.example/a")
    site.pages = .all
    #expect(site.addresses(ofPath: "tag/日本.atom") == ["https://feeds.example/a/tag/%E6%97%A5%E6%9C%AC.atom"])
    #expect(
      site.addresses(ofPath: "p/a b/index.html") == [
        "https://feeds.example/a/p/a%20b/", "https://feeds.example/a/p/a%20b/index.html",
      ])
    #expect(site.addresses(ofPath: "x/y(1)+z.html") == ["https://feeds.example/a/x/y(1)+z.html"])
    #expect(site.addresses(ofPath: "an-index.html") == ["https://feeds.example/a/an-index.html"])
  }

  @Test func `has one request for each target and address`() throws {
    let other = PurgeTarget(.webhook(batch: 10), url: "https://hook.example/")
    let store = try store([target, other])
    for isRemoved in [false, true, false] {
      let changes =
        isRemoved
        ? PublishedChanges(removed: [feed("a.atom", isRemoved: true)])
        : PublishedChanges(written: [feed("a.atom")])
      try store.didPublish(changes, of: site)
    }
    #expect(try store.status(of: [target, other]).map(\.waiting) == [1, 1])
    #expect(try take(store) == ["changed http://localhost:8080/a.atom"])
    #expect(try take(store, from: other) == ["changed http://localhost:8080/a.atom"])
  }

  @Test func `has what a killed process was writing and removing after the next start`() throws {
    let store = try store()
    try store.willPublish([feed("a.atom"), feed("b.atom", isRemoved: true)], of: site)
    var edition = site
    edition.languageFolder = "ja/"
    edition.baseURL += "ja/"
    try store.willPublish([feed("c.atom")], of: edition)
    let next = try self.store()
    #expect(try take(next) == [])
    try next.recover(site)
    #expect(
      try take(next) == [
        "changed http://localhost:8080/a.atom", "removed http://localhost:8080/b.atom",
      ])
    // Each language has its own documents.
    try next.recover(site)
    #expect(try take(next) == [])
    try next.recover(edition)
    #expect(try take(next) == ["changed http://localhost:8080/ja/c.atom"])
    try next.recover(edition)
    #expect(try take(next) == [])
  }

  @Test func `lets no two processes claim a request before its lease ends`() throws {
    let (first, second) = (try store(), try store())
    let changes = PublishedChanges(written: (0..<10).map { feed("\($0).atom") })
    try first.didPublish(changes, of: site)
    let now = UnixTime.now
    let half = try first.claim(for: target, limit: 5, due: now, lease: 60)
    let rest = try second.claim(for: target, limit: .max, due: now, lease: 60)
    #expect(Set((half + rest).map(\.address)).count == 10 && half.count == 5)
    #expect(try first.claim(for: target, limit: .max, due: now, lease: 60) == [])
    // The first process is killed: when its leases have ended, another sends its requests.
    try second.remove(rest)
    #expect(try second.claim(for: target, limit: .max, due: now + 120, lease: 60).count == 5)
  }

  @Test func `keeps an address that changes again while it is purged`() throws {
    let store = try store()
    try store.didPublish(.init(written: [feed("a.atom")]), of: site)
    let claimed = try store.claim(for: target, limit: 9, due: UnixTime.now, lease: 60)
    try store.didPublish(.init(written: [feed("a.atom")]), of: site)
    try store.remove(claimed)
    #expect(try take(store) == ["changed http://localhost:8080/a.atom"])
    // It is removed meanwhile.
    try store.didPublish(.init(written: [feed("a.atom")]), of: site)
    let again = try store.claim(for: target, limit: 9, due: UnixTime.now, lease: 60)
    try store.didPublish(.init(removed: [feed("a.atom", isRemoved: true)]), of: site)
    try store.remove(again)
    #expect(try take(store) == ["removed http://localhost:8080/a.atom"])
  }

  @Test func `holds back later requests to a target that fails, and not those to others`() throws {
    let other = PurgeTarget(.http(.purge), url: "http://other.example/")
    let store = try store([target, other])
    try store.didPublish(.init(written: [feed("a.atom"), feed("b.atom")]), of: site)
    let now = UnixTime.now
    let claimed = try store.claim(for: target, limit: 1, due: now, lease: 60)
    try store.postpone(claimed, to: target, until: now + 100, now: now)
    try store.didPublish(.init(written: [feed("c.atom")]), of: site)
    #expect(try store.nextDue(of: [target]) == now + 100)
    #expect(try store.claim(for: target, limit: 9, due: now + 99, lease: 60) == [])
    #expect(try store.claim(for: target, limit: 9, due: now + 100, lease: 60).count == 3)
    #expect(try take(store, from: other).count == 3)
  }

  @Test func `is published past when it cannot be used`() throws {
    let worker = try #require(try PurgeWorker(workspace.configuration, logger: Workspace.logger))
    try FileManager.default.createDirectory(
      atPath: workspace.configuration.state + "/purge.sqlite", withIntermediateDirectories: true)
    let report = try workspace.publish(to: [worker]).report
    #expect(report.listenerFailures.map(\.consequence) == ["caches are not purged of the changes"])
    #expect(report.listenerFailures.first?.reason.contains("purge.sqlite") == true)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }
}
