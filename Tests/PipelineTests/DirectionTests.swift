import EventArchive
import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@Suite("The direction of texts in entries")
struct DirectionTests {
  private static func content(_ workspace: Workspace) throws -> String {
    try workspace.run()
    return try #require(try AtomDocument(workspace.output(), "all.atom").entries.first).content
  }

  private static func event(
    title: String = "Fog", summary: String = "", source: String = "Post", related: String = "Rain"
  ) throws -> String {
    var page = ArchivePage(day: "2013/11/14", title: title, form: .later, slug: "fog")
    page.summary = summary
    page.sources = [(source, "https://post.example/")]
    page.related = [.init(title: related, path: "news/2013/11/13/rain.md", context: "Sudhaven")]
    let workspace = try Workspace(page)
    // Another site has the related event.
    workspace.configuration.pages = .topics
    return try content(workspace)
  }

  private static func list(_ item: String = "") -> String {
    "<p>Related:</p>\n<ul>\n<li\(item)>2013-11-13: <a href=\"http://localhost:8080/news/2013/11/13/rain.html\">"
  }

  @Test("of an event is found for each part with letters of right-to-left scripts")
  func event() throws {
    let auto = " dir=\"auto\""
    let source = "Sources: <a href=\"https://post.example/\">"
    #expect(
      try Self.event(summary: "It rained.")
        == "<p>It rained.</p>\n<p>\(source)Post</a></p>\n\(Self.list())Rain</a> (Sudhaven)</li>\n</ul>\n")
    #expect(try Self.event(title: "ضباب").hasPrefix("<p dir=\"auto\">ضباب</p>\n<p>\(source)"))
    #expect(try Self.event(summary: "Fog, or ערפל").hasPrefix("<p dir=\"auto\">Fog, or ערפל</p>\n<p>"))
    #expect(
      try Self.event(summary: "*ضباب* فوق المرفأ").hasPrefix(
        "<div dir=\"auto\">\n<p><em>ضباب</em> فوق المرفأ</p>\n</div>\n<p>"))
    #expect(try Self.event(source: "الجزيرة").contains("<p\(auto)>\(source)الجزيرة</a></p>"))
    let related = try Self.event(related: "ضباب")
    #expect(related.contains(Self.list(auto) + "ضباب</a> (Sudhaven)</li>"))
    #expect(related.ranges(of: "dir=").count == 1)
  }

  @Test(
    "of a post is found when letters of right-to-left scripts are in its text",
    arguments: [
      ("ضباب *كثيف*.\n\nFog.", "<div dir=\"auto\">\n<p>ضباب <em>كثيف</em>.</p>\n<p>Fog.</p>\n</div>\n"),
      ("Fog.", "<p>Fog.</p>\n"), ("٣", "<p>٣</p>\n"),
      ("<p dir=\"rtl\">ضباب</p>", "<div dir=\"auto\">\n<p dir=\"rtl\">ضباب</p>\n</div>\n"),
    ])
  func post(body: String, html: String) throws {
    let workspace = try Workspace()
    workspace.configuration.format = ContentSettings(
      site: PostSite(SiteSettings(kind: .hugo), root: .content))
    try workspace.write("---\ntitle: Fog\ndate: 2024-05-01\n---\n\(body)\n", to: "posts/fog.md")
    let content = try Self.content(workspace)
    #expect(content == html)
  }
}
