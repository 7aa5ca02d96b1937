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
    // A quotation mark grows to six bytes, everything else to less.
    bytes.append(addingCapacity: text.count * 6) { output in
      output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        count = start.distance(to: Self.write(text, at: start + count))
      }
    }
  }

  // Writes text from `out` on, eight bytes at a time where there is no mark; returns where it ends.
  private static func write(_ text: UnsafeBufferPointer<UInt8>, at out: UnsafeMutablePointer<UInt8>)
    -> UnsafeMutablePointer<UInt8>
  {
    guard let base = UnsafeRawPointer(text.baseAddress) else { return out }
    var (out, index) = (out, 0)
    while index < text.count {
      if index + 8 <= text.count {
        let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if !XMLCharacters.holdsMark(word) {
          UnsafeMutableRawPointer(out).storeBytes(of: word, as: UInt64.self)
          (out, index) = (out + 8, index + 8)
          continue
        }
      }
      let end = min(index + 8, text.count)
      while index < end {
        XMLCharacters.escape(text[index], at: &out)
        index += 1
      }
    }
    return out
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
  /// - Returns: the text without its marks.
  @discardableResult
  package mutating func markdown(_ markdown: String, base: String) -> String {
    Markdown.html(markdown, base: base) { bytes.append(contentsOf: $0) }
  }
}
