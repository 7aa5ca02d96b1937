package import ArchiveIndex
package import Classification
internal import EventArchive
package import Primitives
package import Publishing

/// The published events and their topics, read from one revision of the index.
package struct PublishedEvents: Sendable {
  /// A published event.
  package struct Event: Sendable {
    /// The number of the name that makes its id.
    package var id: NameNumber
    /// The number of the page whose text is published.
    package var page: Int32
    /// The value of `atom:published`.
    package var published: UnixTime
    /// The value of `atom:updated`.
    package var updated: UnixTime
    // The range of its topics in `topicsOfEvents`.
    fileprivate var topics: Range<Int32>
  }

  /// The revision of the index.
  package let indexRevision: String
  /// The addresses of the pages that posts may refer to.
  package private(set) var addresses = PostAddresses()
  /// The events in the order of feeds, newest first.
  package private(set) var events: [Event] = []
  // The topics of the events; one that an event only mentions as the complement of its number.
  private var topicsOfEvents: [Int32] = []
  // Topics by number.
  private var topics: [TopicRecord.Number: TopicRecord] = [:]
  private var names: [TopicKind: Names] = [:]

  // The numbers of the topics of a kind, by slug; an alias of a topic has the slug that the alias would have.
  private struct Names: TopicNames {
    var numberOfSlug: [String: TopicRecord.Number] = [:]
    var types: [TopicRecord.Number: EntityType] = [:]

    func topicNumber(named name: String) -> TopicReference.Number? {
      let number = numberOfSlug[name] ?? EntityKey(name).flatMap { numberOfSlug[$0.slug] }
      return number.map { TopicReference.Number(rawValue: $0.rawValue) }
    }

    func entityType(_ number: TopicReference.Number) -> EntityType? {
      types[TopicRecord.Number(rawValue: number.rawValue)]
    }
  }

  /// Reads all published events of an index.
  /// - Parameter hasPosts: whether events may be posts, which refer to each other.
  /// - Throws: `IndexError`.
  package init(_ transaction: IndexTransaction, hasPosts: Bool = false) throws {
    indexRevision = try Self.indexRevision(transaction)
    if hasPosts {
      let facts = try transaction.facts()
      addresses = PostAddresses(facts.pages.lazy.map(\.facts), facts.names)
    }
    for topic in try transaction.topics() {
      topics[topic.number] = topic
      names[topic.kind, default: Names()].numberOfSlug[topic.slug] = topic.number
      if let type = topic.type { names[topic.kind]?.types[topic.number] = type }
    }
    for topic in topics.values.sorted(by: { $0.number < $1.number }) {
      for alias in topic.aliases {
        guard let slug = EntityKey(alias)?.slug, names[topic.kind]?.numberOfSlug[slug] == nil else {
          continue
        }
        names[topic.kind]?.numberOfSlug[slug] = topic.number
      }
    }
    try transaction.forEachPublishedInFeedOrder { record in
      let start = Int32(topicsOfEvents.count)
      for topic in record.topics where topics.index(forKey: topic) == nil {
        throw transaction.damage(
          "published", row: record.id.index, "has the topic \(topic), which no row of topic has")
      }
      topicsOfEvents += record.topics.lazy.map { topic in
        record.mentioned.contains(topic) ? ~topic.rawValue : topic.rawValue
      }
      events.append(
        Event(
          id: record.id, page: Int32(record.page), published: record.published, updated: record.updated,
          topics: start..<Int32(topicsOfEvents.count)))
    }
  }

  /// The revision of an index: its identity and the number of its last build.
  /// - Throws: `IndexError`.
  package static func indexRevision(_ transaction: IndexTransaction) throws -> String {
    try [transaction.setting("identity"), transaction.setting("run")].map { $0 ?? "" }.joined(separator: " ")
  }

  /// The path of a topic's feed, by the path that the feed would have under an alias of the topic; `nil` for other paths.
  package func path(ofAlias path: String) -> String? {
    // `TopicKind.named` would make a kind of any directory that a client asks for.
    guard let slash = path.firstIndex(of: "/"), let dot = path.lastIndex(of: "."), slash < dot,
      let names = names.first(where: { $0.key.name == path[..<slash] })?.value,
      let number = names.numberOfSlug[String(path[path.index(after: slash)..<dot])],
      let topic = topics[number]
    else { return nil }
    return topic.path + path[dot...]
  }

  /// The topics of an event: entities, then countries.
  package func topics(of event: Event) -> [TopicRecord] {
    marks(of: event).compactMap { topics[Self.number($0)] }
  }

  // The topics of an event, as in `topicsOfEvents`.
  private func marks(of event: Event) -> ArraySlice<Int32> {
    topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)]
  }

  private static func number(_ mark: Int32) -> TopicRecord.Number {
    TopicRecord.Number(rawValue: mark < 0 ? ~mark : mark)
  }

  private func references(_ marks: some Sequence<Int32>) -> [TopicReference] {
    marks.compactMap { mark in
      topics[Self.number(mark)].map { TopicReference($0.kind, .init(rawValue: $0.number.rawValue)) }
    }
  }

  /// The number of a topic; `nil` when the index has no such topic.
  package func number(of kind: TopicKind, slug: String) -> TopicRecord.Number? {
    names[kind]?.numberOfSlug[slug]
  }

  /// The topics that the configuration defines.
  var combinedTopics: [TopicRecord] {
    topics.values.filter { $0.kind == .combined }.sorted { $0.number < $1.number }
  }

  /// The topics of kinds that the content defines whose feeds have an event.
  /// - Parameter countryFeeds: the events of the feeds of countries.
  func topics(withFeedsOf event: Event, countryFeeds: CountryFeeds) -> [TopicRecord] {
    marks(of: event).compactMap { mark in
      guard let topic = topics[Self.number(mark)], !topic.isHidden else { return nil }
      return mark < 0 && topic.kind == .country && countryFeeds == .about ? nil : topic
    }
  }

  /// Whether the feed of a topic has an event.
  /// - Parameter leavesMentionsOut: whether the feed lacks events that only mention the topic.
  func has(_ event: Event, _ topic: TopicRecord.Number, leavesMentionsOut: Bool) -> Bool {
    let marks = marks(of: event)
    return marks.contains(topic.rawValue) || !leavesMentionsOut && marks.contains(~topic.rawValue)
  }

  /// A test of events by an expression.
  /// - Parameter contains: whether the text of an event contains words; called only if the result depends on it.
  func matcher(
    _ expression: TopicExpression, for site: Site, contains: @escaping (String, Event) throws -> Bool
  ) -> (Event) throws -> Bool {
    let matcher = expression.matcher(names)
    return { event in
      let marks = self.marks(of: event)
      return try matcher.matches(
        topics: self.references(marks), about: { self.references(marks.filter { $0 >= 0 }) },
        published: site.timeZone.dayTime(of: event.published), contains: { try contains($0, event) })
    }
  }

  /// The indices of the first events in an order of publication that a predicate accepts, as many as a feed has.
  /// - Parameters:
  ///   - earliest: the predicate accepts no events that were published before this time.
  ///   - window: the site, with the limits of the feed.
  ///   - size: the upper limit of an event's entry in bytes.
  func first(
    _ order: FeedQuery.Order, from earliest: UnixTime, within window: Site,
    size: (Event) throws -> Int, where matches: (Event) throws -> Bool
  ) rethrows -> [Int] {
    var found: [Int] = []
    var bytes = 0
    func hasRoom(for event: Event, _ size: Int) -> Bool {
      let first = found.first.map { events[$0].published } ?? event.published
      return window.hasRoom(for: (event.published, size), behind: found.count, bytes: bytes, newest: first)
    }
    let count = events.firstIndex { $0.published < earliest } ?? events.count
    for place in 0..<count {
      let index = order == .oldest ? count - 1 - place : place
      let event = events[index]
      guard hasRoom(for: event, 0) else { break }
      guard try matches(event) else { continue }
      let size = try size(event)
      guard hasRoom(for: event, size) else { break }
      found.append(index)
      bytes += size
    }
    return found
  }
}
