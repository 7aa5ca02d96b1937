import Foundation

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
  static func feed(title: String = hard, subtitle: String = "What happens & where") -> Feed {
    Feed(
      id: "tag:news.example,2013-11-14:/feeds/entity/port-almira", title: title, subtitle: subtitle,
      updated: FeedDate(time: 1_562_198_400), author: Person(name: "Almira & Sons"),
      links: [
        Link(.self, "https://news.example/feeds/a.atom?x=1&y=2", type: AtomWriter.mediaType),
        Link(.alternate, "https://news.example/", type: "text/html"),
      ],
      icon: "https://news.example/icon.png", generator: Generator(name: "feedgen", version: "1.0"),
      language: "en")
  }

  /// An entry with its story and categories.
  struct Item {
    var entry: Entry
    var title: String
    var links: [Link]
    var summary: String?
    var content: HTMLFragment
    var categories: [Syndication.Category]
  }

  /// An entry of a title and a summary.
  static func item(
    slug: String = "fog", title: String = hard, summary: String? = hard, label: String = hard
  ) -> Item {
    var content = HTMLFragment()
    content.markdown("Ferries *wait* & see.", base: "https://news.example")
    content.raw("<p>")
    content.link("https://post.example/?a=1&b=2", label)
    content.raw("</p>")
    return Item(
      entry: Entry(
        id: "tag:news.example,2013-11-14:/news/2019/07/4/\(slug)", published: FeedDate(time: 1_562_198_400),
        updated: FeedDate(time: 1_562_201_999)),
      title: title,
      links: [
        Link(.alternate, "https://news.example/news/2019/07/4/\(slug)", type: "text/html"),
        Link(.via, "https://post.example/?a=1&b=2", title: label),
        Link(.related, "https://news.example/news/2018/11/2/mayor", title: label),
        Link(.enclosure, "https://pictures.example/f.jpg", type: "image/jpeg"),
      ], summary: summary, content: content,
      categories: [Category(scheme: "https://news.example/feeds/entity/", term: "port-almira", label: label)])
  }

  /// The whole document of a feed and its entries.
  static func document(_ feed: Feed, _ items: [Item], _ writer: AtomWriter) -> [UInt8] {
    var bytes: [UInt8] = []
    writer.append(feed, to: &bytes)
    for item in items {
      writer.append(item.entry, to: &bytes)
      Array(item.title.utf8).withUnsafeBufferPointer { writer.append(title: $0, to: &bytes) }
      for link in item.links { writer.append(link, to: &bytes) }
      if let summary = item.summary {
        Array(summary.utf8).withUnsafeBufferPointer { writer.append(summary: $0, to: &bytes) }
      }
      writer.append(content: item.content, to: &bytes)
      for category in item.categories { writer.append(category, to: &bytes) }
      bytes += AtomWriter.entryEnd
    }
    return bytes + AtomWriter.documentEnd
  }

  /// A file of the Fixtures folder.
  static func fixture(_ name: String, file: String = #filePath) throws -> String {
    let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
