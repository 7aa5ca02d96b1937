/// XML in which some texts are left open, written by libxml2 once and filled in any number of times.
struct XMLTemplate: Sendable {
  /// What stands before, between and after the open texts: one part more than there are texts.
  let parts: [[UInt8]]

  /// The mark that stands for an open text while the template is written.
  static let placeholder = "@"

  /// Takes what `write` writes; each `placeholder` in it is an open text.
  /// - Throws: `SyndicationError`.
  init(_ xml: XMLWriter, _ write: (XMLWriter) -> Void) throws {
    write(xml)
    parts = try xml.take { bytes in
      bytes.split(separator: Array(Self.placeholder.utf8), omittingEmptySubsequences: false).map { Array($0) }
    }
  }

  /// Appends the template with its open texts, which are escaped.
  func append<Escaping: TextEscaping>(
    _ texts: String..., escaping: Escaping.Type = XMLEscaping.self, to bytes: inout [UInt8]
  ) {
    bytes += parts[0]
    for (text, part) in zip(texts, parts.dropFirst()) {
      FeedCharacters<Escaping>.append(text, to: &bytes)
      bytes += part
    }
  }

  /// Appends a template with one open text, which is in UTF-8 and gets escaped.
  func append<Escaping: TextEscaping>(
    _ text: [UInt8], escaping: Escaping.Type = XMLEscaping.self, to bytes: inout [UInt8]
  ) {
    bytes += parts[0]
    text.withUnsafeBufferPointer { FeedCharacters<Escaping>.append($0, to: &bytes) }
    bytes += parts[1]
  }
}

extension XMLTemplate {
  /// Where the stylesheet is with which browsers show feeds, below the site's base URL.
  static let stylesheet = "assets/feed.css"

  /// An element on a line of its own, its text left open.
  static func element(_ name: StaticString, type: StaticString? = nil, _ xml: XMLWriter) throws -> Self {
    try XMLTemplate(xml) {
      $0.start(name)
      if let type { $0.attribute("type", "\(type)") }
      $0.text(placeholder)
      $0.end()
      $0.newline()
    }
  }

  /// The element that marks an archive document (RFC 5005, section 4).
  static func archiveMark(_ xml: XMLWriter) throws -> Self {
    try XMLTemplate(xml) {
      $0.start("fh:archive")
      $0.attribute("xmlns:fh", "http://purl.org/syndication/history/1.0")
      $0.end()
      $0.newline()
    }
  }
}
