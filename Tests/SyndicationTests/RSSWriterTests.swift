import TestSupport
import Testing

@testable import Syndication

@Suite("Writing RSS")
struct RSSWriterTests {
  private let writer: RSSWriter

  init() throws { writer = try RSSWriter(XMLWriter()) }

  private func read(_ feed: Feed = FeedSamples.feed(), _ entries: [FeedSamples.Item] = []) throws
    -> XMLElementNode
  {
    let root = try XMLElementNode(parsing: FeedSamples.document(feed, entries, writer))
    #expect(root.name == "rss")
    #expect(root.attributes["version"] == "2.0")
    return try #require(root.all("channel").first)
  }

  @Test func `a feed is read back unchanged, with its items last`() throws {
    let channel = try read(FeedSamples.feed(), [FeedSamples.item()])
    #expect(channel["title"] == FeedSamples.hard)
    #expect(channel["link"] == "https://news.example/")
    #expect(channel["description"] == "What happens & where")
    #expect(channel["language"] == "en")
    #expect(channel["lastBuildDate"] == "Thu, 04 Jul 2019 00:00:00 GMT")
    #expect(channel["generator"] == "feedgen 1.0")
    let image = try #require(channel.all("image").first)
    #expect(image["url"] == "https://news.example/icon.png")
    #expect([image["title"], image["link"]] == [channel["title"], channel["link"]])
    #expect(channel.children.last?.name == "item")
    #expect(channel.all("item").count == 1)
  }

  @Test
  func `an entry is read back unchanged; the guid is no link, and the description precedes the content`()
    throws
  {
    let item = try #require(try read(FeedSamples.feed(), [FeedSamples.item()]).all("item").first)
    #expect(item["guid"] == "tag:news.example,2013-11-14:/news/2019/07/4/fog")
    #expect(item.all("guid").first?.attributes == ["isPermaLink": "false"])
    #expect(item["title"] == FeedSamples.hard)
    #expect(item["link"] == "https://news.example/news/2019/07/4/fog")
    #expect(item["pubDate"] == "Thu, 04 Jul 2019 00:00:00 GMT")
    #expect(item["updated"] == "2019-07-04T00:59:59Z")
    #expect(item.all("updated").first?.namespace == "http://www.w3.org/2005/Atom")
    #expect(item["creator"] == "Almira & Sons")
    #expect(item.all("creator").first?.namespace == "http://purl.org/dc/elements/1.1/")
    #expect(item.all("encoded").first?.namespace == "http://purl.org/rss/1.0/modules/content/")
    #expect(
      item.all("category").map { [$0.attributes["domain"], $0.text] } == [
        ["https://news.example/feeds/entity/", FeedSamples.hard],
        ["https://news.example/feeds/country/", "Almira"],
      ])
    let names = item.children.map(\.name)
    let places = [names.firstIndex(of: "description"), names.firstIndex(of: "encoded")].compactMap { $0 }
    #expect(places.count == 2 && places[0] < places[1])
  }

  @Test func `an item names its own authors, each in an element, and else that of the feed`() throws {
    var item = FeedSamples.item()
    item.entry.authors = [Person(name: FeedSamples.hard), Person(name: "霧")]
    let items = try read(FeedSamples.feed(), [item, FeedSamples.item()]).all("item")
    #expect(items.map { $0.all("creator").map(\.text) } == [[FeedSamples.hard, "霧"], ["Almira & Sons"]])
  }

  @Test func `a feed has the rights in its items, and links to their licence`() throws {
    #expect(try read().all("copyright") == [])
    var feed = FeedSamples.feed()
    feed.rights = FeedSamples.hard
    feed.license = "https://licences.example/?a=1&b"
    let channel = try read(feed, [FeedSamples.item()])
    #expect(channel["copyright"] == FeedSamples.hard)
    let links = channel.all("link").filter { $0.attributes["rel"] == "license" }
    #expect(links.map { $0.attributes["href"] } == [feed.license])
    #expect(links.map(\.namespace) == ["http://www.w3.org/2005/Atom"])
  }

  @Test func `a description is escaped HTML`() throws {
    let item = try #require(
      try read(FeedSamples.feed(), [FeedSamples.item(summary: "AT&T <b> 'x'")]).all("item").first)
    #expect(item["description"] == "AT&amp;T &lt;b&gt; 'x'")
    #expect(item["encoded"]?.hasPrefix("<p>Ferries <em>wait</em> &amp; see.</p>") == true)
  }

  @Test func `special characters of plain text are numeric references, which readers do not parse as HTML`()
    throws
  {
    let bytes = FeedSamples.document(
      FeedSamples.feed(title: "A&B <c>"), [FeedSamples.item(title: "A&B <c>", label: "A&B")], writer)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.matches(of: /<title>A&#x26;B &#x3C;c&gt;<\/title>/).count == 3)
    #expect(text.contains(">A&#x26;B</category>"))
  }

  @Test func `a picture is an element of Media RSS with a thumbnail, and no enclosure`() throws {
    try MediaSamples.check { try read(FeedSamples.feed(), [$0]).all("item").first }
  }

  @Test func `an item in another language than the feed names it`() throws {
    var item = FeedSamples.item()
    item.entry.language = "ar-EG"
    let items = try read(FeedSamples.feed(), [item, FeedSamples.item()]).all("item")
    #expect(items.map { $0["language"] } == ["ar-EG", nil])
    #expect(items.first?.all("language").first?.qualifiedName == "dc:language")
  }

  @Test func `without a summary the description is the content`() throws {
    let sample = FeedSamples.item(summary: nil)
    let item = try #require(try read(FeedSamples.feed(), [sample]).all("item").first)
    #expect(item["description"]?.hasPrefix("<p>Ferries <em>wait</em> &amp; see.</p>") == true)
    #expect(item.all("encoded") == [])
  }

  @Test func `a document links to itself, to the other formats, and to the other documents of its archive`()
    throws
  {
    let paging = Feed.Paging(current: "entity/a", previous: "archive/entity/a/1", next: "archive/entity/a/3")
    let channel = try read(
      FeedSamples.feed(path: "archive/entity/a/2", formats: [.atom, .rss], paging: paging))
    let links = channel.all("link").filter { $0.namespace == "http://www.w3.org/2005/Atom" }
    let base = "https://news.example/feeds/"
    #expect(
      links.map { [$0.attributes["rel"], $0.attributes["type"], $0.attributes["href"]] } == [
        ["self", "application/rss+xml", base + "archive/entity/a/2.rss"],
        ["alternate", "application/atom+xml", base + "archive/entity/a/2.atom"],
        ["current", "application/rss+xml", base + "entity/a.rss"],
        ["prev-archive", "application/rss+xml", base + "archive/entity/a/1.rss"],
        ["next-archive", "application/rss+xml", base + "archive/entity/a/3.rss"],
      ])
    #expect(channel.all("archive").map(\.namespace) == ["http://purl.org/syndication/history/1.0"])
  }

  @Test func `control characters are removed or decoded in every text`() throws {
    let (written, read) = FeedSamples.repaired
    let sample = FeedSamples.item(title: written, summary: written, label: written)
    let channel = try self.read(FeedSamples.feed(title: written, subtitle: written), [sample])
    let item = try #require(channel.all("item").first)
    #expect(
      [channel["title"], channel["description"], item["title"], item["description"], item["category"]]
        .allSatisfy { $0 == read })
  }
}
