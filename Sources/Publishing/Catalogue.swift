package import EventIndex
internal import Foundation
internal import Syndication

/// The lists of all feeds: catalogue.json for programs, feeds.opml for readers.
package struct Catalogue: Sendable {
  private let feeds: [DocumentRecord]
  private let site: Site

  /// Lists feeds, which are documents of any kind but `list`.
  package init(_ feeds: [DocumentRecord], site: Site) {
    let kinds: [DocumentRecord.Kind] = [.all, .country, .entity, .list]
    let places = feeds.enumerated().map { index, feed in
      (rank: kinds.firstIndex(of: feed.kind) ?? 0, slug: feed.slug, index: index)
    }
    self.feeds = places.sorted { ($0.rank, $0.slug) < ($1.rank, $1.slug) }.map { feeds[$0.index] }
    self.site = site
  }

  /// The bytes of catalogue.json: an object with `feeds`, a feed a line.
  package func json() -> [UInt8] { Array("{\"feeds\":".utf8) + Self.array(feeds) + Array("}\n".utf8) }

  /// A JSON array of feeds in UTF-8, a feed a line.
  package static func array(_ feeds: [DocumentRecord]) -> [UInt8] {
    var json = JSONWriter()
    json.array(feeds) { feed, json in
      json.object {
        if let code = feed.code { $0.member("code", code) }
        $0.member("events", feed.events)
        $0.member("formats") { $0.object { $0.member("atom", feed.path) } }
        $0.member("kind", feed.kind.rawValue)
        $0.member("name", feed.name)
        $0.member("slug", feed.kind == .all ? "all" : feed.slug)
        $0.member("updated", FeedDate(time: feed.updated).description)
      }
    }
    return json.bytes
  }

  /// The bytes of feeds.opml: all events, the countries, the entities by first letter.
  package func opml() throws -> [UInt8] {
    let all = feeds.filter { $0.kind == .all }.map(outline)
    let countries = feeds.filter { $0.kind == .country }.map(outline)
    var letters: [String: [Outline]] = [:]
    for feed in feeds where feed.kind == .entity {
      letters[Self.letter(feed.slug), default: []].append(outline(feed))
    }
    let groups = letters.keys.sorted().map { Outline.group($0, letters[$0] ?? []) }
    return OPMLWriter(try XMLWriter()).document(
      title: site.title, owner: site.author,
      all + (countries.isEmpty ? [] : [.group("Countries", countries)])
        + (groups.isEmpty ? [] : [.group("Entities", groups)]))
  }
}

extension Catalogue {
  private func outline(_ feed: DocumentRecord) -> Outline {
    // Titles are unique: a country may have an entity's name.
    let title = feed.kind == .country ? "\(feed.name) (country)" : feed.name
    return .feed(
      title: Self.ampersandsAlone(title), xmlURL: site.baseURL + feed.path, htmlURL: site.pagesURL + "/")
  }

  // OPML's texts may be HTML, so that validators take the `&T` of AT&T for a character reference, while readers show
  // texts as they are: `AT & T` satisfies both.
  private static func ampersandsAlone(_ title: String) -> String {
    guard title.utf8.contains(0x26) else { return title }
    return title.replacing("&", with: " & ").split(separator: " ").joined(separator: " ")
  }

  private static func letter(_ slug: String) -> String {
    guard let first = slug.unicodeScalars.first, !slug.hasPrefix("name--") else { return "Other" }
    return first.properties.isAlphabetic ? first.properties.uppercaseMapping : "0–9"
  }
}
