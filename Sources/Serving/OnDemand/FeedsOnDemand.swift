internal import ArchiveIndex
package import Classification
internal import EventArchive
internal import Foundation
internal import Primitives
package import Publishing
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
    /// It is to be there: it is being written, or somebody has taken it away.
    case wanted
    /// Its topic has its feed elsewhere, at a path below the output directory.
    case moved(to: String)
    /// Its topic has no feed any more.
    case ended
  }

  /// To answer a question, the texts of too many events must be looked at.
  package struct TooBroad: Error, CustomStringConvertible {
    /// How many are too many, and what to do.
    package var description: String {
      "text: has to look at more than \(most) events; narrow it by country:, entity:, from: or to:"
    }
    fileprivate var most: Int
  }

  private let mostTexts: Int
  private let site: Site
  private let state: String
  private let gazetteer: Gazetteer
  private let reader: IndexReader
  private let words: SearchIndex
  // One of its own: taking in an archive for the first time takes seconds, which nobody else is to wait.
  private let searchReader: IndexReader
  // And what has become of a document is known at once, whatever is being made.
  private let fateReader: IndexReader
  private let writers: [any FeedWriter]
  private let lock = NSLock()
  private var present: PublishedEvents?
  // Why `present` could not be read the last time; `nil` when it could.
  private var failure: (any Error)?
  // Held by who brings `words` up to date.
  private let refreshing = NSLock()

  /// Makes feeds of a site from the index in a state directory.
  /// - Parameter mostTexts: at so many events' texts one feed may have to look; 150,000 are about two seconds' work.
  /// - Throws: `PublishingError`.
  package init(site: Site, state: String, gazetteer: Gazetteer, mostTexts: Int = 150_000) throws {
    (self.site, self.state, self.gazetteer, self.mostTexts) = (site, state, gazetteer, mostTexts)
    (reader, words) = (IndexReader(directory: state), SearchIndex(directory: state))
    (searchReader, fateReader) = (IndexReader(directory: state), IndexReader(directory: state))
    let xml = try XMLWriter()
    writers = try FeedFormat.allCases.map { try $0.writer(xml) }
  }

  /// Tells answers that may be different: the same as long as nothing that is published has changed.
  /// - Throws: `IndexError`.
  package func edition() throws -> String { try reader.read(PublishedEvents.edition) }

  /// Makes sure that the index and the search index can be read, by a connection of its own: one that is open may have in memory what the disk has
  /// lost.
  /// - Throws: `IndexError`.
  package func checkIndex() throws {
    _ = try EventIndex.look(in: state, PublishedEvents.edition)
    try words.check()
    // All that is published is read again only if that failed before.
    if lock.withLock({ failure }) != nil { _ = try fateReader.read { try published($0) } }
  }

  /// The bytes of the feed that answers a question. Takes milliseconds, and some seconds when words of a large archive are asked
  /// for the first time.
  /// - Throws: `IndexError`, `TooBroad`.
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
      return try fateReader.read { transaction in
        if try Self.isWanted(path, transaction) { return .wanted }
        var (place, isKnown) = (path, false)
        // Names may have moved again and again, but not in a circle: a feed that is there was never noted to be gone.
        for _ in 0..<16 {
          guard let successor = try transaction.successor(ofFormer: place) else { break }
          isKnown = true
          guard let successor else { break }
          place = successor
          if try Self.isWanted(place, transaction) { return .moved(to: place) }
        }
        // In another format, or under another name: there may never have been a feed at this path.
        let published = try published(transaction)
        for place in [place, path] {
          for path in [place, published.path(ofAlias: place)].compactMap({ $0 }) {
            if let path = try alternative(to: path, transaction) { return .moved(to: path) }
          }
        }
        return isKnown ? .ended : .unknown
      }
    } catch IndexError.missing {
      return .unknown
    }
  }

  private static func isWanted(_ path: String, _ transaction: IndexTransaction) throws -> Bool {
    try transaction.documents(at: [path]).contains { $0.wanted != nil }
  }

  // The path of a feed that there is: this one, or the same in another format.
  private func alternative(to path: String, _ transaction: IndexTransaction) throws -> String? {
    guard let dot = path.lastIndex(of: "."),
      FeedFormat(named: String(path[path.index(after: dot)...])) != nil
    else { return nil }
    let others = site.formats.map { path[..<dot] + "." + $0.pathExtension }
    return try ([path] + others).first { try Self.isWanted($0, transaction) }
  }

  /// Takes in for searching what was published since the last time.
  /// - Throws: `IndexError`.
  package func prepareSearch() throws {
    try refreshing.withLock {
      try searchReader.read { transaction in
        let edition = try PublishedEvents.edition(transaction)
        if try words.edition() == edition { return }
        try words.refresh(to: edition, from: transaction) { texts in
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
  // The pages in which words are found: by `text:` term, or all that a search asks for.
  private enum Found {
    case byWords([String: Set<Int32>])
    case pages([Int])
  }

  private func foundPages(_ question: Question) throws -> Found {
    switch question {
    case .matching(let expression):
      var found: [String: Set<Int32>] = [:]
      for text in Set(expression.words) {
        let pages = try search { try $0.pages(.init(wanted: [.init(words: text)])) }
        found[text] = Set(pages.map { Int32($0) })
      }
      return .byWords(found)
    case .searching(let search, let isRanked):
      let limit = min(site.windowEntries, Site.mostEntries)
      return .pages(
        try self.search { try isRanked ? $0.rankedPages(search.query, limit: limit) : $0.pages(search.query) }
      )
    }
  }

  // What a search finds in what is published now.
  private func search(_ find: (SearchIndex) throws -> [Int]?) throws -> [Int] {
    for _ in 0..<3 {
      try prepareSearch()
      if let pages = try find(words) { return pages }
    }
    throw IndexError.refused(
      path: words.path, fault: .busy, reason: "another process removes it again and again")
  }

  private func newest(
    _ question: Question, _ found: Found, _ published: PublishedEvents, _ transaction: IndexTransaction
  ) throws -> [Int] {
    func size(_ event: PublishedEvents.Event) throws -> Int {
      let categories = published.topics(of: event).reduce(0) {
        $0 + EntrySize.category(site, slug: $1.slug, name: $1.name)
      }
      return EntrySize.entry(
        site, story: try transaction.storySize(ofPage: Int(event.page)),
        path: try transaction.name(event.id)?.path.utf8.count ?? 0, categories: categories)
    }
    switch (question, found) {
    case (.matching(let expression), .byWords(let pages)):
      var (last, looks): ((page: Int32, text: FoldedText)?, Int) = (nil, 0)
      return try published.newest(matching: expression, site, gazetteer: gazetteer, size: size) {
        text, event in
        // Words that have one stem are found alike; what is asked for are these.
        guard pages[text]?.contains(event.page) ?? false else { return false }
        if let last, last.page == event.page { return last.text.holds(text) }
        looks += 1
        guard looks <= mostTexts else { throw TooBroad(most: mostTexts) }
        let texts = try transaction.texts(ofPage: Int(event.page))
        guard texts.count == 2 else {
          throw transaction.damage("page", row: Int(event.page), "is missing, or is no event's page")
        }
        let folded = FoldedText(title: texts[0], summary: texts[1])
        last = (event.page, folded)
        return folded.holds(text)
      }
    case (.searching(_, isRanked: true), .pages(let pages)):
      var places: [Int32: Int] = [:]
      for (place, page) in pages.enumerated() { places[Int32(page)] = place }
      let events = published.events.indices.filter { places[published.events[$0].page] != nil }
      let ranked = events.sorted {
        places[published.events[$0].page] ?? 0 < places[published.events[$1].page] ?? 0
      }
      var bytes = 0
      return try Array(
        ranked.enumerated().prefix { place, event in
          bytes += try size(published.events[event])
          return place == 0 || bytes <= site.windowBytes
        }.map(\.element))
    case (_, .pages(let pages)):
      let pages = Set(pages.map { Int32($0) })
      return try published.newest(site, size: size) { pages.contains($0.page) }
    case (.searching, .byWords): return []
    }
  }

  // What is published now; it is read again only when that has changed.
  private func published(_ transaction: IndexTransaction) throws -> PublishedEvents {
    let edition = try PublishedEvents.edition(transaction)
    if let present = lock.withLock({ present }), present.edition == edition { return present }
    do {
      let new = try PublishedEvents(transaction, gazetteer: gazetteer)
      lock.withLock { (present, failure) = (new, nil) }
      return new
    } catch {
      lock.withLock { failure = error }
      throw error
    }
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
    // No hub: to tell of changes, each question that anybody has subscribed to would have to be answered after each batch.
    feed.id = site.id(ofFeed: question.path + feed.query)
    var rendered = site
    rendered.lastDay = try EventDay.lastShown(transaction)
    var (bytes, renderer, isFirst) = ([UInt8](), StoryRenderer(site: rendered), true)
    writer.append(feed, to: &bytes)
    for event in events {
      guard let id = try transaction.name(event.id) else {
        throw transaction.damage("name", row: Int(event.id), "is missing")
      }
      try transaction.withText(ofPage: Int(event.page)) { name, text in
        guard let page = EventFileParser.parse(text, path: name.path, name: name).page else {
          throw transaction.damage("page_text", row: Int(event.page), "is no event's page")
        }
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
    bytes += writer.documentEnd
    return bytes
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
    PercentCoding.encoded(text) { byte in
      PercentCoding.isUnreserved(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: " ")
    }.replacing(" ", with: "+")
  }
}
