internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// Builds the web pages of topics, events and days.
struct PageBuilder: Sendable {
  let site: Site
  let plan: PublicationPlan
  let names: StringInterner
  let frame: PageFrame
  /// The numbers of events per month of the topics that have a page to build.
  let months: MonthlyCounts
  private let renderedEntries: RenderedEntries.Reader
  // For each topic of an event on the pages, the link to its page, and its name as a JSON string; empty for others.
  private var links: [[UInt8]]
  private var keywords: [[UInt8]]

  /// Makes a builder.
  /// - Parameters:
  ///   - documents: the documents to build, of which other ones than pages are ignored.
  ///   - events: all events of these documents. `renderedEntries` must have them.
  ///   - names: the names that make their ids.
  init(
    site: Site, plan: PublicationPlan, documents: some Sequence<PlannedDocument.Content>,
    events: [PublicationPlan.Event.Index], names: StringInterner, renderedEntries: RenderedEntries.Reader
  ) {
    (self.site, self.plan, self.names, self.renderedEntries) = (site, plan, names, renderedEntries)
    frame = PageFrame(site)
    let topics: [Topic.Index] = documents.compactMap {
      if case .topicPage(let topic) = $0 { topic } else { nil }
    }
    months = MonthlyCounts(plan, of: Set(topics))
    let count = site.pages == .none ? 0 : plan.topics.count
    links = Array(repeating: [], count: count)
    keywords = site.pages == .all ? links : []
    guard count > 0 else { return }
    for event in events {
      for topic in plan.topics(of: plan.events[event.index]).inFeeds where links[topic.index].isEmpty {
        let topicOfEvent = plan.topics[topic.index]
        guard topicOfEvent.kind.isCategory, !topicOfEvent.isHidden else { continue }
        links[topic.index] = link(to: topicOfEvent)
        if site.pages == .all { keywords[topic.index] = Self.keyword(topicOfEvent.name) }
      }
    }
  }

  /// Builds a page. Replaces the content of `bytes`.
  func build(_ document: PlannedDocument.Content, into bytes: inout [UInt8]) throws {
    var html = HTMLFragment()
    switch document {
    case .topicPage(let topic): try append(topicPage: topic, to: &html)
    case .archivePage(let place): try append(archivePage: place, to: &html)
    case .eventPage(let event): try append(eventPage: plan.events[event.index], to: &html)
    case .calendarPage(let period): try append(calendarPage: period, to: &html)
    case .redirect(let address): append(redirectTo: address, to: &html)
    case .sitemap(let sitemap):
      bytes = try sitemap.document(plan, names)
      return
    case .feed, .archive, .list: break
    }
    bytes = html.bytes
  }
}

// MARK: Lists of events

extension PageBuilder {
  /// Appends a list of events, in the given order.
  /// - Parameters:
  ///   - topic: the topic of the page, which is not named again.
  ///   - showsDay: whether each event has its day.
  ///   - limit: the size of the page from which on no more events are added, in bytes.
  /// - Returns: the number of events in the list.
  @discardableResult
  func append(
    _ events: some Sequence<PublicationPlan.Event.Index>, without topic: Topic.Index? = nil, showsDay: Bool,
    upTo limit: Int = .max, to html: inout HTMLFragment
  ) throws -> Int {
    var count = 0
    html.raw("<ul class=\"events\" role=\"list\">\n")
    for index in events where html.bytes.count < limit {
      let event = plan.events[index.index]
      count += 1
      html.raw("<li class=\"event\">")
      if showsDay { append(day: event.day, to: &html) }
      try append(.item, of: event, to: &html)
      appendTopics(of: event, without: topic, to: &html)
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
    return count
  }

  /// Appends a piece of an event.
  func append(_ piece: PagePieces.Slot, of event: PublicationPlan.Event, to html: inout HTMLFragment) throws {
    var bytes: [UInt8] = []
    try renderedEntries.append(piece, of: event.page, to: &bytes)
    html.html(bytes)
  }

  /// Appends the links to the topics of an event.
  func appendTopics(
    of event: PublicationPlan.Event, without topic: Topic.Index? = nil, to html: inout HTMLFragment
  ) {
    var isFirst = true
    for other in plan.topics(of: event).inFeeds where other != topic && !links[other.index].isEmpty {
      html.html(isFirst ? Array("<p class=\"tags\">".utf8) : [UInt8(ascii: " ")])
      html.html(links[other.index])
      isFirst = false
    }
    if !isFirst { html.raw("</p>\n") }
  }

  /// Whether a topic of an event has a page.
  func hasPage(_ topic: Topic.Index) -> Bool { !links[topic.index].isEmpty }

  /// Appends a day as text, for people and for programs.
  func append(day: EventDay, to html: inout HTMLFragment) {
    html.raw("<time datetime=\"")
    html.text(day.description)
    html.raw("\">")
    html.text(PageText.day(day))
    html.raw("</time>")
  }

  /// The names of the topics of an event as elements of a JSON array.
  func keywords(of event: PublicationPlan.Event) -> [UInt8] {
    Array(
      plan.topics(of: event).inFeeds.map { keywords[$0.index] }.filter { !$0.isEmpty }.joined(
        separator: ",".utf8))
  }

  private func link(to topic: Topic) -> [UInt8] {
    var html = HTMLFragment()
    let path = PercentCoding.encodedPath(PagePath.page(ofFeed: topic.path))
    html.link(site, path: path, topic.name)
    return html.bytes
  }

  private static func keyword(_ name: String) -> [UInt8] {
    var json = JSONWriter()
    json.element(name)
    var html = HTMLFragment()
    html.scriptData(json.bytes)
    return html.bytes
  }
}
