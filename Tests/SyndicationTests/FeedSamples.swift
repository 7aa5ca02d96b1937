import EventArchive
import Foundation
import Primitives

@testable import Syndication

/// Feeds and entries that hold everything which is hard to write.
enum FeedSamples {
  /// Marks, other scripts, quotes: all that must come back as it was.
  static let hard = "a & b < c > d ]]> \"e\" 'f' &amp; <b>g</b> Ünï 港 مصر 🚢"

  /// Text that is made fit on its way, and what comes back.
  static let repaired = (
    written: "a\u{1}b\u{0}c\u{FFFE}d\u{92}e\u{85}f\u{7F}\u{FEFF}\u{202E}g", read: "abcd’e…f\u{202E}g\u{202C}"
  )

  /// A feed of a title.
  static func feed(
    title: String = hard, subtitle: String = "What happens & where", path: String = "entity/a",
    formats: [FeedFormat] = [.atom], paging: Feed.Paging? = nil
  ) -> Feed {
    Feed(
      id: "tag:news.example,2013-11-14:/feeds/entity/port-almira", title: title, subtitle: subtitle,
      updated: UnixTime(1_562_198_400), author: Person(name: "Almira & Sons"),
      homePage: "https://news.example/", baseURL: "https://news.example/feeds/", path: path, formats: formats,
      paging: paging, icon: "https://news.example/icon.png",
      generator: Generator(name: "feedgen", version: "1.0"), language: "en")
  }

  /// An entry with its story and categories.
  struct Item {
    var entry: Entry
    var story: EntryContent
    var categories: [Syndication.Category]
  }

  /// An entry of a title and a summary.
  static func item(
    slug: String = "fog", title: String = hard, summary: String? = hard, label: String = hard
  ) -> Item {
    var story = EntryContent()
    story.title = Array(title.utf8)
    story.page = Array("https://news.example/news/2019/07/4/\(slug)".utf8)
    story.summary = Array((summary ?? "").utf8)
    story.content.markdown("Ferries *wait* & see.") { $0 }
    story.content.raw("<p>")
    story.content.link("https://post.example/?a=1&b=2", label)
    story.content.raw("</p>")
    story.sources = [EntryContent.Source(address: "https://post.example/?a=1&b=2", name: label)]
    story.related = [Array("https://news.example/news/2018/11/2/mayor".utf8)]
    story.picture = EntryContent.Picture(
      address: "https://pictures.example/f.jpg?a=1&b=2", mediaType: "image/jpeg",
      size: PictureSize(width: 1200, height: 630))
    return Item(
      entry: Entry(
        id: "tag:news.example,2013-11-14:/news/2019/07/4/\(slug)", published: UnixTime(1_562_198_400),
        updated: UnixTime(1_562_201_999)),
      story: story,
      categories: [
        Category(scheme: "https://news.example/feeds/entity/", term: "port-almira", label: label),
        Category(scheme: "https://news.example/feeds/country/", term: "almira", label: "Almira"),
      ])
  }

  /// The whole document of a feed and its entries.
  static func document(_ feed: Feed, _ items: [Item], _ writer: some FeedWriter) -> [UInt8] {
    var bytes: [UInt8] = []
    writer.append(feed, to: &bytes)
    for (index, item) in items.enumerated() {
      if index > 0 { bytes += writer.entrySeparator }
      writer.append(item.entry, of: feed, to: &bytes)
      writer.append(item.story, to: &bytes)
      var categories = CategoryPieces(writer)
      for category in item.categories { categories.append(category, writer) }
      categories.append((0..<Int32(item.categories.count)).map { $0 }[...], to: &bytes)
      bytes += writer.entryEnd
    }
    return bytes + writer.documentEnd
  }

  /// A file of the Fixtures folder.
  static func fixture(_ name: String, file: String = #filePath) throws -> String {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
