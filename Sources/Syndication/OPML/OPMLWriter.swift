/// One line of an outline: a group of others, or a feed to subscribe to.
package enum Outline: Hashable, Sendable {
  /// A group, with its text.
  case group(String, [Outline])
  /// A feed, with its title, its format, its address and its page's.
  case feed(title: String, format: FeedFormat, xmlURL: String, htmlURL: String)
}

/// Writes OPML 2.0 subscription lists.
package struct OPMLWriter {
  private let xml: XMLWriter

  /// Makes a writer upon an XML writer.
  package init(_ xml: XMLWriter) { self.xml = xml }

  /// Writes a document.
  /// - Returns: the bytes.
  /// - Throws: `SyndicationError`.
  package func document(title: String, owner: String, _ outlines: [Outline]) throws -> [UInt8] {
    begin(title: title, owner: owner)
    for outline in outlines { append(outline) }
    end()
    return try xml.take { Array($0) }
  }

  /// Begins a document.
  package func begin(title: String, owner: String) {
    xml.startDocument()
    xml.start("opml")
    xml.attribute("version", "2.0")
    xml.newline()
    xml.start("head")
    xml.element("title", title)
    xml.element("ownerName", owner)
    xml.end()
    xml.newline()
    xml.start("body")
    xml.newline()
  }

  /// Begins a group, with its text.
  package func beginGroup(_ text: String) {
    xml.start("outline")
    xml.attribute("text", text)
    xml.newline()
  }

  /// Ends the group that was begun last.
  package func endGroup() {
    xml.end()
    xml.newline()
  }

  /// Ends the document.
  package func end() { xml.endDocument() }

  /// Takes what was written since the last call, so that the document is nowhere as a whole, and calls `body` with it.
  /// - Throws: `SyndicationError`, or what `body` throws.
  package func take(_ body: (UnsafeRawBufferPointer) throws -> Void) throws { try xml.take(body) }

  /// Appends an outline.
  package func append(_ outline: Outline) {
    switch outline {
    case .group(let text, let members):
      beginGroup(text)
      for member in members { append(member) }
      endGroup()
    case .feed(let title, let format, let xmlURL, let htmlURL):
      xml.start("outline")
      xml.attribute("type", format.outlineType)
      xml.attribute("text", title)
      xml.attribute("title", title)
      xml.attribute("xmlUrl", xmlURL)
      xml.attribute("htmlUrl", htmlURL)
      xml.end()
      xml.newline()
    }
  }
}
