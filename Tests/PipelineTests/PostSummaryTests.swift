import EventArchive
import Foundation
import Publishing
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The summary of a post in HTML")
struct PostSummaryTests {
  private let workspace: Workspace
  private static let body =
    "<h2>News</h2>\n<div><img src=\"/fog.png\"></div>\n<p>Ferries &amp; <b>trams</b> of Egypt\nwait.</p>\n<p>More.</p>"

  init() throws {
    workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
  }

  private func write(_ fields: String = "") throws {
    try workspace.write(
      "---\ntitle: Fog\ndate: 2024-05-01\n\(fields)---\n\(Self.body)\n", to: "posts/fog.html")
  }

  @Test func `is its first paragraph, in which words and countries are found`() throws {
    try write()
    try workspace.run()
    let tree = try workspace.output()
    for feed in ["all.atom", "country/egypt.atom"] {
      let entry = try #require(try AtomDocument(tree, feed).entries.first)
      #expect(entry.texts["summary"] == "Ferries & trams of Egypt wait.")
      #expect(entry.content.contains("<p>More.</p>"))
    }
    let found = try workspace.onDemand().feed(.matching(Workspace.expression("text:trams")), .atom)
    #expect(try AtomDocument(Data(found)).titles == ["Fog"])
  }

  @Test func `is the content of the entry where entries have summaries only`() throws {
    workspace.configuration.posts.showsSummaries = true
    try write()
    try workspace.run()
    let entry = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    #expect(entry.content == "<p>Ferries &amp; trams of Egypt wait.</p>\n")
  }

  @Test func `is that of a key if there is one`() throws {
    try write("description: Nothing <b>moves</b>.\n")
    try workspace.run()
    let tree = try workspace.output()
    #expect(try AtomDocument(tree, "all.atom").entries.first?.texts["summary"] == "Nothing moves.")
    #expect(tree.files["country/egypt.atom"] == nil)
  }
}
