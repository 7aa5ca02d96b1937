package import EventArchive
package import Syndication

/// Makes the story of an event from its page: the same in every feed.
package struct StoryRenderer: Sendable {
  private let site: Site

  /// Makes a renderer for a site.
  package init(site: Site) { self.site = site }

  /// The story that a page tells; its content takes the place of what `html` holds.
  package func story(_ page: EventPage, html: consuming HTMLFragment = HTMLFragment()) -> Story {
    let summary = PlainText.clean(Markdown.plainText(page.summary))
    let cover = page.cover.flatMap(WebAddress.valid)
    let sources = page.sources.map { (name: $0.name, address: WebAddress.valid($0.address)) }
    var links = [Link(.alternate, site.page(page.name), type: "text/html")]
    links += sources.compactMap { source in source.address.map { Link(.via, $0, title: source.name) } }
    let related = page.related.map { (event: $0, address: site.page($0.name)) }
    links += related.map { Link(.related, $0.address, type: "text/html") }
    if let cover { links.append(Link(.enclosure, cover, type: Self.pictureType(cover))) }
    html.removeAll()
    write(page, cover: cover, sources: sources, related: related, to: &html)
    return Story(
      title: page.title, links: links, summary: summary.isEmpty ? nil : summary,
      content: html)
  }
}

extension StoryRenderer {
  private func write(
    _ page: EventPage, cover: String?, sources: [(name: String, address: String?)],
    related: [(event: RelatedEvent, address: String)], to html: inout HTMLFragment
  ) {
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
    append(related, to: &html)
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

  private func append(_ related: [(event: RelatedEvent, address: String)], to html: inout HTMLFragment) {
    guard !related.isEmpty else { return }
    html.raw("<p>Related:</p>\n<ul>\n")
    for (event, address) in related {
      html.raw("<li>")
      if let day = event.name.day {
        html.text(day.description)
        html.raw(": ")
      }
      html.link(address, event.title)
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
