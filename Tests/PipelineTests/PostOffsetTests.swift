import EventArchive
import Foundation
import Primitives
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The date of a post in feeds")
struct PostOffsetTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace()
    workspace.configuration.formats = FeedFormat.allCases
    var settings = SiteSettings(kind: .hugo)
    settings.timeZone = try #require(SiteTimeZone("Asia/Tokyo"))
    workspace.configuration.format = ContentSettings(site: PostSite(settings, root: .content))
  }

  private func write(date: String) throws {
    try workspace.write("---\ntitle: Fog\ndate: \(date)\ntags: [fog]\n---\nFog.\n", to: "posts/fog.md")
  }

  // The entry in a feed, the text of `published` and `date_published`.
  private func published(_ tree: FileTree, _ feed: String = "all") throws -> String {
    let entry = try #require(try AtomDocument(tree, feed + ".atom").entries.first)
    let json = try JSONFeedDocument(#require(tree.files[feed + ".json"]))
    #expect(json.items.first?.datePublished == entry.published)
    return entry.published
  }

  @Test(
    "keeps the offset that was written",
    arguments: [
      ("2014-01-02T10:00:00-05:00", "2014-01-02T10:00:00-05:00"),
      ("2014-01-02 23:30 +0545", "2014-01-02T23:30:00+05:45"),
      ("Thu, 02 Jan 2014 10:00:00 EST", "2014-01-02T10:00:00-05:00"),
      ("2014-01-02T10:00:00Z", "2014-01-02T10:00:00Z"), ("2014-01-02T10:00:00-00:00", "2014-01-02T10:00:00Z"),
      ("2014-01-02T10:00:00", "2014-01-02T01:00:00Z"), ("2014-01-02", "2014-01-01T15:00:00Z"),
      // No offset of RFC 3339.
      ("2014-01-02T10:00:00+26:00", "2014-01-01T08:00:00Z"),
    ])
  func writtenOffset(date: String, published: String) throws {
    try write(date: date)
    try workspace.run()
    let tree = try workspace.output()
    for feed in ["all", "tag/fog"] { #expect(try self.published(tree, feed) == published) }
    let rss = try RSSDocument(#require(tree.files["all.rss"]))
    #expect(rss.items.first?["pubDate"]?.hasSuffix(" GMT") == true)
    let made = try workspace.onDemand().feed(.matching(Workspace.expression("tag:fog")), .atom)
    #expect(Workspace.entries(Data(made)) == Workspace.entries(tree.files["tag/fog.atom"]))
  }

  @Test func `has the offset of an edited date, and is not updated by it`() throws {
    try write(date: "2014-01-02T10:00:00-05:00")
    try workspace.run()
    let before = try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
    for (date, published) in [
      ("2014-01-02T16:00:00+01:00", "2014-01-02T16:00:00+01:00"),
      ("2014-01-02T15:00Z", "2014-01-02T15:00:00Z"),
    ] {
      try write(date: date)
      try workspace.run()
      let tree = try workspace.output()
      #expect(try self.published(tree) == published)
      #expect(try AtomDocument(tree, "all.atom").entries.first?.updated == before.updated)
      #expect(try tree.differences(from: workspace.fullOutput()) == [])
    }
  }

  @Test func `has none when the post was published at another time`() throws {
    // 2033-05-18T03:33:20Z is the present.
    workspace.configuration.future = .publish
    try write(date: "2033-06-01T10:00:00-05:00")
    try workspace.run()
    #expect(try published(workspace.output()) == "2033-05-18T03:33:20Z")
  }
}
