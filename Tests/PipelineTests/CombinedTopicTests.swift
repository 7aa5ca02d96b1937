import Classification
import Foundation
import Publishing
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Combined topics")
struct CombinedTopicTests {
  // A random expression, and the events that plain sets say it has.
  private struct Case {
    var text: String
    var events: Set<String>
  }

  // The sets of events that terms mean, found in feeds that know nothing of expressions.
  private struct Terms {
    var all: Set<String> = []
    var sets: [(term: String, events: Set<String>)] = []

    init(_ output: FileTree) throws {
      let entries = try AtomDocument(output, "all.atom").entries
      all = Set(entries.map(\.id))
      for feed in try CatalogueDocument(output).feeds where feed.kind == "entity" || feed.kind == "country" {
        let ids = Set(try AtomDocument(output, feed.formats["atom"] ?? "").entries.map(\.id))
        let name = feed.name.replacing("\"", with: "\\\"")
        sets.append(("\(feed.kind):\"\(name)\"", ids))
        sets.append(("\(feed.kind):\(feed.slug)", ids))
      }
      for words in ["bridge", "A bridge", "buys grain", "grain buys", "singers", "sang until it", "mayor"] {
        let pattern = try Regex("(?i)(^|[^a-z])\(words)($|[^a-z])")
        let found = entries.filter { entry in
          [entry.title, entry.texts["summary"] ?? ""].contains { $0.firstMatch(of: pattern) != nil }
        }
        sets.append(("text:\"\(words)\"", Set(found.map(\.id))))
      }
      for (term, isIn) in [
        ("from:2014", { $0 >= "2014" }), ("to:2013", { $0 < "2014" }),
        ("from:2013-11-14", { $0 >= "2013-11-14" }),
        ("to:2013-11", { $0 < "2013-12" }), ("to:2013-11-13", { $0 < "2013-11-14" }),
        ("from:2018-03", { $0 >= "2018-03" }),
      ] as [(String, (String) -> Bool)] {
        sets.append((term, Set(entries.filter { isIn($0.published) }.map(\.id))))
      }
    }

    func random(_ random: inout SeededGenerator, depth: Int) -> Case {
      let choice = depth == 0 ? 0 : Int.random(in: 0...5, using: &random)
      switch choice {
      case 0, 1:
        let (term, events) = sets[Int.random(in: 0..<sets.count, using: &random)]
        return Case(text: term, events: events)
      case 2:
        let part = self.random(&random, depth: depth - 1)
        return Case(text: "NOT (\(part.text))", events: all.subtracting(part.events))
      case 3:
        let (left, right) = (self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1))
        let word = random.chance(30) ? "" : "AND "
        return Case(
          text: "(\(left.text)) \(word)(\(right.text))", events: left.events.intersection(right.events))
      case 4:
        let (left, right) = (self.random(&random, depth: depth - 1), self.random(&random, depth: depth - 1))
        return Case(text: "(\(left.text) OR \(right.text))", events: left.events.union(right.events))
      default:
        // NOT binds tighter than AND, and AND tighter than OR.
        let parts = (0..<3).map { _ in self.random(&random, depth: 0) }
        return Case(
          text: "\(parts[0].text) OR NOT \(parts[1].text) AND \(parts[2].text)",
          events: parts[0].events.union(all.subtracting(parts[1].events).intersection(parts[2].events)))
      }
    }
  }

  @Test("have the events that plain set algebra gives, also after changes", arguments: 1...10)
  func algebra(seed: Int) throws {
    var archive = RandomArchive(seed: 7000 + seed)
    var random = SeededGenerator(seed: 7100 + seed)
    let workspace = try Workspace()
    (workspace.configuration.windowEntries, workspace.configuration.formats) = (1_000, [.atom])
    try workspace.apply(archive.additions(14))
    try workspace.run()
    let onDemand = try workspace.onDemand()
    var sizes: Set<Int> = []
    for _ in 1...3 {
      let terms = try Terms(workspace.output())
      let cases = (0..<12).map { _ in terms.random(&random, depth: 3) }
      workspace.configuration.topics = try cases.enumerated().map { index, it in
        try #require(workspace.topic("Case \(index)", it.text), "\(it.text)")
      }
      try workspace.run()
      let output = try workspace.output()
      for (index, it) in cases.enumerated() {
        let ids = try AtomDocument(output, "topic/case-\(index).atom").entries.map(\.id)
        #expect(Set(ids) == it.events && ids.count == it.events.count, "\(it.text)")
        sizes.insert(ids.count)
        let made = try onDemand.feed(.matching(Workspace.expression(it.text)), .atom)
        let published = output.files["topic/case-\(index).atom"]
        #expect(Workspace.entries(Data(made)) == Workspace.entries(published), "\(it.text)")
      }
      try workspace.apply(archive.step())
      workspace.configuration.topics = []
      try workspace.run()
    }
    #expect(sizes.count > 3)
  }

  @Test("have a feed that says what it is, is listed, and is there before the first event")
  func documents() throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt."))
    workspace.configuration.topics = try [
      #require(workspace.topic("Fog & ferries", "text:fog")),
      #require(workspace.topic("Egypt", "country:egypt")),
      #require(workspace.topic("Snow", "text:snow")),
    ]
    let summary = try workspace.run()
    #expect(summary.problems.isEmpty)
    let output = try workspace.output()
    let feed = try AtomDocument(output, "topic/fog-and-ferries.atom")
    #expect(feed.texts["title"] == "Fog & ferries (topic) – News by topic")
    #expect(feed.texts["id"] == "tag:localhost,2000-01-01:/feeds/topic/fog-and-ferries")
    #expect(feed.titles == ["Fog stops the ferries of Egypt."])
    #expect(try AtomDocument(output, "topic/snow.atom").titles == [])
    #expect(output.files["topic/snow.rss"] != nil)
    let listed = try CatalogueDocument(output).feeds.filter { $0.kind == "topic" }
    #expect(listed.map(\.name) == ["Egypt", "Fog & ferries", "Snow"])
    #expect(listed.map(\.events) == [1, 1, 0])
    #expect(output.text("feeds.opml")?.contains("text=\"Fog &amp; ferries (topic)\"") == true)
  }

  @Test("change nothing of entries: readers would show these again")
  func entries() throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt."))
    try workspace.run()
    let before = try workspace.output()
    workspace.configuration.topics = try [#require(workspace.topic("Fog", "text:fog"))]
    try workspace.run()
    let after = try workspace.output()
    for path in ["all.atom", "country/egypt.rss"] { #expect(after.files[path] == before.files[path]) }
    #expect(
      try AtomDocument(after, "topic/fog.atom").entries == AtomDocument(after, "all.atom").entries)
  }

  @Test("name an entity by any of its names")
  func aliases() throws {
    let workspace = try Workspace(
      ArchivePage(
        day: "2013/11/14", title: "Ministers meet.", form: .handwritten, context: "Sergei Shoigu"))
    workspace.configuration.aliases = ["Sergei Shoigu": "Sergey Shoygu"]
    workspace.configuration.topics = try [
      #require(workspace.topic("By alias", "entity:\"sergei SHOIGU\"")),
      #require(workspace.topic("By name", "entity:\"Sergey Shoygu\"")),
      #require(workspace.topic("By slug", "entity:sergey-shoygu")),
    ]
    try workspace.run()
    let output = try workspace.output()
    for path in ["by-alias", "by-name", "by-slug"] {
      #expect(try AtomDocument(output, "topic/\(path).atom").titles == ["Ministers meet."], "\(path)")
    }
  }

  @Test("look for words as readers see them, not in marks and addresses")
  func markup() throws {
    let workspace = try Workspace(
      ArchivePage(
        day: "2013/11/14", title: "Fog comes.",
        summary: "See [the *Link*](http://bar.example/qux) and **mo**re."))
    workspace.configuration.topics = try [
      #require(workspace.topic("Seen", "text:\"the link and more\"")),
      #require(workspace.topic("Unseen", "text:qux")),
    ]
    try workspace.run()
    let output = try workspace.output()
    #expect(try AtomDocument(output, "topic/seen.atom").titles == ["Fog comes."])
    #expect(try AtomDocument(output, "topic/unseen.atom").titles == [])
  }

  @Test("that take the place of an alias are noticed, as is every change of the configuration")
  func confusable() throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "It did rain.", form: .handwritten, context: "Rain"))
    workspace.configuration.aliases = ["Rain": "text:rain"]
    try workspace.run()
    workspace.configuration.aliases = [:]
    workspace.configuration.topics = try [#require(workspace.topic("Rain", "text:rain"))]
    try workspace.run()
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
    #expect(try workspace.output().files["topic/rain.atom"] != nil)
  }

  @Test("leave nothing when they are taken out of the configuration")
  func removal() throws {
    let workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "It did rain."))
    workspace.configuration.topics = try [#require(workspace.topic("Rain", "text:rain"))]
    try workspace.run()
    workspace.configuration.topics = []
    try workspace.run()
    #expect(!FileManager.default.fileExists(atPath: workspace.configuration.output + "/topic"))
  }
}
