/// A piece of HTML in the making; everything but the tags written by `raw` is escaped.
package struct HTMLFragment: Hashable, Sendable {
  /// The UTF-8 bytes so far.
  package private(set) var bytes: [UInt8] = []

  /// Makes an empty fragment.
  package init() {}

  /// Makes a fragment empty, keeping its memory for the next.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Adds markup as it is.
  package mutating func raw(_ html: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: html.utf8Start, count: html.utf8CodeUnitCount))
  }

  /// Adds text, escaped.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() where byte < 0x3F && byte > 0x21 {
        let escaped: StaticString
        switch byte {
        case 0x26: escaped = "&amp;"
        case 0x3C: escaped = "&lt;"
        case 0x3E: escaped = "&gt;"
        case 0x22: escaped = "&quot;"
        default: continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
        raw(escaped)
        start = index + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
    }
  }

  /// Adds a link with its text.
  package mutating func link(_ href: String, _ label: String) {
    raw("<a href=\"")
    text(href)
    raw("\">")
    text(label)
    raw("</a>")
  }

  /// Adds Markdown as HTML (see `Markdown`).
  package mutating func markdown(_ markdown: String, base: String) {
    Markdown.html(markdown, base: base) { bytes.append(contentsOf: $0) }
  }
}
