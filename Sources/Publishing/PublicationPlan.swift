package import Classification
package import EventArchive
package import EventIndex

/// Everything that is to be published, as numbers: the events in feed order, and the topics with their windows.
package struct PublicationPlan: Sendable {
  /// An event as it is to be published.
  package struct Event: Sendable {
    /// The number of the name that is its id.
    package var id: NameNumber
    /// The number of the page that is shown.
    package var page: Int
    /// Atom's `published`, in seconds since 1970.
    package var published: Int64
    /// Atom's `updated`, in seconds since 1970.
    package var updated: Int64
    /// Tells whether anything of its entry has changed.
    package var digest: ContentDigest
    // Where its topics are in `topicsOfEvents`.
    fileprivate var topics: Range<Int>
  }

  /// The events, newest first; of one moment, by id.
  package private(set) var events: [Event] = []
  /// The topics that have an event: all, entities by key, countries by code.
  package private(set) var topics: [Topic]
  // The names that `id` of events are the numbers of.
  private let names: TextTable
  private var topicsOfEvents: [Int32] = []
  // By topic: tells path and name from those of other topics.
  private let digests: [UInt64]

  /// Plans what classified events become. `history` knows all of them.
  package init(
    _ classified: [Classifier.Event], facts: ArchiveFacts, history: EventHistory, catalogue: EntityCatalogue,
    gazetteer: Gazetteer, site: Site
  ) {
    names = facts.names
    topics = [Topic(kind: .all, slug: "", name: site.title)]
    let entities = Self.numbers(
      classified.lazy.map(\.entities), count: catalogue.entities.count, from: topics.count)
    for (number, entity) in catalogue.entities.enumerated() where entities[number] >= 0 {
      topics.append(Topic(kind: .entity, slug: entity.slug, name: entity.name))
    }
    let countries = Self.numbers(
      classified.lazy.map(\.countries), count: gazetteer.countries.count, from: topics.count)
    for (number, country) in gazetteer.countries.enumerated() where countries[number] >= 0 {
      topics.append(Topic(kind: .country, slug: country.slug, name: country.name, code: country.code))
    }
    digests = topics.map { ContentDigest("\($0.path)\u{0}\($0.name)").high }
    events.reserveCapacity(classified.count)
    for (index, published) in Self.order(classified, facts.names, history) {
      let event = classified[index]
      guard let page = facts.pages[event.page], let record = history.events[event.id] else { continue }
      let start = topicsOfEvents.count
      topicsOfEvents += event.entities.lazy.map { entities[Int($0)] }
      topicsOfEvents += event.countries.lazy.map { countries[Int($0)] }
      let digest = Self.digest(
        page, event.id, record, topicsOfEvents[start...].lazy.map { [digests] in digests[Int($0)] }, names)
      add(
        Event(
          id: event.id, page: event.page, published: published, updated: record.updated, digest: digest,
          topics: start..<topicsOfEvents.count),
        limit: site.windowEntries)
    }
  }

  /// The name that is an event's id.
  package func name(of event: Event) -> EventName { EventName(storedPath: names[Int(event.id)]) }

  /// The topics of an event as indices into `topics`, entities before countries.
  package func topics(of event: Event) -> ArraySlice<Int32> { topicsOfEvents[event.topics] }

  /// The feeds of the plan as documents that are wanted, in the topics' order.
  package func documents(site: Site) -> [DocumentRecord] {
    let siteDigest = site.digest
    return zip(topics, digests).map { topic, digest in
      var parts = [siteDigest.high, siteDigest.low, digest]
      for number in topic.window {
        parts += [events[Int(number)].digest.high, events[Int(number)].digest.low]
      }
      return DocumentRecord(
        path: topic.path + ".atom", kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code,
        events: topic.events, updated: updated(topic), wanted: ContentDigest(parts))
    }
  }

  /// When an entry of a topic's feed changed last, in seconds since 1970.
  package func updated(_ topic: Topic) -> Int64 {
    topic.window.reduce(0) { max($0, events[Int($1)].updated) }
  }
}

extension PublicationPlan {
  // Consecutive numbers, from `start` on, for the indices that any of the lists holds; -1 for the others.
  private static func numbers<Index: BinaryInteger>(
    _ lists: some Sequence<[Index]>, count: Int, from start: Int
  ) -> [Int32] {
    var numbers = [Int32](repeating: -1, count: count)
    for list in lists { for index in list { numbers[Int(index)] = 0 } }
    var next = Int32(start)
    for index in numbers.indices where numbers[index] == 0 {
      numbers[index] = next
      next += 1
    }
    return numbers
  }

  // The events' indices in feed order, with the times they were published.
  private static func order(
    _ events: [Classifier.Event], _ names: TextTable, _ history: EventHistory
  ) -> [(index: Int, published: Int64)] {
    events.indices.map { (index: $0, published: history.events[events[$0].id]?.published ?? 0) }.sorted {
      $0.published != $1.published
        ? $0.published > $1.published : names.precedes(events[$0.index].id, events[$1.index].id)
    }
  }

  private static func digest(
    _ page: PageFacts, _ id: NameNumber, _ record: EventHistory.Record, _ topics: some Sequence<UInt64>,
    _ names: TextTable
  ) -> ContentDigest {
    var parts = [
      page.content.high, page.content.low, UInt64(bitPattern: record.published),
      UInt64(bitPattern: record.updated),
    ]
    parts += topics
    var bytes = parts.withUnsafeBytes { Array($0) }
    for name in page.name == id ? [id] : [id, page.name] {
      names.withBytes(at: Int(name)) { bytes += $0 }
      bytes.append(0)
    }
    return bytes.withUnsafeBytes { ContentDigest($0) }
  }

  private mutating func add(_ event: Event, limit: Int) {
    let number = Int32(events.count)
    events.append(event)
    enter(number, 0, limit)
    for topic in topicsOfEvents[event.topics] { enter(number, topic, limit) }
  }

  private mutating func enter(_ event: Int32, _ topic: Int32, _ limit: Int) {
    topics[Int(topic)].events += 1
    if topics[Int(topic)].window.count < limit { topics[Int(topic)].window.append(event) }
  }
}
