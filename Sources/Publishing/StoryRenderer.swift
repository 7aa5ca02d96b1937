internal import EventArchive
internal import Syndication

/// Writes the story of an event from its page: the same in every feed.
struct StoryRenderer: Sendable {
  private let site: Site
  private let atom: AtomWriter
  // Used again for each story.
  private var html = HTMLFragment()
  private var address: [UInt8] = []

  /// Makes a renderer for a site.
  init(site: Site, atom: AtomWriter) { (self.site, self.atom) = (site, atom) }

  /// Appends the story that a page tells: title, links, summary, content.
  mutating func append(_ page: EventPage, to bytes: inout [UInt8]) {
    html.removeAll()
    page.title.withBytes { atom.append(title: $0, to: &bytes) }
    appendLink(.alternate, to: page.name.path, &bytes)
    let cover = page.cover.flatMap { WebAddress.valid($0.string) }
    if let cover {
      html.raw("<p><img src=\"")
      html.text(cover)
      html.raw("\" alt=\"\"></p>\n")
    }
    let summary = appendSummary(of: page)
    appendSources(page.sources, &bytes)
    appendRelated(page.related, &bytes)
    if let cover { atom.append(Link(.enclosure, cover, type: Self.pictureType(cover)), to: &bytes) }
    if !summary.isEmpty { summary.withBytes { atom.append(summary: $0, to: &bytes) } }
    atom.append(content: html, to: &bytes)
  }
}

extension StoryRenderer {
  // Adds the summary, or the title in its place, to the content; returns it as plain text.
  private mutating func appendSummary(of page: EventPage) -> TextSlice {
    let isPlain = page.summary.withBytes(Markdown.isPlain)
    if isPlain || page.summary.isEmpty {
      html.raw("<p>")
      (isPlain ? page.summary : page.title).withBytes { html.text($0) }
      html.raw("</p>\n")
      return PlainText.clean(page.summary)
    }
    return TextSlice(PlainText.clean(html.markdown(page.summary.string, base: site.pagesURL)))
  }

  private mutating func appendSources(_ sources: [Source], _ bytes: inout [UInt8]) {
    guard !sources.isEmpty else { return }
    html.raw("<p>Sources: ")
    for (index, source) in sources.enumerated() {
      if index > 0 { html.raw(", ") }
      let name = source.name.string
      if let address = WebAddress.valid(source.address.string) {
        atom.append(Link(.via, address, title: name), to: &bytes)
        html.link(address, name)
      } else {
        html.text(name)
      }
    }
    html.raw("</p>\n")
  }

  private mutating func appendRelated(_ related: [RelatedEvent], _ bytes: inout [UInt8]) {
    guard !related.isEmpty else { return }
    html.raw("<p>Related:</p>\n<ul>\n")
    for event in related {
      html.raw("<li>")
      event.path.withBytes { path in
        if let day = EventName.day(inPath: path) {
          html.text(day.description)
          html.raw(": ")
        }
        site.setAddress(ofPage: path, &address)
      }
      address.withUnsafeBufferPointer { address in
        atom.append(.related, page: address, to: &bytes)
        event.title.withBytes { html.link(address, $0) }
      }
      if !event.context.isEmpty {
        html.raw(" (")
        PlainText.clean(event.context).withBytes { html.text($0) }
        html.raw(")")
      }
      html.raw("</li>\n")
    }
    html.raw("</ul>\n")
  }

  private mutating func appendLink(
    _ relation: Link.Relation, to path: String, _ bytes: inout [UInt8]
  ) {
    var path = path
    path.withUTF8 { site.setAddress(ofPage: $0, &address) }
    address.withUnsafeBufferPointer { atom.append(relation, page: $0, to: &bytes) }
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
