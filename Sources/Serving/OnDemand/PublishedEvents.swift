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
  private var topicsOfEvents: [TopicRecord.Number] = []
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
      topicsOfEvents += record.topics
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
    topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)].compactMap { topics[$0] }
  }

  /// The indices of the newest events that match an expression, as many as a feed of the site has.
  /// - Parameters:
  ///   - size: the upper limit of an event's entry in bytes.
  ///   - contains: whether the text of an event contains words; called only if the result depends on it.
  package func newest(
    matching expression: TopicExpression, for site: Site, size: (Event) throws -> Int,
    contains: (String, Event) throws -> Bool
  ) rethrows -> [Int] {
    let matcher = expression.matcher(names)
    return try newest(for: site, size: size) { event in
      let references = topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)].compactMap
      {
        number in topics[number].map { TopicReference($0.kind, .init(rawValue: number.rawValue)) }
      }
      let dayTime = site.timeZone.dayTime(of: event.published)
      return try matcher.matches(topics: references, published: dayTime) { try contains($0, event) }
    }
  }

  /// The indices of the newest events that a predicate accepts, as many as a feed of the site has.
  /// - Parameter size: the upper limit of an event's entry in bytes.
  package func newest(
    for site: Site, size: (Event) throws -> Int, where matches: (Event) throws -> Bool
  ) rethrows -> [Int] {
    var found: [Int] = []
    var bytes = 0
    func hasRoom(for event: Event, _ size: Int) -> Bool {
      let newest = found.first.map { events[$0].published } ?? event.published
      return site.hasRoom(for: (event.published, size), behind: found.count, bytes: bytes, newest: newest)
    }
    for index in events.indices {
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
