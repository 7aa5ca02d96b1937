internal import Foundation
internal import Primitives

/// Converts the Markdown of summaries by libcmark-gfm, to HTML that is safe in a feed, and to plain text.
///
/// The syntax is GitHub Flavored Markdown without raw HTML, which becomes text. Characters that begin a sentence and look like markup become text as
/// well (see `MarkdownSource`). If nothing of a text would be visible, the source text is shown.
package enum Markdown {
  /// Makes the absolute address of a link or picture from its address in the text; `nil` when no feed may contain it.
  package typealias Resolver = (String) -> String?

  /// Whether a text in UTF-8 is one line without any markup of GitHub Flavored Markdown. Most summaries are, and need no parser.
  package static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, (0x61...0x7A).contains(first | 0x20), text.last != 0x20 else {
      return false
    }
    var isASCII = true
    let hasNoMarkup = text.allSatisfy { byte in
      isASCII = isASCII && byte < 0x80
      return switch byte {
      // tab, line feed, & * < [ \ _ ` ~
      case 0x09, 0x0A, 0x26, 0x2A, 0x3C, 0x5B, 0x5C, 0x5F, 0x60, 0x7E: false
      default: true
      }
    }
    return hasNoMarkup && !hasAddress(text) && (isASCII || !InvisibleCharacters.areIn(text))
  }

  // Whether an address may be in a text, which becomes a link.
  private static func hasAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.firstIndex(of: "://") != nil || text.firstIndex(of: "www.") != nil
  }

  /// The text without markup, and without the addresses of links.
  package static func plainText(_ text: String) -> String {
    if let document = MarkdownDocument(text) { return document.plainText }
    return text
  }

  /// Calls `body` with the HTML of a text. Links and pictures without an address become text.
  /// - Returns: the plain text.
  @discardableResult
  package static func html(_ text: String, resolve: Resolver, _ body: (UnsafeRawBufferPointer) -> Void)
    -> String
  {
    if let document = MarkdownDocument(text) {
      let plain = document.plainText
      if document.render(resolve: resolve, body) { return plain }
    }
    var paragraphs = HTMLFragment()
    for paragraph in text.split(separator: "\n\n") {
      paragraphs.raw("<p>")
      paragraphs.text(String(paragraph))
      paragraphs.raw("</p>\n")
    }
    paragraphs.bytes.withUnsafeBytes(body)
    return text
  }
}
