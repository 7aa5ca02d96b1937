import Syndication
import Testing

@testable import Publishing

@Suite("The page of a site")
struct SitePageTests {
  private func page(
    title: String, formats: [FeedFormat] = FeedFormat.allCases, rights: String? = nil, license: String? = nil
  ) -> String {
    var site = Site(
      baseURL: "http://a.example/", pagesURL: "http://a.example", pageExtension: ".html",
      authority: "a.example", title: title, author: "Us", language: "pt-BR", formats: formats,
      windowEntries: 50, generator: Generator(name: "feedgen", version: "1"))
    site.rights = rights
    site.license = license
    return String(decoding: SitePage.html(site, Catalogue([])), as: UTF8.self)
  }

  @Test("names title, language and the feed of all events in each format")
  func values() {
    let html = page(title: "News & more", formats: [.atom, .json])
    #expect(html.contains("<title>News &amp; more</title>"))
    #expect(html.contains("lang=\"pt-BR\""))
    for (type, path) in [("application/atom+xml", "all.atom"), ("application/feed+json", "all.json")] {
      #expect(html.contains("<link rel=\"alternate\" type=\"\(type)\""))
      #expect(html.contains("href=\"http://a.example/\(path)\""))
    }
    #expect(!html.contains("all.rss"))
    #expect(!html.contains("{{"))
  }

  @Test("states the rights, and links to the licence")
  func rights() {
    let license = "https://licences.example/?a=1&b"
    let words = "<bdi lang=\"pt-BR\">Ada &amp; Ben &lt;2024&gt;</bdi>"
    #expect(page(title: "News", rights: "Ada & Ben <2024>").contains("<p>\(words)</p>"))
    let link = "<a rel=\"license\" href=\"https://licences.example/?a=1&amp;b\">"
    let both = page(title: "News", rights: "Ada & Ben <2024>", license: license)
    #expect(both.contains("<p>\(link)\(words)</a></p>"))
    #expect(page(title: "News", license: license).contains("\(link)<bdi lang=\"en\">Licence</bdi></a>"))
    #expect(!page(title: "News").contains("license"))
  }

  @Test(
    "takes any title as text",
    arguments: [
      ("{{feeds}}", "{{feeds}}"), ("{{title}} {{language}}", "{{title}} {{language}}"),
      ("</title><script>\"", "&lt;/title&gt;&lt;script&gt;&quot;"),
      ("a\u{0}b\u{7}\u{202E}c", "ab\u{202E}c\u{202C}"),
    ])
  func titles(title: String, written: String) {
    let html = page(title: title)
    #expect(html.contains("<title>\(written)</title>"))
    #expect(html.contains("title=\"\(written) (Atom)\""))
  }
}
