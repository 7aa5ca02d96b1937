import EventArchive
import Syndication
import Testing

@testable import Publishing

@Suite("The parts of pages")
struct PageTests {
  private func months(_ counts: [(number: Int, events: Int)]) -> [MonthlyCounts.Month] {
    counts.map { MonthlyCounts.Month(number: $0.number, events: $0.events) }
  }

  private func chart(_ counts: [(number: Int, events: Int)]) throws -> String {
    var html = HTMLFragment()
    try #require(MonthChart(months(counts))).append(to: &html)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  @Test("draw a bar for each month, two years at least, and count years")
  func chart() throws {
    let html = try chart([(201312, 50), (201401, 100), (201403, 1)])
    #expect(html.contains("viewBox=\"0 0 240 100\""))
    #expect(
      html.contains("aria-label=\"151 events from December 2013 to March 2014, most in January 2014: 100\""))
    #expect(html.contains("d=\"M200 100v-50h9v50zM210 100v-100h9v100zM230 100v-2h9v2z\""))
    #expect(html.contains("<th scope=\"row\">2014</th><td>101</td>"))
    #expect(html.contains("<span>April 2012</span>"))
    #expect(MonthChart([]) == nil)
  }

  @Test(
    "divide sitemaps of more pages than one may have",
    arguments: [(0, 1), (50_000, 1), (50_001, 2), (150_001, 4)])
  func sitemaps(pages: Int, parts: Int) {
    #expect(Sitemap.parts(pages) == parts)
    #expect(Sitemap(content: .year(2013), part: 1).path == "sitemaps/2013.xml")
    #expect(Sitemap(content: .topics, part: 2).path == "sitemaps/topics-2.xml")
  }

  @Test("write numbers and days as English does")
  func texts() {
    #expect(PageText.number(0) == "0")
    #expect(PageText.number(1_234_567) == "1,234,567")
    #expect(PageText.events(1) == "1 event")
    #expect(PageText.events(2000) == "2,000 events")
    #expect(PageText.flag(ofCountry: "EG") == "🇪🇬")
    #expect(PageText.flag(ofCountry: "x") == nil)
  }

  @Test(
    "of posts are files that no other document has",
    arguments: [
      ("/posts/fog/", "posts/fog/index.html", "/posts/fog/"),
      ("/posts/fog", "posts/fog/index.html", "/posts/fog/"),
      ("/fog.html", "fog.html", "/fog.html"), ("/caf%C3%A9/", "caf\u{E9}/index.html", "/caf%C3%A9/"),
    ])
  func postPaths(address: String, file: String, written: String) throws {
    let path = try #require(PagePath(ofPost: address))
    #expect(path.file == file)
    #expect(path.address == written)
  }

  @Test(
    "are not where other documents are, nor where no file can be",
    arguments: [
      "/", "/all.html", "/all.atom", "/index.html", "/feeds.opml/", "/robots.txt/", "/sitemap.xml/",
      "/archive/",
      "/assets/x/", "/country/egypt.html", "/country/egypt.atom/x/", "/.git/x/", "/x/y.html/z/", "/a%2Fb/",
      "/a//b/",
      "/../x/", "/%FF/", "/%CC%B8a/", "/a/%CC%B8b/", "/a%2F%CC%B8b/", "/a/..%2F%CC%B8b/", "/news/2013/11/14/",
      "/news/2013/11/14/fog.html",
    ])
  func reservedPaths(address: String) { #expect(PagePath(ofPost: address) == nil, "\(address)") }
}
