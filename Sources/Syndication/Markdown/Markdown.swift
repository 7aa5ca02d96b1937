internal import CLibcmark
internal import Foundation
internal import Primitives

/// The Markdown of summaries as CommonMark has it, by libcmark: HTML that is safe in a feed, and plain text.
///
/// Everything of CommonMark but raw HTML counts. Raw HTML is shown as text, and so is what a sentence may begin with and no
/// markup was meant by (see `MarkdownSource`). A text that would be left with nothing to show is shown as it was written.
package enum Markdown {
  /// Makes the absolute address of a link or picture from what the text says; `nil` when it is none for a feed.
  package typealias Resolver = (String) -> String?

  /// Whether a text in UTF-8 is one line that CommonMark would leave as it is; most summaries are, and need no parser.
  package static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, (0x61...0x7A).contains(first | 0x20), text.last != 0x20 else {
      return false
    }
    var isASCII = true
    let hasNoMarks = text.allSatisfy { byte in
      isASCII = isASCII && byte < 0x80
      return switch byte {
      case 0x09, 0x0A, 0x26, 0x2A, 0x3C, 0x5B, 0x5C, 0x5F, 0x60: false  // tab, line feed, & * < [ \ _ `
      default: true
      }
    }
    return hasNoMarks && (isASCII || !InvisibleCharacters.areIn(text))
  }

  /// The text without its marks, and without what links lead to.
  package static func plainText(_ text: String) -> String {
    if let document = MarkdownDocument(text) { return document.plainText }
    return text
  }

  /// Calls `body` with the HTML of a text. A link or picture without an address is text.
  /// - Returns: the text without its marks, and without what links lead to.
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
