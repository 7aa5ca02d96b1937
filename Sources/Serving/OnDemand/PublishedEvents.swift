package import ArchiveIndex
package import Classification
internal import EventArchive
package import Publishing

/// The published events and their topics, read from one revision of the index.
package struct PublishedEvents: Sendable {
  /// A published event.
  package struct Event: Sendable {
    /// The number of the name that makes its id.
    package var id: NameNumber
    /// The number of the page whose text is published.
    package var page: Int32
    /// The value of `atom:published`, in seconds since 1970.
    package var published: Int64
    /// The value of `atom:updated`, in seconds since 1970.
    package var updated: Int64
    // The range of its topics in `topicsOfEvents`.
    fileprivate var topics: Range<Int32>
  }

  /// The revision of the index.
  package let indexRevision: String
  /// The events in the order of feeds, newest first.
  package private(set) var events: [Event] = []
  private var topicsOfEvents: [Int32] = []
  // Topics by number.
  private var topics: [Int32: TopicRecord] = [:]
  private var entityOfSlug: [String: EntityNumber] = [:]
  private var countries: [Int32: Gazetteer.CountryNumber] = [:]

  /// Reads all published events of an index.
  /// - Throws: `IndexError`.
  package init(_ transaction: IndexTransaction, gazetteer: Gazetteer) throws {
    indexRevision = try Self.indexRevision(transaction)
    for topic in try transaction.topics() {
      topics[topic.number] = topic
      if topic.kind == .country {
        guard let country = topic.code.flatMap(gazetteer.number) else {
          throw transaction.damage(
            "topic", row: Int(topic.number), "is a country without a code that is known")
        }
        countries[topic.number] = country
      } else if topic.kind == .entity {
        entityOfSlug[topic.slug] = topic.number
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

  /// The revision of an index: its identity and the number of its last build.
  /// - Throws: `IndexError`.
  package static func indexRevision(_ transaction: IndexTransaction) throws -> String {
    try [transaction.setting("identity"), transaction.setting("run")].map { $0 ?? "" }.joined(separator: " ")
  }

  /// The path of an entity's feed, by the path that the feed would have under an alias of the entity; `nil` for other paths.
  package func path(ofAlias path: String) -> String? {
    let directory = TopicKind.entity.name + "/"
    guard path.hasPrefix(directory), let dot = path.lastIndex(of: "."),
      let number = entityOfSlug[String(path[..<dot].dropFirst(directory.count))], let topic = topics[number]
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
  ///   - holds: whether the text of an event contains words; called only if the result depends on it.
  package func newest(
    matching expression: TopicExpression, for site: Site, gazetteer: Gazetteer,
    size: (Event) throws -> Int, holds: (String, Event) throws -> Bool
  ) rethrows -> [Int] {
    let matcher = expression.matcher(gazetteer) { name in
      entityOfSlug[name] ?? EntityKey(name).flatMap { entityOfSlug[$0.slug] }
    }
    return try newest(for: site, size: size) { event in
      var classified = Classifier.Event(id: event.id, page: Int(event.page), entities: [], countries: [])
      for topic in topicsOfEvents[Int(event.topics.lowerBound)..<Int(event.topics.upperBound)] {
        if let country = countries[topic] {
          classified.countries.append(country)
        } else {
          classified.entities.append(topic)
        }
      }
      return try matcher.matches(classified, published: site.timeZone.dayTime(of: event.published)) {
        try holds($0, event)
      }
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
