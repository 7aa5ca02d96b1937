/// An element or part of a document with fields, written by libxml2 once and filled in any number of times.
///
/// Filling in a template copies bytes. Writing the same element by libxml2 takes calls for each name, attribute and text.
struct XMLTemplate<Field: RawRepresentable<String> & Sendable>: Sendable {
  private struct Gap: Sendable {
    var field: Field
    // The bytes up to the next gap, or to the end.
    var following: [UInt8]
  }

  private let start: [UInt8]
  private let gaps: [Gap]

  /// Makes a template.
  /// - Parameter write: writes the template. The text of a field, as its second argument returns it, marks the place to fill in.
  /// - Throws: `SyndicationError`.
  init(_ xml: XMLWriter, _ write: (XMLWriter, (Field) -> String) -> Void) throws {
    write(xml) { "@\($0.rawValue)@" }
    let pieces = try xml.flush { bytes in
      bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).map { Array($0) }
    }
    start = pieces[0]
    // The names of the fields are the pieces of odd index.
    gaps = stride(from: 1, to: pieces.count - 1, by: 2).compactMap { index in
      let field = Field(rawValue: String(decoding: pieces[index], as: UTF8.self))
      return field.map { Gap(field: $0, following: pieces[index + 1]) }
    }
  }

  /// Appends the template.
  /// - Parameter fill: appends a field, escaped.
  func append(to bytes: inout [UInt8], fill: (Field, inout [UInt8]) -> Void) {
    bytes += start
    for gap in gaps {
      fill(gap.field, &bytes)
      bytes += gap.following
    }
  }

  /// Appends the template with fields of text.
  /// - Parameter text: returns the text of a field, not escaped.
  func appendTexts<Escaping: TextEscaping>(
    escaping: Escaping.Type = XMLEscaping.self, to bytes: inout [UInt8], text: (Field) -> String
  ) {
    append(to: &bytes) { field, bytes in FeedCharacters<Escaping>.append(text(field), to: &bytes) }
  }
}

/// The field of a `TextElement`.
enum TextField: String, Sendable {
  case text
}

/// An element on a line of its own that contains only text.
typealias TextElement = XMLTemplate<TextField>

extension TextElement {
  /// Makes an element with a name, and an attribute `type` if that is given.
  init(_ name: StaticString, type: String? = nil, _ xml: XMLWriter) throws {
    try self.init(xml) { xml, field in
      xml.start(name)
      if let type { xml.attribute("type", type) }
      xml.text(field(.text))
      xml.end()
      xml.newline()
    }
  }

  /// Appends the element with a text in UTF-8, not escaped.
  func append<Escaping: TextEscaping>(
    _ text: [UInt8], escaping: Escaping.Type = XMLEscaping.self, to bytes: inout [UInt8]
  ) {
    append(to: &bytes) { _, bytes in
      text.withUnsafeBufferPointer { FeedCharacters<Escaping>.append($0, to: &bytes) }
    }
  }
}

extension TextElement {
  /// Appends the start tag.
  func appendStart(to bytes: inout [UInt8]) { bytes += start }

  /// Appends the end tag.
  func appendEnd(to bytes: inout [UInt8]) {
    for gap in gaps { bytes += gap.following }
  }
}

/// The parts that Atom and RSS documents have in common.
enum FeedXML {
  /// The path of the stylesheet with which browsers display feeds, below the site's base URL.
  static let stylesheet = "assets/feed.css"

  /// The element that marks an archive document (RFC 5005, section 4).
  static func archiveMark(_ xml: XMLWriter) throws -> [UInt8] {
    xml.start("fh:archive")
    xml.attribute("xmlns:fh", "http://purl.org/syndication/history/1.0")
    xml.end()
    xml.newline()
    return try xml.flush { Array($0) }
  }
}
