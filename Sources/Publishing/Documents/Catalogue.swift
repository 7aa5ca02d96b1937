package import ArchiveIndex
package import Classification
internal import EventArchive
internal import Foundation
package import Primitives
package import Syndication

/// The lists of all feeds: catalogue.json for programs, outlines for readers, topics.json for the page.
package struct Catalogue: Sendable {
  /// A feed in all its formats.
  package struct Feed: Sendable {
    /// The kind of its topic.
    package var kind: TopicKind
    /// The topic's part of the path.
    package var slug: String
    /// The topic's name.
    package var name: String
    /// A country's ISO 3166-1 code.
    package var code: String?
    /// Other names of the topic.
    package var aliases: [String] = []
    /// What a country's people and things are called.
    package var demonyms: [String] = []
    /// How many events the topic has.
    package var events: Int
    /// When an entry changed last, in seconds since 1970.
    package var updated: Int64
    /// The formats.
    package var formats: [FeedFormat]

    /// The path below the output directory, without extension.
    package var path: String { kind.path(slug: slug) }

    /// The title of the topic, unique in the catalogue.
    package var title: String { kind.title(name) }
  }

  /// The feeds, in order.
  package private(set) var feeds: [Feed]

  /// Lists the feeds among the documents of an index, which those topics have; feeds that are not wanted are left out.
  package init(_ documents: [DocumentRecord], _ topics: [TopicRecord]) {
    var aliases: [String: [String]] = [:]
    for topic in topics { aliases[topic.path] = topic.aliases }
    var feeds: [String: Feed] = [:]
    for document in documents where document.wanted != nil {
      guard let kind = document.topicKind, let dot = document.path.lastIndex(of: "."),
        let format = FeedFormat.named(String(document.path[document.path.index(after: dot)...]))
      else { continue }
      var new = Feed(
        kind: kind, slug: document.slug, name: document.name, code: document.code,
        events: document.events, updated: document.updated, formats: [])
      new.aliases = aliases[new.path] ?? []
      feeds[new.path, default: new].formats.append(format)
    }
    self.feeds = Self.sorted(feeds.values.map(Self.withCountryNames))
  }

  /// Lists the feeds of a plan.
  init(_ plan: PublicationPlan) {
    feeds = plan.sortedTopics.compactMap { number in
      let topic = plan.topics[Int(number)]
      guard topic.isLive else { return nil }
      return Self.withCountryNames(
        Feed(
          kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code, aliases: topic.aliases,
          events: topic.events, updated: plan.updated(plan.window(of: topic)), formats: plan.site.formats))
    }
  }

  /// Lists feeds that are known otherwise.
  init(_ feeds: [Feed]) { self.feeds = feeds }

  /// Leaves out feeds, and puts the others in order of their numbers of events, highest first.
  package mutating func select(_ isWanted: (Feed) -> Bool) {
    feeds = feeds.filter(isWanted).sorted { ($1.events, $0.path) < ($0.events, $1.path) }
  }

  /// Leaves out feeds that do not answer a query, and puts the others in order, the best first. A query of blanks asks for all.
  package mutating func select(matching query: String) {
    if query.allSatisfy(\.isWhitespace) { return select { _ in true } }
    feeds = TopicQuery(query)?.answers(among: feeds) ?? []
  }

  // The names of a country that the gazetteer knows.
  private static func withCountryNames(_ feed: Feed) -> Feed {
    guard let names = feed.code.flatMap({ CountryNames.standard[$0] }) else {
      return feed
    }
    var feed = feed
    (feed.aliases, feed.demonyms) = (names.names, names.demonyms)
    return feed
  }

  private static func sorted(_ feeds: [Feed]) -> [Feed] {
    feeds.sorted { ($0.kind.rank, $0.slug) < ($1.kind.rank, $1.slug) }
  }

  /// Takes a piece of a document.
  typealias Sink = (UnsafeRawBufferPointer) throws -> Void

  /// Calls `body` with the pieces of catalogue.json: an object with `feeds`, a feed a line.
  func json(_ body: Sink) throws {
    var json = JSONWriter()
    try json.object {
      try $0.member("feeds") {
        try $0.array(feeds.indices) { index, json in
          Self.write(feeds[index], &json)
          try json.takeLong(body)
        }
      }
    }
    try json.take(body)
    try Self.newline(body)
  }

  private static func newline(_ body: Sink) throws { try withUnsafeBytes(of: UInt8(ascii: "\n"), body) }

  /// A JSON array of the feeds in UTF-8, a feed a line.
  package func array() -> [UInt8] {
    var json = JSONWriter(capacity: feeds.count * 220)
    json.array(feeds.indices) { index, json in Self.write(feeds[index], &json) }
    return json.bytes
  }

  private static func write(_ feed: borrowing Feed, _ json: inout JSONWriter) {
    json.object {
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
      $0.member("slug", feed.slug.isEmpty ? feed.kind.name : feed.slug)
      $0.member("updated", FeedDate(time: feed.updated))
    }
  }

  /// Differs between versions of topics.json of the same feeds.
  package static let topicsEdition = ContentDigest("2 \(CountryNames.standardDigest.high)")

  /// Calls `body` with the pieces of topics.json, which the page loads: names, slugs, numbers of events, days, other names,
  /// demonyms; a topic a line.
  func topics(_ site: Site, _ body: Sink) throws {
    var json = JSONWriter()
    try json.object {
      $0.member("title", site.title)
      $0.member("language", site.language)
      $0.member("formats") {
        $0.list { json in for format in site.formats { json.element(format.pathExtension) } }
      }
      for all in feeds where all.kind == .all { $0.member("all") { Self.row(all, &$0) } }
      for kind in TopicKind.directories {
        try $0.member(kind.listName) {
          try $0.array(feeds.indices.lazy.filter { feeds[$0].kind == kind }) { index, json in
            Self.row(feeds[index], &json)
            try json.takeLong(body)
          }
        }
      }
    }
    try json.take(body)
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

  /// Calls `body` with the pieces of an OPML outline: the feeds in one format, so that an import subscribes to each topic once, in a group
  /// for each kind of topic.
  func opml(_ site: Site, _ format: FeedFormat, _ body: Sink) throws {
    let opml = OPMLWriter(try XMLWriter())
    func append(_ indices: [Int]) throws {
      for (count, index) in indices.enumerated() {
        opml.append(outline(feeds[index], site, format))
        if count % 256 == 255 { try opml.take(body) }
      }
    }
    opml.begin(title: site.title, owner: site.author)
    for kind in TopicKind.allCases {
      let indices = feeds.indices.filter { feeds[$0].kind == kind }
      guard let title = kind.groupTitle, !indices.isEmpty else {
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
    try opml.take(body)
  }
}

extension Catalogue {
  private func outline(_ feed: Feed, _ site: Site, _ format: FeedFormat) -> Outline {
    // Titles are unique: topics of different kinds may have one name.
    .feed(
      title: Self.ampersandsAlone(feed.title), format: format,
      xmlURL: "\(site.baseURL)\(feed.path).\(format.pathExtension)",
      htmlURL: site.pagesURL + "/")
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
