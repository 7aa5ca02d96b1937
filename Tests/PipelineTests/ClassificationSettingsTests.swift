import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("What is configured about topics")
struct ClassificationSettingsTests {
  @Test("an alias files a name under another, whose spelling is shown, and follows chains")
  func aliases() throws {
    let workspace = try Workspace(
      withFeedsOfWords: page("14", "Sergei Shoigu"), page("15", "sergei shoigu, S. Shoigu"),
      page("16", "Sergey Shoygu"))
    workspace.configuration.aliases = ["S. Shoigu": "Sergei Shoigu", "Sergei Shoigu": "Sergey Shoygu"]
    try workspace.run()
    let feeds = try CatalogueDocument(workspace.output()).feeds.filter { $0.kind == "entity" }
    #expect(feeds.map(\.slug) == ["sergey-shoygu"])
    #expect(feeds.map(\.name) == ["Sergey Shoygu"])
    #expect(feeds.map(\.events) == [3])
  }

  @Test("an alias in a circle neither hangs nor loses an event")
  func circle() throws {
    let workspace = try Workspace(withFeedsOfWords: page("14", "Alpha Town"), page("15", "Beta Town"))
    workspace.configuration.aliases = ["Alpha Town": "Beta Town", "Beta Town": "Alpha Town"]
    try workspace.run()
    let feeds = try CatalogueDocument(workspace.output()).feeds.filter { $0.kind == "entity" }
    #expect(feeds.reduce(0) { $0 + $1.events } == 2)
  }

  @Test("an alias of a country's entity moves the events to the other name's country")
  func aliasOfCountry() throws {
    let workspace = try Workspace(withFeedsOfWords: page("14", "Land of the Nile"))
    workspace.configuration.aliases = ["Land of the Nile": "Egypt"]
    try workspace.run()
    #expect(try CatalogueDocument(workspace.output()).events["country/egypt.atom"] == 1)
  }

  @Test("an entity of too few events has no feed and is no category, and has when there are enough")
  func minimumEvents() throws {
    let workspace = try Workspace(withFeedsOfWords: page("14", "Often, Seldom"), page("15", "Often"))
    workspace.configuration.minimumEvents = 2
    try workspace.run()
    #expect(try CatalogueDocument(workspace.output()).events == ["all.atom": 2, "entity/often.atom": 2])
    #expect(try workspace.output().text("all.atom")?.contains("seldom") == false)
    try workspace.write(page("16", "Seldom"))
    try workspace.run()
    #expect(try CatalogueDocument(workspace.output()).events["entity/seldom.atom"] == 2)
  }

  @Test("a feed holds no more than its window, the newest first, and the catalogue counts all")
  func window() throws {
    let workspace = try Workspace()
    workspace.configuration.hidesWords = false
    try workspace.write((10...16).map { page("\($0)", "Norport") })
    workspace.configuration.windowEntries = 3
    try workspace.run()
    let entries = try AtomDocument(workspace.output(), "entity/norport.atom").entries
    #expect(entries.map(\.published) == ["16", "15", "14"].map { "2013-11-\($0)T00:00:00Z" })
    #expect(try CatalogueDocument(workspace.output()).events["entity/norport.atom"] == 7)
    try workspace.remove(page("16", ""))
    try workspace.run()
    #expect(
      try AtomDocument(workspace.output(), "entity/norport.atom").entries.last?.published.hasPrefix(
        "2013-11-13") == true)
  }

  private func page(_ day: String, _ context: String) -> ArchivePage {
    ArchivePage(day: "2013/11/\(day)", title: "It is day \(day).", form: .handwritten, context: context)
  }
}
