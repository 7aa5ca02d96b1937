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
    XMLCharacters.appendEscaped(text, to: &bytes)
  }

  /// Adds text that nobody has looked at, escaped, and freed from what neither XML nor readers can bear.
  package mutating func foreignText(_ text: String) { XMLCharacters.append(text, to: &bytes) }

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

  /// Adds Markdown as HTML (see `Markdown`); `resolve` makes the addresses of links and pictures.
  /// - Returns: the text without its marks.
  @discardableResult
  package mutating func markdown(_ markdown: String, resolve: Markdown.Resolver) -> String {
    Markdown.html(markdown, resolve: resolve) { bytes.append(contentsOf: $0) }
  }
}
