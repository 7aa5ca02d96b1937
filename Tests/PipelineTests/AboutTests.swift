import Classification
import EventArchive
import Foundation
import Pipeline
import Publishing
import TestSupport
import Testing
import WorkspaceSupport

@Suite("An event is about a topic or mentions it")
struct AboutTests {
  private let harbour = ArchivePage(
    day: "2013/11/14", title: "Ada Quill opens a harbour in Egypt. Bryn Orrin of Malta is a guest.")
  private let lamp = ArchivePage(
    day: "2013/11/15", title: "A lamp is lit in Malta.", summary: "Said Ada Quill, who came from Egypt.")

  // The relation of each topic of an event, as `feedgen explain --json` has it.
  private struct Explained: Decodable {
    struct Topic: Decodable {
      let name: String
      let relation: String
    }
    let entities: [Topic]
    let countries: [Topic]
    let terms: [Topic]

    var relations: [String: String] {
      Dictionary((entities + countries + terms).map { ($0.name, $0.relation) }) { first, _ in first }
    }
  }

  private func relations(_ workspace: Workspace, of path: String) throws -> [String: String] {
    let file = workspace.content(path)
    let explanation = try Explanation(
      workspace.configuration.buildSettings, clock: Workspace.clock(workspace.configuration), files: [file])
    let json = try explanation.event(file).json()
    return try JSONDecoder().decode(Explained.self, from: Data(json.utf8)).relations
  }

  private func names(_ workspace: Workspace, _ path: String) throws -> [String] {
    try AtomDocument(workspace.output(), path).names
  }

  private func onDemand(_ workspace: Workspace, _ expression: String) throws -> [String] {
    let bytes = try workspace.onDemand().feed(.matching(Workspace.expression(expression)), .atom)
    return try AtomDocument(Data(bytes)).names
  }

  @Test("by its lead, its lists and its topic; the rest of its text, and other events, mention")
  func evidence() throws {
    var page = ArchivePage(
      day: "2013/11/16", title: "Ada Quill sails. Bryn Orrin waits.", form: .later, topic: "Regatta")
    page.related = [harbour.related(sharing: "Sloops")]
    let handwritten = ArchivePage(
      day: "2013/11/17", title: "Ships rest.", form: .handwritten, context: "Ada Quill, Bryn Orrin, Sloops")
    var other = ArchivePage(day: "2013/11/18", title: "Rowers rest.", form: .handwritten, context: "Oars")
    other.related = [page.related(sharing: "Kestrel Cup")]
    let workspace = try Workspace(withFeedsOfWords: harbour, page, handwritten, other)
    try workspace.write(
      "## [2013-11-16](/news/2013/11/16/index.md)\n\n### [\(page.title) ](\(page.name).md)\n_Context: Sails_\n\n",
      to: "news/2013/11/16/index.md")
    try workspace.run()
    let found = try relations(workspace, of: page.path)
    #expect(
      found == [
        "Ada Quill": "about", "Bryn Orrin": "mentions", "Regatta": "about", "Sloops": "about",
        "Sails": "about", "Kestrel Cup": "mentions",
      ])
    #expect(try relations(workspace, of: handwritten.path)["Bryn Orrin"] == "about")
  }

  @Test(
    "and is about a country of its lists that its text does not name, and by an entity if it has no other")
  func countriesOfLists() throws {
    func page(_ day: Int, _ title: String, _ context: String) -> ArchivePage {
      ArchivePage(day: "2013/11/\(day)", title: title, form: .handwritten, context: context)
    }
    let pages = [
      page(14, "Rain falls in Chile.", "Peru"), page(15, "Rain falls in Chile. Peru is dry.", "Peru"),
      page(16, "Grain is sold.", "Lisbon"), page(17, "Grain is sold in Chile.", "Lisbon"),
    ]
    let workspace = try Workspace()
    try workspace.write(pages)
    try workspace.run()
    let found = try pages.map { try relations(workspace, of: $0.path) }
    #expect(found[0]["Peru"] == "about")
    #expect(found[1]["Peru"] == "mentions")
    #expect(found[2]["Portugal"] == "about")
    #expect(found[3]["Portugal"] == "mentions")
    #expect(found.map { $0["Chile"] } == ["about", "about", nil, "about"])
  }

  @Test("which expressions with about: ask for, in feeds of the configuration and on demand")
  func expressions() throws {
    let workspace = try Workspace(harbour, lamp)
    let cases: [(expression: String, pages: [ArchivePage])] = [
      ("country:malta", [lamp, harbour]), ("about:country:malta", [lamp]), ("about:Malta", [lamp]),
      ("about:country:EG", [harbour]), ("entity:\"Ada Quill\"", [lamp, harbour]),
      ("about:entity:\"Ada Quill\"", [harbour]), ("about:\"Ada Quill\"", [harbour]),
      ("about:person:\"Ada Quill\"", [harbour]), ("about:place:\"Ada Quill\"", []),
      ("about:entity:malta", [lamp]), ("country:malta NOT about:malta", [harbour]),
      ("about:country:egypt OR about:country:malta", [lamp, harbour]), ("about:entity:nobody", []),
    ]
    workspace.configuration.topics = cases.enumerated().compactMap {
      workspace.topic("Case \($0.offset)", $0.element.expression)
    }
    try workspace.run()
    for (index, it) in cases.enumerated() {
      #expect(try names(workspace, "topic/case-\(index).atom") == it.pages.map(\.name), "\(it.expression)")
      #expect(try onDemand(workspace, it.expression) == it.pages.map(\.name), "\(it.expression)")
    }
  }

  @Test("which leaves mentions out of the feeds of countries if the configuration says so")
  func feeds() throws {
    let workspace = try Workspace(harbour, lamp)
    try workspace.run()
    let before = try workspace.output()
    #expect(try names(workspace, "country/malta.atom") == [lamp.name, harbour.name])
    workspace.configuration.countryFeeds = .about
    try workspace.run()
    let output = try workspace.output()
    #expect(try names(workspace, "country/malta.atom") == [lamp.name])
    #expect(try names(workspace, "country/egypt.atom") == [harbour.name])
    #expect(try CatalogueDocument(output).feeds.filter { $0.kind == "country" }.map(\.events) == [1, 1])
    // An event and all its topics stay as they are.
    #expect(output.files["all.atom"] == before.files["all.atom"])
    #expect(output.files["entity/ada-quill.atom"] == before.files["entity/ada-quill.atom"])
    #expect(try onDemand(workspace, "country:malta") == [lamp.name, harbour.name])
    workspace.configuration.countryFeeds = .all
    try workspace.run()
    #expect(try workspace.output().differences(from: before) == [])
  }

  @Test("which a later event does not change")
  func laterEvents() throws {
    let workspace = try Workspace(harbour, lamp)
    workspace.configuration.countryFeeds = .about
    try workspace.run()
    var linking = ArchivePage(
      day: "2013/11/20", title: "Malta plays Egypt.", form: .handwritten, context: "Malta, Egypt, Bryn Orrin")
    linking.related = [harbour.related(sharing: "Malta"), lamp.related(sharing: "Egypt")]
    try workspace.write(linking)
    try workspace.run()
    #expect(try names(workspace, "country/malta.atom") == [linking.name, lamp.name])
    #expect(try names(workspace, "country/egypt.atom") == [linking.name, harbour.name])
  }

  @Test("and of a post it is about the title and the keys of its front matter")
  func posts() throws {
    let workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    try workspace.write(
      "---\ntitle: A week in Lisbon\ndate: 2024-03-01\ntags: [Trains]\n---\n\nWe came from Spain with Ada Quill.\n",
      to: "posts/lisbon.md")
    try workspace.write(
      "---\ntitle: A week away\ndate: 2024-03-02\ncountries: [ES]\n---\n\nWe came from Portugal.\n",
      to: "posts/away.md")
    try workspace.run()
    let found = try relations(workspace, of: "posts/lisbon.md")
    #expect(["Portugal", "Trains", "Lisbon"].map { found[$0] } == ["about", "about", "about"])
    #expect(["Spain", "Ada Quill"].map { found[$0] } == ["mentions", "mentions"])
    #expect(try relations(workspace, of: "posts/away.md")["Spain"] == "about")
  }

  @Test(
    "by the same rules in feeds of countries, feeds of the configuration and feeds on demand",
    arguments: 1...6)
  func sameEverywhere(seed: Int) throws {
    var archive = RandomArchive(seed: 7700 + seed)
    let workspace = try Workspace()
    (workspace.configuration.windowEntries, workspace.configuration.formats) = (1_000, [.atom])
    workspace.configuration.countryFeeds = .about
    try workspace.apply(archive.additions(12))
    var mentions = 0
    for _ in 1...3 {
      try workspace.apply(archive.step())
      workspace.configuration.topics = ["egypt", "japan", "jordan"].compactMap {
        workspace.topic("About \($0)", "about:country:\($0)")
      }
      try workspace.run()
      let output = try workspace.output()
      for country in ["egypt", "japan", "jordan"] {
        let feed = output.files["country/\(country).atom"]
        let made = Data(
          try workspace.onDemand().feed(.matching(Workspace.expression("about:country:\(country)")), .atom))
        #expect(Workspace.entries(made) == Workspace.entries(feed), "\(country)")
        let configured = output.files["topic/about-\(country).atom"]
        #expect(Workspace.entries(made) == Workspace.entries(configured), "\(country)")
        mentions += try onDemand(workspace, "country:\(country) NOT about:country:\(country)").count
      }
    }
    #expect(mentions > 0)
  }
}
