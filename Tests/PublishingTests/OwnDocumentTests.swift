import ArchiveIndex
import Foundation
import Primitives
import Syndication
import TestSupport
import Testing

@testable import Publishing

@Suite("A document of feedgen's own")
struct OwnDocumentTests {
  // Longer than what is read at once, and with what ends a head, as text.
  private static let longName = String(
    repeating: "A [<entry> \"items\":[ <item> </head> <outline ]", count: 5_000)

  private static func site(_ title: String) -> Site {
    Site(
      baseURL: "http://a.example/", pagesURL: "http://a.example", pageExtension: ".html",
      authority: "a.example",
      title: title, author: title, language: "en", formats: FeedFormat.allCases, windowEntries: 50,
      hubs: ["http://hub.example/"], generator: Generator(name: "feedgen", version: "1"))
  }

  private func isSwept(_ bytes: [UInt8], at path: String) throws -> Bool {
    let directory = try TemporaryDirectory()
    let feeds = try DirectoryOutput(root: directory.path)
    _ = try feeds.write(bytes, to: path, known: nil)
    try feeds.removeUnwanted(wanted: [])
    return !FileManager.default.fileExists(atPath: directory.path(path))
  }

  @Test(
    "is a feed in any format, however long its texts are", arguments: FeedFormat.allCases, ["T", longName])
  func feeds(format: FeedFormat, title: String) throws {
    let site = Self.site(title)
    let writer = try format.writer(XMLWriter())
    var bytes: [UInt8] = []
    writer.append(
      site.feed(path: "entity/a", title: title, subtitle: title, updated: Site.beginning), to: &bytes)
    // In another language than the feed, an entry begins with another tag.
    let language = title.count > 1 ? "ar" : nil
    let entry = Entry(id: "x", published: UnixTime(0), updated: UnixTime(0), language: language)
    writer.append(entry, of: site.feed(path: "entity/a", title: title, subtitle: "", updated: 0), to: &bytes)
    for path in ["all", "entity/a", "country/a", "topic/a", "archive/entity/a/1"] {
      #expect(try isSwept(bytes, at: "\(path).\(format.pathExtension)"), "\(path)")
    }
    // Where no feed of feedgen's is.
    #expect(try !isSwept(bytes, at: "mine.\(format.pathExtension)"))
    // An entry that says so does not make a feed of others one of feedgen's.
    let foreign = String(decoding: bytes, as: UTF8.self).replacing("feedgen", with: "another")
    #expect(try !isSwept(Array(foreign.utf8) + bytes, at: "entity/a.\(format.pathExtension)"))
  }

  @Test("is unknown when it cannot be read")
  func unreadable() throws {
    let directory = try TemporaryDirectory()
    try directory.write("<!doctype html>", to: "index.html")
    let document = try #require(OwnDocument(path: "index.html"))
    let file = try #require(FileHandle(forWritingAtPath: directory.path("index.html")))
    #expect(throws: (any Error).self) { try document.head(of: file) }
  }

  @Test("is a list of feeds", arguments: ["T", longName])
  func lists(title: String) throws {
    let site = Self.site(title)
    let record = DocumentRecord(
      path: "all.atom", kind: .feed(.all), slug: "", name: title, events: 1, wanted: .init("x"))
    let catalogue = Catalogue([record], [])
    for (format, path) in [(FeedFormat.atom, "feeds.opml"), (.rss, "feeds.rss.opml")] {
      var bytes: [UInt8] = []
      try catalogue.opml(of: site, format: format) { bytes += $0 }
      #expect(try isSwept(bytes, at: path), "\(path)")
    }
  }

  @Test("is the page", arguments: ["T", longName])
  func page(title: String) throws {
    let directory = try TemporaryDirectory()
    let feeds = try DirectoryOutput(root: directory.path)
    _ = try feeds.write(SitePage.html(Self.site(title), Catalogue([])), to: "index.html", known: nil)
    #expect(try !feeds.isForeign("index.html", known: nil))
  }

  @Test(
    "is nothing that others have written",
    arguments: [
      ("entity/a.atom", "<feed><title>made like >feedgen</generator></title></feed>"),
      (
        "entity/a.atom",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed><!--\n<generator version=\"1\">feedgen</generator>\n--></feed>"
      ),
      (
        "entity/a.atom",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed>\n<generator>python-feedgen</generator>\n</feed>"
      ),
      (
        "entity/a.rss",
        "<rss><channel><description><![CDATA[<generator>feedgen 1</generator>]]></description></channel></rss>"
      ),
      ("topic/a.json", "{\"title\":\"\\\"user_comment\\\":\\\"A feed by feedgen. \",\"items\":[]}"),
      (
        "feeds.opml",
        "<?xml version=\"1.0\"?>\n<opml version=\"2.0\"><head><title>Mine</title></head><body/></opml>"
      ),
      ("feeds.atom.opml", "<opml version=\"2.0\">"), ("assets/months/0a.json", "{\"mine\":[[1,2]]}"),
      ("entity/a.atom", ""), ("country/a.txt", "feedgen"),
    ])
  func foreign(path: String, text: String) throws { #expect(try !isSwept(Array(text.utf8), at: path)) }

  @Test("is no page of others, though it has a script of the same name")
  func foreignPage() throws {
    let directory = try TemporaryDirectory()
    let feeds = try DirectoryOutput(root: directory.path)
    let html = "<!doctype html><html><head><script src=\"assets/page.js\"></script></head></html>"
    _ = try feeds.write(Array(html.utf8), to: "index.html", known: nil)
    #expect(try feeds.isForeign("index.html", known: nil))
  }
}
