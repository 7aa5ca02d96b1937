import EventArchive
import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The feed of a term in another script")
struct TermAddressTests {
  private let tree: FileTree

  init() throws {
    let workspace = try Workspace()
    workspace.configuration.formats = FeedFormat.allCases
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    try workspace.write(
      "---\ntitle: One\ndate: 2024-05-01\ntags: [日本, naïve]\n---\nFog.\n", to: "posts/one.md")
    try workspace.run()
    tree = try workspace.output()
  }

  // RFC 3986 has ASCII alone in URLs, and RFC 4151 in tag URIs.
  @Test(
    "has a percent-encoded address and id in every document",
    arguments: [("日本", "%E6%97%A5%E6%9C%AC"), ("naïve", "na%C3%AFve")])
  func addresses(slug: String, encoded: String) throws {
    for format in FeedFormat.allCases {
      let text = try #require(tree.text("tag/\(slug).\(format.pathExtension)"))
      for other in FeedFormat.allCases {
        #expect(!text.contains("/tag/\(slug).\(other.pathExtension)"))
      }
      #expect(text.contains("/tag/\(encoded).\(format.pathExtension)\""))
    }
    let id = "<id>tag:localhost,2000-01-01:/feeds/tag/\(encoded)</id>"
    #expect(tree.text("tag/\(slug).atom")?.contains(id) == true)
    let lists = try #require(tree.text("feeds.opml"))
    #expect(lists.contains("xmlUrl=\"http://localhost:8080/tag/\(encoded).atom\""))
  }
}
