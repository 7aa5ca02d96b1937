import Classification
import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@Suite("Countries by the configuration")
struct CountrySettingsTests {
  private func countries(_ workspace: Workspace) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: workspace.configuration.output + "/country")
      .filter { $0.hasSuffix(".atom") }.map { String($0.dropLast(5)) }.sorted()
  }

  @Test func `a changed country of the site files all events again`() throws {
    let workspace = try Workspace(ArchivePage(day: "2014/02/3", title: "A fire burns in London"))
    try workspace.run()
    #expect(try countries(workspace) == ["united-kingdom"])
    workspace.configuration.countries.home = "CA"
    try workspace.run()
    #expect(try countries(workspace).contains("canada"))
  }

  @Test func `a territory counts for the countries of the configuration`() throws {
    let workspace = try Workspace(ArchivePage(day: "2014/02/3", title: "Blackouts hit Crimea"))
    workspace.configuration.countries.disputed = ["Crimea": ["RU", "UA"]]
    try workspace.run()
    #expect(try countries(workspace) == ["russia", "ukraine"])
  }

  @Test func `the source of an event decides which place is meant`() throws {
    let workspace = try Workspace(
      ArchivePage(
        day: "2014/02/3", title: "A fire burns in London", sources: [("Paper", "https://lfpress.com/news/1")])
    )
    try workspace.run()
    #expect(try countries(workspace) == ["canada"])
  }
}
