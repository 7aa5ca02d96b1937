package import ArchiveIndex
package import Classification
internal import EventArchive
internal import Foundation
package import Primitives
package import Syndication

/// The lists of all feeds: catalogue.json for programs, OPML outlines for feed readers, topics.json for the web page.
package struct Catalogue: Sendable {
  /// A feed in all its formats.
  package struct Feed: Sendable {
    /// The kind of its topic.
    package var kind: TopicKind
    /// What an entity is; `nil` for other topics.
    package var type: EntityType?
    /// The address of the article about an entity; `nil` when there is none.
    package var article: String?
    /// The topic's part of the path.
    package var slug: String
    /// The topic's name.
    package var name: String
    /// A country's ISO 3166-1 code.
    package var code: String?
    /// Other names of the topic.
    package var aliases: [String] = []
    /// The demonyms of a country, such as "Egyptian".
    package var demonyms: [String] = []
    /// The number of events of the topic.
    package var events: Int
    /// The latest `updated` of its entries.
    package var updated: UnixTime
    /// The formats.
    package var formats: [FeedFormat]

    /// The path below the output directory, without extension.
    package var path: String { kind.path(slug: slug) }

    /// The title of the topic, unique in the catalogue.
    package var title: String { kind.title(name) }
  }

  /// The feeds, in order.
  package private(set) var feeds: [Feed]

  /// Lists the wanted feeds among documents of the index, with the aliases of the topics.
  package init(_ documents: [DocumentRecord], _ topics: [TopicRecord]) {
    var known: [String: TopicRecord] = [:]
    for topic in topics { known[topic.path] = topic }
    var feeds: [String: Feed] = [:]
    for document in documents where document.wanted != nil {
      guard let kind = document.topicKind, let dot = document.path.lastIndex(of: "."),
        let format = FeedFormat.named(String(document.path[document.path.index(after: dot)...]))
      else { continue }
      var new = Feed(
        kind: kind, slug: document.slug, name: document.name, code: document.code,
        events: document.events, updated: document.updated, formats: [])
      new.aliases = known[new.path]?.aliases ?? []
      (new.type, new.article) = (known[new.path]?.type, known[new.path]?.article)
      feeds[new.path, default: new].formats.append(format)
    }
    self.feeds = Self.sorted(feeds.values.map(Self.withCountryNames))
  }

  /// Lists the feeds of a plan.
  init(_ plan: PublicationPlan) {
    feeds = plan.sortedTopics.compactMap { index in
      let topic = plan.topics[index.index]
      guard topic.isLive else { return nil }
      var feed = Feed(
        kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code, aliases: topic.aliases,
        events: topic.events, updated: plan.updated(plan.window(of: topic)), formats: plan.site.formats)
      (feed.type, feed.article) = (topic.type, topic.article)
      return Self.withCountryNames(feed)
    }
  }

  /// Lists given feeds.
  package init(_ feeds: [Feed]) { self.feeds = feeds }

  /// Keeps the feeds that are wanted, those with most events first.
  package mutating func select(_ isWanted: (Feed) -> Bool) {
    feeds = feeds.filter(isWanted).sorted { ($1.events, $0.path) < ($0.events, $1.path) }
  }

  /// Keeps the feeds that match a query, the best matches first. A query without letters and digits keeps all.
  package mutating func select(matching query: String) {
    if query.allSatisfy(\.isWhitespace) { return select { _ in true } }
    feeds = TopicQuery(query)?.answers(among: feeds) ?? []
  }

  // The feed with the other names and demonyms that the gazetteer has for a country.
  private static func withCountryNames(_ feed: Feed) -> Feed {
    guard let names = feed.code.flatMap(CountryNames.standard(ofCode:)) else {
      return feed
    }
    var feed = feed
    (feed.aliases, feed.demonyms) = (names.names, names.demonyms)
    return feed
  }

  private static func sorted(_ feeds: [Feed]) -> [Feed] {
    feeds.sorted { ($0.kind.rank, $0.kind.name, $0.slug) < ($1.kind.rank, $1.kind.name, $1.slug) }
  }

  /// Receives a piece of a document.
  package typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Calls `body` with the pieces of catalogue.json: an object with the array `feeds`, one feed per line.
  func json(of site: Site, _ body: Sink) throws {
    var json = JSONWriter()
    try json.object {
      try $0.member("feeds") {
        try $0.array(feeds.indices) { index, json in
          Self.write(feeds[index], hasPage: site.pages != .none, &json)
          try json.flushIfLarge(body)
        }
      }
    }
    try json.flush(body)
    try Self.newline(body)
  }

  private static func newline(_ body: Sink) throws { try withUnsafeBytes(of: UInt8(ascii: "\n"), body) }

  /// The JSON array of the feeds in UTF-8, one feed per line.
  package func array() -> [UInt8] {
    var json = JSONWriter(capacity: feeds.count * 220)
    json.array(feeds.indices) { index, json in Self.write(feeds[index], hasPage: false, &json) }
    return json.bytes
  }

  private static func write(_ feed: borrowing Feed, hasPage: Bool, _ json: inout JSONWriter) {
    json.object {
      if let article = feed.article { $0.member("article", article) }
      if let code = feed.code { $0.member("code", code) }
      $0.member("events", feed.events)
      $0.member("formats") {
        $0.object { json in
          for format in feed.formats {
            json.member(format.pathExtension, "\(feed.path).\(format.pathExtension)")
          }
        }
      }
      $0.member("kind", feed.kind.name)
      $0.member("name", feed.name)
      if hasPage { $0.member("page", PagePath.page(ofFeed: feed.path)) }
      $0.member("slug", feed.slug.isEmpty ? feed.kind.name : feed.slug)
      if let type = feed.type { $0.member("type", type.rawValue) }
      $0.member("updated", feed.updated)
    }
  }

  /// The version of topics.json: it differs when a program writes another document for the same feeds.
  package static let topicsEdition = ContentDigest("4 \(CountryNames.standardDigest.high)")

  /// Calls `body` with the pieces of topics.json, which the page loads: name, slug, number of events, day, aliases and demonyms, one
  /// topic per line. The types of the entities are a string with a letter for each, in their order.
  func topics(of site: Site, _ body: Sink) throws {
    var json = JSONWriter()
    try json.object {
      $0.member("title", site.title)
      $0.member("language", site.language)
      if site.pages != .none { $0.member("pages", site.pages.rawValue) }
      $0.member("formats") {
        $0.list { json in for format in site.formats { json.element(format.pathExtension) } }
      }
      for all in feeds where all.kind == .all { $0.member("all") { Self.row(all, &$0) } }
      let types = feeds.compactMap { $0.type?.letter }
      if !types.isEmpty { $0.member("types", String(types)) }
      let taxonomies = taxonomies
      if !taxonomies.isEmpty {
        $0.member("taxonomies") {
          $0.list { json in
            for kind in taxonomies {
              json.element {
                $0.list { json in
                  json.element(kind.name)
                  json.element(kind.listName)
                }
              }
            }
          }
        }
      }
      for kind in TopicKind.directories + taxonomies {
        try $0.member(kind.listName) {
          try $0.array(feeds.indices.lazy.filter { feeds[$0].kind == kind }) { index, json in
            Self.row(feeds[index], &json)
            try json.flushIfLarge(body)
          }
        }
      }
    }
    try json.flush(body)
    try Self.newline(body)
  }

  private static func row(_ feed: borrowing Feed, _ json: inout JSONWriter) {
    json.list { json in
      json.element(feed.name)
      if feed.kind != .all { json.element(feed.slug) }
      if let code = feed.code { json.element(code) }
      json.element(feed.events)
      json.element(EventDay(containing: feed.updated).description)
      if feed.aliases.isEmpty, feed.demonyms.isEmpty { return }
      json.element { $0.list { json in for alias in feed.aliases { json.element(alias) } } }
      if feed.demonyms.isEmpty { return }
      json.element { $0.list { json in for demonym in feed.demonyms { json.element(demonym) } } }
    }
  }

  /// Calls `body` with the pieces of an OPML outline: the feeds in one format, so that an import subscribes to each topic once, in
  /// groups by kind of topic.
  /// - Parameter first: an outline before them.
  package func opml(of site: Site, format: FeedFormat, first: Outline? = nil, _ body: Sink) throws {
    try opml(of: site, format: format, group: nil, first: first, body)
  }

  // The outline of a group of feeds, or of all.
  private func opml(
    of site: Site, format: FeedFormat, group: SiteFiles.Group?, first: Outline? = nil, _ body: Sink
  ) throws {
    let opml = OPMLWriter(try XMLWriter())
    func append(_ indices: [Int]) throws {
      for (count, index) in indices.enumerated() {
        opml.append(outline(feeds[index], of: site, format: format))
        if count % 256 == 255 { try opml.flush(body) }
      }
    }
    opml.begin(title: group.map { "\($0.title) – \(site.title)" } ?? site.title, owner: site.author)
    if let first { opml.append(first) }
    for (kind, type) in groups where group.map({ $0.kind == kind && ($0.type ?? type) == type }) ?? true {
      let indices = feeds.indices.filter { feeds[$0].kind == kind && feeds[$0].type == type }
      guard let title = type?.groupTitle ?? kind.groupTitle, !indices.isEmpty else {
        try append(indices)
        continue
      }
      opml.beginGroup(title)
      if kind.isDividedByLetter {
        let letters = Dictionary(grouping: indices) { Self.letter(feeds[$0].slug) }
        for (letter, indices) in letters.sorted(by: { $0.key < $1.key }) {
          opml.beginGroup(letter)
          try append(indices)
          opml.endGroup()
        }
      } else {
        try append(indices)
      }
      opml.endGroup()
    }
    opml.end()
    try opml.flush(body)
  }

  /// Calls `body` with the pieces of an OPML outline of a part of the feeds, in the first format.
  func opml(of site: Site, group: SiteFiles.Group, _ body: Sink) throws {
    guard let format = site.formats.first else { return }
    try opml(of: site, format: format, group: group, body)
  }
}

extension Catalogue {
  // The kinds of terms that have feeds, by name.
  private var taxonomies: [TopicKind] {
    let known = TopicKind.allCases.count
    return Set(feeds.lazy.map(\.kind).filter { $0.rank >= known }).sorted { $0.name < $1.name }
  }

  // The groups of OPML outlines, in order: those of entities are divided by type.
  private var groups: [(kind: TopicKind, type: EntityType?)] {
    (TopicKind.allCases + taxonomies).flatMap { kind in
      (kind == .entity ? EntityType.allCases.map { $0 } + [nil] : [nil]).map { (kind, $0) }
    }
  }

  private func outline(_ feed: Feed, of site: Site, format: FeedFormat) -> Outline {
    // Titles are unique: topics of different kinds may have one name.
    .feed(
      title: Self.outlineTitle(feed.title), format: format,
      xmlURL: site.url(ofPath: "\(feed.path).\(format.pathExtension)"),
      htmlURL: site.homePage(ofFeed: feed.path))
  }

  /// The title of an outline. Texts of OPML may be HTML: validators read the `&T` of AT&T as a character reference, while feed readers
  /// show the text as it is. `AT & T` is right for both.
  package static func outlineTitle(_ title: String) -> String {
    guard title.utf8.contains(0x26) else { return title }
    return title.replacing("&", with: " & ").split(separator: " ").joined(separator: " ")
  }

  private static func letter(_ slug: String) -> String {
    guard let first = slug.unicodeScalars.first, !slug.hasPrefix("name--") else { return "Other" }
    return first.properties.isAlphabetic ? first.properties.uppercaseMapping : "0–9"
  }
}
