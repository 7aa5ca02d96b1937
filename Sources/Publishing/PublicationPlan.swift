package import Classification
package import EventArchive
package import EventIndex

/// Everything that is to be published, as numbers: the events in feed order, and the topics with their windows.
package struct PublicationPlan: Sendable {
  /// An event as it is to be published.
  package struct Event: Sendable {
    /// The name that is its id.
    package var id: EventName
    /// The name of the page that is shown.
    package var name: EventName
    /// The number of the page that is shown.
    package var page: Int
    /// Atom's `published`, in seconds since 1970.
    package var published: Int64
    /// Atom's `updated`, in seconds since 1970.
    package var updated: Int64
    /// Its topics as indices into the plan's topics, entities before countries.
    package var topics: [Int32]
    /// Tells whether anything of its entry has changed.
    package var digest: ContentDigest
  }

  /// The events, newest first; of one moment, by id.
  package private(set) var events: [Event] = []
  /// The topics that have an event: all, entities by key, countries by code.
  package private(set) var topics: [Topic] = []

  /// Plans what classified events become. `history` knows all of them.
  package init(
    _ classified: [Classifier.Event], facts: ArchiveFacts, history: EventHistory, catalogue: EntityCatalogue,
    gazetteer: Gazetteer, site: Site
  ) {
    topics.append(Topic(kind: .all, slug: "", name: site.title))
    topics += catalogue.entities.map { Topic(kind: .entity, slug: $0.slug, name: $0.name) }
    topics += gazetteer.countries.map { Topic(kind: .country, slug: $0.slug, name: $0.name, code: $0.code) }
    let firstCountry = Int32(1 + catalogue.entities.count)
    let digests = topics.map { ContentDigest("\($0.path)\u{0}\($0.name)").high }
    func path(_ name: NameNumber) -> String { facts.names[Int(name)].path }
    let published = classified.map { history.events[$0.id]?.published ?? 0 }
    let order = classified.indices.sorted {
      published[$0] != published[$1]
        ? published[$0] > published[$1] : path(classified[$0].id) < path(classified[$1].id)
    }
    events.reserveCapacity(order.count)
    for index in order {
      let event = classified[index]
      guard let page = facts.pages[event.page], let record = history.events[event.id] else { continue }
      let topics = event.entities.map { $0 + 1 } + event.countries.map { Int32($0) + firstCountry }
      let digest = ContentDigest(
        [page.content.high, page.content.low, ContentDigest(path(event.id)).high]
          + (page.name == event.id ? [] : [ContentDigest(path(page.name)).high])
          + [UInt64(bitPattern: record.published), UInt64(bitPattern: record.updated)]
          + topics.map { digests[Int($0)] })
      add(
        Event(
          id: facts.names[Int(event.id)], name: facts.names[Int(page.name)], page: event.page,
          published: record.published, updated: record.updated, topics: topics, digest: digest),
        limit: site.windowEntries)
    }
    leaveOutEmptyTopics()
  }

  /// The feeds of the plan as documents that are wanted, in the topics' order.
  package func documents(site: Site) -> [DocumentRecord] {
    let siteDigest = site.digest
    return topics.map { topic in
      let parts = topic.window.flatMap { [events[Int($0)].digest.high, events[Int($0)].digest.low] }
      return DocumentRecord(
        path: topic.path + ".atom", kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code,
        events: topic.events, updated: updated(topic),
        wanted: ContentDigest([siteDigest.high, siteDigest.low, ContentDigest("\(topic.path)\u{0}\(topic.name)").high] + parts))
    }
  }

  /// When an entry of a topic's feed changed last, in seconds since 1970.
  package func updated(_ topic: Topic) -> Int64 {
    topic.window.reduce(0) { max($0, events[Int($1)].updated) }
  }
}

extension PublicationPlan {
  private mutating func add(_ event: Event, limit: Int) {
    let number = Int32(events.count)
    for topic in CollectionOfOne(0) + event.topics {
      topics[Int(topic)].events += 1
      if topics[Int(topic)].window.count < limit { topics[Int(topic)].window.append(number) }
    }
    events.append(event)
  }

  // The feed of all events stays also when there is none.
  private mutating func leaveOutEmptyTopics() {
    var numbers = [Int32](repeating: -1, count: topics.count)
    var kept: [Topic] = []
    for (number, topic) in topics.enumerated() where topic.events > 0 || topic.kind == .all {
      numbers[number] = Int32(kept.count)
      kept.append(topic)
    }
    topics = kept
    for index in events.indices { events[index].topics = events[index].topics.map { numbers[Int($0)] } }
  }
}
