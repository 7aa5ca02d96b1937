internal import ArchiveIndex
internal import Classification
package import EventArchive
internal import Foundation
internal import Primitives
package import Publishing
package import Syndication

/// Builds feeds for queries: events that match an expression, or that contain certain words.
// Unchecked: every access to the mutable state holds the lock.
package final class FeedsOnDemand: @unchecked Sendable {
  /// A query would have to search the texts of too many events.
  package struct TooBroad: Error, CustomStringConvertible {
    /// The limit and the remedy.
    package var description: String {
      "text: has to look at more than \(limit) events; narrow it by country:, entity:, from: or to:"
    }
    /// The limit of events.
    var limit: Int
  }

  let maxTexts: Int
  let site: Site
  let countryFeeds: CountryFeeds
  private let database: any IndexDatabase
  private let content: ContentSettings
  let reader: any IndexReader
  private let words: any SearchIndex
  // A connection of its own: the first update of the search index takes seconds, and must not block other queries.
  private let searchReader: any IndexReader
  // Another one, so that status look-ups do not wait for feeds that are being built.
  let statusReader: any IndexReader
  private let writers: [any FeedWriter]
  private let lock = NSLock()
  private var current: PublishedEvents?
  // The error of the last attempt to read `current`; `nil` when it succeeded.
  private var failure: (any Error)?
  // Held during an update of `words`.
  private let refreshLock = NSLock()

  /// Opens the index at a location.
  /// - Parameters:
  ///   - countryFeeds: the events of the feeds of countries.
  ///   - maxTexts: the limit of event texts that one query may search; 150,000 take about two seconds.
  /// - Throws: `PublishingError`, `IndexError`.
  package init(
    site: Site, content: ContentSettings = ContentSettings(), countryFeeds: CountryFeeds = .all,
    index location: String, maxTexts: Int = 150_000
  ) throws {
    self.site = site
    self.countryFeeds = countryFeeds
    self.content = content
    self.maxTexts = maxTexts
    database = try IndexKind.database(at: location)
    reader = database.reader()
    words = database.searchIndex()
    searchReader = database.reader()
    statusReader = database.reader()
    let xml = try XMLWriter()
    writers = try FeedFormat.allCases.map { try $0.writer(xml) }
  }

  /// The revision of the index, which changes with every build. Equal revisions have equal feeds.
  /// - Throws: `IndexError`.
  package func indexRevision() throws -> String { try reader.read(PublishedEvents.indexRevision) }

  /// Checks that the index and the search index can be read. It opens a new connection, because an open one may still have pages
  /// in memory that are lost on disk.
  /// - Throws: `IndexError`.
  package func checkIndex() throws {
    _ = try database.read(PublishedEvents.indexRevision)
    try words.check()
    // Reading all published events is slow, and repeated only after a failure.
    if lock.withLock({ failure }) != nil { _ = try statusReader.read { try published($0) } }
  }

  /// The feed for a query. Takes milliseconds; the first search of a large archive takes some seconds.
  /// - Throws: `IndexError`, `TooBroad`.
  package func feed(_ query: FeedQuery, _ format: FeedFormat) throws -> [UInt8] {
    let selection = try selection(for: query)
    return try reader.read { transaction in
      let published = try published(transaction)
      let indices = try indices(of: query, selection, among: published, in: transaction)
      let events = indices.map { published.events[$0] }
      return try write(query, events: events, of: published, as: format, transaction)
    }
  }

  /// Updates the search index with what was published since the last update.
  /// - Throws: `IndexError`.
  package func prepareSearch() throws {
    try refreshLock.withLock {
      try searchReader.read { transaction in
        let revision = try PublishedEvents.indexRevision(transaction)
        if try words.indexRevision() == revision { return }
        try words.refresh(to: revision, from: transaction) { texts in
          var folded: [[String]] = []
          ParallelMap.run(texts.chunks(of: 128)) {
            $0.map(FoldedText.keys)
          } consume: {
            folded += $0
          }
          return folded
        }
      }
    }
  }
}

// MARK: Finding

extension FeedsOnDemand {
  // The pages that a full-text search has found.
  private enum Selection {
    // For each `text:` term of an expression, those that may have its words.
    case pages(ofWords: [String: Set<Int32>])
    // Those of a search, in no order.
    case found(Set<Int32>)
    // Those of a search, best matches first.
    case ranked([Int])
  }

  private func selection(for query: FeedQuery) throws -> Selection {
    guard case .searching(let search) = query.subject else {
      return .pages(ofWords: try pages(of: query.expression.map { [$0] } ?? []))
    }
    guard query.order == .relevance else {
      return .found(Set(try self.search { try $0.pages(search.query) }.map { Int32($0) }))
    }
    // Those before `since` are left out later.
    let limit = query.since == nil ? entryLimit(of: query) : Int(Int32.max)
    return .ranked(try self.search { try $0.rankedPages(search.query, limit: limit) })
  }

  /// For the words of each `text:` term of expressions, the pages that may have them: words with the same stems.
  func pages(of expressions: [TopicExpression]) throws -> [String: Set<Int32>] {
    var found: [String: Set<Int32>] = [:]
    for words in Set(expressions.flatMap(\.words)) {
      let pages = try search { try $0.pages(.init(wanted: [.init(words: words)])) }
      found[words] = Set(pages.map { Int32($0) })
    }
    return found
  }

  // The result of a search in an up-to-date search index.
  private func search(_ find: (any SearchIndex) throws -> [Int]?) throws -> [Int] {
    for _ in 0..<3 {
      try prepareSearch()
      if let pages = try find(words) { return pages }
    }
    throw IndexError.refused(
      path: words.place, fault: .busy, reason: "another process removes it again and again")
  }

  private func entryLimit(of query: FeedQuery) -> Int {
    min(query.limit ?? site.windowEntries, Site.mostEntries)
  }

  // The site, with the limits of a feed.
  private func window(of query: FeedQuery) -> Site {
    var window = site
    window.windowEntries = entryLimit(of: query)
    // The hours are those before the newest entry of the site's feeds.
    if query.limit != nil || query.order == .oldest { window.windowHours = 0 }
    return window
  }

  // The indices of the events of a feed, in its order.
  private func indices(
    of query: FeedQuery, _ selection: Selection, among published: PublishedEvents,
    in transaction: IndexTransaction
  ) throws -> [Int] {
    let size = { try self.size(of: $0, published, transaction) }
    let isLate = { (event: PublishedEvents.Event) in
      query.since?.includes(event.published, for: self.site) ?? true
    }
    let matches: (PublishedEvents.Event) throws -> Bool
    switch selection {
    case .ranked(let pages):
      return try ranked(pages, count: entryLimit(of: query), among: published, size: size, where: isLate)
    case .found(let pages): matches = { pages.contains($0.page) }
    case .pages(let pages):
      let texts = TextTerms(pages: pages, limit: maxTexts, transaction)
      matches = predicate(query, among: published, texts: texts)
    }
    let earliest = query.since?.earliestPublication ?? .distantPast
    return try published.first(query.order, from: earliest, within: window(of: query), size: size) {
      try isLate($0) && matches($0)
    }
  }

  // The indices of the events of ranked pages, as many as a feed has.
  private func ranked(
    _ pages: [Int], count: Int, among published: PublishedEvents,
    size: (PublishedEvents.Event) throws -> Int, where isLate: (PublishedEvents.Event) -> Bool
  ) throws -> [Int] {
    var ranks: [Int32: Int] = [:]
    for (rank, page) in pages.enumerated() { ranks[Int32(page)] = rank }
    let found = published.events.enumerated().compactMap { index, event in
      isLate(event) ? ranks[event.page].map { (rank: $0, index: index) } : nil
    }
    var bytes = 0
    return try Array(
      found.sorted { $0.rank < $1.rank }.prefix(count).enumerated().prefix { position, found in
        bytes += try size(published.events[found.index])
        return position == 0 || bytes <= site.windowBytes
      }.map(\.element.index))
  }

  // Whether events match an expression, or are those of a topic.
  private func predicate(
    _ query: FeedQuery, among published: PublishedEvents, texts: TextTerms
  ) -> (PublishedEvents.Event) throws -> Bool {
    if let expression = query.expression {
      return published.matcher(expression, for: site, contains: texts.contain)
    }
    guard case .topic(let topic) = query.subject, topic.kind != .all else { return { _ in true } }
    guard let number = published.number(of: topic.kind, slug: topic.slug) else { return { _ in false } }
    let leavesMentionsOut = topic.kind == .country && countryFeeds == .about
    return { published.has($0, number, leavesMentionsOut: leavesMentionsOut) }
  }

  // The upper limit of an event's entry in bytes.
  private func size(
    of event: PublishedEvents.Event, _ published: PublishedEvents, _ transaction: IndexTransaction
  ) throws -> Int {
    let categories = published.topics(of: event).lazy.filter { !$0.isHidden }.reduce(0) {
      $0 + EntrySize.category(site, kind: $1.kind, type: $1.type, slug: $1.slug, name: $1.name)
    }
    return EntrySize.entry(
      site, contentSize: try transaction.contentSize(ofPage: Int(event.page)),
      path: try transaction.name(event.id)?.path.utf8.count ?? 0, categories: categories)
  }

  /// The published events; read again when the revision of the index has changed.
  func published(_ transaction: IndexTransaction) throws -> PublishedEvents {
    let revision = try PublishedEvents.indexRevision(transaction)
    if let current = lock.withLock({ current }), current.indexRevision == revision { return current }
    do {
      let new = try PublishedEvents(transaction, hasPosts: content.site != nil)
      lock.withLock {
        current = new
        failure = nil
      }
      return new
    } catch {
      lock.withLock { failure = error }
      throw error
    }
  }
}

// MARK: Writing

extension FeedsOnDemand {
  private func write(
    _ query: FeedQuery, events: [PublishedEvents.Event], of published: PublishedEvents,
    as format: FeedFormat, _ transaction: IndexTransaction
  ) throws -> [UInt8] {
    guard let writer = writers.first(where: { $0.format == format }) else { return [] }
    var feed = site.feed(
      path: query.path, title: query.title(onSite: site.title), subtitle: query.subtitle,
      updated: events.lazy.map(\.updated).max() ?? Site.beginning)
    feed.formats = FeedFormat.allCases
    feed.query = "?" + query.query
    // There is no page of a query.
    feed.homePage = site.pages == .none ? site.pagesURL + "/" : site.baseURL
    // No hub: every query with a subscriber would have to be answered after every build.
    feed.id = site.id(ofFeed: query.path + feed.query)
    var rendered = site
    rendered.lastDay = try EventDay.lastShown(transaction)
    var renderer = EntryRenderer(site: rendered, content: content, addresses: published.addresses)
    var bytes: [UInt8] = []
    var isFirst = true
    writer.append(feed, to: &bytes)
    for event in events {
      guard let id = try transaction.name(event.id) else {
        throw transaction.damage("name", row: event.id.index, "is missing")
      }
      try transaction.withText(ofPage: Int(event.page)) { stored in
        guard let page = content.page(of: stored) else {
          throw transaction.damage("page_text", row: Int(event.page), "is no event's page")
        }
        if !isFirst { bytes += writer.entrySeparator }
        isFirst = false
        let topics = published.topics(of: event)
        try renderer.setMissingLinks(of: page, in: transaction)
        let content = renderer.render(page)
        let entry = Entry(
          id: site.id(ofEvent: id), published: event.published,
          publishedOffset: page.offset(ofPublished: event.published), updated: event.updated,
          authors: topics.filter { $0.kind == .author }.map { Person(name: $0.name) },
          language: content.language)
        writer.append(entry, of: feed, to: &bytes)
        writer.append(content, to: &bytes)
        appendCategories(topics, writer, to: &bytes)
        bytes += writer.entryEnd
      }
    }
    bytes += writer.documentEnd
    return bytes
  }

  private func appendCategories(_ topics: [TopicRecord], _ writer: some FeedWriter, to bytes: inout [UInt8]) {
    var pieces = CategoryPieces(writer)
    for topic in topics where !topic.isHidden {
      pieces.append(site.category(topic.kind, type: topic.type, slug: topic.slug, name: topic.name), writer)
    }
    pieces.append(topics.filter { !$0.isHidden }.indices.map { Int32($0) }[...], to: &bytes)
  }
}
