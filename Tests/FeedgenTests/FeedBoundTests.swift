import Foundation
import Publishing
import Serving
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("Bounds of feeds")
struct FeedBoundTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  // Events of one day, each with a summary of some bytes.
  private func write(_ range: Range<Int>, summary: Int = 0) throws {
    for number in range {
      try workspace.write(
        ArchivePage(
          day: "2013/11/14", title: "Fog stops ferry \(1_000 + number).", slug: "fog-\(1_000 + number)",
          summary: String(repeating: "a", count: summary)))
    }
  }

  private func ids(_ path: String = "all.atom") throws -> [String] {
    try AtomDocument(workspace.output(), path).entries.map(\.id)
  }

  @Test func `a feed holds no more than 1,000 entries, however many are of its hours`() throws {
    workspace.configuration.formats = [.json]
    try write(0..<1_005)
    try workspace.run()
    let feed = try #require(try workspace.output().files["all.json"])
    let ids = try JSONFeedDocument(feed).items.map(\.id)
    #expect(ids.count == 1_000)
    // They are of one moment, so that their ids tell the order.
    #expect(ids == ids.sorted())
    try workspace.remove("news/2013/11/14/fog-1000.md")
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    let now = try JSONFeedDocument(try #require(try workspace.output().files["all.json"])).items.map(\.id)
    #expect(now == Array(ids.dropFirst()) + [ids[0].replacing("fog-1000", with: "fog-2000")])
  }

  @Test func `a feed is full when its entries have so many bytes, the same entries in every format`() throws {
    workspace.configuration.formats = FeedFormat.allCases
    workspace.configuration.windowBytes = 40_000
    workspace.configuration.archives = true
    try write(0..<30, summary: 2_000)
    try workspace.run()
    let output = try workspace.output()
    let ids = try ids()
    #expect((4...12).contains(ids.count))
    #expect(try RSSDocument(#require(output.files["all.rss"])).items.map { $0["guid"] } == ids)
    #expect(try JSONFeedDocument(#require(output.files["all.json"])).items.map(\.id) == ids)
    for format in FeedFormat.allCases {
      #expect(try #require(output.files["all.\(format.pathExtension)"]).count < 44_000)
    }
    let archived = try output.files.keys.filter { $0.hasPrefix("archive/all/") && $0.hasSuffix(".atom") }
      .flatMap { try AtomDocument(output, $0).entries.map(\.id) }
    #expect(Set(archived + ids).count == 30)
    #expect(archived.count + ids.count == 30)
  }

  @Test func `events come back to a feed when others have shrunk`() throws {
    workspace.configuration.windowBytes = 40_000
    try write(0..<10, summary: 6_000)
    try workspace.run()
    let before = try ids()
    #expect((2...4).contains(before.count))
    try write(0..<2)
    try workspace.run()
    let after = try ids()
    #expect(after.count > before.count)
    #expect(after.starts(with: before))
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    try write(1..<2, summary: 30_000)
    try workspace.run()
    #expect(try ids() == Array(after.prefix(1)))
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `a feed on demand is full as a published one is`() throws {
    workspace.configuration.windowBytes = 40_000
    try write(0..<30, summary: 2_000)
    try workspace.run()
    let onDemand = try workspace.onDemand()
    for format in FeedFormat.allCases {
      let all = try onDemand.feed(.matching(Workspace.expression("from:2013")), format)
      #expect(all.count < 44_000)
    }
    let matching = try onDemand.feed(.matching(Workspace.expression("from:2013")), .atom)
    #expect(try AtomDocument(Data(matching)).entries.map(\.id) == ids())
    for order in [FeedQuery.Order.relevance, .newest] {
      let found = try onDemand.feed(.searching(WordSearch("fog"), order), .atom)
      #expect(try AtomDocument(Data(found)).entries.count == ids().count)
    }
  }

  @Test func `a larger number of entries is reported, and counts as the largest`() throws {
    try workspace.write(ArchivePage(day: "2013/11/14", title: "Fog comes."))
    try Data(#"{"window": {"entries": 5000}}"#.utf8).write(
      to: URL(filePath: workspace.directory.path("c.json")))
    let outcome = try workspace.runBinary("--config", workspace.directory.path("c.json"))
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("\"window.entries\" is 5000, but a feed holds 1000 entries at most"))
  }

  @Test func `a feed holds one entry at least`() throws {
    workspace.configuration.windowBytes = 1
    try write(0..<3, summary: 10)
    try workspace.run()
    #expect(try ids().count == 1)
  }
}

@Suite("What one page costs")
struct PageCostTests {
  // The bytes of all feeds of an event with so many names, and of its file.
  private static func cost(
    names: Int, _ body: (Int) -> String
  ) throws -> (feeds: Int, page: Int, problems: Int) {
    let workspace = try Workspace()
    let text = "### [2013-11-14](/news/2013/11/14/index.md)\n\n# Fog\n\n" + body(names)
    try workspace.write(text, to: "news/2013/11/14/fog.md")
    let problems = try workspace.run().problems.count
    let feeds = try workspace.output().files.reduce(0) { $0 + $1.value.count }
    return (feeds, text.utf8.count, problems)
  }

  private static let bodies: [(String, @Sendable (Int) -> String)] = [
    ("a context", { "_Context: \((0..<$0).map { "Name \($0)" }.joined(separator: ", "))_\n" }),
    ("contexts", { (0..<$0).map { "_Context: Name \($0)_\n" }.joined() }),
    (
      "related events",
      {
        "### Related:\n\n"
          + (0..<$0).map { "1. [Rain](/news/2013/11/14/rain-\($0).md) _Context: Name \($0)_\n" }.joined()
      }
    ),
  ]

  @Test(arguments: bodies.indices)
  func `does not grow with its names beyond the limit, and is below 1,000 times its size`(kind: Int) throws {
    let body = Self.bodies[kind].1
    let (one, two) = (try Self.cost(names: 3_000, body), try Self.cost(names: 6_000, body))
    #expect(one.feeds < 1_000 * one.page)
    #expect(one.feeds == two.feeds)
    #expect(one.problems == 1 && two.problems == 1)
  }

  @Test(arguments: ["&", "\"", "<", "é"])
  func `is below 1,000 times its size when its names take more bytes in feeds`(mark: String) throws {
    let cost = try Self.cost(names: 100) { count in
      let marks = String(repeating: mark, count: 190 / mark.utf8.count - 9)
      let names = (0..<count).map { "Name \($0) \(marks)" }
      return "_Context: \(names.joined(separator: ", "))_\n"
    }
    #expect(cost.feeds < 1_000 * cost.page)
    // They are cut, and not left out.
    #expect(cost.feeds > 50 * cost.page)
  }

  @Test(arguments: ["&", "<", ">"])
  func `is below 1,000 times its size when its summary takes more bytes in feeds`(part: String) throws {
    let summary = String(repeating: part, count: 32_000 / part.utf8.count)
    let cost = try Self.cost(names: 100) { count in
      "\(summary)\n\n_Context: \((0..<count).map { "Name \($0)" }.joined(separator: ", "))_\n"
    }
    #expect(cost.feeds < 1_000 * cost.page)
  }

  @Test func `is bounded when other pages give an event its names, after a change as after a full run`()
    throws
  {
    let workspace = try Workspace()
    let fog = ArchivePage(day: "2013/11/14", title: "Fog comes.")
    func page(_ number: Int) -> ArchivePage {
      var page = ArchivePage(day: "2013/11/15", title: "Rain \(number) falls.", slug: "rain-\(number)")
      page.related = [
        fog.related(sharing: (0..<5).map { "Name \(100 + number * 5 + $0)" }.joined(separator: ", "))
      ]
      return page
    }
    try workspace.write([fog] + (0..<30).map(page))
    try workspace.run()
    func names() throws -> [String] {
      let entries = try AtomDocument(workspace.output(), "all.atom").entries
      return entries.first { $0.title == "Fog comes." }?.categories ?? []
    }
    let before = try names()
    #expect(before.count == 100)
    try workspace.remove(page(3))
    try workspace.write(page(40))
    try workspace.run()
    #expect(try names().count == 100)
    #expect(try names() != before)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
    let explained = try Explanation(
      workspace.configuration.buildSettings, clock: Workspace.clock(workspace.configuration)
    ).event("news/2013/11/14/fog-comes.md")
    #expect(explained.entities.count == 100)
  }
}
