import TestSupport
import Testing

@testable import Syndication

@Suite("Writing Atom")
struct AtomWriterTests {
  private let writer: AtomWriter

  init() throws { writer = try AtomWriter(XMLWriter()) }

  private func read(_ feed: Feed = FeedSamples.feed(), _ entries: [FeedSamples.Item] = []) throws
    -> XMLElementNode
  {
    try XMLElementNode(parsing: FeedSamples.document(feed, entries, writer))
  }

  @Test func `a document equals the golden file`() throws {
    var mist = FeedSamples.item(slug: "mist", title: "霧", summary: nil, label: "Fog")
    mist.entry.language = "ja"
    mist.story.picture = EntryContent.Picture(address: "https://pictures.example/g")
    let entries = [FeedSamples.item(), mist]
    let text = String(decoding: FeedSamples.document(FeedSamples.feed(), entries, writer), as: UTF8.self)
    #expect(text == (try FeedSamples.fixture("golden.atom")))
  }

  @Test func `a feed is read back unchanged, with its metadata before the entries`() throws {
    let root = try read(FeedSamples.feed(), [FeedSamples.item()])
    #expect(root.name == "feed")
    #expect(root.namespace == "http://www.w3.org/2005/Atom")
    #expect(root.attributes["xml:lang"] == "en")
    #expect(root["id"] == "tag:news.example,2013-11-14:/feeds/entity/port-almira")
    #expect(root["title"] == FeedSamples.hard)
    #expect(root["subtitle"] == "What happens & where")
    #expect(root["updated"] == "2019-07-04T00:00:00Z")
    #expect(root.all("author").first?["name"] == "Almira & Sons")
    #expect(root["icon"] == "https://news.example/icon.png")
    #expect(root["generator"] == "feedgen")
    #expect(root.all("generator").first?.attributes == ["version": "1.0"])
    #expect(root.all("link").map { $0.attributes["rel"] } == ["self", "alternate"])
    #expect(root.all("link").first?.attributes["href"] == "https://news.example/feeds/entity/a.atom")
    #expect(root.children.last?.name == "entry")
    #expect(root.all("entry").count == 1)
  }

  @Test func `an entry is read back unchanged, with the alternate link first`() throws {
    let entry = try #require(try read(FeedSamples.feed(), [FeedSamples.item()]).all("entry").first)
    #expect(entry["id"] == "tag:news.example,2013-11-14:/news/2019/07/4/fog")
    #expect(entry["title"] == FeedSamples.hard)
    #expect(entry["summary"] == FeedSamples.hard)
    #expect(entry["published"] == "2019-07-04T00:00:00Z")
    #expect(entry["updated"] == "2019-07-04T00:59:59Z")
    #expect(entry.all("link").map { $0.attributes["rel"] } == ["alternate", "via", "related"])
    #expect(entry.all("link").map { $0.attributes["title"] } == [nil, FeedSamples.hard, nil])
    #expect(entry.all("link").map { $0.attributes["type"] } == ["text/html", nil, "text/html"])
    #expect(entry.attributes == [:])
    #expect(
      entry.all("category").map(\.attributes) == [
        ["scheme": "https://news.example/feeds/entity/", "term": "port-almira", "label": FeedSamples.hard],
        ["scheme": "https://news.example/feeds/country/", "term": "almira", "label": "Almira"],
      ])
    for name in ["id", "title", "published", "updated"] { #expect(entry.all(name).count == 1) }
    #expect(entry.children.count { $0.qualifiedName == "content" } == 1)
  }

  @Test func `a picture is an element of Media RSS with a thumbnail, and no enclosure`() throws {
    try MediaSamples.check { try read(FeedSamples.feed(), [$0]).all("entry").first }
  }

  @Test func `an entry in another language than the feed names it`() throws {
    var item = FeedSamples.item()
    item.entry.language = "ar-EG"
    let entries = try read(FeedSamples.feed(), [item, FeedSamples.item()]).all("entry")
    #expect(entries.map { $0.attributes["xml:lang"] } == ["ar-EG", nil])
  }

  @Test func `an entry names its own authors, each in an element, and else none`() throws {
    var item = FeedSamples.item()
    #expect(try read(FeedSamples.feed(), [item]).all("entry").first?.all("author") == [])
    item.entry.authors = [Person(name: FeedSamples.hard), Person(name: "霧")]
    let entry = try #require(try read(FeedSamples.feed(), [item]).all("entry").first)
    #expect(entry.all("author").map { $0.children.map(\.name) } == [["name"], ["name"]])
    #expect(entry.all("author").map { $0["name"] } == [FeedSamples.hard, "霧"])
  }

  @Test func `a feed has the rights in its entries, and links to their licence`() throws {
    #expect(try read().all("rights") == [])
    var feed = FeedSamples.feed()
    feed.rights = FeedSamples.hard
    feed.license = "https://licences.example/?a=1&b"
    let root = try read(feed, [FeedSamples.item()])
    #expect(root["rights"] == FeedSamples.hard)
    let links = root.all("link").filter { $0.attributes["rel"] == "license" }
    #expect(links.map { $0.attributes["href"] } == [feed.license])
    #expect(root.children.last?.name == "entry")
  }

  @Test func `content is escaped HTML`() throws {
    let entry = try #require(try read(FeedSamples.feed(), [FeedSamples.item()]).all("entry").first)
    #expect(entry.all("content").first?.attributes == ["type": "html"])
    #expect(
      entry["content"]
        == "<p>Ferries <em>wait</em> &amp; see.</p>\n<p><a href=\"https://post.example/?a=1&amp;b=2\">"
        + "a &amp; b &lt; c &gt; d ]]&gt; &quot;e&quot; 'f' &amp;amp; &lt;b&gt;g&lt;/b&gt; Ünï 港 مصر 🚢</a></p>"
    )
  }

  @Test func `control characters are removed or decoded in every text`() throws {
    let (written, read) = FeedSamples.repaired
    let sample = FeedSamples.item(title: written, summary: written, label: written)
    let root = try self.read(FeedSamples.feed(title: written, subtitle: written), [sample])
    let entry = try #require(root.all("entry").first)
    #expect([root["title"], root["subtitle"], entry["title"], entry["summary"]].allSatisfy { $0 == read })
    #expect(entry.all("link")[1].attributes["title"] == read)
    #expect(entry.all("category").first?.attributes["label"] == read)
  }

  @Test func `empty text is well-formed, and an empty summary has no element`() throws {
    let root = try read(
      FeedSamples.feed(title: "", subtitle: ""), [FeedSamples.item(title: "", summary: nil, label: "")])
    let entry = try #require(root.all("entry").first)
    #expect(root["title"] == "")
    #expect(entry["title"] == "")
    #expect(entry.all("summary") == [])
  }

  @Test func `a writer writes several documents independently`() throws {
    let first = FeedSamples.document(FeedSamples.feed(), [FeedSamples.item(), FeedSamples.item()], writer)
    let second = FeedSamples.document(FeedSamples.feed(title: "Second"), [], writer)
    let again = FeedSamples.document(FeedSamples.feed(), [FeedSamples.item(), FeedSamples.item()], writer)
    #expect(first == again)
    #expect(try XMLElementNode(parsing: first).all("entry").count == 2)
    #expect(try XMLElementNode(parsing: second)["title"] == "Second")
  }

  @Test func `a document begins with the XML declaration and a relative link to the stylesheet`() {
    for (path, up) in [("all", ""), ("entity/a", "../"), ("archive/entity/a/1", "../../../")] {
      let text = String(
        decoding: FeedSamples.document(FeedSamples.feed(path: path), [], writer), as: UTF8.self)
      #expect(
        text.hasPrefix(
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<?xml-stylesheet type=\"text/css\" href=\"\(up)assets/feed.css\"?>\n"
            + "<feed xmlns=\"http://www.w3.org/2005/Atom\""))
      #expect(text.hasSuffix("</feed>\n"))
    }
  }

  @Test func `a document links to the other formats, and to the other documents of its archive`() throws {
    let paging = Feed.Paging(current: "entity/a", previous: "archive/entity/a/1", next: "archive/entity/a/3")
    let feed = FeedSamples.feed(path: "archive/entity/a/2", formats: [.atom, .rss, .json], paging: paging)
    let root = try read(feed)
    let base = "https://news.example/feeds/"
    #expect(
      root.all("link").map { [$0.attributes["rel"], $0.attributes["type"], $0.attributes["href"]] } == [
        ["self", "application/atom+xml", base + "archive/entity/a/2.atom"],
        ["alternate", "text/html", "https://news.example/"],
        ["alternate", "application/rss+xml", base + "archive/entity/a/2.rss"],
        ["alternate", "application/feed+json", base + "archive/entity/a/2.json"],
        ["current", "application/atom+xml", base + "entity/a.atom"],
        ["prev-archive", "application/atom+xml", base + "archive/entity/a/1.atom"],
        ["next-archive", "application/atom+xml", base + "archive/entity/a/3.atom"],
      ])
    #expect(root.all("archive").map(\.namespace) == ["http://purl.org/syndication/history/1.0"])
    #expect(
      try read(FeedSamples.feed(paging: Feed.Paging(previous: "archive/entity/a/3"))).all("archive") == [])
  }
}
