import Classification
import Primitives
import Syndication
import TestSupport
import Testing

@testable import EventArchive
@testable import Publishing

@Suite("The size of an entry, before it is written")
struct EntrySizeTests {
  private static let site = Site(
    baseURL: "https://news.example/feeds/", pagesURL: "https://news.example", pageExtension: ".html",
    authority: "news.example", title: "News", author: "The \"editors\" & co", language: "en",
    formats: FeedFormat.allCases, windowEntries: 50, generator: Generator(name: "feedgen", version: "1"))

  // Texts with all that grows when it is escaped, repaired or rendered.
  private static let texts = [
    "It rained.", "\"\"\"\"\"\"", "&&&& &amp;", "<b>fog</b>", "*a* _b_ `c` **d**",
    "[a](/b) [c](http://d.example/?e&f)",
    "<http://a.example/\u{E9}\u{E9}>", "- - - fog", "1. 1. 1. rain", "> > > fog", "# fog", "![a](/b.jpg)",
    "\u{202E}fog \u{2066}rain", "’’’’ \u{85}\u{92}", "日本語", "\\\\\\\\", "a\tb", "[](/)[](/)", "a  \nb",
    "a\n\nb\n\nc",
    "ضباب", "ערפל \"a\"", "[ضباب](/b)", "ܐ\n\nb",
    "[a]: /b", "- a\n- b\n- c", "***", "![](/)", "``` a ```", "\u{FEFF}\u{FFFD}",
  ]

  private static let addresses = [
    "http://a.example/?a=1&b=2&c=3&d=4", "http://a.example/a.jpg?x&y", "https://ü.example/b",
    "http://a.example/\(String(repeating: "港'{}^ ", count: 200)).png",
    "http://a.example/\(String(repeating: "&\"", count: 200))",
  ]

  private static func page(_ random: inout SeededGenerator) throws -> EventPage {
    func text(_ count: ClosedRange<Int>) -> TextSlice {
      let parts = (0..<Int.random(in: count, using: &random)).map { _ in
        texts.randomElement(using: &random) ?? ""
      }
      return TextSlice(parts.joined(separator: Bool.random(using: &random) ? " " : ""))
    }
    let name = EventName(storedPath: "/news/2019/07/4/fog&rain")
    return EventPage(
      name: name, day: try #require(name.day), topic: nil, title: text(1...4),
      summary: Bool.random(using: &random) ? .empty : text(1...20),
      sources: (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Source(name: text(1...2), address: TextSlice(Self.addresses.randomElement(using: &random) ?? ""))
      },
      cover: Bool.random(using: &random)
        ? Self.addresses.randomElement(using: &random).map { TextSlice($0) } : nil,
      changes: [],
      related: (0..<Int.random(in: 0...3, using: &random)).map { _ in
        RelatedEvent(title: text(1...3), path: "/news/2019/07/5/a&b", context: text(0...3), line: 1)
      }, contexts: [], topicLine: nil)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `is never below what the entry has in any format`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let xml = try XMLWriter()
    let writers = try FeedFormat.allCases.map { try $0.writer(xml) }
    var renderer = EntryRenderer(site: Self.site)
    let feed = Self.site.feed(path: "all", title: "News", subtitle: "All", updated: 0)
    for _ in 0..<50 {
      let page = try Self.page(&random)
      let topics = (0..<Int.random(in: 0...5, using: &random)).map {
        (slug: "fog-\($0)", name: Self.texts.randomElement(using: &random) ?? "")
      }
      let kinds: [TopicKind] = [.country, .author]
      let type = EntityType.allCases.randomElement(using: &random)
      let categories = topics.reduce(0) { size, topic in
        kinds.reduce(size) {
          $0 + EntrySize.category(Self.site, kind: $1, type: type, slug: topic.slug, name: topic.name)
        }
      }
      let size = EntrySize.entry(
        Self.site, contentSize: EntrySize.content(of: page), path: page.name.path.utf8.count,
        categories: categories)
      for writer in writers {
        var bytes = writer.entrySeparator
        let day = UnixTime(1_562_198_400)
        let entry = Entry(
          id: Self.site.id(ofEvent: page.name), published: day, updated: day,
          authors: topics.map { Person(name: $0.name) })
        writer.append(entry, of: feed, to: &bytes)
        writer.append(renderer.render(page), to: &bytes)
        var pieces = CategoryPieces(writer)
        for kind in kinds {
          for topic in topics {
            pieces.append(Self.site.category(kind, type: type, slug: topic.slug, name: topic.name), writer)
          }
        }
        pieces.append((0..<Int32(kinds.count * topics.count)).map { $0 }[...], to: &bytes)
        bytes += writer.entryEnd
        #expect(bytes.count <= size, "\(writer.format): \(page.summary)")
      }
    }
  }

  // What makes Markdown parsers slow or their output long, to be repeated.
  @Test(
    arguments: [
      "[", "![", "*", "_", "*a ", "*a **a ", "*_", "[a](", "[a](<b", "[](/)", "[](/b)[a](//c)", "> ", "- ",
      "1. ", "`",
      "`a`", "<", "<a ", "<http://a.example/é>", "<!--", "<?", "<![CDATA[", "&a", "&#1;", "&quot;",
      "[a]: b\n", "\\", "\"",
      "a\n\n", "- a\n", "a  \n", "\n\n- a\n  - b\n    - c\n", "#", "***\n", "\t", "]", "[a]", "![](/)", "’",
    ])
  func `is no less than what any summary becomes, and leaves a feed room for it`(part: String) throws {
    let summary = "a " + String(repeating: part, count: 200_000 / part.utf8.count)
    let text = "# Fog\n\n" + summary + "\n"
    let name = EventName(storedPath: "/news/2019/07/4/fog")
    let page = try #require(
      Array(text.utf8).withUnsafeBufferPointer { EventFileParser.parse($0, path: "fog.md", name: name).page })
    let size = EntrySize.entry(Self.site, contentSize: EntrySize.content(of: page), path: 20, categories: 0)
    let xml = try XMLWriter()
    var renderer = EntryRenderer(site: Self.site)
    let content = renderer.render(page)
    for format in FeedFormat.allCases {
      var bytes: [UInt8] = []
      try format.writer(xml).append(content, to: &bytes)
      #expect(bytes.count <= size, "\(format)")
      #expect(bytes.count < Self.site.windowBytes, "\(format)")
    }
  }

  @Test(arguments: FeedFormat.allCases)
  func `of a post in another language is not below what the entry has`(format: FeedFormat) throws {
    let writer = try format.writer(XMLWriter())
    var content = EntryContent()
    content.title = Array("Fog".utf8)
    content.language = "sgn-abcdefgh-abcdefgh-abcdefgh"
    let size = EntrySize.content(of: content, writers: [writer]).bytes
    content.language = nil
    let sizeWithout = EntrySize.content(of: content, writers: [writer]).bytes
    let feed = Self.site.feed(path: "all", title: "News", subtitle: "All", updated: 0)
    var entry = Entry(id: "x", published: 0, updated: 0)
    var bytes: [UInt8] = []
    writer.append(entry, of: feed, to: &bytes)
    let length = bytes.count
    entry.language = "sgn-abcdefgh-abcdefgh-abcdefgh"
    writer.append(entry, of: feed, to: &bytes)
    #expect(bytes.count - 2 * length <= Int(size - sizeWithout))
    #expect(bytes.count > 2 * length)
  }

  @Test func `is no more than twice what a usual entry has`() throws {
    var random = SeededGenerator(seed: 1)
    var page = try Self.page(&random)
    page.title = "Ministers of five countries meet at the harbour and agree on the bridge"
    page.summary =
      "They spoke for three hours. Nothing is known of what they said of the ferry and its captain."
    page.related = []
    var bytes: [UInt8] = []
    var renderer = EntryRenderer(site: Self.site)
    let writer = try FeedFormat.atom.writer(XMLWriter())
    let feed = Self.site.feed(path: "all", title: "News", subtitle: "All", updated: 0)
    let day = UnixTime(1_562_198_400)
    page.sources = (0..<4).map {
      Source(
        name: TextSlice("The Paper \($0)"), address: TextSlice("https://paper.example/2019/harbour/\($0)"))
    }
    page.cover = nil
    writer.append(
      Entry(id: Self.site.id(ofEvent: page.name), published: day, updated: day), of: feed, to: &bytes)
    writer.append(renderer.render(page), to: &bytes)
    let size = EntrySize.entry(
      Self.site, contentSize: EntrySize.content(of: page), path: page.name.path.utf8.count, categories: 0)
    #expect(size < 2 * bytes.count)
  }

  @Test func `of the largest page that is used leaves a feed room for it`() throws {
    let marks = String(repeating: "\"", count: 100_000)
    let line = "1. [\(marks.prefix(600))](http://a.example/\(String(repeating: "&", count: 40)))"
    let related = "1. [\(marks.prefix(300))](/news/2019/07/4/a.md) _Context: \(marks.prefix(190))_"
    let text =
      "# \(marks)\n\n\(marks)\n\n### Sources:\n\n" + String(repeating: line + "\n", count: 200)
      + "### Related:\n\n" + String(repeating: related + "\n", count: 200)
    let name = EventName(storedPath: "/news/2019/07/4/fog")
    let page = try #require(
      Array(text.utf8).withUnsafeBufferPointer { EventFileParser.parse($0, path: "fog.md", name: name).page })
    let category = EntrySize.category(
      Self.site, kind: .author, type: .organisation, slug: String(repeating: "a", count: 118),
      name: String(marks.prefix(PageLimits.nameBytes)))
    let size = EntrySize.entry(
      Self.site, contentSize: EntrySize.content(of: page), path: 300,
      categories: category * (PageLimits.entities + PageLimits.countries))
    #expect(size > 500_000)
    #expect(size < Self.site.windowBytes)
  }
}
