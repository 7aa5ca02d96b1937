internal import CLibcmark
internal import Foundation

/// Paragraphs of Markdown by libcmark, as far as text that was never meant as Markdown allows.
///
/// Emphasis, code and links of CommonMark count. Text in which CommonMark sees anything else (raw HTML, pictures,
/// lists, link definitions) stands as it was written.
package enum Markdown {
  /// Whether a text in UTF-8 is one line that CommonMark would leave as it is; most summaries are, and need no parser.
  package static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, (0x61...0x7A).contains(first | 0x20), text.last != 0x20 else {
      return false
    }
    return text.allSatisfy { byte in
      switch byte {
      case 0x09, 0x0A, 0x26, 0x2A, 0x3C, 0x5B, 0x5C, 0x5F, 0x60: false  // tab, line feed, & * < [ \ _ `
      default: true
      }
    }
  }

  /// Calls `body` with the HTML of a text. Links that begin with `/` are resolved against `base`; of others that are
  /// not http or https only the text is kept.
  /// - Returns: the text without its marks, and without what links lead to.
  static func html(_ text: String, base: String, _ body: (UnsafeRawBufferPointer) -> Void) -> String {
    let plain = withProse(text) { document -> String? in
      resolveLinks(in: document, base: base)
      guard let html = cmark_render_html(document, CMARK_OPT_DEFAULT) else { return nil }
      defer { free(html) }
      body(UnsafeRawBufferPointer(start: html, count: strlen(html)))
      return plainText(of: document)
    }
    if let plain, let plain { return plain }
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

extension Markdown {
  // Calls `body` with the document of a text that is nothing but paragraphs of prose; `nil` for any other text.
  private static func withProse<Result>(_ text: String, _ body: (OpaquePointer) -> Result) -> Result? {
    // A line `[name]: …` defines a link in Markdown, and vanishes.
    let defines = text.split(separator: "\n").contains {
      $0.drop { $0 == " " }.first == "[" && $0.contains("]:")
    }
    guard !defines, let document = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else {
      return nil
    }
    defer { cmark_node_free(document) }
    var isProse = true
    forEachNode(of: document) { node in
      switch cmark_node_get_type(node) {
      case CMARK_NODE_DOCUMENT, CMARK_NODE_PARAGRAPH, CMARK_NODE_TEXT, CMARK_NODE_SOFTBREAK,
        CMARK_NODE_LINEBREAK,
        CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_CODE, CMARK_NODE_LINK:
        break
      default: isProse = false
      }
    }
    return isProse ? body(document) : nil
  }

  private static func plainText(of document: OpaquePointer) -> String {
    var plain = ""
    forEachNode(of: document) { node in
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE:
        plain += cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: plain += " "
      case CMARK_NODE_PARAGRAPH where !plain.isEmpty: plain += " "
      default: break
      }
    }
    return plain
  }

  private static func resolveLinks(in document: OpaquePointer, base: String) {
    var links: [OpaquePointer] = []
    forEachNode(of: document) { if cmark_node_get_type($0) == CMARK_NODE_LINK { links.append($0) } }
    for link in links {
      let url = cmark_node_get_url(link).map { String(cString: $0) } ?? ""
      if let absolute = WebAddress.valid(url.hasPrefix("/") ? base + url : url) {
        cmark_node_set_url(link, absolute)
      } else {
        while let child = cmark_node_first_child(link) { cmark_node_insert_before(link, child) }
        cmark_node_unlink(link)
        cmark_node_free(link)
      }
    }
  }

  private static func forEachNode(of document: OpaquePointer, _ body: (OpaquePointer) -> Void) {
    guard let walk = cmark_iter_new(document) else { return }
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return }
      if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk) { body(node) }
    }
  }
}
