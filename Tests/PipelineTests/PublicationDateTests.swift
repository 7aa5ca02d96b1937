import ArchiveIndex
import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An event is published")
struct PublicationDateTests {
  // 2030-06-15 at 13:20:30Z.
  private static let now: UnixTime = 1_907_760_030

  @Test(
    "when it was seen, on its own day; else when its day began; never in the future",
    arguments: [
      ("2030/06/15", "2030-06-15T13:20:30Z"), ("2030/06/14", "2030-06-14T00:00:00Z"),
      ("2013/11/4", "2013-11-04T00:00:00Z"), ("2030/06/16", "2030-06-15T13:20:30Z"),
      ("2099/12/31", "2030-06-15T13:20:30Z"), ("1969/07/20", "1969-07-20T00:00:00Z"),
    ])
  func firstSeen(day: String, published: String) throws {
    let workspace = try Workspace(page(day))
    workspace.configuration.future = .publish
    try workspace.run(now: Self.now)
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.published == published)
    #expect(entry.updated == published)
  }

  @Test("when it was first seen, for ever", arguments: [false, true])
  func forEver(isFull: Bool) throws {
    let workspace = try Workspace(page("2030/06/15"))
    try workspace.run(now: Self.now)
    let before = try workspace.output()
    try workspace.run(now: Self.now + 40_000, isFull: isFull)
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("and not updated by a new version of the program, which digests content in another way")
  func newProgram() throws {
    let workspace = try Workspace(page("2013/11/4"))
    try workspace.run(now: Self.now)
    let before = try workspace.output()
    try IndexKind.database(at: workspace.configuration.state).open().write { transaction in
      for key in ["analysisVersion", "contentVersion"] { try transaction.set(key, to: "an older version's") }
      for (id, var record) in try transaction.history().events {
        record.content = ContentDigest("an older version's")
        try transaction.store(record, id: id)
      }
    }
    try workspace.run(now: Self.now + 40_000)
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("and updated by an edit in the run in which settings of the analysis change, too")
  func editWithOtherSettings() throws {
    let workspace = try Workspace(page("2013/11/4", "old"), page("2013/11/5", "other"))
    try workspace.run(now: Self.now)
    var edited = page("2013/11/4", "old")
    edited.summary = "More is known."
    try workspace.write(edited)
    workspace.configuration.aliases = ["Sudhaven Port": "Sudhaven"]
    workspace.configuration.discoversNames = false
    try workspace.run(now: Self.now + 60)
    let updated = try AtomDocument(workspace.output(), "all.atom").entries.map { ($0.title, $0.updated) }
    #expect(Dictionary(uniqueKeysWithValues: updated)["Event old"] == "2030-06-15T13:21:30Z")
    #expect(Dictionary(uniqueKeysWithValues: updated)["Event other"] == "2013-11-05T00:00:00Z")
  }

  @Test("in the order in which events of one day were seen, the last first; of one run, by name")
  func order() throws {
    let workspace = try Workspace(page("2030/06/15", "b"), page("2030/06/15", "c"))
    try workspace.run(now: Self.now)
    try workspace.write(page("2030/06/15", "a"))
    try workspace.write(page("2030/06/14", "z"))
    try workspace.run(now: Self.now + 60)
    #expect(
      try AtomDocument(workspace.output(), "all.atom").titles == ["a", "b", "c", "z"].map { "Event \($0)" })
  }

  @Test("no later than the present, when a clock that was ahead is right again", arguments: [false, true])
  func clockBack(isFull: Bool) throws {
    let workspace = try Workspace(page("2013/11/4", "old"), page("2030/06/15"))
    try workspace.run(now: Self.now)
    var edited = page("2013/11/4", "old")
    edited.summary = "More is known."
    try workspace.write(edited)
    try workspace.run(now: Self.now + 86_400)
    let present = Self.now - 86_400 * 30
    try workspace.run(now: present, isFull: isFull)
    let entries = try AtomDocument(workspace.output(), "all.atom").entries
    #expect(entries.map(\.published) == ["2030-05-16T13:20:30Z", "2013-11-04T00:00:00Z"])
    #expect(entries.map(\.updated) == ["2030-05-16T13:20:30Z", "2030-05-16T13:20:30Z"])
    #expect(try AtomDocument(workspace.output(), "all.atom").texts["updated"] == "2030-05-16T13:20:30Z")
    // For good: they do not follow the clock, and nothing is written again.
    let before = FileTree.stamps(workspace.configuration.output)
    #expect(try workspace.run(now: present + 40_000).report.written == 0)
    #expect(FileTree.stamps(workspace.configuration.output) == before)
  }

  @Test("as before, when the clock was never set")
  func clockUnset() throws {
    let workspace = try Workspace(page("2030/06/15"))
    try workspace.run(now: Self.now)
    try workspace.run(now: 86_400)
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.published == "2030-06-15T13:20:30Z")
  }

  @Test("once, and updated with each edit, though the time that is given stays the same")
  func sameTime() throws {
    let workspace = try Workspace(page("2013/11/4"))
    let given: UnixTime = 1_400_000_000
    var times: [String] = []
    for summary in ["", "More is known.", "All is known."] {
      var edited = page("2013/11/4")
      edited.summary = summary
      try workspace.write(edited)
      try workspace.run(now: given, present: Self.now)
      let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
      #expect(entry.published == "2013-11-04T00:00:00Z")
      times.append(entry.updated)
    }
    #expect(times == ["2013-11-04T00:00:00Z", "2014-05-13T16:53:20Z", "2014-05-13T16:53:21Z"])
  }

  @Test(
    "on the day that it is in the site's time zone",
    arguments: [
      // 2030-06-15T13:20:30Z is 06:20 of the 15th in Los Angeles, 01:20 of the 16th in Auckland.
      ("America/Los_Angeles", "2030/06/15", "2030-06-15T13:20:30Z"),
      ("America/Los_Angeles", "2030/06/14", "2030-06-14T07:00:00Z"),
      ("Pacific/Auckland", "2030/06/16", "2030-06-15T13:20:30Z"),
      ("Pacific/Auckland", "2030/06/15", "2030-06-14T12:00:00Z"),
      ("Pacific/Auckland", "2013/11/4", "2013-11-03T11:00:00Z"),
      ("UTC", "2013/11/4", "2013-11-04T00:00:00Z"), ("Etc/UTC", "2013/11/4", "2013-11-04T00:00:00Z"),
    ])
  func timeZone(zone: String, day: String, published: String) throws {
    let workspace = try Workspace(page(day))
    workspace.configuration.timeZone = try #require(SiteTimeZone(zone))
    try workspace.run(now: Self.now)
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.published == published)
  }

  @Test("in the month and year of its day, for topics and on the page, whatever the time zone")
  func calendar() throws {
    let workspace = try Workspace(page("2030/01/1"))
    workspace.configuration.timeZone = try #require(SiteTimeZone("Pacific/Auckland"))
    let topics = [
      workspace.topic("Then", "from:2030-01-01 to:2030-01"), workspace.topic("Before", "to:2029"),
    ]
    workspace.configuration.topics = topics.compactMap { $0 }
    try workspace.run(now: Self.now)
    let output = try workspace.output()
    #expect(try AtomDocument(output, "topic/then.atom").entries.map(\.published) == ["2029-12-31T11:00:00Z"])
    #expect(try AtomDocument(output, "topic/before.atom").entries.isEmpty)
    let page = try #require(output.text("topic/then.html"))
    #expect(page.contains("1 event from January 2030 to January 2030"))
    #expect(output.files["news/2030/01/1/index.html"] != nil)
    #expect(!output.files.keys.contains { $0.hasPrefix("news/2029") })
  }

  private func page(_ day: String, _ name: String = "a") -> ArchivePage {
    ArchivePage(day: day, title: "Event \(name)", form: .handwritten, context: "things")
  }
}
