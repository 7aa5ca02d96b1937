/// Writes Atom 1.0 (RFC 4287).
package final class AtomWriter: FeedWriter {
  package let format = FeedFormat.atom
  package let entryEnd = Array("</entry>\n".utf8)
  package let documentEnd = Array("</feed>\n".utf8)
  package let contentEscaping = ContentEscaping.xml

  private enum HeadField: String, Sendable {
    case stylesheet, language, id, title, subtitle, updated, author
  }

  // The part of the head behind the links.
  private enum HeadEndField: String, Sendable {
    case generatorVersion, generatorName, icon
  }

  private enum EntryField: String, Sendable {
    case language, id, published, updated
  }

  private enum AuthorField: String, Sendable {
    case name
  }

  private enum CategoryField: String, Sendable {
    case scheme, term, label
  }

  private let head: XMLTemplate<HeadField>
  private let headEnd: XMLTemplate<HeadEndField>
  private let rights: TextElement
  private let archiveMark: [UInt8]
  private let entry: XMLTemplate<EntryField>
  private let entryInLanguage: XMLTemplate<EntryField>
  private let author: XMLTemplate<AuthorField>
  private let title: TextElement
  private let summary: TextElement
  private let content: TextElement
  private let category: XMLTemplate<CategoryField>
  private let link: LinkTemplate
  private let media: MediaTemplate

  /// Makes a writer. The XML writer is only used during this call.
  /// - Throws: `SyndicationError`.
  package init(_ xml: XMLWriter) throws {
    title = try TextElement("title", xml)
    summary = try TextElement("summary", xml)
    content = try TextElement("content", type: "html", xml)
    link = try LinkTemplate(xml)
    media = try MediaTemplate(xml)
    rights = try TextElement("rights", xml)
    archiveMark = try FeedXML.archiveMark(xml)
    author = try Self.author(xml)
    category = try Self.category(xml)
    entry = try Self.entry(xml, hasLanguage: false)
    entryInLanguage = try Self.entry(xml, hasLanguage: true)
    head = try Self.head(xml)
    headEnd = try Self.headEnd(xml)
  }

  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    head.appendTexts(to: &bytes) { Self.text(of: $0, in: feed) }
    if let rights = feed.rights { self.rights.append(Array(rights.utf8), to: &bytes) }
    link.append(selfLinkOf: feed, in: format, to: &bytes)
    link.append(.alternate, href: feed.homePage, type: "text/html", to: &bytes)
    link.append(otherLinksOf: feed, in: format, to: &bytes)
    headEnd.appendTexts(to: &bytes) { field in
      switch field {
      case .generatorVersion: feed.generator.version
      case .generatorName: feed.generator.name
      case .icon: feed.icon
      }
    }
    if feed.isArchive { bytes += archiveMark }
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    let template = entry.language == nil ? self.entry : entryInLanguage
    template.append(to: &bytes) { field, bytes in
      switch field {
      case .language: XMLCharacters.append(entry.language ?? "", to: &bytes)
      case .id: XMLCharacters.append(entry.id, to: &bytes)
      case .published: entry.published.append(to: &bytes, offset: entry.publishedOffset)
      case .updated: entry.updated.append(to: &bytes)
      }
    }
    for author in entry.authors { self.author.appendTexts(to: &bytes) { _ in author.name } }
  }

  package func appendStart(of entry: EntryContent, to bytes: inout [UInt8]) {
    title.append(entry.title, to: &bytes)
    link.append(.alternate, page: entry.page, to: &bytes)
    for source in entry.sources { link.append(.via, href: source.address, title: source.name, to: &bytes) }
    for page in entry.related { link.append(.related, page: page, to: &bytes) }
    if !entry.summary.isEmpty { summary.append(entry.summary, to: &bytes) }
    content.appendStart(to: &bytes)
  }

  package func appendEnd(of entry: EntryContent, to bytes: inout [UInt8]) {
    content.appendEnd(to: &bytes)
    // Behind `content`, which programs may look for without its namespace.
    if let picture = entry.picture { media.append(picture, to: &bytes) }
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    self.category.appendTexts(to: &bytes) { field in
      switch field {
      case .scheme: category.scheme
      case .term: category.term
      case .label: category.label
      }
    }
  }
}

extension AtomWriter {
  private static func text(of field: HeadField, in feed: Feed) -> String {
    switch field {
    case .stylesheet: feed.relativeAddress(FeedXML.stylesheet)
    case .language: feed.language
    case .id: feed.id
    case .title: feed.title
    case .subtitle: feed.subtitle
    case .updated: feed.updated.description
    case .author: feed.author.name
    }
  }

  private static func head(_ xml: XMLWriter) throws -> XMLTemplate<HeadField> {
    // The element `feed` is left open, and discarded.
    defer { xml.discard() }
    return try XMLTemplate(xml) { xml, field in
      xml.startDocument(stylesheet: field(.stylesheet))
      xml.start("feed")
      xml.attribute("xmlns", "http://www.w3.org/2005/Atom")
      xml.attribute("xmlns:media", MediaTemplate.namespace)
      xml.attribute("xml:lang", field(.language))
      xml.newline()
      xml.line("id", field(.id))
      xml.line("title", field(.title))
      xml.line("subtitle", field(.subtitle))
      xml.line("updated", field(.updated))
      write(author: field(.author), xml)
    }
  }

  private static func write(author name: String, _ xml: XMLWriter) {
    xml.start("author")
    xml.element("name", name)
    xml.end()
    xml.newline()
  }

  private static func author(_ xml: XMLWriter) throws -> XMLTemplate<AuthorField> {
    try XMLTemplate(xml) { xml, field in write(author: field(.name), xml) }
  }

  private static func headEnd(_ xml: XMLWriter) throws -> XMLTemplate<HeadEndField> {
    try XMLTemplate(xml) { xml, field in
      xml.start("generator")
      xml.attribute("version", field(.generatorVersion))
      xml.text(field(.generatorName))
      xml.end()
      xml.newline()
      xml.line("icon", field(.icon))
    }
  }

  private static func entry(_ xml: XMLWriter, hasLanguage: Bool) throws -> XMLTemplate<EntryField> {
    // The element `entry` is left open, and discarded.
    defer { xml.discard() }
    return try XMLTemplate(xml) { xml, field in
      xml.start("entry")
      if hasLanguage { xml.attribute("xml:lang", field(.language)) }
      xml.newline()
      xml.line("id", field(.id))
      xml.line("published", field(.published))
      xml.line("updated", field(.updated))
    }
  }

  private static func category(_ xml: XMLWriter) throws -> XMLTemplate<CategoryField> {
    try XMLTemplate(xml) { xml, field in
      xml.start("category")
      xml.attribute("scheme", field(.scheme))
      xml.attribute("term", field(.term))
      xml.attribute("label", field(.label))
      xml.end()
      xml.newline()
    }
  }
}
