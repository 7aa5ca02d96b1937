package import Classification
internal import EventArchive
package import Primitives
package import Syndication

/// Builds the feeds and archive documents of topics.
struct TopicFeedBuilder: Sendable {
  private let site: Site
  private let plan: PublicationPlan
  private let names: StringInterner
  // The id of each event of the plan; empty for events that the documents do not have.
  private let ids: [String]
  private let renderedEntries: RenderedEntries.Reader
  private let writers: [any FeedWriter]
  // For each format, the categories of entries by topic of the plan.
  private let categories: [CategoryPieces]
  // The authors of entries by topic of the plan.
  private let authors: [Topic.Index: Person]

  /// Makes a builder.
  /// - Parameters:
  ///   - entries: all events of the documents to build. `renderedEntries` must have them.
  ///   - names: the names that make their ids.
  init(
    site: Site, plan: PublicationPlan, entries: [PublicationPlan.Event.Index], names: StringInterner,
    renderedEntries: RenderedEntries.Reader, writers: [any FeedWriter]
  ) {
    (self.site, self.plan, self.names, self.renderedEntries, self.writers) = (
      site, plan, names, renderedEntries, writers
    )
    var isUsed = [Bool](repeating: false, count: plan.topics.count)
    var ids = [String](repeating: "", count: plan.events.count)
    for index in entries {
      let event = plan.events[index.index]
      ids[index.index] = site.id(ofEvent: EventName(storedPath: names[event.id.index]))
      for topic in plan.topics(of: event) { isUsed[topic.index] = true }
    }
    self.ids = ids
    authors = Self.authors(of: plan, isUsed: isUsed)
    var categories: [CategoryPieces] = []
    ParallelMap.run(writers) { [isUsed] in
      Self.categories(of: plan, site: site, isUsed: isUsed, writer: $0)
    } consume: {
      categories.append($0)
    }
    self.categories = categories
  }

  private static func categories(
    of plan: PublicationPlan, site: Site, isUsed: [Bool], writer: some FeedWriter
  ) -> CategoryPieces {
    var pieces = CategoryPieces(writer)
    for (index, isUsed) in isUsed.enumerated() {
      guard isUsed, plan.topics[index].kind.isCategory, !plan.topics[index].isHidden else {
        pieces.append(nil, writer)
        continue
      }
      let topic = plan.topics[index]
      pieces.append(site.category(topic.kind, type: topic.type, slug: topic.slug, name: topic.name), writer)
    }
    return pieces
  }

  private static func authors(of plan: PublicationPlan, isUsed: [Bool]) -> [Topic.Index: Person] {
    var authors: [Topic.Index: Person] = [:]
    for (index, isUsed) in isUsed.enumerated() where isUsed && plan.topics[index].kind == .author {
      authors[Topic.Index(index)] = Person(name: plan.topics[index].name)
    }
    return authors
  }

  // The authors of an event, in the order of its topics.
  private func authors(of event: PublicationPlan.Event) -> [Person] {
    authors.isEmpty ? [] : plan.topics(of: event).compactMap { authors[$0] }
  }

  /// The feeds that a thread has built last. Their memory is used again.
  struct Buffers {
    // The source of the feeds; `nil` when there are none.
    fileprivate var source: PlannedDocument.Source?
    fileprivate var feeds: [FeedFormat: [UInt8]] = [:]
    // The bytes of earlier feeds.
    fileprivate var free: [[UInt8]] = []
    // An entry.
    fileprivate var entry: [UInt8] = []
  }

  /// The bytes of a feed or an archive document in a format.
  /// - Parameters:
  ///   - formats: the formats that are built together with it, because they are wanted next.
  ///   - buffers: the feeds that were built last; if the feed is among them, it is not built again.
  func build(
    _ source: PlannedDocument.Source, as format: FeedFormat, with formats: [FeedFormat],
    into buffers: inout Buffers
  ) throws -> [UInt8] {
    if buffers.source == source, let bytes = buffers.feeds[format] { return bytes }
    buffers.source = nil
    buffers.free += buffers.feeds.values
    buffers.feeds = [:]
    switch source {
    case .feed(let topic): try build(plan.topics[topic.index], as: formats, into: &buffers)
    case .archive(let place):
      try build(archive: place.number, of: plan.topics[place.topic.index], as: formats, into: &buffers)
    }
    buffers.source = source
    return buffers.feeds[format] ?? []
  }

  private func build(_ topic: Topic, as formats: [FeedFormat], into buffers: inout Buffers) throws {
    let window = plan.window(of: topic)
    var feed = feed(topic, updated: plan.updated(window))
    if let last = plan.lastArchive(of: topic) { feed.paging = Feed.Paging(previous: topic.archivePath(last)) }
    try build(feed, events: window, as: formats, into: &buffers)
  }

  private func build(
    archive number: Int, of topic: Topic, as formats: [FeedFormat], into buffers: inout Buffers
  ) throws {
    let events = plan.events(inArchive: number, of: topic).sorted { plan.precedes($0, $1, names: names) }
    var feed = feed(topic, updated: plan.updated(events))
    let neighbours = plan.neighbours(of: number, in: topic)
    feed.path = topic.archivePath(number)
    feed.homePage = site.homePage(ofFeed: feed.path)
    feed.hubs = []
    // `next-archive` leads to an archive document, never to the feed (RFC 5005, section 4): the newest has none.
    feed.paging = Feed.Paging(
      current: topic.path, previous: neighbours.previous.map(topic.archivePath),
      next: neighbours.next.map(topic.archivePath))
    try build(feed, events: events[...], as: formats, into: &buffers)
  }

  // A document in a format.
  private struct Document {
    let index: Int
    let writer: any FeedWriter
    let text: Int
    var bytes: [UInt8]
  }

  // Each entry is read once, and copied into the documents of all formats.
  private func build(
    _ feed: Feed, events: ArraySlice<PublicationPlan.Event.Index>, as formats: [FeedFormat],
    into buffers: inout Buffers
  ) throws {
    let parts = renderedEntries.parts
    var documents = writers.enumerated().filter { formats.contains($1.format) }.map { index, writer in
      var bytes = buffers.free.popLast() ?? []
      bytes.removeAll(keepingCapacity: true)
      writer.append(feed, to: &bytes)
      return Document(index: index, writer: writer, text: parts.text(writer.contentEscaping), bytes: bytes)
    }
    for (place, index) in events.enumerated() {
      let event = plan.events[index.index]
      let page = event.page
      try renderedEntries.read(page, into: &buffers.entry)
      let language = buffers.entry[renderedEntries.range(of: parts.language, page)]
      let entry = Entry(
        id: ids[index.index], published: event.published, publishedOffset: Int(event.publishedOffset),
        updated: event.updated, authors: authors(of: event),
        language: language.isEmpty ? nil : String(decoding: language, as: UTF8.self))
      let topics = plan.topics(of: event).map(\.rawValue)[...]
      for number in documents.indices {
        let (format, writer) = (documents[number].index, documents[number].writer)
        if place > 0 { documents[number].bytes += writer.entrySeparator }
        writer.append(entry, of: feed, to: &documents[number].bytes)
        func append(_ part: Int) {
          documents[number].bytes += buffers.entry[renderedEntries.range(of: part, page)]
        }
        append(parts.start(format: format))
        append(documents[number].text)
        append(parts.end(format: format))
        categories[format].append(topics, to: &documents[number].bytes)
        documents[number].bytes += writer.entryEnd
      }
    }
    while var document = documents.popLast() {
      document.bytes += document.writer.documentEnd
      buffers.feeds[document.writer.format] = document.bytes
    }
  }

  private func feed(_ topic: Topic, updated: UnixTime) -> Feed {
    var feed = site.feed(
      path: topic.path, title: title(of: topic), subtitle: topic.kind.subtitle(topic.name), updated: updated)
    feed.hubs = site.hubs
    return feed
  }

  private func title(of topic: Topic) -> String {
    topic.kind == .all ? site.title : "\(topic.kind.title(topic.name)) – \(site.title)"
  }
}

extension Site {
  /// The `updated` of a feed without entries: 2000-01-01, in seconds since 1970.
  package static let beginning: UnixTime = 946_684_800

  /// A feed of this site; `path` is its own, without extension, and `updated` in seconds since 1970.
  package func feed(path: String, title: String, subtitle: String, updated: UnixTime) -> Feed {
    var feed = Feed(
      id: id(ofFeed: path), title: title, subtitle: subtitle, updated: updated,
      author: Person(name: author), homePage: homePage(ofFeed: path), baseURL: baseURL, path: path,
      formats: formats,
      icon: baseURL + "icon.png", generator: generator, language: language)
    feed.rights = rights
    feed.license = license
    return feed
  }

  // The part of a category's scheme that is behind the base URL: the directory of the feeds, and the type of an entity.
  static func scheme(_ kind: TopicKind, _ type: EntityType?) -> String {
    "\(kind.name)/" + (type.map { "#\($0.rawValue)" } ?? "")
  }

  /// An entry's category for one of its topics.
  package func category(_ kind: TopicKind, type: EntityType?, slug: String, name: String)
    -> Syndication.Category
  {
    Category(scheme: baseURL + Self.scheme(kind, type), term: slug, label: name)
  }
}
