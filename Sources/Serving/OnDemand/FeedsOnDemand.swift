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
  /// The status of a path without a file.
  package enum PathStatus: Equatable, Sendable {
    /// No feed has ever had this path.
    case unknown
    /// A feed should be there: it is being written, or its file was removed by another program.
    case expected
    /// The feed has another path now, below the output directory.
    case moved(to: String)
    /// The feed has ended.
    case ended
  }

  /// A query would have to search the texts of too many events.
  package struct TooBroad: Error, CustomStringConvertible {
    /// The limit and the remedy.
    package var description: String {
      "text: has to look at more than \(limit) events; narrow it by country:, entity:, from: or to:"
    }
    fileprivate var limit: Int
  }

  private let maxTexts: Int
  private let site: Site
  private let state: String
  private let database: any IndexDatabase
  private let content: ContentSettings
  private let reader: any IndexReader
  private let words: any SearchIndex
  // A connection of its own: the first update of the search index takes seconds, and must not block other queries.
  private let searchReader: any IndexReader
  // Another one, so that status look-ups do not wait for feeds that are being built.
  private let statusReader: any IndexReader
  private let writers: [any FeedWriter]
  private let lock = NSLock()
  private var current: PublishedEvents?
  // The error of the last attempt to read `current`; `nil` when it succeeded.
  private var failure: (any Error)?
  // Held during an update of `words`.
  private let refreshLock = NSLock()

  /// Opens the index in a state directory.
  /// - Parameter maxTexts: the limit of event texts that one query may search; 150,000 take about two seconds.
  /// - Throws: `PublishingError`.
  package init(
    site: Site, content: ContentSettings = ContentSettings(), state: String, maxTexts: Int = 150_000
  ) throws {
    self.site = site
    self.content = content
    self.state = state
    self.maxTexts = maxTexts
    database = IndexKind.database(at: state)
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
      let indices = try indices(of: selection, among: published, in: transaction)
      let events = indices.map { published.events[$0] }
      return try write(query, events: events, of: published, as: format, transaction)
    }
  }

  /// The status of a path below the output directory that has no file.
  /// - Throws: `IndexError`.
  package func status(ofPath path: String) throws -> PathStatus {
    do {
      return try statusReader.read { transaction in
        if let record = try transaction.documents(at: [path]).first, record.wanted != nil {
          return record.originalPath.map { .moved(to: $0) } ?? .expected
        }
        var place = path
        var isFormer = false
        // A chain of renames is followed up to a limit. It cannot be a cycle, because a published path has no successor.
        for _ in 0..<16 {
          guard let successor = try transaction.successor(ofFormer: place) else { break }
          isFormer = true
          guard let successor else { break }
          place = successor
          if try Self.isPublished(place, transaction) { return .moved(to: place) }
        }
        // The topic may have a feed in another format, or under another name, even if this path never had one.
        let published = try published(transaction)
        for place in [place, path] {
          for path in [place, published.path(ofAlias: place)].compactMap({ $0 }) {
            if let path = try alternative(to: path, transaction) { return .moved(to: path) }
          }
        }
        return isFormer ? .ended : .unknown
      }
    } catch IndexError.missing {
      return .unknown
    }
  }

  private static func isPublished(_ path: String, _ transaction: IndexTransaction) throws -> Bool {
    try transaction.documents(at: [path]).contains { $0.wanted != nil }
  }

  // The path if it is published, else the path of the same feed in another format.
  private func alternative(to path: String, _ transaction: IndexTransaction) throws -> String? {
    guard let dot = path.lastIndex(of: "."),
      FeedFormat.named(String(path[path.index(after: dot)...])) != nil
    else { return nil }
    let others = site.formats.map { path[..<dot] + "." + $0.pathExtension }
    return try ([path] + others).first { try Self.isPublished($0, transaction) }
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
          try ParallelMap.run(texts.chunks(of: 128)) {
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
  // The selection of events for a query, after its full-text search.
  private enum Selection {
    // The newest events that match an expression; the events with the words of a `text:` term are among `pages`.
    case matching(TopicExpression, pages: [String: Set<Int32>])
    // The newest events of pages.
    case newest(of: Set<Int32>)
    // The events of pages, in their order.
    case ranked([Int])
  }

  private func selection(for query: FeedQuery) throws -> Selection {
    switch query {
    case .matching(let expression):
      var found: [String: Set<Int32>] = [:]
      for words in Set(expression.words) {
        let pages = try search { try $0.pages(.init(wanted: [.init(words: words)])) }
        found[words] = Set(pages.map { Int32($0) })
      }
      return .matching(expression, pages: found)
    case .searching(let search, .relevance):
      let limit = min(site.windowEntries, Site.mostEntries)
      return .ranked(try self.search { try $0.rankedPages(search.query, limit: limit) })
    case .searching(let search, _):
      return .newest(of: Set(try self.search { try $0.pages(search.query) }.map { Int32($0) }))
    }
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

  // The indices of the events of a feed, in its order.
  private func indices(
    of selection: Selection, among published: PublishedEvents, in transaction: IndexTransaction
  ) throws -> [Int] {
    let size = { try self.size(of: $0, published, transaction) }
    switch selection {
    case .matching(let expression, let pages):
      return try matching(expression, pages: pages, among: published, in: transaction)
    case .newest(let pages):
      return try published.newest(for: site, size: size) { pages.contains($0.page) }
    case .ranked(let pages):
      var ranks: [Int32: Int] = [:]
      for (rank, page) in pages.enumerated() { ranks[Int32(page)] = rank }
      let found = published.events.enumerated().compactMap { index, event in
        ranks[event.page].map { (rank: $0, index: index) }
      }
      var bytes = 0
      return try Array(
        found.sorted { $0.rank < $1.rank }.enumerated().prefix { position, found in
          bytes += try size(published.events[found.index])
          return position == 0 || bytes <= site.windowBytes
        }.map(\.element.index))
    }
  }

  // The indices of the newest events that match an expression.
  private func matching(
    _ expression: TopicExpression, pages: [String: Set<Int32>], among published: PublishedEvents,
    in transaction: IndexTransaction
  ) throws -> [Int] {
    var last: (page: Int32, text: FoldedText)?
    var textCount = 0
    return try published.newest(matching: expression, for: site) {
      try size(of: $0, published, transaction)
    } contains: { words, event in
      // The search index compares stems; here the words themselves are compared.
      guard pages[words]?.contains(event.page) ?? false else { return false }
      if let last, last.page == event.page { return last.text.holds(words) }
      textCount += 1
      guard textCount <= maxTexts else { throw TooBroad(limit: maxTexts) }
      let folded = try transaction.foldedText(ofPage: Int(event.page))
      last = (event.page, folded)
      return folded.holds(words)
    }
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

  // The published events; read again when the revision of the index has changed.
  private func published(_ transaction: IndexTransaction) throws -> PublishedEvents {
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
      path: query.path, title: "\(query.title) – \(site.title)", subtitle: query.subtitle,
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
