package import ArchiveIndex
package import Classification
package import EventArchive
package import Primitives
internal import Syndication

/// The events and topics to publish, with their windows and archive documents. An update with all events makes it; updates with changed
/// events maintain it.
package struct PublicationPlan: Sendable {
  /// An event as it is to be published.
  package struct Event: Sendable {
    /// The index of an event in a plan.
    package typealias Index = ItemNumber<Event>

    /// The number of the name that makes its id.
    package var id: NameNumber
    /// The number of the page whose text is published.
    package var page: Int
    /// The value of `atom:published`.
    package var published: UnixTime
    /// The value of `atom:updated`.
    package var updated: UnixTime
    /// The digest of its entry.
    package var digest: ContentDigest
    /// The upper limit of the size of its entry in any format, in bytes.
    var size: Int32
    /// The offset from UTC in which `published` is written, in seconds.
    var publishedOffset: Int32
    /// The name that makes the address of its page.
    var address: NameNumber
    /// The day of its publication in the time zone of the site.
    package var day: EventDay
    /// The range of its topics in `topicsOfEvents`; empty for a removed event.
    var topics: Range<Int>

    /// Whether it was removed.
    var isGone: Bool { page < 0 }
  }

  /// An archive document, by its topic and its number; the oldest has the number 1.
  package struct ArchivePlace: Hashable, Sendable {
    var topic: Topic.Index
    var number: Int
    /// Whether its list of events has changed.
    var isMoved: Bool
  }

  /// The result of an update.
  package struct Changes: Sendable {
    /// The changed topics, sorted.
    package var topics: [Topic.Index] = []
    /// The changed archive documents, including removed ones.
    package var archives: [ArchivePlace] = []
    /// The paths of copies that are no longer wanted, without extension.
    package var endedCopies: [String] = []
    /// The paths of removed topics that have archives in the index.
    package var endedArchives: [String] = []
    /// The days of which events were added or removed.
    package var days: [EventDay] = []
    /// The paths of pages of removed events, some of which are replaced.
    package var endedPages: [String] = []
    /// The new events and those that may have changed.
    package var events: [Event.Index] = []
    /// The ids of the replaced events, some of which are among `events` again.
    package var removedEvents: [NameNumber] = []
    /// Whether `events` are all events: other rows in the index are removed.
    package var isAll = false

    /// Makes empty changes.
    package init() {}
  }

  /// The topics; the first is that of all events. Topics that have ended keep their index.
  package internal(set) var topics: [Topic]
  /// The events, unsorted. New events reuse the places of removed ones.
  package internal(set) var events: [Event] = []

  /// For each topic its number in the index; none for a topic without a row.
  var numbers: [TopicRecord.Number.OrNone] = []
  /// The number of the next new topic in the index.
  var nextNumber = 0
  /// The site.
  let site: Site
  /// The digest of the site.
  let siteDigest: ContentDigest
  /// The topics of the configuration.
  let combined: [(topic: Topic.Index, expression: TopicExpression)]
  /// The events of the feeds of countries.
  let countryFeeds: CountryFeeds
  /// The free places in `events`.
  var gone: [Event.Index] = []
  /// The topics of all events, packed. `topics(of:)` has those of an event.
  var topicsOfEvents: [Int32] = []
  /// For each page its event.
  var eventOfPage: [Event.Index.OrNone] = []
  /// For each name the event whose id it makes.
  var eventOfID: [Event.Index.OrNone] = []
  /// By kind and number of a `TopicReference`: the topic.
  var topicOfNumber: [TopicKind: [Topic.Index.OrNone]] = [:]
  /// By path of a copy of a feed, the country whose feed it is.
  var copyOwners: [String: Topic.Index] = [:]
  /// The entities by the paths of their feeds, which go before copies of feeds of countries.
  var entityOfPath: [String: Topic.Index] = [:]
  /// For each topic the digest of path and name.
  var digests: [UInt64]
  /// For each topic the size of its category in an entry, in bytes; 0 when it is none.
  var categorySizes: [Int]
  /// The names of held events, which pages may link to.
  package internal(set) var namesAhead = NamesAhead()
  /// The addresses of the pages that posts may refer to.
  package var addresses = PostAddresses()
  /// The digests of the numbers of events per month.
  var months = MonthDigests()
  /// The events by day.
  var calendar = EventCalendar()
  /// The names of events, for the addresses of their pages.
  package internal(set) var pageNames = PageNames()
  /// The archives in the index of topics without events so far, by path.
  var notedArchives: [String: [[NameNumber]]]
  /// The topics in the order of lists: by kind, then by slug.
  package private(set) var sortedTopics: [Topic.Index] = []
  /// Whether there was no update yet.
  var isNew = true
  // For each topic the digests of its lines in the lists, and their sum, which does not depend on the order.
  private var lines: [Lines] = []
  private var sum = Lines()
  // The sums of the lines of outlines that have a part of the feeds.
  private var outlineSums: [SiteFiles.Group: UInt64] = [:]

  // Digests of a topic's lines in the lists of feeds.
  private struct Lines {
    var catalogue: UInt64 = 0
    var outlines: UInt64 = 0
    // The type of an entity, by which outlines are divided.
    var type: EntityType?

    mutating func take(_ other: Lines, times: Int64) {
      catalogue &+= other.catalogue &* UInt64(bitPattern: times)
      outlines &+= other.outlines &* UInt64(bitPattern: times)
    }
  }

  /// Makes the plan of a site without events.
  /// - Parameters:
  ///   - combined: the topics of the configuration.
  ///   - countryFeeds: the events of the feeds of countries.
  ///   - archives: the archive documents in the index, by path of the topic; each is a list of event ids.
  package init(
    site: Site, combined: [CombinedTopic] = [], countryFeeds: CountryFeeds = .all,
    archives: [String: [[NameNumber]]] = [:]
  ) {
    self.countryFeeds = countryFeeds
    topics =
      [Topic(kind: .all, slug: "", name: site.title)]
      + combined.map { Topic(kind: .combined, slug: $0.slug, name: $0.name) }
    self.combined = combined.enumerated().map { (Topic.Index($0 + 1), $1.expression) }
    digests = topics.map(Self.digest)
    // The topic of all events and those of the configuration are no categories.
    categorySizes = Array(repeating: 0, count: topics.count)
    (self.site, siteDigest, notedArchives) = (site, site.digest, archives)
    for index in topics.indices {
      months.addTopic()
      topics[index].archive = notedArchives.removeValue(forKey: topics[index].path) ?? []
    }
  }

  /// The digest of the catalogue.
  package var catalogueDigest: ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, sum.catalogue])
  }

  /// The digest of the OPML outlines.
  package var outlinesDigest: ContentDigest {
    ContentDigest([siteDigest.high, siteDigest.low, sum.outlines])
  }

  /// The digest of the OPML outline of a part of the feeds; `nil` when it has none.
  func outlinesDigest(of group: SiteFiles.Group) -> ContentDigest? {
    guard let sum = outlineSums[group], sum != 0 else { return nil }
    return ContentDigest([siteDigest.high, siteDigest.low, sum])
  }

  /// The topics of an event.
  package func topics(of event: Event) -> EventTopics { EventTopics(topicsOfEvents[event.topics]) }

  /// The event with an id; `nil` when the plan has none.
  func event(withID id: NameNumber) -> Event.Index? { eventOfID[id.index].number }

  /// The topic of a reference; `nil` when the plan has none.
  func topic(_ reference: TopicReference) -> Topic.Index? {
    guard let known = topicOfNumber[reference.kind], known.indices.contains(reference.number.index) else {
      return nil
    }
    return known[reference.number.index].number
  }

  /// The latest `updated` of events, that of an empty feed without events.
  package func updated(_ events: some Sequence<Event.Index>) -> UnixTime {
    events.lazy.map { self.events[$0.index].updated }.max() ?? Site.beginning
  }

  /// The pages of the events of some topics.
  package func pages(of references: [TopicReference]) -> [Int] {
    let wanted = Set(references.compactMap(topic))
    return events.filter { topics(of: $0).contains(where: wanted.contains) }.map(\.page)
  }

  /// Inserts new topics into the order of lists.
  mutating func sortTopics() {
    let new = topics.indices.dropFirst(isNew ? 0 : sortedTopics.count)
    guard !new.isEmpty else { return }
    let ranks = Dictionary(uniqueKeysWithValues: topicOfNumber.keys.map { ($0, $0.rank) })
    // The keys alone: copying topics for each comparison takes several times as long.
    let keys = topics.map { (rank: ranks[$0.kind] ?? $0.kind.rank, kind: $0.kind.name, slug: $0.slug) }
    // Sorting a mostly sorted array is fast.
    sortedTopics = (isNew ? [] : sortedTopics) + new.map { Topic.Index($0) }
    sortedTopics.sort { keys[$0.index] < keys[$1.index] }
  }

  /// The digest of a topic's path, name and type; 0 for one that is hidden.
  static func digest(_ topic: Topic) -> UInt64 {
    topic.isHidden
      ? 0 : ContentDigest("\(topic.path)\u{0}\(topic.name)\u{0}\(topic.type?.rawValue ?? "")").high
  }
}

// MARK: Documents

/// A document to publish or remove, and its source.
package struct PlannedDocument: Sendable {
  /// The source of a document.
  enum Content: Sendable {
    /// The newest events of a topic.
    case feed(Topic.Index, FeedFormat)
    /// The events of an archive document.
    case archive(PublicationPlan.ArchivePlace, FeedFormat)
    /// The page of a topic.
    case topicPage(Topic.Index)
    /// The page of the events of an archive document.
    case archivePage(PublicationPlan.ArchivePlace)
    /// The page of an event.
    case eventPage(PublicationPlan.Event.Index)
    /// The page of a day, a month or a year.
    case calendarPage(CalendarPeriod)
    /// A page that leads to another one, by the address of that below the URL of the site.
    case redirect(to: String)
    /// A sitemap.
    case sitemap(Sitemap)
    /// A list of feeds, the page or an asset, by the path of the document.
    case list

    /// The source and the format of a feed or an archive document; `nil` for other documents.
    var feed: (source: Source, format: FeedFormat)? {
      switch self {
      case .feed(let topic, let format): (.feed(topic), format)
      case .archive(let place, let format): (.archive(place), format)
      default: nil
      }
    }
  }

  /// The source of feeds or archive documents in several formats, which have the same entries.
  enum Source: Hashable, Sendable {
    /// The newest events of a topic.
    case feed(Topic.Index)
    /// The events of an archive document.
    case archive(PublicationPlan.ArchivePlace)
  }

  /// The row of the document. It is removed when `wanted` is `nil`.
  package var record: DocumentRecord
  /// The source.
  var content: Content
}

extension PublicationPlan {
  /// The wanted documents for changes, in the order of the topics. Documents without events are left out.
  mutating func documents(of changes: Changes, _ names: StringInterner) -> [PlannedDocument] {
    var documents: [PlannedDocument] = []
    documents.reserveCapacity(changes.topics.count * site.formats.count)
    lines += repeatElement(Lines(), count: topics.count - lines.count)
    for number in changes.topics {
      let topic = topics[number.index]
      count(lines[number.index], of: topic.kind, times: -1)
      lines[number.index] = Lines()
      guard topic.isLive else { continue }
      let window = window(of: topic)
      let wanted = digest(of: window, in: number, [lastArchive(of: topic) ?? 0])
      for format in site.formats {
        let record = DocumentRecord(
          path: "\(topic.path).\(format.pathExtension)", kind: .feed(topic.kind), slug: topic.slug,
          name: topic.name,
          code: topic.code, events: topic.events, updated: updated(window), wanted: wanted)
        documents.append(PlannedDocument(record: record, content: .feed(number, format)))
        for path in copies(of: topic) {
          var copy = record
          (copy.path, copy.kind) = ("\(path).\(format.pathExtension)", .copy)
          documents.append(PlannedDocument(record: copy, content: .feed(number, format)))
        }
      }
      let aliases = topic.aliases.isEmpty ? 0 : ContentDigest("\(topic.aliases)").high
      let article = topic.article.map { ContentDigest($0).high } ?? 0
      let line = [
        wanted.high, UInt64(topic.events), UInt64(bitPattern: updated(window).seconds), aliases, article,
      ]
      if site.pages != .none { documents += pages(of: number, line: line) }
      lines[number.index] = Lines(
        catalogue: ContentDigest(line).high, outlines: digests[number.index], type: topic.type)
      count(lines[number.index], of: topic.kind, times: 1)
    }
    for place in changes.archives { documents += archiveDocuments(place) }
    if site.pages != .none { documents += documentsOfTopicSitemaps() }
    if site.pages == .all { documents += eventPages(of: changes, names) }
    return documents
  }

  /// The paths of the copies of a topic's feed, without those that are feeds of entities.
  func copies(of topic: Topic) -> [String] {
    topic.copies.filter { path in !(entityOfPath[path].map { topics[$0.index].isLive } ?? false) }
  }

  // Adds the lines of a topic of a kind to the sums.
  private mutating func count(_ lines: Lines, of kind: TopicKind, times: Int64) {
    sum.take(lines, times: times)
    guard lines.outlines != 0 else { return }
    let change = lines.outlines &* UInt64(bitPattern: times)
    outlineSums[SiteFiles.Group(kind: kind, type: nil), default: 0] &+= change
    if let type = lines.type { outlineSums[SiteFiles.Group(kind: kind, type: type), default: 0] &+= change }
  }

  /// The paths of all documents that the changed topics may have or may have had.
  package func paths(of changes: Changes, _ names: StringInterner) -> [String] {
    let stems =
      changes.topics.flatMap { [topics[$0.index].path] + topics[$0.index].copies } + changes.endedCopies
      + changes.archives.map { topics[$0.topic.index].archivePath($0.number) }
    var paths = stems.flatMap { stem in site.formats.map { "\(stem).\($0.pathExtension)" } }
    if site.pages != .none {
      paths += stems.map { PagePath.page(ofFeed: $0) } + pathsOfTopicSitemaps
    }
    if site.pages == .all { paths += changes.endedPages + pagePaths(of: changes, names) }
    return paths
  }

  private func archiveDocuments(_ place: ArchivePlace) -> [PlannedDocument] {
    let topic = topics[place.topic.index]
    let events = events(inArchive: place.number, of: topic)
    guard !events.isEmpty else { return [] }
    let neighbours = neighbours(of: place.number, in: topic)
    let wanted = digest(of: events, in: place.topic, [neighbours.previous ?? 0, neighbours.next ?? 0])
    let path = topic.archivePath(place.number)
    let documents = site.formats.map { format in
      let record = DocumentRecord(
        path: "\(path).\(format.pathExtension)", kind: .archive, slug: path, name: topic.name,
        events: events.count, updated: updated(events), wanted: wanted)
      return PlannedDocument(record: record, content: .archive(place, format))
    }
    if site.pages == .none { return documents }
    let page = DocumentRecord(page: PagePath.page(ofFeed: path), wanted: pageDigest([wanted.high]))
    return documents + [PlannedDocument(record: page, content: .archivePage(place))]
  }

  // The digest of a document of a topic, from its events and the numbers of its neighbours.
  private func digest(
    of events: some Sequence<Event.Index>, in topic: Topic.Index, _ neighbours: [Int]
  ) -> ContentDigest {
    var parts = [siteDigest.high, siteDigest.low, digests[topic.index]] + neighbours.map { UInt64($0) }
    for event in events {
      let digest = self.events[event.index].digest
      parts += [digest.high, digest.low]
    }
    return ContentDigest(parts)
  }
}
