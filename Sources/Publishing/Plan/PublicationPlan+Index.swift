internal import ArchiveIndex
internal import Classification
internal import Syndication

/// The rows of topics and published events in the index, which feeds on demand read.
extension PublicationPlan {
  /// Updates the rows of changed topics and events, and of ended feeds.
  /// - Parameters:
  ///   - ended: the documents to remove.
  ///   - sources: the topics, by kind.
  mutating func store(
    _ changes: Changes, ended: [DocumentRecord], sources: [TopicKind: any TopicSource],
    _ transaction: IndexTransaction
  ) throws {
    let gone = try storeTopics(changes, transaction)
    try storeEnded(ended, removedTopics: gone, sources: sources, transaction)
    var known: [NameNumber: PublishedRecord] = [:]
    if changes.isAll {
      try transaction.forEachPublished { known[$0.id] = $0 }
    } else {
      for id in changes.removedEvents { try transaction.removePublished(id) }
    }
    for index in changes.events {
      let event = events[index.index]
      var record = PublishedRecord(
        id: event.id, page: event.page, published: event.published, updated: event.updated, topics: [])
      let topicsOfEvent = topics(of: event)
      for topic in topicsOfEvent where !topics[topic.index].kind.isConfigured {
        if let number = numbers[topic.index].number { record.topics.append(number) }
      }
      record.mentioned = topicsOfEvent.mentioned.compactMap { numbers[$0.index].number }
      if known.removeValue(forKey: event.id) != record { try transaction.store(record) }
    }
    for id in known.keys.sorted() { try transaction.removePublished(id) }
  }

  // Returns the removed topics. A small change removes none: a topic without events keeps its number.
  private mutating func storeTopics(_ changes: Changes, _ transaction: IndexTransaction) throws
    -> [TopicRecord]
  {
    var known: [String: TopicRecord] = [:]
    if changes.isAll {
      for record in try transaction.topics() {
        known[record.path] = record
        nextNumber = max(nextNumber, record.number.index + 1)
      }
    }
    var expressions: [Topic.Index: String] = [:]
    for (topic, expression) in combined { expressions[topic] = expression.text }
    numbers += repeatElement(.none, count: topics.count - numbers.count)
    for index in changes.topics where topics[index.index].kind != .all {
      let topic = topics[index.index]
      let old = known.removeValue(forKey: topic.path)
      let number = numbers[index.index].number ?? old?.number ?? TopicRecord.Number(nextNumber)
      numbers[index.index] = .init(number)
      nextNumber = max(nextNumber, number.index + 1)
      var new = TopicRecord(
        number: number, kind: topic.kind, slug: topic.slug, name: topic.name, code: topic.code,
        aliases: topic.aliases, match: expressions[index])
      (new.isHidden, new.type, new.article) = (topic.isHidden, topic.type, topic.article)
      if new != old { try transaction.store(new) }
    }
    let gone = known.values.sorted { $0.number < $1.number }
    for record in gone { try transaction.removeTopic(record.number) }
    return gone
  }

  // A request for an ended feed is redirected to the present feed of its topic: in another format, under the name of which the old name
  // is filed, or under the new name of a topic of the configuration.
  private func storeEnded(
    _ ended: [DocumentRecord], removedTopics gone: [TopicRecord], sources: [TopicKind: any TopicSource],
    _ transaction: IndexTransaction
  ) throws {
    guard !ended.isEmpty else { return }
    var paths: [String: String] = [:]
    for topic in topics where topic.isLive {
      for alias in topic.aliases {
        if let slug = EntityKey(alias)?.slug { paths[topic.kind.path(slug: slug)] = topic.path }
      }
    }
    for (topic, expression) in combined {
      for record in gone where record.match == expression.text {
        paths[record.path] = topics[topic.index].path
      }
    }
    for topic in topics where topic.isLive { paths[topic.path] = topic.path }
    // Feeds come first: their records have the names of topics, and pages have those of their feeds.
    let (pages, feeds) = (
      ended.filter { $0.kind == .page }, ended.filter { ![.page, .list].contains($0.kind) }
    )
    for record in feeds + pages {
      guard let dot = record.path.lastIndex(of: ".") else { continue }
      let stem = String(record.path[..<dot])
      let successor = paths[stem] ?? path(ofTopicNamedAs: record, sources)
      paths[stem] = successor
      let path = successor.flatMap { self.path(ofDocument: record.path[dot...], ofFeed: $0) }
      try transaction.store(former: record.path, successor: path)
    }
  }

  // The path of the document of a feed with an extension, or of the feed in the first format if it has no such document.
  private func path(ofDocument pathExtension: Substring, ofFeed path: String) -> String? {
    let page = PagePath.page(ofFeed: path)
    if page.hasSuffix(pathExtension), site.pages != .none { return page }
    let format = site.formats.first { pathExtension == "." + $0.pathExtension } ?? site.formats.first
    return format.map { "\(path).\($0.pathExtension)" }
  }

  // The path of the topic that the name of an ended feed is filed under.
  private func path(ofTopicNamedAs record: DocumentRecord, _ sources: [TopicKind: any TopicSource]) -> String?
  {
    guard let kind = record.topicKind, let number = sources[kind]?.topicNumber(named: record.name),
      let index = topic(TopicReference(kind, number)), topics[index.index].isLive
    else { return nil }
    return topics[index.index].path
  }
}
