/// Writes RSS 2.0 with elements of Atom, of Dublin Core, of Media RSS and of the RSS content module.
package final class RSSWriter: FeedWriter {
  package let format = FeedFormat.rss
  package let entryEnd = Array("</item>\n".utf8)
  package let documentEnd = Array("</channel>\n</rss>\n".utf8)
  package let contentEscaping = ContentEscaping.xml

  private enum HeadField: String, Sendable {
    case stylesheet, title, link, description, language, updated, generator, icon
  }

  private enum ItemField: String, Sendable {
    case id, published, updated
  }

  private enum CategoryField: String, Sendable {
    case scheme, label
  }

  private let head: XMLTemplate<HeadField>
  private let copyright: TextElement
  private let archiveMark: [UInt8]
  private let item: XMLTemplate<ItemField>
  private let creator: TextElement
  private let title: TextElement
  private let page: TextElement
  private let description: TextElement
  private let content: TextElement
  private let language: TextElement
  private let media: MediaTemplate
  private let category: XMLTemplate<CategoryField>
  private let link: LinkTemplate

  /// Makes a writer. The XML writer is only used during this call.
  /// - Throws: `SyndicationError`.
  package init(_ xml: XMLWriter) throws {
    title = try TextElement("title", xml)
    page = try TextElement("link", xml)
    description = try TextElement("description", xml)
    content = try TextElement("content:encoded", xml)
    link = try LinkTemplate(xml, element: "atom:link")
    copyright = try TextElement("copyright", xml)
    creator = try TextElement("dc:creator", xml)
    archiveMark = try FeedXML.archiveMark(xml)
    language = try TextElement("dc:language", xml)
    media = try MediaTemplate(xml)
    category = try Self.category(xml)
    item = try Self.item(xml)
    head = try Self.head(xml)
  }

  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    head.appendTexts(escaping: RSSTextEscaping.self, to: &bytes) { field in
      switch field {
      case .stylesheet: feed.relativeAddress(FeedXML.stylesheet)
      case .title: feed.title
      case .link: feed.homePage
      case .description: feed.subtitle
      case .language: feed.language
      case .updated: feed.updated.internetMessageDate
      case .generator: "\(feed.generator.name) \(feed.generator.version)"
      case .icon: feed.icon
      }
    }
    if let rights = feed.rights {
      copyright.append(Array(rights.utf8), escaping: RSSTextEscaping.self, to: &bytes)
    }
    link.append(selfLinkOf: feed, in: format, to: &bytes)
    link.append(otherLinksOf: feed, in: format, to: &bytes)
    if feed.isArchive { bytes += archiveMark }
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    item.appendTexts(escaping: RSSTextEscaping.self, to: &bytes) { field in
      switch field {
      case .id: entry.id
      case .published: entry.published.internetMessageDate
      case .updated: entry.updated.description
      }
    }
    // An item does not inherit the author of the channel.
    if entry.authors.isEmpty { append(feed.author, to: &bytes) }
    for author in entry.authors { append(author, to: &bytes) }
    if let language = entry.language { self.language.append(Array(language.utf8), to: &bytes) }
  }

  private func append(_ author: Person, to bytes: inout [UInt8]) {
    creator.appendTexts(escaping: RSSTextEscaping.self, to: &bytes) { _ in author.name }
  }

  package func appendStart(of entry: EntryContent, to bytes: inout [UInt8]) {
    title.append(entry.title, escaping: RSSTextEscaping.self, to: &bytes)
    page.append(entry.page, to: &bytes)
    // A description is HTML. Validators warn of `content:encoded` without a description.
    if !entry.summary.isEmpty {
      var html = HTMLFragment()
      entry.summary.withUnsafeBufferPointer { html.text($0) }
      description.append(html.bytes, to: &bytes)
    }
    textElement(of: entry).appendStart(to: &bytes)
  }

  // The element that has the content.
  private func textElement(of entry: EntryContent) -> TextElement {
    entry.summary.isEmpty ? description : content
  }

  package func appendEnd(of entry: EntryContent, to bytes: inout [UInt8]) {
    textElement(of: entry).appendEnd(to: &bytes)
    if let picture = entry.picture { media.append(picture, to: &bytes) }
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    self.category.appendTexts(escaping: RSSTextEscaping.self, to: &bytes) { field in
      switch field {
      case .scheme: category.scheme
      case .label: category.label
      }
    }
  }
}

extension RSSWriter {
  private static func head(_ xml: XMLWriter) throws -> XMLTemplate<HeadField> {
    // The elements `rss` and `channel` are left open, and discarded.
    defer { xml.discard() }
    return try XMLTemplate(xml) { xml, field in
      xml.startDocument(stylesheet: field(.stylesheet))
      xml.start("rss")
      xml.attribute("version", "2.0")
      xml.attribute("xmlns:atom", "http://www.w3.org/2005/Atom")
      xml.attribute("xmlns:content", "http://purl.org/rss/1.0/modules/content/")
      xml.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/")
      xml.attribute("xmlns:media", MediaTemplate.namespace)
      xml.newline()
      xml.start("channel")
      xml.newline()
      xml.line("title", field(.title))
      xml.line("link", field(.link))
      xml.line("description", field(.description))
      xml.line("language", field(.language))
      xml.line("lastBuildDate", field(.updated))
      xml.line("generator", field(.generator))
      xml.start("image")
      xml.element("url", field(.icon))
      xml.element("title", field(.title))
      xml.element("link", field(.link))
      xml.end()
      xml.newline()
    }
  }

  private static func item(_ xml: XMLWriter) throws -> XMLTemplate<ItemField> {
    // The element `item` is left open, and discarded.
    defer { xml.discard() }
    return try XMLTemplate(xml) { xml, field in
      xml.start("item")
      xml.newline()
      xml.start("guid")
      xml.attribute("isPermaLink", "false")
      xml.text(field(.id))
      xml.end()
      xml.newline()
      xml.line("pubDate", field(.published))
      xml.line("atom:updated", field(.updated))
    }
  }

  private static func category(_ xml: XMLWriter) throws -> XMLTemplate<CategoryField> {
    try XMLTemplate(xml) { xml, field in
      xml.start("category")
      xml.attribute("domain", field(.scheme))
      xml.text(field(.label))
      xml.end()
      xml.newline()
    }
  }
}
