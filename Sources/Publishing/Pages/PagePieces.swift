internal import Primitives
internal import Syndication

/// Writes the pieces of web pages that follow from the content of one entry: they are rendered once, and copied into any number of pages.
package struct PagePieces: Sendable {
  /// A piece.
  package enum Slot: Int, Sendable {
    /// The title and the sources, for lists of events.
    case item
    /// The metadata in the head of the event's page, up to the open object of JSON-LD.
    case head
    /// The content of the event's page: title, text, sources, related events.
    case body
  }

  /// The pieces that the pages of the site need.
  let slots: [Slot]
  private let site: Site
  // The attribute with the absolute URL of the site, and with its path instead.
  private let ownLink: [UInt8]
  private let relativeLink: [UInt8]

  private static let descriptionLength = 300

  /// Makes the writer of a site.
  init(_ site: Site) {
    self.site = site
    slots =
      switch site.pages {
      case .all: [.item, .head, .body]
      case .topics: [.item]
      case .none: []
      }
    (ownLink, relativeLink) = (Array("href=\"\(site.baseURL)".utf8), Array("href=\"\(site.basePath)".utf8))
  }

  /// Appends a piece of an entry.
  func append(_ slot: Slot, of entry: EntryContent, to bytes: inout [UInt8]) {
    var html = HTMLFragment()
    switch slot {
    case .item: item(entry, &html)
    case .head: head(entry, &html)
    case .body: body(entry, &html)
    }
    bytes += html.bytes
  }

  private func item(_ entry: EntryContent, _ html: inout HTMLFragment) {
    html.raw("<h3 dir=\"auto\"")
    html.language(entry.language ?? site.language)
    html.raw("><a href=\"")
    html.html(address(entry.page))
    html.raw("\">")
    html.untrustedText(entry.title)
    html.raw("</a></h3>\n")
    guard !entry.sources.isEmpty else { return }
    html.raw("<p class=\"by\">")
    for (index, source) in entry.sources.enumerated() {
      if index > 0 { html.raw(", ") }
      html.raw("<a href=\"")
      html.text(source.address)
      html.raw("\">")
      html.untrustedText(source.name)
      html.raw("</a>")
    }
    html.raw("</p>\n")
  }

  private func head(_ entry: EntryContent, _ html: inout HTMLFragment) {
    let title = String(decoding: entry.title, as: UTF8.self)
    let page = String(decoding: entry.page, as: UTF8.self)
    let summary = Self.shortened(String(decoding: entry.summary, as: UTF8.self))
    html.metadata(
      PageMetadata(
        title: title, description: summary.isEmpty ? title : summary, url: page,
        picture: entry.picture?.address, isArticle: true), of: site)
    var json = JSONWriter()
    json.object {
      $0.member("@context", "https://schema.org")
      $0.member("@type", "NewsArticle")
      $0.member("headline", title)
      if !summary.isEmpty { $0.member("description", summary) }
      $0.member("url", page)
      $0.member("mainEntityOfPage", page)
      $0.member("inLanguage", entry.language ?? site.language)
      if let picture = entry.picture {
        $0.member("image") { $0.list { $0.element(picture.address) } }
      }
      $0.member("publisher") { Self.organization(site.title, &$0) }
      if !entry.sources.isEmpty {
        $0.member("isBasedOn") {
          $0.list { json in for source in entry.sources { json.element(source.address) } }
        }
      }
    }
    html.raw("<script type=\"application/ld+json\">")
    // The object stays open for what is known later.
    html.scriptData(json.bytes.dropLast())
    html.raw(",")
  }

  /// Writes an organization of schema.org as an object.
  static func organization(_ name: String, _ json: inout JSONWriter) {
    json.object {
      $0.member("@type", "Organization")
      $0.member("name", name)
    }
  }

  private func body(_ entry: EntryContent, _ html: inout HTMLFragment) {
    let content = entry.content.bytes
    html.raw("<h1 dir=\"auto\"")
    html.language(entry.language ?? site.language)
    html.raw(">")
    html.untrustedText(entry.title)
    html.raw("</h1>\n")
    let text = content[..<entry.bodyEnd].dropLast(repeatedTitle(of: entry))
    if !text.isEmpty {
      html.raw("<div class=\"text\"")
      html.language(entry.language ?? site.language)
      html.raw(" dir=\"auto\">\n")
      html.repaired(html: relative(text))
      html.raw("</div>\n")
    }
    if entry.bodyEnd < entry.sourcesEnd {
      html.raw("<div class=\"by\">\n")
      html.repaired(html: content[entry.bodyEnd..<entry.sourcesEnd])
      html.raw("</div>\n")
    }
    guard let start = entry.relatedStart else { return }
    html.raw("<section class=\"related\"><h2>Related events</h2>\n")
    if Self.firstIndex(of: Array(")</li>".utf8), in: content[start...]) != nil {
      html.raw("<p class=\"soft\">In brackets: what both events are about.</p>\n")
    }
    html.raw("<div")
    html.language(entry.language ?? site.language)
    html.raw(">\n")
    html.repaired(html: relative(content[start...]))
    html.raw("</div></section>\n")
  }

  // The number of bytes at the end of an entry's text that repeat the title, as in the entry of an event without a summary.
  private func repeatedTitle(of entry: EntryContent) -> Int {
    var title = HTMLFragment()
    title.raw("<p>")
    entry.title.withUnsafeBufferPointer { title.text($0) }
    title.raw("</p>\n")
    title.setDirection(ofElementAt: 0)
    let text = entry.content.bytes[..<entry.bodyEnd]
    return text.suffix(title.bytes.count).elementsEqual(title.bytes) ? title.bytes.count : 0
  }

  /// The escaped address of a page for a link: without scheme and host for a page of this site.
  func address(_ page: [UInt8]) -> [UInt8] {
    var html = HTMLFragment()
    let base = Array(site.baseURL.utf8)
    if page.starts(with: base) {
      html.text(site.basePath)
      page[base.count...].withUnsafeBufferPointer { html.text($0) }
    } else {
      page.withUnsafeBufferPointer { html.text($0) }
    }
    return html.bytes
  }

  // HTML whose links to this site have no scheme and no host, so that they work wherever the site is served.
  private func relative(_ html: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(html.count)
    var rest = html
    while let start = Self.firstIndex(of: ownLink, in: rest) {
      result += rest[..<start]
      result += relativeLink
      rest = rest[(start + ownLink.count)...]
    }
    return result + rest
  }

  private static func firstIndex(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let start = rest.firstIndex(of: part[0]) {
      if rest[start...].starts(with: part) { return start }
      rest = rest[(start + 1)...]
    }
    return nil
  }

  private static func shortened(_ text: String) -> String {
    guard text.count > descriptionLength else { return text }
    let cut = text.prefix(descriptionLength)
    return (cut.lastIndex(of: " ").map { cut[..<$0] } ?? cut) + "…"
  }
}

extension HTMLFragment {
  /// Appends JSON for the content of a `script` element, which ends at the first `</script`.
  mutating func scriptData(_ json: some Collection<UInt8>) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count)
    for byte in json {
      if byte == UInt8(ascii: "<") { bytes += "\\u003C".utf8 } else { bytes.append(byte) }
    }
    html(bytes)
  }
}
