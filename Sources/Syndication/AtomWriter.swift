/// Writes Atom 1.0 (RFC 4287) in pieces that are put together: stories and categories are written once, and stand in
/// any number of feeds.
///
/// A document is its start, its entries, `documentEnd`; an entry is its start, a story, categories, `entryEnd`. A
/// story is a title, links with the one `alternate` first, a summary if there is one, and the content. The elements
/// are made by libxml2, once, with their texts left open.
package final class AtomWriter: Sendable {
  /// The media type of an Atom document (RFC 4287, section 7).
  package static let mediaType = "application/atom+xml"
  /// What follows the last entry of a document.
  package static let documentEnd = Array("</feed>\n".utf8)
  /// What follows the last category of an entry.
  package static let entryEnd = Array("</entry>\n".utf8)

  private let head: XMLTemplate
  private let headEnd: XMLTemplate
  private let entry: XMLTemplate
  private let title: XMLTemplate
  private let summary: XMLTemplate
  private let content: XMLTemplate
  private let category: XMLTemplate
  // A link with neither type nor title, with a type, with a title, with both.
  private let links: [XMLTemplate]

  /// Makes a writer upon an XML writer, which is free again afterwards.
  package init(_ xml: XMLWriter) {
    let hole = XMLTemplate.hole
    func element(_ name: StaticString, type: StaticString? = nil) -> XMLTemplate {
      XMLTemplate(xml) {
        $0.start(name)
        if let type { $0.attribute("type", "\(type)") }
        $0.text(hole)
        $0.end()
        $0.newline()
      }
    }
    (title, summary, content) = (element("title"), element("summary"), element("content", type: "html"))
    links = [(nil, nil), (hole, nil), (nil, hole), (hole, hole)].map { type, title in
      XMLTemplate(xml) {
        $0.start("link")
        $0.attribute("rel", hole)
        $0.attribute("type", type)
        $0.attribute("href", hole)
        $0.attribute("title", title)
        $0.end()
        $0.newline()
      }
    }
    category = XMLTemplate(xml) {
      $0.start("category")
      for name in ["scheme", "term", "label"] as [StaticString] { $0.attribute(name, hole) }
      $0.end()
      $0.newline()
    }
    entry = XMLTemplate(xml) {
      $0.start("entry")
      for name in ["id", "published", "updated"] as [StaticString] {
        $0.newline()
        $0.element(name, hole)
      }
      $0.newline()
    }
    xml.drop()
    head = XMLTemplate(xml) {
      $0.startDocument()
      $0.start("feed")
      $0.attribute("xmlns", "http://www.w3.org/2005/Atom")
      $0.attribute("xml:lang", hole)
      for name in ["id", "title", "subtitle", "updated"] as [StaticString] {
        $0.newline()
        $0.element(name, hole)
      }
      $0.newline()
      $0.start("author")
      $0.element("name", hole)
      $0.end()
      $0.newline()
    }
    xml.drop()
    headEnd = XMLTemplate(xml) {
      $0.start("generator")
      $0.attribute("version", hole)
      $0.text(hole)
      $0.end()
      $0.newline()
      $0.element("icon", hole)
      $0.newline()
    }
  }

  /// Appends a document up to its first entry; `documentEnd` follows the last.
  package func append(_ feed: Feed, to bytes: inout [UInt8]) {
    head.append(
      feed.language, feed.id, feed.title, feed.subtitle, feed.updated.description, feed.author.name,
      to: &bytes)
    for link in feed.links { append(link, to: &bytes) }
    headEnd.append(feed.generator.version, feed.generator.name, feed.icon, to: &bytes)
  }

  /// Appends an entry up to its story.
  package func append(_ entry: Entry, to bytes: inout [UInt8]) {
    self.entry.append(entry.id, entry.published.description, entry.updated.description, to: &bytes)
  }

  /// Appends a story's title, plain text.
  package func append(title: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    append(title, in: self.title, to: &bytes)
  }

  /// Appends a link.
  package func append(_ link: Link, to bytes: inout [UInt8]) {
    let relation = link.relation.rawValue
    switch (link.type, link.title) {
    case (nil, nil): links[0].append(relation, link.href, to: &bytes)
    case (let type?, nil): links[1].append(relation, type, link.href, to: &bytes)
    case (nil, let title?): links[2].append(relation, link.href, title, to: &bytes)
    case (let type?, let title?): links[3].append(relation, type, link.href, title, to: &bytes)
    }
  }

  /// Appends a link to a page of HTML, whose address is in UTF-8.
  package func append(
    _ relation: Link.Relation, page: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]
  ) {
    let parts = links[1].parts
    bytes += parts[0]
    bytes += relation.rawValue.utf8
    bytes += parts[1]
    bytes += "text/html".utf8
    bytes += parts[2]
    XMLCharacters.append(page, to: &bytes)
    bytes += parts[3]
  }

  /// Appends a story's summary, plain text.
  package func append(summary: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    append(summary, in: self.summary, to: &bytes)
  }

  /// Appends a story's content, which must not be blank.
  package func append(content: HTMLFragment, to bytes: inout [UInt8]) {
    content.bytes.withUnsafeBufferPointer { append($0, in: self.content, to: &bytes) }
  }

  /// Appends a category.
  package func append(_ category: Category, to bytes: inout [UInt8]) {
    self.category.append(category.scheme, category.term, category.label, to: &bytes)
  }

  private func append(
    _ text: UnsafeBufferPointer<UInt8>, in template: XMLTemplate, to bytes: inout [UInt8]
  ) {
    bytes += template.parts[0]
    XMLCharacters.append(text, to: &bytes)
    bytes += template.parts[1]
  }
}
