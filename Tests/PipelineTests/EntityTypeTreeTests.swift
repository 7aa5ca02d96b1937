import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Kinds of entities")
struct EntityTypeTreeTests {
  private static let types = [
    "ada-quill": "person", "brynmoor-river": "place", "kestrel-party": "organisation", "norland-war": "event",
    "sudhaven-act": "other",
  ]

  private func workspace() throws -> Workspace {
    let workspace = try Workspace(
      ArchivePage(
        day: "2014/02/13", title: "One.", form: .handwritten,
        context: "Ada Quill, Brynmoor River, Kestrel Party, Norland War, Sudhaven Act"))
    workspace.configuration.topics = [
      try #require(workspace.topic("Person", #"person:"Ada Quill" AND NOT place:"Ada Quill""#)),
      try #require(workspace.topic("Place", "place:kestrel-party OR place:nowhere")),
    ]
    return workspace
  }

  @Test("are in the catalogue, in the groups of OPML, in the page's list and in the schemes of categories")
  func documents() throws {
    let workspace = try workspace()
    try workspace.run()
    let output = try workspace.output()
    let feeds = try CatalogueDocument(output).feeds
    #expect(feeds.count > Self.types.count)
    for feed in feeds { #expect(feed.type == (feed.kind == "entity" ? Self.types[feed.slug] : nil)) }
    let categories = try #require(try AtomDocument(output, "all.atom").entries.first?.categories)
    for (slug, type) in Self.types {
      #expect(categories.contains { $0.hasSuffix("/entity/#\(type)\(slug)") }, "\(categories)")
    }
    let opml = try XMLElementNode(parsing: Data(try #require(output.files["feeds.opml"])))
    let groups = opml.children[1].all("outline").filter { !$0.children.isEmpty }
    let titles = groups.compactMap { $0.attributes["text"] }
    #expect(titles.suffix(5) == ["People", "Places", "Organisations", "Events", "Other entities"])
    #expect(try #require(output.text("assets/topics.json")).contains(#""types":"ploex""#))
  }

  @Test("decide in expressions, in topics of the configuration and on demand")
  func expressions() throws {
    let workspace = try workspace()
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "topic/person.atom").entries.count == 1)
    #expect(try AtomDocument(workspace.output(), "topic/place.atom").entries.isEmpty)
    let onDemand = try workspace.onDemand()
    for (text, count) in [
      ("place:brynmoor-river", 1), ("person:brynmoor-river", 0), ("event:\"norland WAR\"", 1),
    ] {
      let document = try onDemand.feed(.matching(Workspace.expression(text)), .atom)
      #expect(try AtomDocument(Data(document)).entries.count == count, "\(text)")
    }
  }

  @Test("select the topics of a list")
  func list() throws {
    let workspace = try workspace()
    try workspace.run()
    for (slug, type) in Self.types {
      let outcome = try workspace.runBinary("list", "--kind", type)
      #expect(outcome.output.split(separator: "\n").count == 1)
      #expect(outcome.output.contains("/entity/\(slug).atom"))
    }
    #expect(try workspace.runBinary("list", "--kind", "ship").status == 64)
  }
}
