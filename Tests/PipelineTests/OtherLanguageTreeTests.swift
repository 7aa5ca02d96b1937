import EventArchive
import Foundation
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("Countries in texts of other languages")
struct OtherLanguageTreeTests {
  private let museum = ArchivePage(day: "2014/02/13", title: "Ägypten öffnet ein Museum")
  private let museumInEnglish = ArchivePage(day: "2014/02/14", title: "A museum opens")

  private func countries(_ workspace: Workspace) throws -> [String] {
    try workspace.output().files.keys.filter { $0.hasPrefix("country/") && $0.hasSuffix(".atom") }.sorted()
  }

  @Test("have feeds in an archive whose language is the site's, from the run on that knows the language")
  func archive() throws {
    let workspace = try Workspace(museum, museumInEnglish)
    workspace.configuration.language = "en"
    try workspace.run()
    #expect(try countries(workspace) == [])
    workspace.configuration.language = "de"
    try workspace.run()
    #expect(try countries(workspace) == ["country/egypt.atom"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
    try workspace.write(ArchivePage(day: "2014/02/15", title: "Russische Züge fahren nach Peking"))
    try workspace.run()
    #expect(
      try countries(workspace) == ["country/china.atom", "country/egypt.atom", "country/russia.atom"])
    #expect(try workspace.output().differences(from: workspace.freshOutput()) == [])
  }

  @Test("have feeds by the script of the text, whatever the language of the site")
  func scripts() throws {
    let workspace = try Workspace(
      ArchivePage(day: "2014/02/13", title: "В России открыли музей", slug: "one"),
      ArchivePage(day: "2014/02/14", title: "中国开放博物馆", slug: "two"))
    try workspace.run()
    #expect(try countries(workspace) == ["country/china.atom", "country/russia.atom"])
  }

  @Test("have feeds by the language of the post, else by that of the site")
  func posts() throws {
    let workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    try workspace.write(post("Les États-Unis ouvrent un musée", "lang: fr\n"), to: "posts/one.md")
    try workspace.write(post("Die Türkei öffnet ein Museum", ""), to: "posts/two.md")
    try workspace.write(post("Fog", "lang: de\ntags: [Polen]\n"), to: "posts/three.md")
    try workspace.run()
    #expect(try countries(workspace) == ["country/poland.atom", "country/united-states.atom"])
    var settings = SiteSettings(kind: .hugo)
    settings.language = "de"
    workspace.configuration.format = ContentSettings(site: PostSite(settings, root: .content))
    try workspace.run()
    // Posts in other languages than the site's are not published.
    #expect(try countries(workspace) == ["country/poland.atom", "country/turkey.atom"])
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test("are explained by the words in that language")
  func explanation() throws {
    let workspace = try Workspace(museum)
    workspace.configuration.language = "de"
    try workspace.run()
    let explained = try Explanation(
      workspace.configuration.buildSettings, clock: Workspace.clock(workspace.configuration)
    ).event(museum.path)
    #expect(explained.countries.map(\.name) == ["Egypt"])
    #expect(explained.countries.flatMap(\.evidence).map(\.words) == ["Ägypten"])
  }

  private func post(_ title: String, _ keys: String) -> String {
    "---\ntitle: \(title)\ndate: 2024-05-01\n\(keys)---\nFog.\n"
  }
}
