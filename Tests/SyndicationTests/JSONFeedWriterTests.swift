import Foundation
import Testing

@testable import Syndication

@Suite("Writing JSON Feed")
struct JSONFeedWriterTests {
  private let writer = JSONFeedWriter()

  // A feed as Foundation's decoder reads it.
  private struct Document: Decodable {
    struct Item: Decodable {
      var id, url, title, contentHtml, datePublished, dateModified: String
      var summary: String?
      var image: String?
      var tags: [String]?
      var authors: [Author]?
      var language: String?
    }
    struct Author: Decodable { var name: String }
    struct Link: Decodable, Equatable {
      var type: String?
      var href: String
    }
    struct Rights: Decodable { var text: String }
    private enum CodingKeys: String, CodingKey {
      case version, title, homePageUrl, feedUrl, description, icon, language, nextUrl, authors, items
      case links = "_links"
      case rights = "_rights"
    }
    var version, title, homePageUrl, feedUrl, description, icon, language: String
    var nextUrl: String?
    var authors: [Author]
    var links: [String: [Link]]
    var rights: Rights?
    var items: [Item]
  }

  private func read(_ feed: Feed = FeedSamples.feed(), _ entries: [FeedSamples.Item] = []) throws -> Document
  {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(FeedSamples.document(feed, entries, writer)))
  }

  @Test func `a feed is read back unchanged`() throws {
    let feed = try read()
    #expect(feed.version == "https://jsonfeed.org/version/1.1")
    #expect(feed.title == FeedSamples.hard)
    #expect(feed.homePageUrl == "https://news.example/")
    #expect(feed.feedUrl == "https://news.example/feeds/entity/a.json")
    #expect(feed.description == "What happens & where")
    #expect(feed.icon == "https://news.example/icon.png")
    #expect(feed.language == "en")
    #expect(feed.authors.map(\.name) == ["Almira & Sons"])
    #expect(feed.nextUrl == nil)
    #expect(feed.items.isEmpty)
  }

  @Test func `each entry is read back unchanged`() throws {
    let entries = [FeedSamples.item(), FeedSamples.item(slug: "mist", title: "霧", summary: nil)]
    let items = try read(FeedSamples.feed(), entries).items
    #expect(items.map(\.id) == entries.map(\.entry.id))
    #expect(items.map(\.url) == ["fog", "mist"].map { "https://news.example/news/2019/07/4/\($0)" })
    #expect(items.map(\.title) == [FeedSamples.hard, "霧"])
    #expect(items.map(\.summary) == [FeedSamples.hard, nil])
    #expect(items.map(\.datePublished) == ["2019-07-04T00:00:00Z", "2019-07-04T00:00:00Z"])
    #expect(items.map(\.dateModified) == ["2019-07-04T00:59:59Z", "2019-07-04T00:59:59Z"])
    #expect(items.map(\.image) == entries.map { $0.story.picture?.address })
    #expect(items.map(\.tags) == [[FeedSamples.hard, "Almira"], [FeedSamples.hard, "Almira"]])
    let html = entries.map { String(decoding: $0.story.content.bytes, as: UTF8.self) }
    #expect(items.map(\.contentHtml) == html)
  }

  @Test func `an item names its own authors, and else none`() throws {
    var item = FeedSamples.item()
    item.entry.authors = [Person(name: FeedSamples.hard), Person(name: "霧")]
    let items = try read(FeedSamples.feed(), [item, FeedSamples.item()]).items
    #expect(items.map { $0.authors?.map(\.name) } == [[FeedSamples.hard, "霧"], nil])
  }

  @Test func `a feed has the rights in its items, and links to their licence`() throws {
    #expect(try read().rights == nil)
    var feed = FeedSamples.feed()
    feed.rights = FeedSamples.hard
    feed.license = "https://licences.example/?a=1&b"
    let document = try read(feed)
    #expect(document.rights?.text == FeedSamples.hard)
    #expect(document.links["license"] == [.init(href: "https://licences.example/?a=1&b")])
  }

  @Test func `an item in another language than the feed names it`() throws {
    var item = FeedSamples.item()
    item.entry.language = "ar-EG"
    let items = try read(FeedSamples.feed(), [item, FeedSamples.item()]).items
    #expect(items.map(\.language) == ["ar-EG", nil])
  }

  @Test func `topics with equal names are one tag`() throws {
    var sample = FeedSamples.item(label: "Almira")
    sample.categories.append(Category(scheme: "https://a.example/", term: "fog", label: "Fog"))
    #expect(try read(FeedSamples.feed(), [sample]).items.first?.tags == ["Almira", "Fog"])
  }

  @Test func `an entry without categories has no tags`() throws {
    var sample = FeedSamples.item()
    sample.categories = []
    #expect(try read(FeedSamples.feed(), [sample]).items.first?.tags == nil)
  }

  @Test func `a document links to the other formats, and to the other documents of its archive`() throws {
    let paging = Feed.Paging(current: "entity/a", previous: "archive/entity/a/1", next: "archive/entity/a/3")
    let feed = try read(
      FeedSamples.feed(path: "archive/entity/a/2", formats: [.atom, .json], paging: paging))
    let base = "https://news.example/feeds/"
    #expect(feed.nextUrl == base + "archive/entity/a/1.json")
    #expect(
      feed.links == [
        "alternate": [.init(type: "application/atom+xml", href: base + "archive/entity/a/2.atom")],
        "current": [.init(type: "application/feed+json", href: base + "entity/a.json")],
        "next-archive": [.init(type: "application/feed+json", href: base + "archive/entity/a/3.json")],
      ])
  }

  @Test func `control characters are removed or decoded, quotation marks and line feeds are escaped`() throws
  {
    let (written, read) = FeedSamples.repaired
    let text = "\"\\ \n\t/" + written
    let sample = FeedSamples.item(title: text, summary: text, label: text)
    let item = try #require(try self.read(FeedSamples.feed(title: text), [sample]).items.first)
    let wanted = "\"\\ \n\t/" + read
    #expect([item.title, item.summary, item.tags?.first] == [wanted, wanted, wanted])
  }
}
