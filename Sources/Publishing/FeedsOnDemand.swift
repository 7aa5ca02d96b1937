package import Classification
internal import EventArchive
internal import EventIndex
internal import Foundation
internal import Parallelism
package import Syndication

/// Makes feeds of what somebody asks for: the events that match an expression, or that hold some words.
// Unchecked: every access to the mutable state holds the lock.
package final class FeedsOnDemand: @unchecked Sendable {
  /// What is asked for.
  package enum Question: Hashable, Sendable {
    /// The newest events that match an expression.
    case matching(TopicExpression)
    /// Events that hold some words: the best matches, or the newest.
    case searching(WordSearch, isRanked: Bool)
  }

  /// What has become of a document.
  package enum Fate: Equatable, Sendable {
    /// There never was one.
    case unknown
    /// Its topic has its feed elsewhere, at a path below the output directory.
    case moved(to: String)
    /// Its topic has no feed any more.
    case ended
  }

  private let site: Site
  private let gazetteer: Gazetteer
  private let reader: IndexReader
  private let words: SearchIndex
  // One of its own: taking in an archive for the first time takes seconds, which nobody else is to wait.
  private let searchReader: IndexReader
  private let writers: [any FeedWriter]
  private let lock = NSLock()
  private var present: PublishedEvents?
  // The edition of the events that `words` has taken in, and a lock for those who bring it up to date.
  private var searched: String?
  private let refreshing = NSLock()

  /// Makes feeds of a site from the index in a state directory.
  /// - Throws: `PublishingError`.
  package init(site: Site, state: String, gazetteer: Gazetteer) throws {
    (self.site, self.gazetteer) = (site, gazetteer)
    (reader, words) = (IndexReader(directory: state), SearchIndex(directory: state))
    searchReader = IndexReader(directory: state)
    let xml = try XMLWriter()
    writers = FeedFormat.allCases.map { $0.writer(xml) }
  }

  /// Tells answers that may be different: the same as long as nothing that is published has changed.
  /// - Throws: `IndexError`.
  package func edition() throws -> String { try reader.read(PublishedEvents.edition) }

  /// The bytes of the feed that answers a question. Takes milliseconds, and some seconds when words of a large archive are asked
  /// for the first time.
  /// - Throws: `IndexError`.
  package func feed(_ question: Question, _ format: FeedFormat) throws -> [UInt8] {
    let found = try foundPages(question)
    return try reader.read { transaction in
      let published = try published(transaction)
      let events = try newest(question, found, published, transaction)
      return try document(question, events.map { published.events[$0] }, published, format, transaction)
    }
  }

  /// What has become of a document that is not there, by its path below the output directory.
  /// - Throws: `IndexError`.
  package func fate(of path: String) throws -> Fate {
    do {
      return try reader.read { transaction in
        var (place, fate) = (path, Fate.unknown)
        // Names may have moved again and again, but not in a circle: a feed that is there was never noted to be gone.
        for _ in 0..<16 {
          guard let successor = try transaction.successor(ofFormer: place) else { break }
          guard let successor else { return .ended }
          (place, fate) = (successor, .moved(to: successor))
        }
        if fate != .unknown { return fate }
        // Another name, under which there never was a feed.
        let published = try published(transaction)
        guard let path = published.path(ofAlias: path) else { return .unknown }
        return try transaction.documents(at: [path]).contains { $0.wanted != nil }
          ? .moved(to: path) : .unknown
      }
    } catch IndexError.missing {
      return .unknown
    }
  }

  /// Takes in for searching what was published since the last time.
  /// - Throws: `IndexError`.
  package func prepareSearch() throws {
    let now = try edition()
    try refreshing.withLock {
      if lock.withLock({ searched == now }) { return }
      try searchReader.read { [site] transaction in
        try words.refresh(from: transaction) { texts in
          var folded: [[String]] = []
          try ParallelMap.run(texts.chunks(of: 128)) {
            $0.map(site.searchedTexts)
          } consume: {
            folded += $0
          }
          return folded
        }
      }
      lock.withLock { searched = now }
    }
  }
}

// MARK: Finding

extension FeedsOnDemand {
  // The pages in which words are found: by `text:` term, or all that a search asks for.
  private enum Found {
    case byWords([String: Set<Int32>])
    case pages([Int])
  }

  private func foundPages(_ question: Question) throws -> Found {
    switch question {
    case .matching(let expression):
      let texts = Set(expression.words)
      guard !texts.isEmpty else { return .byWords([:]) }
      try prepareSearch()
      var found: [String: Set<Int32>] = [:]
      for text in texts {
        found[text] = Set(try words.pages(.init(wanted: [.init(words: text)])).map { Int32($0) })
      }
      return .byWords(found)
    case .searching(let search, let isRanked):
      try prepareSearch()
      return .pages(
        isRanked
          ? try words.rankedPages(search.query, limit: site.windowEntries) : try words.pages(search.query))
    }
  }

  private func newest(
    _ question: Question, _ found: Found, _ published: PublishedEvents, _ transaction: IndexTransaction
  ) throws -> [Int] {
    switch (question, found) {
    case (.matching(let expression), .byWords(let pages)):
      return try published.newest(matching: expression, site, gazetteer: gazetteer) { text, event in
        // Words that have one stem are found alike; what is asked for are these.
        guard pages[text]?.contains(event.page) ?? false else { return false }
        let texts = try transaction.texts(ofPage: Int(event.page))
        return texts.count == 2 && site.foldedText(title: texts[0], summary: texts[1]).holds(text)
      }
    case (.searching(_, isRanked: true), .pages(let pages)):
      var places: [Int32: Int] = [:]
      for (place, page) in pages.enumerated() { places[Int32(page)] = place }
      let events = published.events.indices.filter { places[published.events[$0].page] != nil }
      return events.sorted { places[published.events[$0].page]! < places[published.events[$1].page]! }
    case (_, .pages(let pages)):
      let pages = Set(pages.map { Int32($0) })
      return published.newest(site) { pages.contains($0.page) }
    case (.searching, .byWords): return []
    }
  }

  // What is published now; it is read again only when that has changed.
  private func published(_ transaction: IndexTransaction) throws -> PublishedEvents {
    let edition = try PublishedEvents.edition(transaction)
    if let present = lock.withLock({ present }), present.edition == edition { return present }
    let new = try PublishedEvents(transaction, gazetteer: gazetteer)
    lock.withLock { present = new }
    return new
  }
}

// MARK: Writing

extension FeedsOnDemand {
  private func document(
    _ question: Question, _ events: [PublishedEvents.Event], _ published: PublishedEvents,
    _ format: FeedFormat, _ transaction: IndexTransaction
  ) throws -> [UInt8] {
    guard let writer = writers.first(where: { $0.format == format }) else { return [] }
    var feed = site.feed(
      path: question.path, title: "\(question.title) – \(site.title)", subtitle: question.subtitle,
      updated: events.lazy.map(\.updated).max() ?? Site.beginning)
    feed.formats = FeedFormat.allCases
    feed.query = "?" + question.query
    feed.id = site.id(ofFeed: question.path + feed.query)
    var (bytes, renderer, isFirst) = ([UInt8](), StoryRenderer(site: site), true)
    writer.append(feed, to: &bytes)
    for event in events {
      guard let id = try transaction.name(event.id) else { continue }
      try transaction.withText(ofPage: Int(event.page)) { name, text in
        guard let page = EventFileParser.parse(text, path: name.path, name: name).page else { return }
        if !isFirst { bytes += writer.entrySeparator }
        isFirst = false
        let entry = Entry(
          id: site.id(ofEvent: id), published: FeedDate(time: event.published),
          updated: FeedDate(time: event.updated))
        writer.append(entry, of: feed, to: &bytes)
        writer.append(renderer.render(page), to: &bytes)
        append(published.topics(of: event), writer, to: &bytes)
        bytes += writer.entryEnd
      }
    }
    return bytes + writer.documentEnd
  }

  private func append(_ topics: [TopicRecord], _ writer: some FeedWriter, to bytes: inout [UInt8]) {
    var pieces = CategoryPieces(writer)
    for topic in topics { pieces.append(site.category(topic.kind, topic.slug, topic.name), writer) }
    pieces.append(topics.indices.map { Int32($0) }[...], to: &bytes)
  }
}

extension FeedsOnDemand.Question {
  /// The path below the site's address, without extension.
  package var path: String {
    switch self {
    case .matching: "feed"
    case .searching: "search"
    }
  }

  /// The question as the query of a URL, in the one way that all ways of asking it share.
  package var query: String {
    switch self {
    case .matching(let expression): "match=" + Self.encoded(expression.normalText)
    case .searching(let search, let isRanked):
      "q=" + Self.encoded(search.normalText) + (isRanked ? "&sort=rank" : "")
    }
  }

  fileprivate var title: String {
    switch self {
    case .matching(let expression): expression.normalText
    case .searching(let search, _): "Search: \(search.normalText)"
    }
  }

  fileprivate var subtitle: String {
    switch self {
    case .matching(let expression): "Events that match \(expression.normalText)."
    case .searching(let search, isRanked: false): "Events that hold \(search.normalText), newest first."
    case .searching(let search, isRanked: true): "Events that hold \(search.normalText), best matches first."
    }
  }

  // application/x-www-form-urlencoded, as browsers and people write it.
  private static func encoded(_ text: String) -> String {
    let safe = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~: ")
    return (text.addingPercentEncoding(withAllowedCharacters: safe) ?? "").replacing(" ", with: "+")
  }
}
