/// Writes Atom 1.0 (RFC 4287) in pieces that are put together: stories and categories are written once, and stand in
/// any number of feeds.
///
/// A document is `documentStart`, its entries, `documentEnd`; an entry is `entryStart`, a story, categories,
/// `entryEnd`.
package struct AtomWriter {
  private let xml: XMLWriter

  /// The media type of an Atom document (RFC 4287, section 7).
  package static let mediaType = "application/atom+xml"
  /// What follows the last entry of a document.
  package static let documentEnd = Array("</feed>\n".utf8)
  /// What follows the last category of an entry.
  package static let entryEnd = Array("</entry>\n".utf8)

  /// Makes a writer upon an XML writer.
  package init(_ xml: XMLWriter) { self.xml = xml }

  /// Writes a document up to its first entry; `documentEnd` follows the last.
  /// - Returns: the bytes.
  package func documentStart(of feed: Feed) -> [UInt8] {
    xml.startDocument()
    xml.start("feed")
    xml.attribute("xmlns", "http://www.w3.org/2005/Atom")
    xml.attribute("xml:lang", feed.language)
    part { xml.element("id", feed.id) }
    part { xml.element("title", feed.title) }
    part { xml.element("subtitle", feed.subtitle) }
    part { xml.element("updated", feed.updated.description) }
    part { author(feed.author) }
    for link in feed.links { part { write(link) } }
    part { generator(feed.generator) }
    part { xml.element("icon", feed.icon) }
    xml.newline()
    let bytes = xml.take { Array($0) }
    // The element stays open in this document only: close it, and forget what closing wrote.
    xml.endDocument()
    xml.take { _ in }
    return bytes
  }

  /// Appends an entry up to its story.
  package func appendStart(of entry: Entry, to bytes: inout [UInt8]) {
    xml.start("entry")
    part { xml.element("id", entry.id) }
    part { xml.element("published", entry.published.description) }
    part { xml.element("updated", entry.updated.description) }
    xml.newline()
    xml.take { bytes.append(contentsOf: $0) }
    xml.end()
    xml.take { _ in }
  }

  /// Writes what a story tells, and calls `body` with the bytes.
  package func write<Result>(_ story: Story, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    line { xml.element("title", story.title) }
    for link in story.links { line { write(link) } }
    if let summary = story.summary { line { xml.element("summary", summary) } }
    line { content(story.content) }
    return try xml.take(body)
  }

  /// The bytes of a category.
  package func bytes(of category: Category) -> [UInt8] {
    line { write(category) }
    return xml.take { Array($0) }
  }
}

extension AtomWriter {
  private func part(_ write: () -> Void) {
    xml.newline()
    write()
  }

  private func line(_ write: () -> Void) {
    write()
    xml.newline()
  }

  private func author(_ person: Person) {
    xml.start("author")
    xml.element("name", person.name)
    xml.end()
  }

  private func generator(_ generator: Generator) {
    xml.start("generator")
    xml.attribute("version", generator.version)
    xml.text(generator.name)
    xml.end()
  }

  private func write(_ link: Link) {
    xml.start("link")
    xml.attribute("rel", link.relation.rawValue)
    xml.attribute("type", link.type)
    xml.attribute("href", link.href)
    xml.attribute("title", link.title)
    xml.end()
  }

  private func content(_ content: HTMLFragment) {
    xml.start("content")
    xml.attribute("type", "html")
    content.bytes.withUnsafeBufferPointer { xml.text($0) }
    xml.end()
  }

  private func write(_ category: Category) {
    xml.start("category")
    xml.attribute("scheme", category.scheme)
    xml.attribute("term", category.term)
    xml.attribute("label", category.label)
    xml.end()
  }
}
