/// XML in which some texts are left open, written by libxml2 once and filled in any number of times.
struct XMLTemplate: Sendable {
  /// What stands before, between and after the open texts: one part more than there are texts.
  let parts: [[UInt8]]

  /// The mark that stands for an open text while the template is written.
  static let hole = "@"

  /// Takes what `write` writes; each `hole` in it is an open text.
  init(_ xml: XMLWriter, _ write: (XMLWriter) -> Void) {
    write(xml)
    parts = xml.take { bytes in
      bytes.split(separator: Array(Self.hole.utf8), omittingEmptySubsequences: false).map { Array($0) }
    }
  }

  /// Appends the template with its open texts, which are escaped.
  func append(_ texts: String..., to bytes: inout [UInt8]) {
    bytes += parts[0]
    for (text, part) in zip(texts, parts.dropFirst()) {
      XMLCharacters.append(text, to: &bytes)
      bytes += part
    }
  }
}
