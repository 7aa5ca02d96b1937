internal import Classification
internal import EventArchive
internal import EventIndex
internal import Syndication

/// Makes a topic's feed: its head, and the entries of its window.
struct TopicFeedBuilder: Sendable {
  private let site: Site
  private let plan: PublicationPlan
  private let names: TextTable
  private let stories: StoryStore.Reader
  private let atom: AtomWriter
  // By topic of the plan: its category; empty for a topic that no entry has.
  private let categories: [[UInt8]]

  /// Makes a builder; `entries` are all events that the windows hold which will be asked for, `stories` must hold
  /// theirs, and `names` the names that are their ids.
  init(
    site: Site, plan: PublicationPlan, entries: [PublicationPlan.Event], names: TextTable,
    stories: StoryStore.Reader, atom: AtomWriter
  ) {
    (self.site, self.plan, self.names, self.stories, self.atom) = (site, plan, names, stories, atom)
    var categories = [[UInt8]](repeating: [], count: plan.topics.count)
    for event in entries {
      for number in plan.topics(of: event) where categories[Int(number)].isEmpty {
        let topic = plan.topics[Int(number)]
        let scheme = site.baseURL + topic.kind.rawValue + "/"
        atom.append(
          Category(scheme: scheme, term: topic.slug, label: topic.name), to: &categories[Int(number)])
      }
    }
    self.categories = categories
  }

  /// Makes a topic's Atom document, in place of what `bytes` hold.
  func build(_ topic: Topic, into bytes: inout [UInt8]) throws {
    bytes.removeAll(keepingCapacity: true)
    atom.append(feed(topic), to: &bytes)
    for number in topic.window {
      let event = plan.events[Int(number)]
      let entry = Entry(
        id: site.id(ofEvent: EventName(storedPath: names[Int(event.id)])),
        published: FeedDate(time: event.published),
        updated: FeedDate(time: event.updated))
      atom.append(entry, to: &bytes)
      try stories.append(event.page, to: &bytes)
      for topic in plan.topics(of: event) { bytes += categories[Int(topic)] }
      bytes += AtomWriter.entryEnd
    }
    bytes += AtomWriter.documentEnd
  }

  private func feed(_ topic: Topic) -> Feed {
    Feed(
      id: site.id(ofFeed: topic.path), title: topic.title(site), subtitle: topic.subtitle(site),
      updated: FeedDate(time: plan.updated(topic)), author: Person(name: site.author),
      links: [
        Link(.`self`, site.baseURL + topic.path + ".atom", type: AtomWriter.mediaType),
        Link(.alternate, site.pagesURL + "/", type: "text/html"),
      ],
      icon: site.baseURL + "icon.png", generator: site.generator, language: site.language)
  }
}

extension Topic {
  /// The feed's title; an entity and a country of one name have different titles.
  fileprivate func title(_ site: Site) -> String {
    switch kind {
    case .country: "\(name) (country) – \(site.title)"
    case .entity: "\(name) – \(site.title)"
    case .all, .list: site.title
    }
  }

  /// What the feed holds, in a sentence.
  fileprivate func subtitle(_ site: Site) -> String {
    switch kind {
    case .country: "Events that concern the country \(name)."
    case .entity: "Events that concern \(name)."
    case .all, .list: "All events, newest first."
    }
  }
}
