package import Classification
package import EventArchive
package import EventIndex

/// Everything that is to be published, as numbers: the events, and the topics with their windows. It is made by an update
/// with all events, and kept by updates with those that have changed.
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
    // Where its topics are in `topicsOfEvents`; empty for an event that is no more.
    fileprivate var topics: Range<Int>

    fileprivate var isGone: Bool { page < 0 }
  }

  // Tells what the lists of feeds say of topics.
  private struct Lines {
    var catalogue: UInt64 = 0
    var outlines: UInt64 = 0

    mutating func take(_ other: Lines, times: Int64) {
      catalogue &+= other.catalogue &* UInt64(bitPattern: times)
      outlines &+= other.outlines &* UInt64(bitPattern: times)
    }
  }

  /// The topics, that of all events first; those that are not live any more stay in their places.
  package private(set) var topics: [Topic]
  /// The events, in no order; those that are gone leave their places to others.
  package private(set) var events: [Event] = []

  private let siteDigest: ContentDigest
  private let limit: Int
  private var gone: [Int32] = []
  private var topicsOfEvents: [Int32] = []
  private var eventOfPage: [Int32] = []
  private var topicOfEntity: [Int32] = []
  private var topicOfCountry: [Int32] = []
  // By topic: tells path and name from those of other topics.
  private var digests: [UInt64]
  // By topic: tells its lines in catalogue and outlines from others; and all of them added up, whatever their order.
  private var lines: [Lines] = []
  private var sum = Lines()

  /// Makes the plan of a site without events.
  package init(site: Site) {
    topics = [Topic(kind: .all, slug: "", name: site.title)]
    digests = topics.map(Self.digest)
    (siteDigest, limit) = (site.digest, site.windowEntries)
  }

  /// Tells two plans apart of which the catalogues differ.
  package var catalogueDigest: ContentDigest { ContentDigest([sum.catalogue]) }

  /// Tells two plans apart of which the outlines differ.
  package var outlinesDigest: ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, sum.outlines])
  }

  /// The topics of an event as indices into `topics`, entities before countries.
  package func topics(of event: Event) -> ArraySlice<Int32> { topicsOfEvents[event.topics] }

  /// When an entry of a topic's feed changed last, in seconds since 1970.
  package func updated(_ topic: Topic) -> Int64 {
    topic.window.reduce(0) { max($0, events[Int($1)].updated) }
  }

  /// The events that some entities have, as the pages that are shown.
  package func pages(ofEntities entities: Set<EntityNumber>) -> [Int] {
    let wanted = Set(
      entities.compactMap { topicOfEntity.indices.contains(Int($0)) ? topicOfEntity[Int($0)] : -1 })
    return events.filter { event in topicsOfEvents[event.topics].contains { wanted.contains($0) } }.map(
      \.page)
  }
}

// MARK: Documents

extension PublicationPlan {
  /// The feeds of the plan as documents of which nothing is known but what the lists of feeds say.
  package var feeds: [DocumentRecord] { topics.filter(\.isLive).map { document($0, wanted: nil) } }

  /// The feeds of some topics as documents that are wanted, in the topics' order; those without events are left out.
  package mutating func documents(of numbers: [Int32]) -> [DocumentRecord] {
    var documents: [DocumentRecord] = []
    lines += repeatElement(Lines(), count: topics.count - lines.count)
    for number in numbers {
      let topic = topics[Int(number)]
      sum.take(lines[Int(number)], times: -1)
      lines[Int(number)] = Lines()
      guard topic.isLive else { continue }
      var parts = [siteDigest.high, siteDigest.low, digests[Int(number)]]
      for event in topic.window { parts += [events[Int(event)].digest.high, events[Int(event)].digest.low] }
      let record = document(topic, wanted: ContentDigest(parts))
      documents.append(record)
      let line = [record.wanted?.high ?? 0, UInt64(topic.events), UInt64(bitPattern: record.updated)]
      lines[Int(number)] = Lines(catalogue: ContentDigest(line).high, outlines: digests[Int(number)])
      sum.take(lines[Int(number)], times: 1)
    }
    return documents
  }

  private func document(_ topic: Topic, wanted: ContentDigest?) -> DocumentRecord {
    DocumentRecord(
      path: topic.path + ".atom", kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code,
      events: topic.events, updated: updated(topic), wanted: wanted)
  }
}

// MARK: Updating

extension PublicationPlan {
  /// Puts classified events in the place of those that were shown by some pages.
  /// - Parameters:
  ///   - pages: the numbers of pages, some of which events of the plan were shown by.
  ///   - history: knows the classified events.
  ///   - renamed: entities that have another name than before; all their events must be among those replaced.
  /// - Returns: the topics that have changed, as indices in order.
  package mutating func update(
    _ classified: [Classifier.Event], replacing pages: some Sequence<Int> = EmptyCollection(),
    facts: ArchiveFacts, history: EventHistory, catalogue: EntityCatalogue, gazetteer: Gazetteer,
    renamed: [EntityNumber] = []
  ) -> [Int32] {
    var changed: Set<Int32> = [0]
    for page in pages where eventOfPage.indices.contains(page) && eventOfPage[page] >= 0 {
      changed.formUnion(removeEvent(eventOfPage[page]))
    }
    for entity in renamed where topicOfEntity.indices.contains(Int(entity)) {
      let number = topicOfEntity[Int(entity)]
      guard number >= 0 else { continue }
      topics[Int(number)].name = catalogue.entities[Int(entity)].name
      digests[Int(number)] = Self.digest(topics[Int(number)])
      changed.insert(number)
    }
    eventOfPage += repeatElement(-1, count: max(0, facts.pages.bound - eventOfPage.count))
    topicOfEntity += repeatElement(-1, count: catalogue.entities.count - topicOfEntity.count)
    topicOfCountry += repeatElement(-1, count: gazetteer.countries.count - topicOfCountry.count)
    for (index, published) in Self.order(classified, facts.names, history) {
      let event = classified[index]
      guard let page = facts.pages[event.page], let record = history.events[event.id] else { continue }
      let start = topicsOfEvents.count
      for entity in event.entities { topicsOfEvents.append(topic(of: entity, catalogue)) }
      for country in event.countries { topicsOfEvents.append(topic(of: country, gazetteer)) }
      changed.formUnion(topicsOfEvents[start...])
      let digest = Self.digest(
        page, event.id, record, topicsOfEvents[start...].lazy.map { [digests] in digests[Int($0)] },
        facts.names)
      add(
        Event(
          id: event.id, page: event.page, published: published, updated: record.updated, digest: digest,
          topics: start..<topicsOfEvents.count), facts.names)
    }
    tidy()
    fillWindows(of: changed, facts.names)
    return changed.sorted()
  }

  private mutating func topic(of entity: EntityNumber, _ catalogue: EntityCatalogue) -> Int32 {
    if topicOfEntity[Int(entity)] < 0 {
      let new = catalogue.entities[Int(entity)]
      topicOfEntity[Int(entity)] = add(Topic(kind: .entity, slug: new.slug, name: new.name))
    }
    return topicOfEntity[Int(entity)]
  }

  private mutating func topic(of number: Gazetteer.CountryNumber, _ gazetteer: Gazetteer) -> Int32 {
    if topicOfCountry[Int(number)] < 0 {
      let country = gazetteer.countries[Int(number)]
      topicOfCountry[Int(number)] = add(
        Topic(kind: .country, slug: country.slug, name: country.name, code: country.code))
    }
    return topicOfCountry[Int(number)]
  }

  private mutating func add(_ topic: Topic) -> Int32 {
    topics.append(topic)
    digests.append(Self.digest(topic))
    return Int32(topics.count - 1)
  }

  private mutating func add(_ event: Event, _ names: TextTable) {
    let place = gone.popLast() ?? Int32(events.count)
    if Int(place) == events.count { events.append(event) } else { events[Int(place)] = event }
    eventOfPage[event.page] = place
    enter(place, 0, names)
    for topic in topicsOfEvents[event.topics] { enter(place, topic, names) }
    topics[0].events += 1
    for topic in topicsOfEvents[event.topics] { topics[Int(topic)].events += 1 }
  }

  // Returns the topics that the event had.
  private mutating func removeEvent(_ place: Int32) -> ArraySlice<Int32> {
    let event = events[Int(place)]
    eventOfPage[event.page] = -1
    (events[Int(place)].page, events[Int(place)].topics) = (-1, 0..<0)
    gone.append(place)
    let concerned = topicsOfEvents[event.topics]
    for topic in [0] + concerned {
      topics[Int(topic)].events -= 1
      topics[Int(topic)].window.removeAll { $0 == place }
    }
    return concerned
  }

  // Lets go of the topics of events that are gone when they are most of all.
  private mutating func tidy() {
    guard topicsOfEvents.count > 2 * events.reduce(4096, { $0 + $1.topics.count }) else { return }
    var tidied: [Int32] = []
    for index in events.indices {
      let start = tidied.count
      tidied += topicsOfEvents[events[index].topics]
      events[index].topics = start..<tidied.count
    }
    topicsOfEvents = tidied
  }

  // Fills windows out of which events have fallen.
  private mutating func fillWindows(of changed: Set<Int32>, _ names: TextTable) {
    let short = changed.filter { topics[Int($0)].window.count < min(limit, topics[Int($0)].events) }
    guard !short.isEmpty else { return }
    var isShort = [Bool](repeating: false, count: topics.count)
    for topic in short { (isShort[Int(topic)], topics[Int(topic)].window) = (true, []) }
    for index in events.indices where !events[index].isGone {
      if isShort[0] { enter(Int32(index), 0, names, isWhole: true) }
      for topic in topicsOfEvents[events[index].topics] where isShort[Int(topic)] {
        enter(Int32(index), topic, names, isWhole: true)
      }
    }
  }

  // Puts an event in a topic's window if it belongs there. A window out of which an event has fallen does not tell
  // whether one behind all others does, unless it `isWhole`.
  private mutating func enter(_ event: Int32, _ topic: Int32, _ names: TextTable, isWhole: Bool = false) {
    let count = topics[Int(topic)].window.count
    var place = count
    while place > 0, precedes(event, topics[Int(topic)].window[place - 1], names) { place -= 1 }
    guard place < limit, place < count || isWhole || count == topics[Int(topic)].events else { return }
    topics[Int(topic)].window.insert(event, at: place)
    if count == limit { topics[Int(topic)].window.removeLast() }
  }

  // The order of a feed: newest first; of one moment, by id.
  private func precedes(_ left: Int32, _ right: Int32, _ names: TextTable) -> Bool {
    let (left, right) = (events[Int(left)], events[Int(right)])
    return left.published != right.published
      ? left.published > right.published : names.precedes(left.id, right.id)
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

  private static func digest(_ topic: Topic) -> UInt64 {
    ContentDigest("\(topic.path)\u{0}\(topic.name)").high
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
}
