internal import Classification
internal import EventArchive
internal import Foundation
internal import PageAssets
internal import Primitives
internal import Syndication

/// The web page on which people find feeds, and the assets of all pages.
enum SitePage {
  /// The path of the page.
  static let path = "index.html"

  /// The assets, which are the same on every site, by path below the output directory.
  static let assets: [String: [UInt8]] = [
    "icon.png": icon,
    "assets/feed.css": asset(feedgen_feed_style_bytes(), feedgen_feed_style_count),
    "assets/page.css": asset(feedgen_page_style_bytes(), feedgen_page_style_count),
    "assets/page.js": asset(feedgen_page_script_bytes(), feedgen_page_script_count),
    "assets/topic.js": asset(feedgen_topic_script_bytes(), feedgen_topic_script_count),
  ]

  /// The icon of the site, a PNG.
  static let icon = asset(feedgen_icon_bytes(), feedgen_icon_count)

  /// The digests of the assets, by path.
  static let digests = assets.mapValues { bytes in bytes.withUnsafeBytes { ContentDigest($0) } }

  private static let template = String(
    decoding: asset(feedgen_index_bytes(), feedgen_index_count), as: UTF8.self)

  /// The digest of the frame of the page.
  static let templateDigest = ContentDigest(template)

  // The numbers of topics in the lists of the page.
  private static let busiest = 20
  private static let busiestOfType = 10
  private static let recent = 10
  private static let mostCombined = 30

  /// The page of a site with the feeds of a catalogue.
  static func html(_ site: Site, _ catalogue: Catalogue) -> [UInt8] {
    let title = escaped(site.title)
    let values = [
      "title": title, "language": escaped(site.language), "version": escaped(site.generator.version),
      "alternates": site.formats.map { format in
        "<link rel=\"alternate\" type=\"\(format.mediaType)\" title=\"\(title) (\(format.name))\""
          + " href=\"\(escaped(site.url(ofPath: "all.\(format.pathExtension)")))\">"
      }.joined(separator: "\n"),
      "url": escaped(site.baseURL),
      "home": home(site, catalogue),
      "search": site.pages == .none
        ? ""
        : "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"opensearch.xml\" title=\"\(title)\">\n",
      "days": site.pages == .all ? "<a href=\"news/\">All events by day</a> " : "",
      "rights": rights(of: site),
    ]
    // All placeholders are replaced in one pass, because a title may look like a placeholder.
    return Array(template.replacing(/{{(\w+)}}/) { values[String($0.output.1)] ?? "" }.utf8)
  }

  /// The rights in the entries, which link to the licence if there is one; empty when none are stated.
  static func rights(of site: Site) -> String {
    guard let text = site.rights ?? site.license.map({ _ in "Licence" }) else { return "" }
    let language = site.rights == nil ? "en" : escaped(site.language)
    let words = "<bdi lang=\"\(language)\">\(escaped(text))</bdi>"
    guard let license = site.license else { return "\n  <p>\(words)</p>" }
    return "\n  <p><a rel=\"license\" href=\"\(escaped(license))\">\(words)</a></p>"
  }

  // The lists of topics.
  private static func home(_ site: Site, _ catalogue: Catalogue) -> String {
    let lists = TopicLists(catalogue)
    var html = HTMLFragment()
    html.raw("<div>\n")
    html.section("Busiest topics", lists.busiest(busiest), of: site)
    for type in [EntityType.person, .organisation, .place, .event] {
      html.section(type.groupTitle, lists.busiest(busiestOfType, of: type), of: site)
    }
    for kind in lists.taxonomies {
      html.section(kind.groupTitle ?? kind.name, lists.busiest(busiest, of: kind), of: site)
    }
    html.section("Countries", lists.countries, of: site)
    html.raw("</div>\n<div>\n")
    html.section("All events", lists.all, of: site, hasColumns: false)
    html.section("Combined topics", lists.busiest(mostCombined, of: .combined), of: site, hasColumns: false)
    html.section("Recently updated", lists.recent(recent), of: site, hasColumns: false)
    html.raw("</div>\n")
    return String(decoding: html.bytes, as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    var html = HTMLFragment()
    html.untrustedText(text)
    return String(decoding: html.bytes, as: UTF8.self)
  }

  private static func asset(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}

extension HTMLFragment {
  // Appends a list of topics under a heading, if there are any.
  fileprivate mutating func section(
    _ title: String, _ feeds: [Catalogue.Feed], of site: Site, hasColumns: Bool = true
  ) {
    guard !feeds.isEmpty else { return }
    raw("<section><h2>")
    untrustedText(title)
    raw("</h2>\n<ul class=\"topics")
    if hasColumns { raw(" columns") }
    raw("\" role=\"list\"")
    language(site.language)
    raw(">\n")
    for feed in feeds { TopicRow(feed, site).append(count: feed.events, to: &self) }
    raw("</ul></section>\n")
  }
}

/// The feeds of a catalogue in the lists of the page.
private struct TopicLists {
  // Without twins: an entity with the name of a country is one; lists have the country.
  private let feeds: [Catalogue.Feed]

  init(_ catalogue: Catalogue) {
    let countries = Set(catalogue.feeds.lazy.filter { $0.kind == .country }.map(\.slug))
    feeds = catalogue.feeds.filter { $0.kind != .entity || !countries.contains($0.slug) }
  }

  var all: [Catalogue.Feed] { feeds.filter { $0.kind == .all } }

  var countries: [Catalogue.Feed] { feeds.filter { $0.kind == .country } }

  var taxonomies: [TopicKind] {
    Set(feeds.lazy.map(\.kind)).filter { $0.rank >= TopicKind.allCases.count }.sorted { $0.name < $1.name }
  }

  func busiest(_ count: Int, of kind: TopicKind = .entity) -> [Catalogue.Feed] {
    first(count, of: feeds.lazy.filter { $0.kind == kind }, by: Self.isBusier)
  }

  func busiest(_ count: Int, of type: EntityType) -> [Catalogue.Feed] {
    first(count, of: feeds.lazy.filter { $0.type == type }, by: Self.isBusier)
  }

  // The topics with the newest events; of one day, those with most events.
  func recent(_ count: Int) -> [Catalogue.Feed] {
    first(count, of: feeds.lazy.filter { $0.kind != .all && $0.events > 0 }) { left, right in
      let (day, other) = (left.updated.daysSince1970, right.updated.daysSince1970)
      return day == other ? Self.isBusier(left, right) : day > other
    }
  }

  private static func isBusier(_ left: Catalogue.Feed, _ right: Catalogue.Feed) -> Bool {
    (right.events, left.path) < (left.events, right.path)
  }

  // The first feeds of a long sequence in an order, without sorting the rest.
  private func first(
    _ count: Int, of feeds: some Sequence<Catalogue.Feed>,
    by precedes: (Catalogue.Feed, Catalogue.Feed) -> Bool
  ) -> [Catalogue.Feed] {
    var first: [Catalogue.Feed] = []
    for feed in feeds {
      if first.count == count, let last = first.last, !precedes(feed, last) { continue }
      first.insert(feed, at: first.firstIndex { precedes(feed, $0) } ?? first.count)
      if first.count > count { first.removeLast() }
    }
    return first
  }
}
