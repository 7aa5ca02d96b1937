package import Primitives

/// Builds a fragment of HTML. Everything is escaped except the markup that `raw` appends.
package struct HTMLFragment: Hashable, Sendable {
  /// The UTF-8 bytes so far.
  package private(set) var bytes: [UInt8] = []

  /// Makes an empty fragment.
  package init() {}

  /// Removes everything, but keeps the memory.
  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Appends markup unchanged.
  package mutating func raw(_ html: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: html.utf8Start, count: html.utf8CodeUnitCount))
  }

  /// Appends text, escaped.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text($0) }
  }

  /// Appends text in UTF-8, escaped.
  package mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    XMLCharacters.appendEscaped(text, to: &bytes)
  }

  /// Appends text of unknown origin: escaped, and without characters that are invalid in XML or harmful in readers.
  package mutating func untrustedText(_ text: String) { XMLCharacters.append(text, to: &bytes) }

  /// Appends text of unknown origin in UTF-8, likewise.
  package mutating func untrustedText(_ text: some Collection<UInt8>) {
    let appended: Void? = text.withContiguousStorageIfAvailable { XMLCharacters.append($0, to: &bytes) }
    if appended == nil { Array(text).withUnsafeBufferPointer { XMLCharacters.append($0, to: &bytes) } }
  }

  /// Appends HTML without characters that are invalid or harmful in readers.
  package mutating func repaired(html: some Collection<UInt8>) {
    Array(html).withUnsafeBufferPointer { FeedCharacters<NoEscaping>.append($0, to: &bytes) }
  }

  /// Appends bytes that are HTML.
  package mutating func html(_ html: some Collection<UInt8>) { bytes += html }

  /// Appends a link with its label.
  package mutating func link(_ href: String, _ label: String) {
    var href = href
    var label = label
    href.withUTF8 { href in label.withUTF8 { link(href, $0) } }
  }

  /// Appends a link with its label, both in UTF-8.
  package mutating func link(_ href: UnsafeBufferPointer<UInt8>, _ label: UnsafeBufferPointer<UInt8>) {
    raw("<a href=\"")
    text(href)
    raw("\">")
    text(label)
    raw("</a>")
  }

  /// Appends the body of a post as HTML.
  /// - Returns: the facts about the body.
  package mutating func body(_ text: TextSlice, of post: PostBody) -> PostBody.Summary {
    post.render(text) { bytes.append(contentsOf: $0) }
  }

  /// Lets readers choose the direction of the element that begins at an index: that of its first letter. Elements without letters of
  /// right-to-left scripts stay as they are.
  package mutating func setDirection(ofElementAt start: Int) {
    guard hasRightToLeftLetters(from: start),
      let end = bytes[start...].firstIndex(where: { $0 == .space || $0 == .greaterThanSign })
    else { return }
    bytes.insert(contentsOf: " dir=\"auto\"".utf8, at: end)
  }

  /// Encloses everything from an index on in an element whose direction is that of its first letter, if letters of right-to-left
  /// scripts are in it.
  package mutating func encloseWithDirection(from start: Int) {
    guard hasRightToLeftLetters(from: start) else { return }
    bytes.insert(contentsOf: "<div dir=\"auto\">\n".utf8, at: start)
    raw("</div>\n")
  }

  private func hasRightToLeftLetters(from start: Int) -> Bool {
    bytes.withUnsafeBufferPointer { RightToLeft.hasLetters($0.slice(start...)) }
  }

  /// Inserts a paragraph with a picture at the beginning.
  /// - Parameter description: the text in place of the picture, in UTF-8.
  package mutating func insertPicture(_ address: String, description: [UInt8]) {
    var picture = HTMLFragment()
    picture.raw("<p><img src=\"")
    picture.text(address)
    picture.raw("\" alt=\"")
    description.withUnsafeBufferPointer { picture.text($0) }
    picture.raw("\"></p>\n")
    bytes.insert(contentsOf: picture.bytes, at: 0)
  }

  /// The addresses of the pictures: of the elements `img` whose first attribute is `src`, as bodies and Markdown have them.
  package var pictures: [String] {
    let mark: StaticString = "<img src=\""
    return bytes.withUnsafeBufferPointer { html in
      var found: [String] = []
      var rest = html
      while let start = rest.firstIndex(of: mark) {
        rest = rest.slice((start + mark.utf8CodeUnitCount)...)
        let end = rest.index(of: .quotationMark) ?? rest.count
        let address = String(decoding: rest.slice(..<end), as: UTF8.self)
        found.append(address.replacing("&#x27;", with: "'").replacing("&amp;", with: "&"))
      }
      return found
    }
  }

  /// Appends Markdown as HTML (see `Markdown`).
  /// - Parameter resolve: makes the absolute addresses of links and pictures.
  /// - Returns: the plain text.
  @discardableResult
  package mutating func markdown(_ markdown: String, resolve: Markdown.Resolver) -> String {
    Markdown.html(markdown, resolve: resolve) { bytes.append(contentsOf: $0) }
  }
}
