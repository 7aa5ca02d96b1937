import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service

@Suite("Text as it was meant, from page to feed")
struct TextAsMeantTests {
  private static func page(_ title: String, summary: String = "", slug: String = "a") -> ArchivePage {
    var page = ArchivePage(day: "2024/05/3", title: title, slug: slug)
    page.summary = summary
    page.sources = [("Example Times", "http://times.example/1")]
    return page
  }

  private static func entry(_ page: ArchivePage, _ change: (Workspace) -> Void = { _ in }) throws
    -> AtomDocument.Entry
  {
    let workspace = try Workspace(page)
    change(workspace)
    try workspace.run()
    return try #require(try AtomDocument(workspace.output(), "all.atom").entries.first)
  }

  private static func countries(_ page: ArchivePage) throws -> [String] {
    let workspace = try Workspace(page)
    try workspace.run()
    return try workspace.output().files.keys.filter { $0.hasPrefix("country/") && $0.hasSuffix(".atom") }
      .sorted()
  }

  @Test func `headings without their colon are headings, and publishers name no country`() throws {
    let workspace = try Workspace()
    try workspace.write(
      """
      ### [2024-05-3](/news/2024/05/3/index.md)

      # A warehouse burns in Chile

      Nobody is hurt.

      ## Sources

      1. [Times of India](http://times.example/1)

      ### Related

      1. [Another fire](/news/2024/05/2/fire.md) *Context: Example Logistics*
      """, to: "news/2024/05/3/fire.md")
    let summary = try workspace.run()
    #expect(summary.problems == [])
    let output = try workspace.output()
    let entry = try #require(try AtomDocument(output, "all.atom").entries.first)
    #expect(entry.texts["summary"] == "Nobody is hurt.")
    #expect(!entry.content.contains("#"))
    #expect(entry.links.filter { $0.relation == "via" }.map(\.href) == ["http://times.example/1"])
    #expect(output.files["entity/example-logistics.atom"] != nil)
    #expect(
      output.files.keys.filter { $0.hasPrefix("country/") && $0.hasSuffix(".atom") } == ["country/chile.atom"]
    )
  }

  @Test(
    "references of a summary are resolved as RFC 3986 says, and event files are their pages",
    arguments: [
      ("/news/2024/05/2/b.md", "http://localhost:8080/news/2024/05/2/b.html"),
      ("../2/b.md", "http://localhost:8080/news/2024/05/2/b.html"),
      ("./b.md", "http://localhost:8080/news/2024/05/3/b.html"),
      ("b.md#part", "http://localhost:8080/news/2024/05/3/b.html#part"),
      ("b.md?x=1#part", "http://localhost:8080/news/2024/05/3/b.html?x=1#part"),
      ("#part", "http://localhost:8080/news/2024/05/3/a.html#part"),
      ("?x=1", "http://localhost:8080/news/2024/05/3/a.html?x=1"),
      ("/about", "http://localhost:8080/about"), ("map.png", "http://localhost:8080/news/2024/05/3/map.png"),
      ("../../../../../../x/./y/", "http://localhost:8080/x/y/"),
      (".", "http://localhost:8080/news/2024/05/3/"),
      ("index.md", "http://localhost:8080/news/2024/05/3/index.html"),
      ("//other.example/x", "http://other.example/x"),
      ("http://other.example/a.md", "http://other.example/a.md"),
      ("http://localhost:8080/news/2024/05/2/b.md", "http://localhost:8080/news/2024/05/2/b.html"),
      ("<b c.md>", "http://localhost:8080/news/2024/05/3/b%20c.html"),
      ("https://пример.example/ü", "https://xn--e1afmkfd.example/%C3%BC"),
    ])
  func references(reference: String, address: String) throws {
    let entry = try Self.entry(
      Self.page("Fog rises", summary: "See [there](\(reference)) and ![it](\(reference)).")
    ) {
      $0.configuration.pagesURL = "http://localhost:8080"
    }
    #expect(entry.content.contains("<a href=\"\(address)\">there</a>"), "\(entry.content)")
    #expect(entry.content.contains("<img src=\"\(address)\" alt=\"it\" />"))
  }

  @Test func `references are the content directory's where pages are below a path`() throws {
    for (pageExtension, address) in [("", "/2/b"), ("/", "/2/b/"), (".htm", "/2/b.htm")] {
      for reference in ["../2/b.md", "/news/2024/05/2/b.md"] {
        let entry = try Self.entry(Self.page("Fog rises", summary: "See [there](\(reference)).")) {
          $0.configuration.pagesURL = "https://pages.example/archive"
          $0.configuration.pageExtension = pageExtension
        }
        #expect(entry.content.contains("\"https://pages.example/archive/news/2024/05\(address)\""))
      }
    }
  }

  @Test func `lists and pictures are rendered, and the summary can be read`() throws {
    let summary = "![The river](/river.jpg)\n\nPassed are:\n\n- the *budget*\n  1. of the state\n- a tax law"
    let entry = try Self.entry(Self.page("Laws pass", summary: summary)) {
      $0.configuration.pagesURL = "http://localhost:8080"
    }
    #expect(entry.texts["summary"] == "Passed are: • the budget 1. of the state • a tax law")
    #expect(entry.content.contains("<li>the <em>budget</em>\n<ol>\n<li>of the state</li>\n</ol>\n</li>"))
    #expect(entry.content.contains("<img src=\"http://localhost:8080/river.jpg\" alt=\"The river\" />"))
  }

  @Test func `tables, tasks and footnotes are rendered`() throws {
    let summary =
      "Counted:\n\n| Town | *Dead* |\n|:-----|-----:|\n| Example \\| Town | 3 |\n| Other | 4 | x |\n| Lone |\n\nThen.[^1]\n\n"
      + "- [x] a dam\n- [ ] a road\n\n[^1]: By noon.\n[^b]: Or `[^2]`."
    let entry = try Self.entry(Self.page("Rivers rise", summary: summary))
    let html = entry.content.replacing("\n", with: "")
    #expect(
      html.contains(
        "<thead><tr><th align=\"left\">Town</th><th align=\"right\"><em>Dead</em></th></tr></thead>"))
    #expect(html.contains("<tr><td align=\"left\">Example | Town</td><td align=\"right\">3</td></tr>"))
    #expect(html.contains("<tr><td align=\"left\">Other</td><td align=\"right\">4</td></tr>"))
    #expect(html.contains("<tr><td align=\"left\">Lone</td></tr></tbody></table><p>Then.[1]</p>"))
    #expect(html.contains("<li>☑ a dam</li><li>☐ a road</li>"))
    #expect(html.contains("<p>[1] By noon.</p><p>[b] Or <code>[^2]</code>.</p>"))
    #expect(
      entry.texts["summary"]
        == "Counted: Town, Dead; Example | Town, 3; Other, 4; Lone Then.[1] • ☑ a dam • ☐ a road [1] By noon. [b] Or [^2]."
    )
  }

  @Test(
    "an address with blanks is one",
    arguments: [
      ("[x](http://a.example/b c)", "http://a.example/b%20c"),
      ("[x](http://a.example/b (c) d \"T\")", "http://a.example/b%20(c)%20d"),
      ("![x](../4/a map.png)", "http://localhost:8080/news/2024/05/4/a%20map.png"),
      ("[x](a fire.md)", "http://localhost:8080/news/2024/05/3/a%20fire.html"),
    ])
  func blanks(link: String, address: String) throws {
    let entry = try Self.entry(Self.page("Fog rises", summary: "See \(link).")) {
      $0.configuration.pagesURL = "http://localhost:8080"
    }
    #expect(entry.content.contains("=\"\(address)\""), "\(entry.content)")
  }

  @Test func `a remark in brackets is no address, and a bar makes no table`() throws {
    let summary = "He is [sic](he said so | or not) gone.\nYes | no\nand --- so"
    let entry = try Self.entry(Self.page("Fog rises", summary: summary))
    #expect(!entry.content.contains("<a href=\"http://localhost:8080/news/2024/05/3/he"))
    #expect(!entry.content.contains("<table>"))
  }

  @Test func `a reference to a page by its day in another form leads to it`() throws {
    let summary = "See [there](/news/2024/5/02/b.md) and [here](/news/2024/05/02/b.html)."
    let entry = try Self.entry(Self.page("Fog rises", summary: summary)) {
      $0.configuration.pagesURL = "http://localhost:8080"
      $0.configuration.pageExtension = "/"
    }
    #expect(entry.content.components(separatedBy: "\"http://localhost:8080/news/2024/05/2/b/\"").count == 3)
  }

  @Test func `what a link leads to names no country`() throws {
    let page = Self.page(
      "Fog rises",
      summary: "More in [the *report*](http://a.example/France/Egypt) and ![x](/Chad.png \"Peru\") here.")
    #expect(try Self.countries(page) == [])
    #expect(
      try Self.countries(Self.page("Fog rises", summary: "More from *France*.")) == ["country/france.atom"])
  }

  @Test(
    "invisible characters and references hide no country",
    arguments: [
      "Fog over Ukra\u{AD}ine", "Fog over Ukr\u{200B}aine", "Fog over Ukraine\u{200F}",
      "Fog over \u{2060}Ukraine\u{FE0F}",
      "Fog over Ukra&shy;ine", "Fog over &Uscr;, Ukr&zwj;aine", "Fog over \u{2067}Ukraine\u{2069}",
    ])
  func countries(title: String) throws {
    #expect(try Self.countries(Self.page(title)) == ["country/ukraine.atom"])
    #expect(try Self.countries(Self.page("Fog", summary: title + " *soon*.")) == ["country/ukraine.atom"])
  }

  @Test func `references and invisible characters hide no mention`() throws {
    var naming = ArchivePage(day: "2024/05/1", title: "A trial begins", form: .handwritten, slug: "trial")
    naming.context = "Slobodan Milo&scaron;evi&cacute;"
    let buried = Self.page("Slobodan Milo\u{161}e\u{AD}vi&cacute; is buried")
    let workspace = try Workspace(naming, buried)
    try workspace.run()
    let output = try workspace.output()
    let feed = try #require(output.files.keys.first { $0.hasPrefix("entity/") && $0.hasSuffix(".atom") })
    #expect(try AtomDocument(output, feed).entries.count == 2)
    #expect(try AtomDocument(output, "all.atom").entries.first?.title == "Slobodan Milošević is buried")
  }

  @Test func `a title of nothing visible is reported at its line and not published`() throws {
    let workspace = try Workspace(Self.page("\u{200B}&shy;"), Self.page("Fog", slug: "fog"))
    let summary = try workspace.run()
    #expect(summary.events == 1)
    #expect(summary.problems.map(\.description).count { $0.hasPrefix("news/2024/05/3/a.md:3: ") } == 1)
  }

  @Test func `hosts in any script are sources, covers and places of this site`() throws {
    var page = Self.page("Fog rises", summary: "See [there](https://münchen.example/ü).")
    page.sources = [("Пример", "http://пример.example/1"), ("Bad", "http://🚢.example/")]
    page.cover = "https://bücher.example/b.jpg"
    let workspace = try Workspace(page)
    let file = workspace.directory.path("config.json")
    try Data(
      #"{"baseURL": "https://nachrichten.münchen.example/f/", "webSub": {"hubs": ["https://hüb.example/"]}}"#
        .utf8
    ).write(to: URL(filePath: file))
    let read = try ConfigurationReader.read(file: file)
    (workspace.configuration.baseURL, workspace.configuration.hubs) = (read.baseURL, read.hubs)
    let summary = try workspace.run()
    #expect(summary.problems.count == 1)
    let feed = try AtomDocument(workspace.output(), "all.atom")
    let entry = try #require(feed.entries.first)
    #expect(entry.links.filter { $0.relation == "via" }.map(\.href) == ["http://xn--e1afmkfd.example/1"])
    #expect(entry.content.contains("<img src=\"https://xn--bcher-kva.example/b.jpg\""))
    #expect(entry.content.contains("\"https://xn--mnchen-3ya.example/%C3%BC\""))
    #expect(entry.id.hasPrefix("tag:nachrichten.xn--mnchen-3ya.example,"))
    #expect(
      entry.links.first?.href == "https://nachrichten.xn--mnchen-3ya.example/f/news/2024/05/3/a.html")
    #expect(feed.links.contains { $0.href == "https://xn--hb-xka.example/" })
  }
}
