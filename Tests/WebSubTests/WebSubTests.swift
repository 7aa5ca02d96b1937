import ArchiveIndex
import Classification
import Foundation
import GRDB
import Logging
import Primitives
import Publishing
import Serving
import Synchronization
import TestSupport
import Testing
import WorkspaceSupport

@testable import WebSub

@Suite("WebSub")
struct WebSubTests {
  private let workspace: Workspace
  private let page = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt")

  init() throws {
    workspace = try Workspace(page, ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom, .rss, .json]
    workspace.configuration.serve = Workspace.patience
  }

  private var site: Site { workspace.configuration.site }

  private func deliveries(_ store: WebSubStore) throws -> [String] {
    try store.claim(.init(limit: 1000, due: 0), now: 0).map { "\($0.kind.rawValue) \($0.topic)" }.sorted()
  }

  @Test("feeds name the hubs, archive documents and feeds on demand do not")
  func named() throws {
    workspace.configuration.hubs = ["https://hub.example.org/?a=1&b=2"]
    workspace.configuration.webSub.serves = true
    (workspace.configuration.windowEntries, workspace.configuration.windowHours) = (1, 0)
    workspace.configuration.archives = true
    try workspace.publish()
    let hubs = ["https://hub.example.org/?a=1&b=2", "http://localhost:8080/hub"]
    let output = try workspace.output()
    func named(_ document: AtomDocument) -> [String] {
      document.links.filter { $0.relation == "hub" }.map(\.href)
    }
    #expect(named(try AtomDocument(output, "all.atom")) == hubs)
    #expect(named(try AtomDocument(output, "archive/all/1.atom")) == [])
    #expect(
      output.text("all.rss")?.contains("<atom:link rel=\"hub\" href=\"http://localhost:8080/hub\"/>") == true)
    let json = try JSONSerialization.jsonObject(with: output.files["all.json"] ?? Data()) as? [String: Any]
    #expect((json?["hubs"] as? [[String: String]])?.map { $0["url"] } == hubs)
    let made = try workspace.onDemand().feed(.matching(Workspace.expression("country:egypt")), .atom)
    #expect(named(try AtomDocument(Data(made))) == [])
  }

  @Test("only feeds with changed bytes are notified, and none when a hub is new")
  func onlyChanged() throws {
    workspace.configuration.hubs = ["https://hub.example.org/"]
    workspace.configuration.formats = [.atom]
    #expect(try deliveries(workspace.publish()) == [])
    #expect(try deliveries(workspace.publish()) == [])
    try workspace.addNorway(3)
    let store = try workspace.publish()
    let wanted = ["all.atom", "country/norway.atom"].map { "publish http://localhost:8080/\($0)" }
    #expect(try deliveries(store) == wanted)
  }

  @Test("hubs that feeds advertised before are notified, also when others are added")
  func otherHubs() throws {
    let (first, second) = ("https://hub.example.org/", "https://hub.example.com/")
    workspace.configuration.formats = [.atom]
    func told() throws -> Set<String> {
      Set(try workspace.publish().claim(.init(limit: 1000, due: 0), now: 0).map(\.target))
    }
    workspace.configuration.hubs = [first]
    #expect(try told() == [])
    try workspace.addNorway(3)
    workspace.configuration.hubs = [second, first]
    #expect(try told() == [first])
    try workspace.addNorway(4)
    workspace.configuration.hubs = [first, second]
    #expect(try told() == [first, second])
  }

  @Test("feeds that a killed process was writing are notified by the next")
  func killed() throws {
    workspace.configuration.hubs = ["https://hub.example.org/"]
    let store = try workspace.publish()
    try store.willPublish([PublishedDocument(path: "all.atom", isSubscribable: true)], of: site)
    #expect(try deliveries(workspace.publish()) == ["publish http://localhost:8080/all.atom"])
  }

  @Test(
    "a hub is notified, again later if it does not answer, and not again if it refuses; also after a restart")
  func retries() async throws {
    let hub = try await Subscriber()
    workspace.configuration.hubs = [hub.url]
    workspace.configuration.formats = [.atom]
    try workspace.publish()
    try workspace.addNorway(3)
    let store = try workspace.publish()
    let count = try store.deliveryCount()
    #expect(count > 1)
    hub.answers { request in
      (request.values(of: "hub.url").map { $0.hasSuffix("all.atom") } == [true] ? 503 : 400, "")
    }
    let worker = try workspace.webSub().worker
    let before = UnixTime.now
    await worker.sendDue()
    // All at once, and then one after another.
    for _ in 0...count {
      let request = try await hub.next()
      #expect(request.method == "POST" && request.values["hub.mode"] == "publish")
      #expect(request.fields["content-type"] == "application/x-www-form-urlencoded")
    }
    // One is left, and not due yet.
    #expect(try store.deliveryCount() == 1)
    let now = UnixTime.now
    let due = try #require(try store.nextDue())
    #expect((before + 5...now + 5).contains(due))
    // Time goes on, another process takes over, and the hub is there again.
    let delivery = try #require(
      try WebSubStore(index: workspace.configuration.state).claim(.init(limit: 1, due: due), now: due)
        .first)
    #expect(delivery.attempts == 1 && delivery.topic.hasSuffix("/all.atom"))
    try store.retry([delivery], at: { _ in 0 })
    hub.answers { _ in (204, "") }
    let next = try workspace.webSub().worker
    await next.sendDue()
    #expect(try await hub.next().values["hub.url"] == "http://localhost:8080/all.atom")
    #expect(try store.deliveryCount() == 0)
  }

  @Test("a change during a notification is notified too")
  func changedMeanwhile() throws {
    workspace.configuration.hubs = ["https://hub.example.org/"]
    let store = try workspace.publish()
    let topic = "http://localhost:8080/all.atom"
    let feed = PublishedDocument(path: "all.atom", isSubscribable: true)
    try store.willPublish([feed], of: site)
    try store.didPublish(.init(written: [feed]), of: site)
    let taken = try #require(try store.claim(.init(limit: 9, due: 10), now: 10).first)
    #expect(try store.claim(.init(limit: 9, due: 10), now: 10) == [])
    try store.willPublish([feed], of: site)
    try store.didPublish(.init(written: [feed]), of: site)
    try store.remove([taken])
    #expect(try store.claim(.init(limit: 9, due: 20), now: 20).map(\.topic) == [topic])
  }

  @Test(
    "feeds are published though what hubs are to be told cannot be kept; when that is removed, hubs are told again"
  )
  func damaged() throws {
    workspace.configuration.hubs = ["https://hub.example.org/"]
    workspace.configuration.formats = [.atom]
    try workspace.publish()
    let path = workspace.configuration.state + "/websub.sqlite"
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    try Data(repeating: 7, count: 8192).write(to: URL(filePath: path))
    try workspace.addNorway(3)
    let store = try workspace.publish()
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    #expect { try store.deliveryCount() } throws: { "\($0)".contains("websub.sqlite: the file is damaged") }
    try FileManager.default.removeItem(atPath: path)
    #expect(try store.deliveryCount() == 0)
    // The hub is named for the first time again.
    try workspace.addNorway(4)
    try workspace.publish()
    try workspace.addNorway(5)
    try workspace.publish()
    #expect(try store.deliveryCount() == 2)
  }

  @Test("damaged values of the queue end in no trap, and hold up nothing else")
  func damagedValues() async throws {
    let hub = try await Subscriber()
    workspace.configuration.hubs = [hub.url]
    workspace.configuration.webSub.allowsPrivateCallbacks = true
    workspace.configuration.formats = [.atom]
    try workspace.publish()
    try workspace.addNorway(3)
    let store = try workspace.publish()
    let wish = Delivery.SubscriptionRequest(ends: false, lease: .max, secret: nil)
    let topic = "http://localhost:8080/all.atom"
    _ = try store.enqueueVerification(wish, callback: hub.url + "?lease", topic: topic, limit: 9)
    _ = try store.enqueueVerification(wish, callback: hub.url + "?wish", topic: topic, limit: 9)
    let database = try DatabaseQueue(path: workspace.configuration.state + "/websub.sqlite")
    try await database.write { database in
      try database.execute(
        sql: """
          UPDATE errand SET attempts = 9223372036854775807, due = -9223372036854775808 WHERE kind = 'publish';
          UPDATE errand SET wish = x'00ff' WHERE target LIKE '%?wish';
          UPDATE errand SET serial = 'a' WHERE target LIKE '%?lease';
          INSERT INTO errand VALUES ('other', 'http://localhost/', 'x', NULL, 0, 0, 0, NULL);
          INSERT INTO errand VALUES ('distribute', x'ff00', 1.5, 7, 'x', 0, -1, x'fe') ON CONFLICT DO NOTHING;
          """)
    }
    hub.answers { request in (request.method == "GET" ? 200 : 503, request.values["hub.challenge"] ?? "") }
    await (try workspace.webSub()).worker.sendDue()
    #expect(try store.subscriptionCount(now: 0) == 1)
    #expect(hub.requestCount > 0)
  }

  @Test("damaged values of the queue are said, each with its row")
  func damagesAreSaid() throws {
    workspace.configuration.hubs = ["https://hub.example.org/"]
    workspace.configuration.formats = [.atom]
    try workspace.publish()
    try workspace.addNorway(3)
    let store = try workspace.publish()
    let count = try store.deliveryCount()
    try #require(count > 0)
    for (sql, column) in [
      ("serial = 'a'", "serial"), ("successor = x'ff'", "successor"), ("wish = '['", "wish"),
    ] {
      let database = try DatabaseQueue(path: workspace.configuration.state + "/websub.sqlite")
      try database.writeWithoutTransaction { try $0.execute(sql: "UPDATE errand SET \(sql), due = 0") }
      try database.close()
      var damages: [String] = []
      let taken = try store.claim(
        .init(limit: count, due: 100), now: 0, lease: 0, damaged: { damages.append("\($0)") })
      #expect(taken.count == count)
      #expect(
        damages.filter { $0.contains("websub.sqlite") && $0.contains("column \(column)") }.count == count)
    }
  }

  @Test("deliveries that version 0.3.0 has queued are sent, and its subscriptions stay")
  func olderStore() throws {
    let directory = workspace.configuration.state
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let database = try DatabaseQueue(path: directory + "/websub.sqlite")
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") {
      try $0.execute(
        sql: """
          CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
          CREATE TABLE writing (topic TEXT PRIMARY KEY) WITHOUT ROWID;
          CREATE TABLE errand (
            kind TEXT NOT NULL, target TEXT NOT NULL, topic TEXT NOT NULL, wish TEXT, attempts INTEGER NOT NULL,
            due INTEGER NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY (kind, target, topic));
          CREATE INDEX errand_due ON errand (due);
          CREATE TABLE subscription (
            topic TEXT NOT NULL, callback TEXT NOT NULL, secret TEXT, expires INTEGER NOT NULL,
            PRIMARY KEY (topic, callback)) WITHOUT ROWID;
          CREATE TABLE distributed (topic TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
          INSERT INTO errand VALUES ('publish', 'https://hub.example.org/', 'a', NULL, 3, 7, 1);
          INSERT INTO subscription VALUES ('a', 'https://example.org/', NULL, 9000000000);
          """)
    }
    migrator.registerMigration("2") {
      try $0.execute(
        sql: """
          CREATE INDEX errand_due_verify ON errand (due) WHERE kind = 'verify';
          CREATE INDEX errand_due_other ON errand (due) WHERE kind <> 'verify';
          """)
    }
    try migrator.migrate(database)
    try database.close()
    let store = try WebSubStore(index: directory)
    #expect(try store.nextDue() == 7)
    #expect(try store.claim(.init(limit: 9, due: 7), now: 7).map(\.attempts) == [3])
    #expect(try store.subscriptionCount(now: 0) == 1)
  }
}
