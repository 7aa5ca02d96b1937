import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An event under several names")
struct SeveralNamesTests {
  private static let day = "2018/03/1"

  // Three versions of one event; each lists those before it.
  private static let versions: [ArchivePage] = {
    let first = ArchivePage(
      day: day, title: "Nine walkers are missing on Mount Ossa.", form: .later, topic: "Mount Ossa",
      summary: "Fog.")
    var second = ArchivePage(
      day: day, title: "Twelve walkers are missing on Mount Ossa.", form: .later, topic: "Mount Ossa",
      summary: "Fog!")
    second.changes = first.changes(replaced: "2018-03-01 08:30:11")
    var third = ArchivePage(
      day: day, title: "All twelve walkers are found on Mount Ossa.", form: .later, topic: "Hiking",
      summary: "Sun.")
    third.changes = second.changes(replaced: "2018-03-02 09:30:11")
    return [first, second, third]
  }()

  private static let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]

  @Test("stands once in every feed, as its newest page, in whatever order its pages come", arguments: orders)
  func anyOrder(order: [Int]) throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    var id: String?
    for index in order {
      try workspace.write(Self.versions[index])
      let summary = try workspace.run()
      #expect(summary.events == 1)
      let entries = try AtomDocument(workspace.output(), "all.atom").entries
      #expect(entries.count == 1)
      #expect(entries.first?.id == id ?? entries.first?.id, "the id changed")
      id = entries.first?.id
    }
    let feeds = try ["all", "entity/hiking", "entity/mount-ossa"].map {
      try AtomDocument(workspace.output(), $0 + ".atom").entries
    }
    let entry = try #require(feeds[0].first)
    #expect(feeds.allSatisfy { $0 == [entry] })
    #expect(entry.title == Self.versions[2].title)
    #expect(entry.links.first?.href == "http://localhost:8080\(Self.versions[2].name).html")
    #expect(entry.published == "2018-03-01T00:00:00Z")
  }

  @Test("is known by its oldest name when all come at once")
  func allAtOnce() throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    try workspace.write(Self.versions)
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "all.atom").names == [Self.versions[0].name])
    // A list names what is older, also when that has no file.
    let other = try Workspace()
    try other.write(Self.versions[2])
    try other.run()
    #expect(try AtomDocument(other.output(), "all.atom").names == [Self.versions[0].name])
  }

  @Test("keeps its id when the file of the name it is known by goes away", arguments: orders)
  func namesGo(order: [Int]) throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    try workspace.write(Self.versions)
    try workspace.run()
    for index in order.dropLast() {
      try workspace.remove(Self.versions[index])
      try workspace.run()
      #expect(try AtomDocument(workspace.output(), "all.atom").names == [Self.versions[0].name])
    }
  }

  @Test("is not new to readers when an older name's file comes last")
  func olderNameLast() throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    try workspace.write(Array(Self.versions.dropFirst()))
    try workspace.run()
    let before = try AtomDocument(workspace.output(), "all.atom").entries
    try workspace.write(Self.versions[0])
    try workspace.run(now: Workspace.now + 3_600)
    #expect(try AtomDocument(workspace.output(), "all.atom").entries == before)
  }

  @Test("is the same text with a topic in front, on the same day alone")
  func titleFingerprint() throws {
    let plain = ArchivePage(
      day: "2013/11/4", title: "Thousands of larks return to the marshes.", form: .handwritten,
      context: "larks")
    let workspace = try Workspace(withFeedsOfWords: plain)
    try workspace.run()
    for (index, topic) in ["Birds:", "Birds: ", "Birds:. ", "Birds. "].enumerated() {
      try workspace.write(
        ArchivePage(
          day: plain.day, title: topic + plain.title, slug: "birds-\(index)", summary: "Seen at dawn."))
    }
    #expect(try workspace.run().events == 1)
    #expect(try AtomDocument(workspace.output(), "entity/larks.atom").names == [plain.name])
    try workspace.write(ArchivePage(day: "2013/11/5", title: "Birds: " + plain.title))
    #expect(try workspace.run().events == 2)
  }

  @Test("gathers the evidence for all its names")
  func evidenceOfAllNames() throws {
    var other = ArchivePage(day: "2018/03/5", title: "A guide is thanked.", form: .later, topic: "Guides")
    other.related = [
      Self.versions[0].related(sharing: "rescue dogs"), Self.versions[1].related(sharing: "helicopters"),
    ]
    let workspace = try Workspace(withFeedsOfWords: Self.versions[0], Self.versions[2], other)
    try workspace.run()
    for path in ["entity/rescue-dogs.atom", "entity/helicopters.atom", "entity/hiking.atom"] {
      #expect(try AtomDocument(workspace.output(), path).names.contains(Self.versions[0].name), "\(path)")
    }
  }

  @Test("counts once in the catalogue")
  func catalogue() throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    try workspace.write(Self.versions)
    try workspace.run()
    let catalogue = try CatalogueDocument(workspace.output())
    #expect(catalogue.events == ["all.atom": 1, "entity/mount-ossa.atom": 1, "entity/hiking.atom": 1])
  }

  @Test("that were two events before keeps the id of the one published first, and no reader sees a third")
  func eventsThatTurnOutOne() throws {
    let (older, first) = (Self.versions[0], ArchivePage(day: Self.day, title: "Twelve are lost."))
    let workspace = try Workspace(withFeedsOfWords: first)
    try workspace.run()
    try workspace.write(older)
    try workspace.run()
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").names) == [first.name, older.name])
    var joined = Self.versions[2]
    joined.changes.append(.init(title: first.title, path: first.path, replaced: "2018-03-03 08:30:11"))
    try workspace.write(joined)
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "all.atom").names == [first.name])
    try workspace.remove(joined)
    try workspace.run()
    #expect(try Set(AtomDocument(workspace.output(), "all.atom").names) == [first.name, older.name])
  }

  @Test("keeps the id it was published under when a list names an older one, also when that one's file comes")
  func olderNameInList() throws {
    var page = Self.versions[1]
    page.changes = []
    let workspace = try Workspace(withFeedsOfWords: page)
    try workspace.run()
    for change in [Self.versions[2], Self.versions[0], Self.versions[1]] {
      try workspace.write(change)
      try workspace.run()
      #expect(try AtomDocument(workspace.output(), "all.atom").names == [page.name])
    }
    try workspace.remove(page)
    try workspace.run(isFull: true)
    #expect(try AtomDocument(workspace.output(), "all.atom").names == [page.name])
  }
}
