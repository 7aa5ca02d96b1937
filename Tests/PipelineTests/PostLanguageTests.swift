import EventArchive
import Foundation
import Primitives
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The language of a post in feeds")
struct PostLanguageTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    workspace.configuration.formats = FeedFormat.allCases
    // The site does not name its language, so it has posts in any.
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
  }

  private func write(_ field: String) throws {
    try workspace.write(
      "---\ntitle: Fog\ndate: 2024-05-01\ntags: [fog]\n\(field)\n---\nFog.\n", to: "posts/fog.md")
  }

  // The language of the only entry of a feed, in every format.
  private func language(_ tree: FileTree, _ feed: String = "all") throws -> String? {
    let atom = try XMLElementNode(parsing: #require(tree.files[feed + ".atom"])).all("entry")
    let rss = try RSSDocument(#require(tree.files[feed + ".rss"])).items
    let json = try JSONFeedDocument(#require(tree.files[feed + ".json"])).items
    #expect(Set([atom.count, rss.count, json.count]) == [1])
    let language = atom.first?.attributes["xml:lang"]
    #expect(rss.first?["dc:language"] == language)
    #expect(json.first?.language == language)
    return language
  }

  @Test(
    "is named when it is another than that of the feed",
    arguments: [
      ("lang: ar", "ar"), ("language: pt_br", "pt-BR"), ("locale: he-IL", "he-IL"), ("lang: en", nil),
      ("lang: en-GB", "en-GB"), ("lang: none", nil), ("draft: false", nil),
    ])
  func named(field: String, language: String?) throws {
    try write(field)
    try workspace.run()
    let tree = try workspace.output()
    for feed in ["all", "tag/fog"] { #expect(try self.language(tree, feed) == language) }
    for format in FeedFormat.allCases {
      let made = try workspace.onDemand().feed(.matching(Workspace.expression("tag:fog")), format)
      let start = format == .json ? "\"items\":" : format == .atom ? "<entry" : "<item>"
      func entries(_ data: Data) throws -> Substring {
        let text = String(decoding: data, as: UTF8.self)
        return text[try #require(text.firstRange(of: start)).lowerBound...]
      }
      let published = try #require(tree.files["tag/fog.\(format.pathExtension)"])
      #expect(try entries(Data(made)) == entries(published), "\(format)")
    }
  }

  @Test func `is that of an edited post, which is updated by it`() throws {
    try write("lang: ar")
    try workspace.run()
    let before = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    try write("lang: fa")
    try workspace.run(now: Workspace.now + 100)
    let tree = try workspace.output()
    #expect(try language(tree) == "fa")
    #expect(try #require(try AtomDocument(tree, "all.atom").entries.first).updated > before.updated)
    #expect(try tree.differences(from: workspace.fullOutput(now: Workspace.now + 100)) == [])
  }

  @Test func `is not that of the post when the feed gets this language`() throws {
    try write("lang: ar")
    try workspace.run()
    #expect(try language(workspace.output()) == "ar")
    let before = try AtomDocument(workspace.output(), "all.atom").entries.first?.updated
    workspace.configuration.language = "ar"
    try workspace.run(now: Workspace.now + 100)
    let tree = try workspace.output()
    #expect(try language(tree) == nil)
    #expect(try AtomDocument(tree, "all.atom").entries.first?.updated == before)
    #expect(try tree.differences(from: workspace.fullOutput()) == [])
  }
}
