package import ArchiveIndex
package import Classification
internal import EventArchive
package import Primitives
internal import Syndication

/// Everything that is to be published, as numbers: the events, and the topics with their windows and archives. It is made
/// by an update with all events, and kept by updates with those that have changed.
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
    /// The most bytes of its entry in any format.
    var size: Int32
    /// Where its topics are in `topicsOfEvents`; empty for an event that is no more.
    var topics: Range<Int>

    /// Whether it is no more.
    var isGone: Bool { page < 0 }
  }

  /// An archive document, by its topic's index and its number; the oldest has the number 1.
  package struct ArchivePlace: Hashable, Sendable {
    var topic: Int32
    var number: Int
    /// Whether it holds other events than the index has noted.
    var isMoved: Bool
  }

  /// What an update has changed.
  package struct Changes: Sendable {
    /// The topics, as indices in order.
    package var topics: [Int32] = []
    /// The archive documents, those that are no more too.
    package var archives: [ArchivePlace] = []
    /// The paths of topics that are no more, of which the index has archives.
    package var endedArchives: [String] = []
    /// The documents of events a month.
    package var months: [ActivityDigests.Shard] = []
    /// The events that are new or may be other than before, as indices.
    package var events: [Int32] = []
    /// The ids of events that are no more, or stand among `events`.
    package var removedEvents: [NameNumber] = []
    /// Whether `events` are all there are, and what the index has beside them is to be removed.
    package var isAll = false

    /// Makes changes of which there are none.
    package init() {}
  }

  /// The topics, that of all events first; those that are not live any more stay in their places.
  package internal(set) var topics: [Topic]
  /// The events, in no order; those that are gone leave their places to others.
  package internal(set) var events: [Event] = []

  /// By topic: its number in the index, -1 for one that the index does not have yet.
  var numbers: [Int32] = []
  /// The number in the index that the next new topic gets.
  var nextNumber: Int32 = 0
  /// Who publishes, and how.
  let site: Site
  /// Tells two sites apart.
  let siteDigest: ContentDigest
  /// The topics that the configuration defines, with their indices.
  let combined: [(topic: Int32, expression: TopicExpression)]
  /// The places in `events` that are free.
  var gone: [Int32] = []
  /// The topics of all events.
  var topicsOfEvents: [Int32] = []
  /// By page: the event that it shows, -1 for none.
  var eventOfPage: [Int32] = []
  /// By name: the event that it is the id of, -1 for none.
  var eventOfID: [Int32] = []
  /// By entity, and by country: its topic, -1 for none.
  var topicOfEntity: [Int32] = []
  var topicOfCountry: [Int32] = []
  /// By topic: tells path and name from those of other topics.
  var digests: [UInt64]
  /// By topic: the bytes of its category in an entry, 0 for one that has none there.
  var categorySizes: [Int]
  /// The names of days that are not shown yet, which pages may link to.
  package internal(set) var namesAhead = NamesAhead()
  /// How many events the topics have a month.
  var months = ActivityDigests()
  /// Archives that the index has noted, of topics that no event has had yet, by path.
  var notedArchives: [String: [[NameNumber]]]
  /// The topics as indices in the order of lists: by kind, and by slug.
  private(set) var sortedTopics: [Int32] = []
  /// Whether nothing was updated yet.
  var isNew = true
  // By topic: tells its lines in catalogue and outlines from others; and all of them added up, whatever their order.
  private var lines: [Lines] = []
  private var sum = Lines()

  // Tells what the lists of feeds say of topics.
  private struct Lines {
    var catalogue: UInt64 = 0
    var outlines: UInt64 = 0

    mutating func take(_ other: Lines, times: Int64) {
      catalogue &+= other.catalogue &* UInt64(bitPattern: times)
      outlines &+= other.outlines &* UInt64(bitPattern: times)
    }
  }

  /// Makes the plan of a site without events.
  /// - Parameters:
  ///   - combined: the topics that the configuration defines, with paths of their own.
  ///   - archives: which events the index has noted in archives, by topic's path and document.
  package init(site: Site, combined: [CombinedTopic] = [], archives: [String: [[NameNumber]]] = [:]) {
    topics =
      [Topic(kind: .all, slug: "", name: site.title)]
      + combined.map { Topic(kind: .combined, slug: $0.slug, name: $0.name) }
    self.combined = zip(Int32(1)..., combined).map { ($0, $1.expression) }
    digests = topics.map(Self.digest)
    // Neither all events nor what the configuration defines are categories of an entry.
    categorySizes = Array(repeating: 0, count: topics.count)
    (self.site, siteDigest, notedArchives) = (site, site.digest, archives)
    for index in topics.indices {
      months.add(topics[index].path)
      topics[index].archive = notedArchives.removeValue(forKey: topics[index].path) ?? []
    }
  }

  /// Tells two plans apart of which the catalogues differ.
  package var catalogueDigest: ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, sum.catalogue])
  }

  /// Tells two plans apart of which the outlines differ.
  package var outlinesDigest: ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, sum.outlines])
  }

  /// The topics of an event as indices into `topics`: entities, countries, combined ones.
  package func topics(of event: Event) -> ArraySlice<Int32> { topicsOfEvents[event.topics] }

  /// When one of some events changed last, in seconds since 1970; the beginning of 2000 for none.
  package func updated(_ events: some Sequence<Int32>) -> Int64 {
    events.lazy.map { self.events[Int($0)].updated }.max() ?? Site.beginning
  }

  /// The events that some entities have, as the pages that are shown.
  package func pages(ofEntities entities: Set<EntityNumber>) -> [Int] {
    let wanted = Set(
      entities.compactMap { topicOfEntity.indices.contains(Int($0)) ? topicOfEntity[Int($0)] : -1 })
    return events.filter { event in topicsOfEvents[event.topics].contains { wanted.contains($0) } }.map(
      \.page)
  }

  /// Puts topics that are new in the order of lists.
  mutating func sortTopics() {
    let new = topics.indices.dropFirst(isNew ? 0 : sortedTopics.count)
    guard !new.isEmpty else { return }
    // What is sorted already costs little to sort again.
    sortedTopics = (isNew ? [] : sortedTopics) + new.map { Int32($0) }
    sortedTopics.sort { left, right in
      let (left, right) = (topics[Int(left)], topics[Int(right)])
      return (left.kind.rank, left.slug) < (right.kind.rank, right.slug)
    }
  }

  /// Tells a topic from others by path and name.
  static func digest(_ topic: Topic) -> UInt64 {
    ContentDigest("\(topic.path)\u{0}\(topic.name)").high
  }
}

// MARK: Documents

/// A document as it is to be, and what it is made of.
package struct PlannedDocument: Sendable {
  /// What a document is made of.
  enum Content: Sendable {
    /// The newest events of a topic, by its index.
    case feed(Int32, FeedFormat)
    /// The events of an archive document.
    case archive(PublicationPlan.ArchivePlace, FeedFormat)
    /// The events a month of some topics.
    case months(ActivityDigests.Shard)
    /// Nothing that changes with events, or what the document's path tells.
    case list
  }

  /// The document; it is to be removed if it is not wanted.
  package var record: DocumentRecord
  /// What it is made of.
  var content: Content
}

extension PublicationPlan {
  /// The documents of what has changed as they are wanted, in the topics' order; those without events are left out.
  mutating func documents(of changes: Changes) -> [PlannedDocument] {
    var documents: [PlannedDocument] = []
    lines += repeatElement(Lines(), count: topics.count - lines.count)
    for number in changes.topics {
      let topic = topics[Int(number)]
      sum.take(lines[Int(number)], times: -1)
      lines[Int(number)] = Lines()
      guard topic.isLive else { continue }
      let window = window(of: topic)
      let wanted = digest(of: window, in: number, [lastArchive(of: topic) ?? 0])
      for format in site.formats {
        let record = DocumentRecord(
          path: "\(topic.path).\(format.pathExtension)", kind: .feed(topic.kind), slug: topic.slug,
          name: topic.name,
          code: topic.code, events: topic.events, updated: updated(window), wanted: wanted)
        documents.append(PlannedDocument(record: record, content: .feed(number, format)))
      }
      let line = [wanted.high, UInt64(topic.events), UInt64(bitPattern: updated(window))]
      let aliases = topic.aliases.isEmpty ? 0 : ContentDigest("\(topic.aliases)").high
      lines[Int(number)] = Lines(
        catalogue: ContentDigest(line + [aliases]).high, outlines: digests[Int(number)])
      sum.take(lines[Int(number)], times: 1)
    }
    for place in changes.archives { documents += archiveDocuments(place) }
    for shard in changes.months {
      guard let digest = months.digest(shard) else { continue }
      let record = DocumentRecord(
        path: shard.path, kind: .list, slug: "", name: shard.path, wanted: ContentDigest([digest]))
      documents.append(PlannedDocument(record: record, content: .months(shard)))
    }
    return documents
  }

  /// The paths of all documents that what has changed may have, or may have had.
  package func paths(of changes: Changes) -> [String] {
    let stems =
      changes.topics.map { topics[Int($0)].path }
      + changes.archives.map { topics[Int($0.topic)].archivePath($0.number) }
    return stems.flatMap { stem in site.formats.map { "\(stem).\($0.pathExtension)" } }
      + changes.months.map(\.path)
  }

  private func archiveDocuments(_ place: ArchivePlace) -> [PlannedDocument] {
    let topic = topics[Int(place.topic)]
    let events = events(inArchive: place.number, of: topic)
    guard !events.isEmpty else { return [] }
    let neighbours = neighbours(of: place.number, in: topic)
    let wanted = digest(of: events, in: place.topic, [neighbours.previous ?? 0, neighbours.next ?? 0])
    return site.formats.map { format in
      let path = topic.archivePath(place.number)
      let record = DocumentRecord(
        path: "\(path).\(format.pathExtension)", kind: .archive, slug: path, name: topic.name,
        events: events.count, updated: updated(events), wanted: wanted)
      return PlannedDocument(record: record, content: .archive(place, format))
    }
  }

  // Tells documents of a topic apart by their events, and by the numbers of their neighbours.
  private func digest(of events: some Sequence<Int32>, in topic: Int32, _ neighbours: [Int]) -> ContentDigest
  {
    var parts = [siteDigest.high, siteDigest.low, digests[Int(topic)]] + neighbours.map { UInt64($0) }
    for event in events {
      let digest = self.events[Int(event)].digest
      parts += [digest.high, digest.low]
    }
    return ContentDigest(parts)
  }
}
