import ArchiveIndex
import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("A story that is dated ahead")
struct HeldStoryTests: WatcherSuite {
  let workspace: Workspace
  // 2033-05-18T03:33:20Z.
  var time = firstTime

  private static let day: Int64 = 86_400
  private let ahead = ArchivePage(
    day: "2033/05/20", title: "Egypt opens a bridge to Lake Vorra", form: .handwritten, context: "Lake Vorra")

  init() throws { workspace = try Self.workspace() }

  @Test("is in no feed before its day, and then published by the next run", arguments: [false, true])
  func published(isFull: Bool) throws {
    try workspace.write(ahead)
    let before = try workspace.run()
    #expect((before.events, before.held.stories, before.held.first?.description) == (2, 1, "2033-05-20"))
    #expect(try titles("entity/lake-vorra.atom") == nil)
    for text in try workspace.output().files.values {
      #expect(!String(decoding: text, as: UTF8.self).contains("Vorra"))
    }
    // The last second of the day before, and the first of its own.
    let start: UnixTime = 2_000_160_000
    #expect(try workspace.run(now: start - 1, isFull: isFull).events == 2)
    let after = try workspace.run(now: start, isFull: isFull)
    #expect((after.events, after.held.stories) == (3, 0))
    #expect(try titles()?.first == ahead.title)
    let entry = try AtomDocument(workspace.output(), "all.atom").entries.first
    #expect(entry?.published == "2033-05-20T00:00:00Z")
  }

  @Test("is not held back again when it was published once and its file gets another name")
  func renamed() throws {
    workspace.configuration.future = .publish
    try workspace.write(ahead)
    try workspace.run()
    let before = try AtomDocument(workspace.output(), "all.atom").entries.map(\.id)
    #expect(before.count == 3)
    workspace.configuration.future = .hold
    let (old, new) = (workspace.content(ahead.path), workspace.content("news/2033/05/20/bridge.md"))
    try FileManager.default.moveItem(atPath: old, toPath: new)
    #expect(try workspace.run().held.stories == 0)
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").entries.map(\.id)) == Set(before))
  }

  @Test("waits for its day in the site's time zone")
  func timeZone() throws {
    workspace.configuration.timeZone = try #require(SiteTimeZone("America/Los_Angeles"))
    try workspace.write(ahead)
    let start: UnixTime = 2_000_160_000 + 7 * 3_600
    #expect(try workspace.run(now: start - 1).events == 2)
    #expect(try workspace.run(now: start).events == 3)
  }

  @Test("is not remembered before its day, and has the id of its own file then")
  func forgotten() throws {
    try workspace.write(ahead)
    try workspace.run()
    let files = try IndexKind.database(at: workspace.configuration.state).read { try $0.files() }
    #expect(files.allSatisfy { !$0.path.text.contains("2033") })
    try workspace.remove(ahead)
    var other = ahead
    other.slug = "other"
    try workspace.write(other)
    try workspace.run(now: Workspace.now + 3 * Self.day)
    #expect(try AtomDocument(workspace.output(), "all.atom").entries.first?.id.hasSuffix("/other") == true)
  }

  @Test("does not speak through its links, or through its day's page, before its day")
  func links() throws {
    let old = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Norland")
    var linking = ahead
    linking.related = [old.related(sharing: "Lake Vorra")]
    try workspace.write(linking)
    try workspace.write(
      "## [day](/news/2033/05/20/index.md)\n\n### [Fog ](/\(old.path))\n_Context: Ada Quill_\n",
      to: "news/2033/05/20/index.md")
    try workspace.run()
    #expect(try titles("entity/lake-vorra.atom") == nil && titles("entity/ada-quill.atom") == nil)
    try workspace.run(now: Workspace.now + 2 * Self.day)
    #expect(try titles("entity/lake-vorra.atom")?.count == 2)
    #expect(try titles("entity/ada-quill.atom") == [old.title])
  }

  @Test("is not linked to before its day, and then is, without an edit", arguments: [false, true])
  func linkedTo(isFull: Bool) throws {
    try workspace.write(ahead)
    var linking = ArchivePage(day: "2013/11/15", title: "Rain stops the ferries of Norland")
    linking.related = [ahead.related(sharing: "Example Line")]
    try workspace.write(linking)
    var citing = ArchivePage(day: "2013/11/16", title: "Hail stops the ferries of Norland")
    citing.summary = "See [the plan](/\(ahead.path)) and [it](http://localhost:8080\(ahead.name).html)."
    try workspace.write(citing)
    try workspace.run()
    for text in try workspace.output().files.values {
      let text = String(decoding: text, as: UTF8.self)
      #expect(!text.contains("Vorra") && !text.contains("2033/05/20"))
    }
    #expect(try titles("entity/example-line.atom") == [linking.title])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    let before = try AtomDocument(workspace.output(), "all.atom").entries.map { [$0.id, $0.updated] }
    let due = Workspace.now + 2 * Self.day
    try workspace.run(now: due, isFull: isFull)
    let entries = try AtomDocument(workspace.output(), "all.atom").entries
    for title in [linking.title, citing.title] {
      let entry = try #require(entries.first { $0.title == title })
      #expect(entry.content.contains("http://localhost:8080\(ahead.name).html"))
    }
    #expect(entries.dropFirst().map { [$0.id, $0.updated] } == before)
    #expect(try workspace.run(now: due).report.written == 0)
    // And the other way round, when the clock goes back.
    try workspace.remove(ahead)
    try workspace.run(now: due)
    try workspace.run()
    for text in try workspace.output().files.values {
      #expect(!String(decoding: text, as: UTF8.self).contains("2033/05/20"))
    }
  }

  @Test("stays published when the clock goes back after that", arguments: [false, true])
  func clockBack(isFull: Bool) throws {
    try workspace.write(ahead)
    try workspace.run(now: Workspace.now + 2 * Self.day)
    var edited = ahead
    edited.summary = "Many came."
    try workspace.write(edited)
    let summary = try workspace.run(isFull: isFull)
    #expect((summary.events, summary.held.stories) == (3, 0))
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.published == "2033-05-18T03:33:20Z" && entry.content.contains("Many came."))
  }

  @Test("is held back by a clock that was never set, and older ones are not")
  func clockUnset() throws {
    try workspace.write(ahead)
    let summary = try workspace.run(now: 60)
    #expect((summary.events, summary.held.stories) == (2, 1))
  }

  @Test("is published at once if the site says so, and is dated now")
  func publishing() throws {
    workspace.configuration.future = .publish
    try workspace.write(ahead)
    #expect(try workspace.run().events == 3)
    #expect(
      try AtomDocument(workspace.output(), "all.atom").entries.first?.published == "2033-05-18T03:33:20Z")
    // What readers have seen stays.
    workspace.configuration.future = .hold
    #expect(try workspace.run(now: Workspace.now + 60).events == 3)
  }

  @Test mutating func `is published by a service when its day begins, with nothing else happening`() throws {
    try workspace.write(ahead)
    workspace.configuration.watchInterval = 86_400
    workspace.configuration.watchSweep = 86_400
    let watcher = try watcher()
    try go(watcher)
    #expect(watcher.status.events == 2)
    #expect((watcher.status.held, watcher.status.heldUntil) == (1, "2033-05-20"))
    var next = try watcher.step(time)
    var steps = 0
    // It asks to be called once a day, and on the very second.
    while watcher.status.events == 2, steps < 8 {
      (time.now, time.clock) = (time.now + next - time.clock, next)
      next = try watcher.step(time)
      #expect(next - time.clock >= Self.second / 100)
      steps += 1
    }
    #expect(watcher.status.events == 3)
    #expect(time.now == 2_000_160_000 * Self.second)
    #expect(steps <= 4)
    #expect((watcher.status.held, watcher.status.heldUntil) == (0, nil))
    #expect(try titles()?.first == ahead.title)
    try expectCurrent(watcher)
  }

  @Test mutating func `that is edited, removed or moved before its day is what it is on its day`() throws {
    var (removed, moved) = (ahead, ahead)
    (removed.slug, moved.slug) = ("removed", "moved")
    for page in [ahead, removed, moved] { try workspace.write(page) }
    let watcher = try watcher()
    try go(watcher)
    #expect(watcher.status.held == 3)
    try workspace.remove(removed)
    try workspace.remove(moved)
    moved.day = "2033/05/19"
    moved.title = "Egypt closes a bridge"
    try workspace.write(moved)
    var edited = ahead
    edited.summary = "Many came."
    try workspace.write(edited)
    for _ in 1...2 { try go(watcher, scan: .allFiles) }
    #expect((watcher.status.held, watcher.status.heldUntil) == (2, "2033-05-19"))
    try go(watcher, seconds: 86_400)
    #expect(watcher.status.held == 1)
    #expect(try titles()?.first == "Egypt closes a bridge")
    try go(watcher, seconds: 86_400)
    #expect(watcher.status.events == 4)
    #expect(
      try AtomDocument(workspace.output(), "all.atom").entries.first?.content.contains("Many came.") == true)
    try expectCurrent(watcher)
  }

  @Test("is told of by a run, check and explain")
  func told() throws {
    try workspace.write(ahead)
    let run = try workspace.runBinary()
    #expect(run.output.contains("; 1 story held back, the first until 2033-05-20; "), "\(run.output)")
    let check = try workspace.runBinary("check")
    #expect(check.status == 0 && check.output == "")
    #expect(check.errors.contains("1 story held back, the first until 2033-05-20"))
    #expect(try workspace.runBinary("check", "--quiet").errors == "")
    let explain = try workspace.runBinary("explain", workspace.content(ahead.path))
    #expect(explain.output.contains("\n  held back until 2033-05-20\n  Lake Vorra"), "\(explain.output)")
    let json = try workspace.runBinary("explain", "--json", ahead.name)
    #expect(json.output.contains("\"heldUntil\":\"2033-05-20\""))
    let other = try workspace.runBinary(
      "explain", "--json", ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt").name)
    #expect(!other.output.contains("heldUntil") && !other.output.contains("Vorra"))
  }
}

@Suite("Dates in the future")
struct FutureDateTests: WatcherSuite {
  let workspace: Workspace
  var time = firstTime

  init() throws { workspace = try Self.workspace() }

  @Test("are corrected in every feed, list and page by a run of the binary without a given time")
  func binary() throws {
    workspace.configuration.formats = [.atom, .rss, .json]
    try Data(#"{"formats": ["atom", "rss", "json"]}"#.utf8).write(
      to: URL(filePath: workspace.directory.path("config.json")))
    _ = try workspace.runBinary("--quiet")
    var page = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt")
    page.summary = "Many came."
    try workspace.write(page)
    // In the year 2033, by SOURCE_DATE_EPOCH.
    _ = try workspace.runBinary("--quiet")
    let ahead = try workspace.output().files.values.filter { holds2033($0) }
    #expect(ahead.count > 6)
    let outcome = try FeedgenProcess.run(
      ["--quiet"] + workspace.options, in: workspace.directory.path,
      through: ["/usr/bin/env", "-u", "SOURCE_DATE_EPOCH"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for (path, data) in try workspace.output().files { #expect(!holds2033(data), "\(path)") }
  }

  private func holds2033(_ data: Data) -> Bool { String(decoding: data, as: UTF8.self).contains("2033") }

  @Test("are corrected by a service, of events that have not changed too", arguments: [false, true])
  mutating func service(isEdited: Bool) throws {
    var current: Watcher? = try watcher()
    try go(try #require(current))
    var page = ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt")
    page.summary = "Many came."
    try workspace.write(page)
    try go(try #require(current), scan: .allFiles)
    time.now -= 1_000 * 86_400 * Self.second
    if isEdited {
      try workspace.write(ArchivePage(day: "2014/02/13", title: "Egypt buys grain"))
      try go(try #require(current), scan: .allFiles)
    } else {
      current = nil
      current = try watcher()
      try go(try #require(current))
    }
    #expect(try AtomDocument(workspace.output(), "all.atom").entries.allSatisfy { $0.updated < "2031" })
    try expectCurrent(try #require(current))
  }
}
