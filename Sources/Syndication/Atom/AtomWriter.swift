/// Writes Atom 1.0 (RFC 4287). The elements are made by libxml2, once, with their texts left open.
package final class AtomWriter: FeedWriter {
  package let format = FeedFormat.atom
  package let entryEnd = Array("</entry>\n".utf8)
  package let documentEnd = Array("</feed>\n".utf8)

  private let head: XMLTemplate
  private let headEnd: XMLTemplate
  private let archive: XMLTemplate
  private let entry: XMLTemplate
  private let title: XMLTemplate
  private let summary: XMLTemplate
  private let content: XMLTemplate
  private let category: XMLTemplate
  private let link: LinkTemplate

  /// Makes a writer upon an XML writer, which is free again afterwards.
  /// - Throws: `SyndicationError`.
  package init(_ xml: XMLWriter) throws {
    let placeholder = XMLTemplate.placeholder
    title = try .element("title", xml)
    summary = try .element("summary", xml)
    content = try .element("content", type: "html", xml)
    link = try LinkTemplate(xml)
    archive = try .archiveMark(xml)
    category = try XMLTemplate(xml) {
      $0.start("category")
      for name in ["scheme", "term", "label"] as [StaticString] { $0.attribute(name, placeholder) }
      $0.end()
      $0.newline()
    }
    entry = try XMLTemplate(xml) {
      $0.start("entry")
      $0.lines(["id", "published", "updated"], placeholder)
    }
    xml.drop()
    head = try XMLTemplate(xml) {
      $0.startDocument(stylesheet: placeholder)
      $0.start("feed")
      $0.attribute("xmlns", "http://www.w3.org/2005/Atom")
      $0.attribute("xml:lang", placeholder)
      $0.lines(["id", "title", "subtitle", "updated"], placeholder)
      $0.start("author")
      $0.element("name", placeholder)
      $0.end()
      $0.newline()
    }
    xml.drop()
    headEnd = try XMLTemplate(xml) {
      $0.start("generator")
      $0.attribute("version", placeholder)
      $0.text(placeholder)
      $0.end()
      $0.newline()
      $0.element("icon", placeholder)
      $0.newline()
    }
  }

  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    head.append(
      feed.relativeAddress(XMLTemplate.stylesheet), feed.language, feed.id, feed.title, feed.subtitle,
      feed.updated.description, feed.author.name, to: &bytes)
    link.append(selfLinkOf: feed, in: format, to: &bytes)
    link.append(.alternate, feed.homePage, type: "text/html", to: &bytes)
    link.append(otherLinksOf: feed, in: format, to: &bytes)
    headEnd.append(feed.generator.version, feed.generator.name, feed.icon, to: &bytes)
    if feed.isArchive { archive.append(to: &bytes) }
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    bytes += self.entry.parts[0]
    XMLCharacters.append(entry.id, to: &bytes)
    bytes += self.entry.parts[1]
    entry.published.append(to: &bytes)
    bytes += self.entry.parts[2]
    entry.updated.append(to: &bytes)
    bytes += self.entry.parts[3]
  }

  package func append(_ entry: EntryContent, to bytes: inout [UInt8]) {
    title.append(entry.title, to: &bytes)
    link.append(.alternate, page: entry.page, to: &bytes)
    for source in entry.sources { link.append(.via, source.address, title: source.name, to: &bytes) }
    for page in entry.related { link.append(.related, page: page, to: &bytes) }
    if let picture = entry.picture {
      link.append(.enclosure, picture.address, type: picture.mediaType, to: &bytes)
    }
    if !entry.summary.isEmpty { summary.append(entry.summary, to: &bytes) }
    content.append(entry.content.bytes, to: &bytes)
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    self.category.append(category.scheme, category.term, category.label, to: &bytes)
  }
}
