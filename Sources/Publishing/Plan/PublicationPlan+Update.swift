package import ArchiveIndex
package import Classification
package import EventArchive
internal import Primitives

extension PublicationPlan {
  /// What classified events are numbers of.
  package struct PlanInput {
    let facts: ArchiveFacts
    let history: EventHistory
    let catalogue: EntityCatalogue
    let gazetteer: Gazetteer
    let lastDay: EventDay?

    /// Takes them together; `lastDay` is the last day that is shown, `nil` when all are.
    package init(
      _ facts: ArchiveFacts, _ history: EventHistory, _ catalogue: EntityCatalogue, _ gazetteer: Gazetteer,
      lastDay: EventDay?
    ) {
      (self.facts, self.history, self.catalogue, self.gazetteer) = (facts, history, catalogue, gazetteer)
      self.lastDay = lastDay
    }
  }

  /// Puts classified events in the place of those that were shown by some pages.
  /// - Parameters:
  ///   - pages: the numbers of pages, some of which events of the plan were shown by.
  ///   - renamed: entities that have another name than before; all their events must be among those replaced.
  ///   - edited: the ids of events whose content is other than before.
  ///   - transaction: knows the texts of the pages that are shown.
  package mutating func update(
    _ classified: [Classifier.Event], replacing pages: some Sequence<Int> = EmptyCollection(),
    _ input: PlanInput, renamed: [EntityNumber] = [], edited: Set<NameNumber>,
    _ transaction: IndexTransaction
  ) throws -> Changes {
    let (facts, names) = (input.facts, input.facts.names)
    namesAhead.update(names, lastDay: input.lastDay)
    var changed = Set((0...combined.count).map { Int32($0) })
    var changes = Changes()
    changes.isAll = isNew
    for page in pages where eventOfPage.indices.contains(page) && eventOfPage[page] >= 0 {
      changes.removedEvents.append(events[Int(eventOfPage[page])].id)
      changed.formUnion(removeEvent(eventOfPage[page]))
    }
    rename(renamed, input.catalogue, &changed)
    eventOfPage += repeatElement(-1, count: max(0, facts.pages.bound - eventOfPage.count))
    eventOfID += repeatElement(-1, count: max(0, names.count - eventOfID.count))
    topicOfEntity += repeatElement(-1, count: input.catalogue.entities.count - topicOfEntity.count)
    topicOfCountry += repeatElement(-1, count: input.gazetteer.countries.count - topicOfCountry.count)
    let expressions = combined.map {
      (topic: $0.topic, matcher: $0.expression.matcher(input.catalogue, input.gazetteer))
    }
    for (index, published) in Self.order(classified, names, input.history) {
      let event = classified[index]
      guard let page = facts.pages[event.page], let record = input.history.events[event.id] else {
        continue
      }
      let start = topicsOfEvents.count
      for entity in event.entities { topicsOfEvents.append(topic(of: entity, input.catalogue)) }
      for country in event.countries { topicsOfEvents.append(topic(of: country, input.gazetteer)) }
      // What the configuration defines changes nothing of an entry.
      let digest = Self.digest(
        page, event.id, record, topicsOfEvents[start...].lazy.map { [digests] in digests[Int($0)] },
        hiddenLinks: namesAhead.digest(ofLinksOf: page, names), names)
      let categories = topicsOfEvents[start...].reduce(0) { $0 + categorySizes[Int($1)] }
      let path = names.withBytes(at: Int(event.id)) { $0.count }
      let size = EntrySize.entry(site, contentSize: page.contentSize, path: path, categories: categories)
      var text: FoldedText?
      let dayTime = site.timeZone.dayTime(of: published)
      for (topic, matcher) in expressions {
        let isMatch = try matcher.matches(event, published: dayTime) { phrase in
          if let text { return text.holds(phrase) }
          let texts = try transaction.texts(ofPage: event.page)
          guard texts.count == 2 else {
            throw transaction.damage("page", row: event.page, "is missing, or is no event's page")
          }
          let known = FoldedText(title: texts[0], summary: texts[1])
          text = known
          return known.holds(phrase)
        }
        if isMatch { topicsOfEvents.append(topic) }
      }
      changed.formUnion(topicsOfEvents[start...])
      add(
        Event(
          id: event.id, page: event.page, published: published, updated: record.updated, digest: digest,
          size: Int32(clamping: size), topics: start..<topicsOfEvents.count), names)
      changes.events.append(eventOfPage[event.page])
    }
    tidy()
    fillWindows(of: changed, names)
    changes.topics = changed.sorted()
    if site.hasArchives {
      let updated = isNew ? [] : Set(changes.events)
      fillArchives(updated: updated, edited: edited, names, &changes)
    }
    changes.months = months.takeChanges()
    sortTopics()
    isNew = false
    return changes
  }

  private mutating func rename(
    _ renamed: [EntityNumber], _ catalogue: EntityCatalogue, _ changed: inout Set<Int32>
  ) {
    for entity in renamed where topicOfEntity.indices.contains(Int(entity)) {
      let number = topicOfEntity[Int(entity)]
      guard number >= 0 else { continue }
      topics[Int(number)].name = catalogue.entities[Int(entity)].name
      digests[Int(number)] = Self.digest(topics[Int(number)])
      categorySizes[Int(number)] = categorySize(of: topics[Int(number)])
      changed.insert(number)
    }
  }

  private mutating func topic(of entity: EntityNumber, _ catalogue: EntityCatalogue) -> Int32 {
    if topicOfEntity[Int(entity)] < 0 {
      let new = catalogue.entities[Int(entity)]
      var topic = Topic(kind: .entity, slug: new.slug, name: new.name)
      topic.aliases = catalogue.aliases(of: new.key)
      topicOfEntity[Int(entity)] = add(topic)
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

  private func categorySize(of topic: Topic) -> Int {
    EntrySize.category(site, slug: topic.slug, name: topic.name)
  }

  private mutating func add(_ topic: Topic) -> Int32 {
    var topic = topic
    if !notedArchives.isEmpty { topic.archive = notedArchives.removeValue(forKey: topic.path) ?? [] }
    topics.append(topic)
    digests.append(Self.digest(topic))
    categorySizes.append(categorySize(of: topic))
    months.add(topic.path)
    return Int32(topics.count - 1)
  }

  private mutating func add(_ event: Event, _ names: StringInterner) {
    let place = gone.popLast() ?? Int32(events.count)
    if Int(place) == events.count { events.append(event) } else { events[Int(place)] = event }
    (eventOfPage[event.page], eventOfID[Int(event.id)]) = (place, place)
    enter(place, 0, names)
    for topic in topicsOfEvents[event.topics] { enter(place, topic, names) }
    topics[0].events += 1
    for topic in topicsOfEvents[event.topics] { topics[Int(topic)].events += 1 }
    months.count(topicsOfEvents[event.topics], at: site.timeZone.dayTime(of: event.published), times: 1)
  }

  // Returns the topics that the event had.
  private mutating func removeEvent(_ place: Int32) -> ArraySlice<Int32> {
    let event = events[Int(place)]
    (eventOfPage[event.page], eventOfID[Int(event.id)]) = (-1, -1)
    (events[Int(place)].page, events[Int(place)].topics) = (-1, 0..<0)
    gone.append(place)
    let concerned = topicsOfEvents[event.topics]
    for topic in [0] + concerned {
      topics[Int(topic)].events -= 1
      leave(place, topic)
    }
    months.count(concerned, at: site.timeZone.dayTime(of: event.published), times: -1)
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

  // The events' indices in feed order, with the times they were published.
  private static func order(
    _ events: [Classifier.Event], _ names: StringInterner, _ history: EventHistory
  ) -> [(index: Int, published: Int64)] {
    events.indices.map { (index: $0, published: history.events[events[$0].id]?.published ?? 0) }.sorted {
      $0.published != $1.published
        ? $0.published > $1.published : names.precedes(events[$0.index].id, events[$1.index].id)
    }
  }

  private static func digest(
    _ page: PageRecord, _ id: NameNumber, _ record: EventHistory.Record, _ topics: some Sequence<UInt64>,
    hiddenLinks: UInt64, _ names: StringInterner
  ) -> ContentDigest {
    var parts = [
      page.content.high, page.content.low, UInt64(bitPattern: record.published),
      UInt64(bitPattern: record.updated),
    ]
    parts += topics
    if hiddenLinks != 0 { parts.append(hiddenLinks) }
    var bytes = parts.withUnsafeBytes { Array($0) }
    for name in page.name == id ? [id] : [id, page.name] {
      names.withBytes(at: Int(name)) { bytes += $0 }
      bytes.append(0)
    }
    return bytes.withUnsafeBytes { ContentDigest($0) }
  }
}
