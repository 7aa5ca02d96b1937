package import ArchiveIndex
package import Classification
internal import EventArchive
package import Publishing

/// The events that stand in feeds and their topics, in memory, as the index had them at one moment.
package struct PublishedEvents: Sendable {
  /// An event, as numbers.
  package struct Event: Sendable {
    /// The number of the name that is its id.
    package var id: NameNumber
    /// The number of the page that is shown.
    package var page: Int32
    /// Atom's `published`, in seconds since 1970.
    package var published: Int64
    /// Atom's `updated`, in seconds since 1970.
    package var updated: Int64
    /// Where its topics are.
    fileprivate var topics: Range<Int32>
  }

  /// Tells what is here from what the index has after another run.
  package let edition: String
  /// The events, in the order of feeds: newest first.
  package private(set) var events: [Event] = []
  private var topicsOfEvents: [Int32] = []
  // By number.
  private var topics: [Int32: TopicRecord] = [:]
  private var entityOfSlug: [String: EntityNumber] = [:]
  private var countries: [Int32: Gazetteer.CountryNumber] = [:]

  /// Takes all there is from an index.
  package init(_ transaction: IndexTransaction, gazetteer: Gazetteer) throws {
    edition = try Self.edition(transaction)
    for topic in try transaction.topics() {
      topics[topic.number] = topic
      switch topic.kind {
      case .country:
        guard let country = topic.code.flatMap(gazetteer.number) else {
          throw transaction.damage(
            "topic", row: Int(topic.number), "is a country without a code that is known")
        }
        countries[topic.number] = country
      case .entity: entityOfSlug[topic.slug] = topic.number
      case .all, .archive, .list, .topic: break
      }
    }
    for topic in topics.values where topic.kind == .entity {
      for alias in topic.aliases {
        guard let slug = EntityKey(alias)?.slug, entityOfSlug[slug] == nil else { continue }
        entityOfSlug[slug] = topic.number
      }
    }
    try transaction.forEachPublished(inOrder: true) { record in
      let start = Int32(topicsOfEvents.count)
      for topic in record.topics where topics.index(forKey: topic) == nil {
        throw transaction.damage(
          "published", row: Int(record.id), "has the topic \(topic), which no row of topic has")
      }
      topicsOfEvents += record.topics
      events.append(
        Event(
          id: record.id, page: Int32(record.page), published: record.published, updated: record.updated,
          topics: start..<Int32(topicsOfEvents.count)))
    }
  }

  /// The edition that an index has now.
  package static func edition(_ transaction: IndexTransaction) throws -> String {
    try [transaction.setting("identity"), transaction.setting("run")].map { $0 ?? "" }.joined(separator: " ")
  }

  /// The path of the feed of the entity that has another name, by the path that it would have under that one.
  package func path(ofAlias path: String) -> String? {
    let kind = DocumentRecord.Kind.entity.rawValue + "/"
    guard path.hasPrefix(kind), let dot = path.lastIndex(of: "."),
      let number = entityOfSlug[String(path[..<dot].dropFirst(kind.count))], let topic = topics[number]
    else { return nil }
    return kind + topic.slug + path[dot...]
  }

  /// The topics of an event: entities, then countries.
  package func topics(of event: Event) -> [TopicRecord] {
    topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)].compactMap { topics[$0] }
  }

  /// The newest events that match an expression, as a feed of a site holds them: in order, as indices.
  /// - Parameters:
  ///   - size: the most bytes of an event's entry.
  ///   - holds: tells whether words stand in the text of an event; it is asked only when that matters.
  package func newest(
    matching expression: TopicExpression, _ site: Site, gazetteer: Gazetteer,
    size: (Event) throws -> Int, holds: (String, Event) throws -> Bool
  ) rethrows -> [Int] {
    let matcher = expression.matcher(gazetteer) { name in
      entityOfSlug[name] ?? EntityKey(name).flatMap { entityOfSlug[$0.slug] }
    }
    return try newest(site, size: size) { event in
      var filed = Classifier.Event(id: event.id, page: Int(event.page), entities: [], countries: [])
      for topic in topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)] {
        if let country = countries[topic] {
          filed.countries.append(country)
        } else {
          filed.entities.append(topic)
        }
      }
      return try matcher.matches(filed, published: site.timeZone.dayTime(of: event.published)) {
        try holds($0, event)
      }
    }
  }

  /// The newest events for which `matches`, as a feed of a site holds them: in order, as indices.
  /// - Parameter size: the most bytes of an event's entry.
  package func newest(
    _ site: Site, size: (Event) throws -> Int, where matches: (Event) throws -> Bool
  ) rethrows -> [Int] {
    var (found, bytes) = ([Int](), 0)
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
