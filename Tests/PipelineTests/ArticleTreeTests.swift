import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Articles about entities")
struct ArticleTreeTests {
  private static let article = "https://en.wikipedia.org/wiki/Kestrel_war"

  private func page(_ day: Int, _ name: String, article: String? = Self.article) -> ArchivePage {
    var page = ArchivePage(day: "2014/02/\(day)", title: "Event \(day).", form: .handwritten, context: name)
    page.articles = article.map { [(name, $0)] } ?? []
    return page
  }

  private func titles(_ workspace: Workspace, _ slug: String) throws -> [String] {
    try AtomDocument(workspace.output(), "entity/\(slug).atom").entries.map(\.title)
  }

  @Test("are in the catalogue and on the page of the entity, and mentions are found as of other names")
  func catalogue() throws {
    let workspace = try Workspace(page(13, "Ada Quill", article: "Q79"))
    try workspace.write(ArchivePage(day: "2014/02/14", title: "A boat of Ada Quill sinks."))
    try workspace.run()
    let feed = try #require(
      try CatalogueDocument(workspace.output()).feeds.first { $0.slug == "ada-quill" })
    #expect(feed.article == "https://www.wikidata.org/wiki/Q79")
    #expect(feed.name == "Ada Quill")
    #expect(feed.events == 2)
    let html = try #require(try workspace.output().text("entity/ada-quill.html"))
    #expect(html.contains(#"Article: <a href="https://www.wikidata.org/wiki/Q79">www.wikidata.org</a>"#))
    try workspace.write(page(15, "Ada Quill", article: "Q80"))
    try workspace.write(page(16, "Ada Quill", article: "Q80"))
    try workspace.run()
    let changed = try CatalogueDocument(workspace.output()).feeds.first { $0.slug == "ada-quill" }
    #expect(changed?.article == "https://www.wikidata.org/wiki/Q80")
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test("make two names one from the next full run on, and then at once")
  func merge() throws {
    let workspace = try Workspace(
      page(12, "Kestrel war"), page(13, "Kestrel war"), page(14, "Kestrel war"),
      page(15, "Brynmoor conflict"),
      page(16, "Brynmoor conflict", article: nil))
    try workspace.run()
    let merged = ["Event 16.", "Event 15.", "Event 14.", "Event 13.", "Event 12."]
    #expect(try titles(workspace, "kestrel-war") == merged)
    #expect(try workspace.output().text("entity/brynmoor-conflict.atom") == nil)
    try workspace.write(page(17, "War of the Kestrels"))
    try workspace.run()
    #expect(try titles(workspace, "kestrel-war") == ["Event 17."] + merged)
    #expect(try workspace.output().differences(from: workspace.rebuiltOutput()) == [])
    let outcome = try workspace.runBinary("entities")
    #expect(outcome.output.contains("Brynmoor conflict"))
    #expect(outcome.output.contains("same article"))
  }

  @Test("are learned anew when aliases change, and go to the name that an alias leads to")
  func aliases() throws {
    let workspace = try Workspace(
      page(13, "Kestrel war"), page(14, "Kestrel war"), page(15, "Brynmoor conflict"))
    for aliases in [["Brynmoor conflict": "Norland war"], [:], ["Kestrel war": "Norland war"], [:]] {
      workspace.configuration.aliases = aliases
      try workspace.run()
      let slug = aliases.isEmpty ? "kestrel-war" : "norland-war"
      #expect(try titles(workspace, slug) == ["Event 15.", "Event 14.", "Event 13."], "\(aliases)")
      #expect(try CatalogueDocument(workspace.output()).feeds.filter { $0.kind == "entity" }.count == 1)
    }
  }

  @Test("come and go in the catalogue with the list of a page, and unite no name that means several things")
  func changes() throws {
    var fog = page(13, "Kestrel war", article: nil)
    let workspace = try Workspace(fog, page(14, "Norland war"))
    func article(isFull: Bool = false) throws -> String? {
      try workspace.run(isFull: isFull)
      return try CatalogueDocument(workspace.output()).feeds.first { $0.slug == "kestrel-war" }?.article
    }
    #expect(try article() == nil)
    for address in ["https://www.wikidata.org/wiki/Q7", "https://www.wikidata.org/wiki/Q8", nil] {
      fog.articles = address.map { [("Kestrel war", $0)] } ?? []
      try workspace.write(fog)
      #expect(try article() == address)
    }
    try workspace.write(page(15, "Kestrel war"))
    try workspace.write(page(16, "Kestrel war", article: "Q9"))
    // Of two meanings, the one that is linked counts.
    #expect(try article(isFull: true) == "https://www.wikidata.org/wiki/Q9")
    #expect(try titles(workspace, "norland-war") == ["Event 15.", "Event 14."])
    #expect(try titles(workspace, "kestrel-war") == ["Event 16.", "Event 13."])
  }

  @Test("make no names one that the configuration sets apart, nor names of which it is not the usual one")
  func apart() throws {
    let workspace = try Workspace(
      page(13, "Kestrel war"), page(14, "Kestrel war"), page(15, "Brynmoor conflict"),
      page(16, "Norland war"), page(17, "Norland war", article: "Q5"), page(18, "Norland war", article: "Q5"))
    workspace.configuration.apart = ["Brynmoor conflict"]
    try workspace.run()
    #expect(try titles(workspace, "brynmoor-conflict") == ["Event 15."])
    #expect(try titles(workspace, "norland-war").contains("Event 17."))
    #expect(try titles(workspace, "norland-war").contains("Event 18."))
  }
}
