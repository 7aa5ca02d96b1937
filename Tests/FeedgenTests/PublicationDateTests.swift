import EventArchive
import EventIndex
import Foundation
import Testing

@testable import feedgen

@Suite("An event is published")
struct PublicationDateTests {
  // 2030-06-15 at 13:20:30Z.
  private static let now: Int64 = 1_907_760_030

  @Test(
    "when it was seen, on its own day; else when its day began; never in the future",
    arguments: [
      ("2030/06/15", "2030-06-15T13:20:30Z"), ("2030/06/14", "2030-06-14T00:00:00Z"),
      ("2013/11/4", "2013-11-04T00:00:00Z"), ("2030/06/16", "2030-06-15T13:20:30Z"),
      ("2099/12/31", "2030-06-15T13:20:30Z"), ("1969/07/20", "1969-07-20T00:00:00Z"),
    ])
  func firstSeen(day: String, published: String) throws {
    let workspace = try Workspace(page(day))
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
    try EventIndex(directory: workspace.configuration.state).write { transaction in
      try transaction.set("knowledge", to: "an older version's")
      for (id, var record) in try transaction.history().events {
        record.content = ContentDigest("an older version's")
        try transaction.put(record, id: id)
      }
    }
    try workspace.run(now: Self.now + 40_000)
    #expect(try workspace.output().differences(from: before) == [])
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

  @Test("no later when the clock jumps back, and is not updated before it was published")
  func clockBack() throws {
    let workspace = try Workspace(page("2030/06/15"))
    try workspace.run(now: Self.now)
    var edited = page("2030/06/15")
    edited.summary = "More is known."
    try workspace.write(edited)
    try workspace.run(now: Self.now - 86_400 * 30)
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.published == "2030-06-15T13:20:30Z")
    #expect(entry.updated >= entry.published)
    #expect(entry.content.contains("More is known."))
  }

  private func page(_ day: String, _ name: String = "a") -> ArchivePage {
    ArchivePage(day: day, title: "Event \(name)", form: .handwritten, context: "things")
  }
}
