package import ArchiveIndex
package import Classification
package import EventArchive
internal import Primitives

extension PublicationPlan {
  /// The data that the numbers of classified events refer to.
  package struct Input {
    let facts: ArchiveFacts
    let history: EventHistory
    let sources: [TopicKind: any TopicSource]
    let copies: [TopicReference: [String]]
    let lastDay: EventDay?

    /// Makes an input.
    /// - Parameters:
    ///   - sources: the topics, by kind.
    ///   - copies: the paths of copies of the feeds of topics, without extension.
    ///   - lastDay: the last day whose events are published; `nil` when all are.
    package init(
      facts: ArchiveFacts, history: EventHistory, sources: [TopicKind: any TopicSource],
      copies: [TopicReference: [String]] = [:], lastDay: EventDay?
    ) {
      self.facts = facts
      self.history = history
      self.sources = sources
      self.copies = copies
      self.lastDay = lastDay
    }
  }

  // A topic of the configuration, and the matcher of its expression.
  private typealias ConfiguredTopic = (topic: Topic.Index, matcher: TopicMatcher)

  /// Replaces the events of some pages by classified events.
  /// - Parameters:
  ///   - pages: the numbers of the pages whose events are replaced.
  ///   - renamed: topics whose names have changed; all their events must be among those replaced.
  ///   - edited: the ids of events whose content has changed.
  ///   - transaction: has the texts of the pages.
  package mutating func update(
    _ classified: [Classifier.Event], replacing pages: some Sequence<Int> = EmptyCollection(), input: Input,
    renamed: [TopicReference] = [], edited: Set<NameNumber>, texts transaction: IndexTransaction
  ) throws -> Changes {
    let names = input.facts.names
    namesAhead.update(names, lastDay: input.lastDay)
    var changed = Set((0...combined.count).map { Topic.Index($0) })
    var changes = Changes()
    changes.isAll = isNew
    for page in pages where eventOfPage.indices.contains(page) {
      guard let event = eventOfPage[page].number else { continue }
      changes.removedEvents.append(events[event.index].id)
      changes.endedPages += pagePaths(of: events[event.index], names)
      changed.formUnion(removeEvent(event, names))
    }
    changed.formUnion(rename(renamed, input))
    makeRoom(input, for: classified)
    if site.pages == .all { pageNames.add(classified, input) }
    let configured = combined.map { (topic: $0.topic, matcher: $0.expression.matcher(input.sources)) }
    for (index, published) in Self.order(of: classified, names: names, history: input.history) {
      let event = classified[index]
      guard let page = input.facts.pages[event.page], let record = input.history.events[event.id] else {
        continue
      }
      var new = Event(
        id: event.id, page: event.page, published: published, updated: record.updated,
        digest: .unset, size: 0, publishedOffset: page.postTimes?.offset(ofPublished: published) ?? 0,
        address: PageNames.address(of: page, names),
        day: EventDay(containing: site.timeZone.dayTime(of: published)), topics: 0..<0)
      try setTopics(
        of: &new, classified: event, page: page, record: record, configured: configured, input, transaction)
      changed.formUnion(topics(of: new))
      changes.events.append(add(new, names))
    }
    changed.formUnion(updateCopies(input.copies, &changes))
    changed.formUnion(changed.compactMap { copyOwners[topics[$0.index].path] })
    compactTopics()
    fillWindows(of: changed, names)
    changes.topics = changed.sorted()
    if site.hasArchives {
      let updated = isNew ? [] : Set(changes.events)
      fillArchives(updated: updated, edited: edited, names, &changes)
    }
    changes.days = calendar.takeChanges()
    sortTopics()
    isNew = false
    return changes
  }

  // Sets the copies of feeds. Returns the topics whose copies have changed.
  private mutating func updateCopies(
    _ copies: [TopicReference: [String]], _ changes: inout Changes
  ) -> [Topic.Index] {
    var changed: [Topic.Index] = []
    for (number, topic) in (topicOfNumber[.country] ?? []).enumerated() {
      guard let index = topic.number else { continue }
      let new = copies[TopicReference(.country, TopicReference.Number(number))] ?? []
      let old = topics[index.index].copies
      if new == old { continue }
      changes.endedCopies += old.filter { !new.contains($0) }
      topics[index.index].copies = new
      for path in old { copyOwners[path] = nil }
      for path in new { copyOwners[path] = index }
      changed.append(index)
    }
    return changed
  }

  // Makes room for the pages, names and topics of the input, and for the first events.
  private mutating func makeRoom(_ input: Input, for classified: [Classifier.Event]) {
    if isNew {
      // An array that grows is in memory twice; what is reserved and not used takes none.
      events.reserveCapacity(classified.count)
      topicsOfEvents.reserveCapacity(classified.reduce(0) { $0 + $1.topicCount })
      topics.reserveCapacity(input.sources.values.reduce(topics.count) { $0 + $1.topicCount })
    }
    eventOfPage += repeatElement(.none, count: max(0, input.facts.pages.bound - eventOfPage.count))
    eventOfID += repeatElement(.none, count: max(0, input.facts.names.count - eventOfID.count))
    for (kind, source) in input.sources {
      let count = topicOfNumber[kind]?.count ?? 0
      topicOfNumber[kind, default: []] += repeatElement(.none, count: source.topicCount - count)
    }
  }

  // Adds the topics of an event to `topicsOfEvents`, and sets the digest and the size that follow from them.
  private mutating func setTopics(
    of event: inout Event, classified: Classifier.Event, page: PageRecord, record: EventHistory.Record,
    configured: [ConfiguredTopic], _ input: Input, _ transaction: IndexTransaction
  ) throws {
    let names = input.facts.names
    let missing =
      site.pages == .all ? pageNames.setMissingLinks(of: page, number: event.page, in: input.facts) : []
    let references = classified.topics
    let start = topicsOfEvents.count
    for reference in references {
      guard let index = index(of: reference, input) else { continue }
      let isMention = classified.isMention(reference)
      let isLeftOut = isMention && reference.kind == .country && countryFeeds == .about
      topicsOfEvents.append(EventTopics.pack(index, isMention: isMention, isLeftOut: isLeftOut))
    }
    // The topics of the configuration are no part of the entry.
    event.digest = Self.digest(
      of: page, id: event.id, record: record,
      topics: topicsOfEvents[start...].lazy.map { [digests] packed in
        // Pages do not name the topics whose feeds leave the event out.
        let digest = digests[EventTopics.topic(packed).index]
        return EventTopics.isLeftOut(packed) ? ~digest : digest
      },
      linked: namesAhead.digest(ofLinksOf: page, names) ^ addresses.digest(ofLinksOf: page, names)
        ^ PageNames.digest(ofMissing: missing, names),
      names: names)
    let categories = topicsOfEvents[start...].reduce(0) { $0 + categorySizes[EventTopics.topic($1).index] }
    let path = names.withBytes(at: event.id.index) { $0.count }
    event.size = Int32(
      clamping: EntrySize.entry(site, contentSize: page.contentSize, path: path, categories: categories))
    var text: FoldedText?
    let number = event.page
    func contains(_ words: String) throws -> Bool {
      let known = try text ?? transaction.foldedText(ofPage: number)
      text = known
      return known.holds(words)
    }
    for (topic, matcher) in configured {
      let isMatch = try matcher.matches(
        topics: references, about: { classified.aboutTopics },
        published: site.timeZone.dayTime(of: event.published), contains: contains)
      if isMatch { topicsOfEvents.append(EventTopics.pack(topic, isMention: false, isLeftOut: false)) }
    }
    event.topics = start..<topicsOfEvents.count
  }

  // Gives topics their new names. Returns the topics.
  private mutating func rename(_ renamed: [TopicReference], _ input: Input) -> [Topic.Index] {
    var indices: [Topic.Index] = []
    for reference in renamed {
      guard let index = topic(reference), let source = input.sources[reference.kind] else { continue }
      let new = source.topic(reference.number)
      topics[index.index].name = new.name
      topics[index.index].set(new)
      digests[index.index] = Self.digest(topics[index.index])
      categorySizes[index.index] = categorySize(of: topics[index.index])
      indices.append(index)
    }
    return indices
  }

  // The index of a topic, which is added if it is new; `nil` when its kind has no source.
  private mutating func index(of reference: TopicReference, _ input: Input) -> Topic.Index? {
    if let index = topic(reference) { return index }
    guard let new = input.sources[reference.kind]?.topic(reference.number) else { return nil }
    var topic = Topic(kind: reference.kind, slug: new.slug, name: new.name, code: new.code)
    topic.aliases = new.aliases
    topic.set(new)
    let index = add(topic)
    topicOfNumber[reference.kind]?[reference.number.index] = .init(index)
    return index
  }

  private func categorySize(of topic: Topic) -> Int {
    topic.isHidden
      ? 0 : EntrySize.category(site, kind: topic.kind, type: topic.type, slug: topic.slug, name: topic.name)
  }

  private mutating func add(_ topic: Topic) -> Topic.Index {
    var topic = topic
    if !notedArchives.isEmpty { topic.archive = notedArchives.removeValue(forKey: topic.path) ?? [] }
    if topic.kind == .entity { entityOfPath[topic.path] = Topic.Index(topics.count) }
    topics.append(topic)
    digests.append(Self.digest(topic))
    categorySizes.append(categorySize(of: topic))
    months.addTopic()
    return Topic.Index(topics.count - 1)
  }

  // Returns the index of the added event.
  private mutating func add(_ event: Event, _ names: StringInterner) -> Event.Index {
    let index = gone.popLast() ?? Event.Index(events.count)
    if index.index == events.count { events.append(event) } else { events[index.index] = event }
    eventOfPage[event.page] = .init(index)
    eventOfID[event.id.index] = .init(index)
    let added = Array(topics(of: event).inFeeds)
    enter(index, into: .all, names: names)
    for topic in added { enter(index, into: topic, names: names) }
    topics[0].events += 1
    for topic in added { topics[topic.index].events += 1 }
    months.count(added, on: event.day, times: 1)
    if site.pages == .all { calendar.insert(index, digest: event.digest.high, on: event.day) }
    return index
  }

  // Returns the topics of the removed event.
  private mutating func removeEvent(_ index: Event.Index, _ names: StringInterner) -> [Topic.Index] {
    let event = events[index.index]
    (eventOfPage[event.page], eventOfID[event.id.index]) = (.none, .none)
    (events[index.index].page, events[index.index].topics) = (-1, 0..<0)
    gone.append(index)
    pageNames.remove(event, names)
    let affected = Array(topics(of: event).inFeeds)
    for topic in [.all] + affected {
      topics[topic.index].events -= 1
      leave(index, from: topic)
    }
    months.count(affected, on: event.day, times: -1)
    if site.pages == .all { calendar.remove(index, digest: event.digest.high, from: event.day) }
    return affected
  }

  // Removes the topics of removed events from `topicsOfEvents` when they are more than half of it.
  private mutating func compactTopics() {
    guard topicsOfEvents.count > 2 * events.reduce(4096, { $0 + $1.topics.count }) else { return }
    var compacted: [Int32] = []
    for index in events.indices {
      let start = compacted.count
      compacted += topicsOfEvents[events[index].topics]
      events[index].topics = start..<compacted.count
    }
    topicsOfEvents = compacted
  }

  // The indices of events in the order of feeds, with their times of publication.
  private static func order(
    of events: [Classifier.Event], names: StringInterner, history: EventHistory
  ) -> [(index: Int, published: UnixTime)] {
    events.indices.map { (index: $0, published: history.events[events[$0].id]?.published ?? 0) }.sorted {
      $0.published != $1.published
        ? $0.published > $1.published : names.precedes(events[$0.index].id, events[$1.index].id)
    }
  }

  private static func digest(
    of page: PageRecord, id: NameNumber, record: EventHistory.Record, topics: some Sequence<UInt64>,
    linked: UInt64, names: StringInterner
  ) -> ContentDigest {
    var parts = [
      page.content.high, page.content.low, UInt64(bitPattern: record.published.seconds),
      UInt64(bitPattern: record.updated.seconds),
    ]
    parts += topics
    if linked != 0 { parts.append(linked) }
    if let offset = page.postTimes?.offset(ofPublished: record.published), offset != 0 {
      parts.append(UInt64(bitPattern: Int64(offset)))
    }
    var bytes = parts.withUnsafeBytes { Array($0) }
    // The addresses of a post are names that it lists.
    let listed = page.postTimes == nil ? [] : page.changes.map(\.name)
    for name in (page.name == id ? [id] : [id, page.name]) + listed {
      names.withBytes(at: name.index) { bytes += $0 }
      bytes.append(0)
    }
    return bytes.withUnsafeBytes { ContentDigest($0) }
  }
}
