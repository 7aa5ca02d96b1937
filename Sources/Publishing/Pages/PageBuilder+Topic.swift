internal import Classification
internal import EventArchive
internal import Primitives
internal import Syndication

/// The pages of topics and of their archive documents.
extension PageBuilder {
  // The maximum number of events on the page of a topic, and the size from which on no more are added, so that a page is small.
  private static let mostEvents = 50
  private static let mostBytes = 50_000
  private static let mostRelated = 12
  private static let mostNames = 20
  private static let allEvents = "All events"

  /// Appends the page of a topic.
  func append(topicPage index: Topic.Index, to html: inout HTMLFragment) throws {
    let topic = plan.topics[index.index]
    let window = plan.window(of: topic)
    appendHead(of: topic, path: topic.path, title: Self.title(of: topic), to: &html)
    appendHeading(of: topic, to: &html)
    appendFacts(of: topic, newest: window.first, to: &html)
    SubscriptionPanel(site, topic).append(to: &html)
    MonthChart(months.months(of: index))?.append(to: &html)
    html.raw("<div class=\"split\">\n<section class=\"latest\"><h2>Latest events</h2>\n")
    var shown = 0
    if window.isEmpty {
      html.raw("<p class=\"soft\">There are no events yet.</p>\n")
    } else {
      shown = try append(
        window.prefix(Self.mostEvents), without: index, showsDay: true, upTo: Self.mostBytes, to: &html)
    }
    appendRest(of: topic, shown: shown, inFeed: window.count, to: &html)
    html.raw("</section>\n")
    appendRelated(of: index, in: window, to: &html)
    html.raw("</div>\n")
    html.html(frame.end)
  }

  /// Appends the page of the events of an archive document.
  func append(archivePage place: PublicationPlan.ArchivePlace, to html: inout HTMLFragment) throws {
    let topic = plan.topics[place.topic.index]
    let events = plan.events(inArchive: place.number, of: topic).sorted {
      plan.precedes($0, $1, names: names)
    }
    let part = "part \(PageText.number(place.number))"
    let title = "\(Self.title(of: topic)), \(part)"
    appendHead(of: topic, path: topic.archivePath(place.number), title: title, to: &html)
    appendHeading(of: topic, to: &html)
    html.raw("<p class=\"soft\">Older events, ")
    html.text(part)
    html.raw(". New events are on ")
    html.link(site, path: Self.path(topic.path), "the page of the topic")
    html.raw(".</p>\n<section class=\"latest\"><h2>Events</h2>\n")
    try append(events, without: place.topic, showsDay: true, to: &html)
    let neighbours = plan.neighbours(of: place.number, in: topic)
    html.raw("</section>\n<nav class=\"steps\" aria-label=\"Archive\">")
    if let number = neighbours.previous {
      html.link(site, path: Self.path(topic.archivePath(number)), "← Older events")
    }
    html.raw(" ")
    let newer = neighbours.next.map(topic.archivePath) ?? topic.path
    html.link(site, path: Self.path(newer), "Newer events →")
    html.raw("</nav>\n")
    html.html(frame.end)
  }

  private static func title(of topic: Topic) -> String {
    topic.kind == .all ? allEvents : topic.kind.title(topic.name)
  }

  private static func path(_ feed: String) -> String {
    PercentCoding.encodedPath(PagePath.page(ofFeed: feed))
  }

  // The head of the page of a feed with a path. The titles of pages differ.
  private func appendHead(of topic: Topic, path: String, title: String, to html: inout HTMLFragment) {
    let feedTitle = topic.kind == .all ? site.title : topic.kind.title(topic.name)
    html.html(frame.start)
    html.metadata(
      PageMetadata(
        title: title, description: topic.kind.subtitle(topic.name),
        url: site.url(ofPath: PagePath.page(ofFeed: path))), of: site)
    for format in site.formats {
      html.raw("<link rel=\"alternate\" type=\"")
      html.text(format.mediaType)
      html.raw("\" title=\"")
      html.untrustedText("\(feedTitle) (\(format.name))")
      html.raw("\" href=\"")
      html.text(site.url(ofPath: "\(path).\(format.pathExtension)"))
      html.raw("\">\n")
    }
    html.html(frame.headEnd)
  }

  private func appendHeading(of topic: Topic, to html: inout HTMLFragment) {
    html.raw("<p class=\"crumb\"><a href=\"")
    html.text(site.basePath)
    html.raw("\">All topics</a></p>\n<h1>")
    if let flag = topic.code.flatMap(PageText.flag) {
      html.raw("<span class=\"flag\" aria-hidden=\"true\">")
      html.text(flag)
      html.raw("</span>")
    }
    appendName(topic.kind == .all ? Self.allEvents : topic.name, to: &html)
    html.raw("</h1>\n")
  }

  private func appendName(_ name: String, to html: inout HTMLFragment) {
    html.raw("<bdi")
    html.language(site.language)
    html.raw(">")
    html.untrustedText(name)
    html.raw("</bdi>")
  }

  // What the topic is, the number of its events, other names, the article about it.
  private func appendFacts(
    of topic: Topic, newest: PublicationPlan.Event.Index?, to html: inout HTMLFragment
  ) {
    let latest = newest.map { "latest \(PageText.day(plan.events[$0.index].day))" }
    let facts = [PageText.type(of: topic), PageText.events(topic.events), latest].compactMap { $0 }
    html.raw("<p class=\"soft facts\">")
    html.text(facts.joined(separator: " · "))
    html.raw("</p>\n")
    let names = topic.aliases + (topic.code.flatMap(CountryNames.standard(ofCode:))?.names ?? [])
    if !names.isEmpty {
      html.raw("<p class=\"soft\">Also: ")
      for (index, name) in names.prefix(Self.mostNames).enumerated() {
        if index > 0 { html.raw(", ") }
        appendName(name, to: &html)
      }
      html.raw("</p>\n")
    }
    if let article = topic.article.flatMap({ WebAddress.valid($0) }) {
      html.raw("<p class=\"soft\">Article: ")
      html.link(article, Site.host(of: article))
      html.raw("</p>\n")
    }
  }

  // The number of shown events, and the places of the others.
  private func appendRest(of topic: Topic, shown: Int, inFeed: Int, to html: inout HTMLFragment) {
    guard shown < topic.events else { return }
    html.raw("<p class=\"soft rest\">")
    html.text("\(PageText.number(shown)) of \(PageText.events(topic.events)).")
    if shown < inFeed { html.text(" The feed has the newest \(PageText.number(inFeed)).") }
    if let number = plan.lastArchive(of: topic) {
      html.raw(" ")
      html.link(site, path: Self.path(topic.archivePath(number)), "Older events of this topic")
      html.raw(".")
    }
    if site.pages == .all {
      html.raw(" ")
      html.link(site, to: .all, "All events by day")
      html.raw(".")
    } else if plan.lastArchive(of: topic) == nil {
      html.raw(" Older events are not listed here.")
    }
    html.raw("</p>\n")
  }

  // The topics that most events of the feed have besides this one.
  private func appendRelated(
    of index: Topic.Index, in window: ArraySlice<PublicationPlan.Event.Index>, to html: inout HTMLFragment
  ) {
    var counts: [Topic.Index: Int] = [:]
    for event in window {
      for topic in plan.topics(of: plan.events[event.index]).inFeeds where topic != index {
        let other = plan.topics[topic.index]
        if other.isLive, other.kind.isCategory { counts[topic, default: 0] += 1 }
      }
    }
    let sorted = counts.sorted { left, right in
      (right.value, plan.topics[left.key.index].path) < (left.value, plan.topics[right.key.index].path)
    }
    guard !sorted.isEmpty else { return }
    html.raw("<section class=\"related\"><h2>Related topics</h2>\n<ul class=\"topics\" role=\"list\"")
    html.language(site.language)
    html.raw(">\n")
    for (topic, count) in sorted.prefix(Self.mostRelated) {
      TopicRow(plan.topics[topic.index], site).append(count: count, to: &html)
    }
    html.raw("</ul></section>\n")
  }
}
