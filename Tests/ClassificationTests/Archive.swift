import Primitives

@testable import Classification
@testable import EventArchive

/// Pages of invented events as the archive would hold them, and what is made of them.
struct Archive {
  /// One page in the making.
  struct Page {
    var name: String
    var title: String
    var topic: String?
    var changes: [(name: String, replaced: String)] = []
    var oldTitle: String?
    var related: [(name: String, context: String)] = []
    var contexts: [String] = []
    var summary = ""
    var sources: [String] = []

    /// Makes a page; a title of its own keeps it from being the same text as another. All its changes have the
    /// one old title.
    init(
      _ name: String, title: String? = nil, topic: String? = nil, changes: [(String, String)] = [],
      oldTitle: String? = nil,
      related: [(String, String)] = [], contexts: [String] = []
    ) {
      self.name = name
      self.title = title ?? "event \(name) happens"
      self.topic = topic
      self.changes = changes.map { (name: $0.0, replaced: $0.1) }
      self.oldTitle = oldTitle
      self.related = related.map { (name: $0.0, context: $0.1) }
      self.contexts = contexts
    }

    /// The page as the parser gives it.
    var eventPage: EventPage {
      let name = Archive.name(name)
      return EventPage(
        name: name, day: name.day ?? EventDay(containing: 0), topic: topic.map { TextSlice($0) },
        title: TextSlice(title), summary: TextSlice(summary),
        sources: sources.map { Source(name: TextSlice("Paper"), address: TextSlice($0)) },
        cover: nil,
        changes: changes.map {
          TitleChange(
            title: TextSlice(oldTitle ?? "\($0.name) it was"), path: TextSlice(Archive.name($0.name).path),
            replaced: TextSlice($0.replaced))
        },
        related: related.map {
          RelatedEvent(
            title: TextSlice($0.name), path: TextSlice(Archive.name($0.name).path),
            context: TextSlice($0.context), line: 1)
        }, contexts: contexts.map { ContextLine(text: TextSlice($0), line: 1) },
        topicLine: topic == nil ? nil : 1)
    }
  }

  private(set) var facts = ArchiveFacts()
  private var texts: [Int: String] = [:]
  /// What is remembered of the last run.
  var history = EventHistory()
  // The pages as they were in the last run, and the events that had ended by then.
  private var former = PageTable()
  private var departed: [NameNumber: EndedEvents.Event] = [:]

  /// Makes an archive of pages in the given order, `batch` of them at a time.
  init(_ pages: [Page], batch: Int = 3) {
    for start in stride(from: 0, to: pages.count, by: batch) {
      let part = pages[start..<min(start + batch, pages.count)]
      for (facts, page) in zip(join { batch in for page in part { Self.add(page, to: &batch) } }, part) {
        texts[self.facts.pages.bound] = page.title
        self.facts.pages[self.facts.pages.bound] = facts
      }
    }
  }

  /// The name of a page: `slug` on a day that all share, or `D/slug`.
  static func name(_ text: String) -> EventName {
    EventName(storedPath: text.contains("/") ? "/news/2020/03/\(text)" : "/news/2020/03/5/\(text)")
  }

  /// Adds a day's page.
  mutating func addDay(_ items: [(name: String, context: String)]) {
    for new in join({ $0.add(Self.dayPage(items)) }) { facts.pages[facts.pages.bound] = new }
  }

  /// A day's page as the parser gives it.
  static func dayPage(_ items: [(name: String, context: String)]) -> DayPage {
    DayPage(
      items: items.map {
        DayPage.Item(
          path: TextSlice(name($0.name).path),
          context: ContextLine(text: TextSlice($0.context), line: 1))
      })
  }

  private mutating func join(_ add: (inout FactsBatch) -> Void) -> [PageRecord] {
    var batch = FactsBatch()
    add(&batch)
    return facts.join(batch)
  }

  private static func add(_ page: Page, to batch: inout FactsBatch) {
    let page = page.eventPage
    batch.add(page, summary: page.summary, content: page.contentDigest, countries: [])
  }

  /// Finds mentions and countries in the titles, as a run does after all pages are known.
  mutating func findMentions(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    let vocabulary = MentionVocabulary(
      facts.spellings, catalogue: catalogue, gazetteer: gazetteer)
    for (page, text) in texts {
      guard let known = facts.pages[page] else { continue }
      facts.pages[page]?.setLists(
        own: Array(known.own), countries: gazetteer.countries(inTitle: TextSlice(text), .post(.empty)),
        mentions: vocabulary.mentions(in: [TextSlice(text)]), links: Array(known.links),
        contentFingerprint: known.contentFingerprint)
    }
  }

  /// Remembers all events as published, as the index does after a run.
  mutating func publish() {
    let groups = EventGrouping(&facts, history: current).groups
    let alive = Set(groups.map(\.id))
    for page in changes.oldVersions {
      let id = history.ids[page.name] ?? page.name
      if !alive.contains(id) { departed[id] = .init(page, isMovable: false) }
    }
    for group in groups {
      let order = history.events[group.id]?.order ?? Int64(Array(history.events).count)
      let content = facts.pages[group.shown]?.content ?? ContentDigest.unset
      history.events[group.id] = .init(order: order, published: 0, updated: 0, content: content)
      for name in group.names { history.ids[name] = group.id }
      departed[group.id] = nil
    }
    former = facts.pages
  }

  // What has changed since the last run.
  private var changes: PageChanges {
    var changes = PageChanges()
    for (number, page) in former where facts.pages[number] == nil { changes.remove(page) }
    for (number, page) in facts.pages { changes.update(page: number, from: former[number], to: page) }
    return changes
  }

  /// What is remembered of the last run, with what has changed since.
  var current: EventHistory {
    var history = history
    for (id, event) in departed.sorted(by: { $0.key < $1.key }) { history.ended.insert(event, id: id) }
    history.add(changes)
    return history
  }

  /// Adds a page, or puts it in the place of the page of its name.
  mutating func put(_ page: Page) {
    for new in join({ Self.add(page, to: &$0) }) {
      facts.pages[facts.pages.first { $0.facts.name == new.name }?.number ?? facts.pages.bound] = new
    }
  }

  /// Takes a page away.
  mutating func remove(_ name: String) {
    let number = facts.number(of: Self.name(name))
    for page in facts.pages where page.facts.name == number { facts.pages[page.number] = nil }
  }

  /// The slug of a name by its number.
  func slug(_ number: NameNumber) -> String {
    String("\(facts.names[number.index])".split(separator: "/").last ?? "")
  }

  /// The events as text, the same whatever the order of pages.
  var events: [String] {
    var facts = facts
    return EventGrouping(&facts, history: current).groups.map { group in
      func slug(_ number: NameNumber) -> String {
        String("\(facts.names[number.index])".split(separator: "/").last ?? "")
      }
      let shown = facts.pages[group.shown].map { slug($0.name) } ?? "none"
      return "\(slug(group.id)): \(group.names.map(slug).sorted().joined(separator: " ")) shows \(shown)"
    }.sorted()
  }

  /// The topics of every event by its id: entity names, then country codes.
  mutating func topics(
    mentions: Bool = false, minimumEvents: Int = 1, aliases: [String: String] = [:]
  ) -> [String: [String]] {
    let catalogue = EntityCatalogue(facts, aliases: aliases)
    let gazetteer = Gazetteer.standard
    if mentions { findMentions(catalogue, gazetteer) }
    let grouping = EventGrouping(&facts, history: current)
    var events = Classifier.classify(
      facts, grouping: grouping, catalogue: catalogue, gazetteer: gazetteer, countsMentions: mentions
    ).events
    var threshold = EntityThreshold(minimum: minimumEvents, discovered: 1)
    _ = threshold.update(events, replacing: EmptyCollection())
    threshold.apply(to: &events)
    let topics = events.map { event in
      (
        slug(event.id),
        event.entities.map { catalogue.entities[$0.index].name }.sorted()
          + event.countries.map { gazetteer.countries[$0.index].code }
      )
    }
    return Dictionary(uniqueKeysWithValues: topics)
  }
}
