/// Writes RSS 2.0, with what Atom, Dublin Core and the content module add to it.
package final class RSSWriter: FeedWriter {
  package let format = FeedFormat.rss
  package let entryEnd = Array("</item>\n".utf8)
  package let documentEnd = Array("</channel>\n</rss>\n".utf8)

  private let head: XMLTemplate
  private let archive: XMLTemplate
  private let item: XMLTemplate
  private let title: XMLTemplate
  private let page: XMLTemplate
  private let description: XMLTemplate
  private let content: XMLTemplate
  private let picture: XMLTemplate
  private let category: XMLTemplate
  private let link: LinkTemplate

  /// Makes a writer upon an XML writer, which is free again afterwards.
  /// - Throws: `SyndicationError`.
  package init(_ xml: XMLWriter) throws {
    let placeholder = XMLTemplate.placeholder
    title = try .element("title", xml)
    page = try .element("link", xml)
    description = try .element("description", xml)
    content = try .element("content:encoded", xml)
    link = try LinkTemplate(xml, element: "atom:link")
    archive = try .archiveMark(xml)
    // The length is to be 0 where it is not known.
    picture = try XMLTemplate(xml) {
      $0.start("enclosure")
      $0.attribute("url", placeholder)
      $0.attribute("length", "0")
      $0.attribute("type", placeholder)
      $0.end()
      $0.newline()
    }
    category = try XMLTemplate(xml) {
      $0.start("category")
      $0.attribute("domain", placeholder)
      $0.text(placeholder)
      $0.end()
      $0.newline()
    }
    item = try XMLTemplate(xml) {
      $0.start("item")
      $0.newline()
      $0.start("guid")
      $0.attribute("isPermaLink", "false")
      $0.text(placeholder)
      $0.end()
      $0.lines(["pubDate", "atom:updated", "dc:creator"], placeholder)
    }
    xml.drop()
    head = try XMLTemplate(xml) {
      $0.startDocument(stylesheet: placeholder)
      $0.start("rss")
      $0.attribute("version", "2.0")
      $0.attribute("xmlns:atom", "http://www.w3.org/2005/Atom")
      $0.attribute("xmlns:content", "http://purl.org/rss/1.0/modules/content/")
      $0.attribute("xmlns:dc", "http://purl.org/dc/elements/1.1/")
      $0.newline()
      $0.start("channel")
      $0.lines(["title", "link", "description", "language", "lastBuildDate", "generator"], placeholder)
      $0.start("image")
      for name in ["url", "title", "link"] as [StaticString] { $0.element(name, placeholder) }
      $0.end()
      $0.newline()
    }
    xml.drop()
  }

  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    head.append(
      feed.relativeAddress(XMLTemplate.stylesheet), feed.title, feed.homePage, feed.subtitle, feed.language,
      feed.updated.internetMessageDate, "\(feed.generator.name) \(feed.generator.version)", feed.icon,
      feed.title, feed.homePage, escaping: RSSTextEscaping.self, to: &bytes)
    link.append(selfLinkOf: feed, in: format, to: &bytes)
    link.append(otherLinksOf: feed, in: format, to: &bytes)
    if feed.isArchive { archive.append(to: &bytes) }
  }

  package func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8]) {
    item.append(
      entry.id, entry.published.internetMessageDate, entry.updated.description, feed.author.name,
      escaping: RSSTextEscaping.self, to: &bytes)
  }

  package func append(_ entry: EntryContent, to bytes: inout [UInt8]) {
    title.append(entry.title, escaping: RSSTextEscaping.self, to: &bytes)
    page.append(entry.page, to: &bytes)
    // A description is HTML; content beside none draws warnings.
    if entry.summary.isEmpty {
      description.append(entry.content.bytes, to: &bytes)
    } else {
      var html = HTMLFragment()
      entry.summary.withUnsafeBufferPointer { html.text($0) }
      description.append(html.bytes, to: &bytes)
      content.append(entry.content.bytes, to: &bytes)
    }
    if let address = entry.picture?.address, let type = entry.picture?.mediaType {
      picture.append(address, type, to: &bytes)
    }
  }

  package func append(_ category: Category, to bytes: inout [UInt8]) {
    self.category.append(category.scheme, category.label, escaping: RSSTextEscaping.self, to: &bytes)
  }
}
