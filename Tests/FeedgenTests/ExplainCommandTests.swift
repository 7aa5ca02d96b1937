import Classification
import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("feedgen explain")
struct ExplainCommandTests {
  private struct Explained: Decodable {
    struct Evidence: Decodable {
      let rule: String
      let file: String
      let line: Int?
      let words: String
    }
    struct Entity: Decodable {
      let name: String
      let slug: String
      let evidence: [Evidence]
    }
    struct Country: Decodable {
      let code: String
      let name: String
      let evidence: [Evidence]
    }
    let event: String
    let entities: [Entity]
    let countries: [Country]
  }

  private let pages: [ArchivePage] = {
    let harbour = ArchivePage(
      day: "2013/11/14", title: "Ada Quill opens a harbour in Egypt.", form: .handwritten, context: "Harbours"
    )
    var lamp = ArchivePage(day: "2016/04/8", title: "A lamp is lit.", form: .later, topic: "Lamps")
    lamp.related = [harbour.related(sharing: "Ada Quill, Docks")]
    return [harbour, lamp]
  }()

  @Test("gives a JSON object a line, with every kind of evidence and where it stands")
  func json() throws {
    let workspace = try workspace()
    let outcome = try workspace.runBinary(
      "explain", "--json", workspace.content(pages[0].path), pages[1].name)
    #expect(outcome.status == 0)
    let events = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Explained.self, from: Data($0.utf8))
    }
    #expect(events.map(\.event) == pages.map(\.name))
    let rules = events.map { event in
      Dictionary(uniqueKeysWithValues: event.entities.map { ($0.slug, Set($0.evidence.map(\.rule))) })
    }
    #expect(
      rules[0] == [
        "ada-quill": ["linked", "mention"], "docks": ["linked", "day page"],
        "harbours": ["context"],
      ])
    #expect(rules[1] == ["ada-quill": ["related"], "docks": ["related"], "lamps": ["topic"]])
    #expect(events[0].countries.map(\.code) == ["EG"])
    #expect(events[0].countries.first?.evidence.map(\.rule) == ["name"])
    let linked = try #require(events[0].entities.first?.evidence.first { $0.rule == "linked" })
    #expect((linked.file, linked.words) == (pages[1].path, "Ada Quill"))
    let line = try #require(linked.line)
    #expect(
      pages[1].text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].contains(
        "_Context: Ada Quill"))
  }

  @Test("says the same to people")
  func text() throws {
    let workspace = try workspace()
    let outcome = try workspace.runBinary("explain", workspace.content(pages[0].path))
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first == Substring(pages[0].name))
    #expect(lines.contains("  Ada Quill (person), about"))
    #expect(lines.contains("    mention: \"Ada Quill\" in title, character 1"))
    #expect(lines.contains("  Egypt (country EG), about"))
    #expect(lines.contains("    name: \"Egypt\" in title, character 30"))
  }

  @Test("says why words are a name, and why a name of a list has no feed")
  func reasons() throws {
    let page = ArchivePage(
      day: "2013/11/14", title: "Ferries of the Kestrel Party wait in Brynmoor.", form: .handwritten,
      context: "Overnight, President Ada Quill")
    let workspace = try Workspace(page)
    try workspace.run()
    let lines = try workspace.runBinary("explain", workspace.content(page.path)).output.split(separator: "\n")
    #expect(lines.contains("  Brynmoor (organisation), about") || lines.contains("  Brynmoor (place), about"))
    #expect(lines.contains("    a name: behind a preposition of places, and no common word"))
    #expect(lines.contains("    a name: the name of a body ends it"))
    #expect(lines.contains("    no feed: a common word"))
    #expect(lines.contains("    no feed: other names: Ada Quill"))
  }

  @Test("knows the topics that the event's feeds are", arguments: [true, false])
  func agreesWithFeeds(mentions: Bool) throws {
    var archive = RandomArchive(seed: 41)
    let workspace = try Workspace()
    for _ in 1...12 {
      for case .write(let path, let text) in archive.step() { try workspace.write(text, to: path) }
    }
    workspace.configuration.mentions = mentions
    let json = #"{"classification": {"mentions": \#(mentions)}}"#
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    try workspace.run()
    let entries = try AtomDocument(workspace.output(), "all.atom").entries
    let names = try AtomDocument(workspace.output(), "all.atom").names
    let outcome = try FeedgenProcess.run(["explain", "--json"] + names, in: workspace.directory.path)
    let events = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Explained.self, from: Data($0.utf8))
    }
    #expect(events.map(\.event) == names)
    for (event, entry) in zip(events, entries) {
      let topics =
        event.entities.map { "entity/" + $0.slug }
        + event.countries.map { country in
          "country/" + country.name.lowercased().split(separator: " ").joined(separator: "-")
        }
      #expect(Set(topics.map { "http://localhost:8080/" + $0 }) == Set(entry.categories), "\(event.event)")
      #expect(event.entities.allSatisfy { !$0.evidence.isEmpty })
    }
  }

  @Test("has no more countries than the feeds when an event has too many")
  func manyCountries() throws {
    let names = Gazetteer.standard.countries.prefix(80).map(\.name)
    let page = ArchivePage(
      day: "2018/01/2", title: "A map is drawn", form: .handwritten, context: names.joined(separator: ", "))
    let workspace = try Workspace(page)
    try workspace.run()
    let outcome = try workspace.runBinary("explain", "--json", page.name)
    let event = try JSONDecoder().decode(Explained.self, from: Data(outcome.output.utf8))
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    let published = entry.categories.filter { $0.contains("/country/") }
    #expect(!published.isEmpty)
    #expect(published.count < names.count)
    #expect(event.countries.count == published.count)
    #expect(event.countries.allSatisfy { !$0.evidence.isEmpty })
  }

  @Test("reads files that no run has seen yet, and writes nothing")
  func unseen() throws {
    let workspace = try Workspace()
    try workspace.write(pages)
    let outcome = try workspace.runBinary("explain", "--json", workspace.content(pages[1].path))
    #expect(outcome.status == 0)
    #expect(outcome.output.contains(#""slug":"lamps""#))
    #expect(try FileManager.default.contentsOfDirectory(atPath: workspace.directory.path) == ["content"])
  }

  @Test("says what a run would find, when a file that no run has seen makes an older event's mention count")
  func unseenName() throws {
    let workspace = try Workspace(pages[0])
    try workspace.run()
    try workspace.write(
      ArchivePage(day: "2016/04/9", title: "Prizes.", form: .handwritten, context: "Ada Quill"))
    let before = try workspace.runBinary("explain", "--json", pages[0].name).output
    try workspace.run()
    let after = try workspace.runBinary("explain", "--json", pages[0].name).output
    #expect(after.contains("ada-quill"))
    #expect(before == after)
  }

  @Test(
    "says of a file that has turned bad what its last good version is filed under, again and again the same")
  func turnedBad() throws {
    let workspace = try workspace()
    let good = try workspace.runBinary("explain", "--json", pages[0].name).output
    for page in pages { try workspace.write("no title here", to: page.path) }
    try workspace.run()
    for _ in 1...5 { #expect(try workspace.runBinary("explain", "--json", pages[0].name).output == good) }
  }

  @Test("cites a mention whose words are not those of the entity's key")
  func otherWords() throws {
    let rally = ArchivePage(day: "2018/01/2", title: "A MeToo rally is held")
    let workspace = try Workspace(rally)
    try workspace.write(
      ArchivePage(day: "2018/01/3", title: "Prizes.", form: .handwritten, context: "#MeToo"))
    try workspace.run()
    let lines = try workspace.runBinary("explain", rally.name).output.split(separator: "\n")
    #expect(lines.contains("    mention: \"MeToo\" in title, character 3"))
  }

  @Test(
    "ends with 66 for what is no event",
    arguments: ["index.md", "news/2013/11/14/index.md", "nowhere.md", "/", ""])
  func noEvent(file: String) throws {
    let workspace = try workspace()
    let outcome = try workspace.runBinary("explain", file)
    #expect(outcome.status == 66)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("feedgen: error: \(file): "))
  }

  @Test("names the topics of the configuration that the event has, and what they ask for")
  func combinedTopics() throws {
    let workspace = try workspace()
    let config = """
      {"topics": [{"name": "Quiet", "match": "text:noise"},
        {"name": "Open harbours", "match": "country:egypt text:\\"a harbour\\" entity:docks to:2013"}]}
      """
    try Data(config.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    let outcome = try workspace.runBinary("explain", workspace.content(pages[0].path))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output.hasSuffix(
        "  Open harbours (topic)\n    match: country:egypt text:\"a harbour\" entity:docks to:2013\n"))
    #expect(!outcome.output.contains("Quiet"))
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(pages)
    try workspace.write(
      "## x\n\n### [x](\(pages[0].name).md)\n_Context: Docks_\n", to: "news/2013/11/14/index.md")
    try workspace.run()
    return workspace
  }
}
