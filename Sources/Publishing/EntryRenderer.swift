internal import EventArchive
internal import Syndication

/// Makes the entry of an event from its page: the same entry in every feed.
struct EntryRenderer: Sendable {
  private let site: Site
  private let categories: [Category]

  /// Makes a renderer; the topics of a plan become categories.
  init(site: Site, topics: [Topic]) {
    self.site = site
    categories = topics.map { topic in
      Category(scheme: site.baseURL + topic.kind.rawValue + "/", term: topic.slug, label: topic.name)
    }
  }

  /// The entry of an event, made from the page that is shown.
  func entry(_ event: PublicationPlan.Event, _ page: EventPage) -> Entry {
    let summary = PlainText.clean(page.summary)
    let cover = page.cover.flatMap(WebAddress.valid)
    let sources = page.sources.map { (name: $0.name, address: WebAddress.valid($0.address)) }
    var links = [Link(.alternate, site.page(event.name.path), type: "text/html")]
    links += sources.compactMap { source in source.address.map { Link(.via, $0, title: source.name) } }
    links += page.related.map { Link(.related, site.page($0.name.path), type: "text/html") }
    if let cover { links.append(Link(.enclosure, cover, type: Self.pictureType(cover))) }
    return Entry(
      id: site.id(ofEvent: event.id), title: page.title, published: FeedDate(time: event.published),
      updated: FeedDate(time: event.updated), links: links, summary: summary.isEmpty ? nil : summary,
      content: content(page, cover: cover, sources: sources), categories: event.topics.map { categories[Int($0)] })
  }
}

extension EntryRenderer {
  private func content(
    _ page: EventPage, cover: String?, sources: [(name: String, address: String?)]
  ) -> HTMLFragment {
    var html = HTMLFragment()
    if let cover {
      html.raw("<p><img src=\"")
      html.text(cover)
      html.raw("\" alt=\"\"></p>\n")
    }
    if page.summary.isEmpty {
      html.raw("<p>")
      html.text(page.title)
      html.raw("</p>\n")
    } else {
      html.markdown(page.summary, base: site.pagesURL)
    }
    append(sources, to: &html)
    append(page.related, to: &html)
    return html
  }

  private func append(_ sources: [(name: String, address: String?)], to html: inout HTMLFragment) {
    guard !sources.isEmpty else { return }
    html.raw("<p>Sources: ")
    for (index, source) in sources.enumerated() {
      if index > 0 { html.raw(", ") }
      if let address = source.address {
        html.link(address, source.name)
      } else {
        html.text(source.name)
      }
    }
    html.raw("</p>\n")
  }

  private func append(_ related: [RelatedEvent], to html: inout HTMLFragment) {
    guard !related.isEmpty else { return }
    html.raw("<p>Related:</p>\n<ul>\n")
    for event in related {
      html.raw("<li>")
      if let day = event.name.day {
        html.text(day.description)
        html.raw(": ")
      }
      html.link(site.page(event.name.path), event.title)
      if !event.context.isEmpty {
        html.raw(" (")
        html.text(PlainText.clean(event.context))
        html.raw(")")
      }
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }

  private static func pictureType(_ address: String) -> String? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    guard let dot = path.lastIndex(of: ".") else { return nil }
    return switch path[path.index(after: dot)...].lowercased() {
    case "jpg", "jpeg": "image/jpeg"
    case "png": "image/png"
    case "gif": "image/gif"
    case "webp": "image/webp"
    case "svg": "image/svg+xml"
    case "avif": "image/avif"
    default: nil
    }
  }
}
