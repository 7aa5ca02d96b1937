/// An element of an OPML outline.
package enum Outline: Hashable, Sendable {
  /// A group of outlines with its title.
  case group(String, [Outline])
  /// A feed with its title, its format, its address and the address of its page.
  case feed(title: String, format: FeedFormat, xmlURL: String, htmlURL: String)
  /// Another outline with its title and its address.
  case include(title: String, url: String)
}

/// Writes OPML 2.0 subscription lists.
package struct OPMLWriter {
  private let xml: XMLWriter

  /// Makes a writer.
  package init(_ xml: XMLWriter) { self.xml = xml }

  /// Writes a document.
  /// - Returns: the bytes.
  /// - Throws: `SyndicationError`.
  package func document(title: String, owner: String, _ outlines: [Outline]) throws -> [UInt8] {
    begin(title: title, owner: owner)
    for outline in outlines { append(outline) }
    end()
    return try xml.flush { Array($0) }
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

  /// Begins a group with a title.
  package func beginGroup(_ title: String) {
    xml.start("outline")
    xml.attribute("text", title)
    xml.newline()
  }

  /// Ends the innermost group.
  package func endGroup() {
    xml.end()
    xml.newline()
  }

  /// Ends the document.
  package func end() { xml.endDocument() }

  /// Calls `body` with the bytes since the last call, so that the whole document is never in memory.
  /// - Throws: `SyndicationError`, or the error of `body`.
  package func flush(_ body: (UnsafeRawBufferPointer) throws -> Void) throws { try xml.flush(body) }

  /// Appends an outline.
  package func append(_ outline: Outline) {
    switch outline {
    case .group(let title, let members):
      beginGroup(title)
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
    case .include(let title, let url):
      xml.start("outline")
      xml.attribute("type", "include")
      xml.attribute("text", title)
      xml.attribute("url", url)
      xml.end()
      xml.newline()
    }
  }
}
