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
    text.withUTF8 { self.text($0) }
  }

  /// Adds text in UTF-8, escaped.
  package mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in text.indices where text[index] < 0x3F && text[index] > 0x21 {
      let escaped: StaticString
      switch text[index] {
      case 0x26: escaped = "&amp;"
      case 0x3C: escaped = "&lt;"
      case 0x3E: escaped = "&gt;"
      case 0x22: escaped = "&quot;"
      default: continue
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      raw(escaped)
      start = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  /// Adds a link with its text.
  package mutating func link(_ href: String, _ label: String) {
    var (href, label) = (href, label)
    href.withUTF8 { href in label.withUTF8 { link(href, $0) } }
  }

  /// Adds a link with its text, both in UTF-8.
  package mutating func link(_ href: UnsafeBufferPointer<UInt8>, _ label: UnsafeBufferPointer<UInt8>) {
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
