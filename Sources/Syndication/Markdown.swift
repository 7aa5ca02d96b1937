internal import CLibcmark
internal import Foundation

/// Paragraphs of Markdown to HTML by libcmark, as far as text that was never meant as Markdown allows.
enum Markdown {
  /// Calls `body` with HTML for the text. Emphasis, code and web links of CommonMark become HTML; text in which
  /// CommonMark sees raw HTML or blocks other than paragraphs stands as it was written. Relative links are resolved
  /// against `base`; links that are neither http nor https lose their address.
  static func html(_ text: String, base: String, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard let document = cmark_parse_document(text, text.utf8.count, CMARK_OPT_DEFAULT) else { return }
    defer { cmark_node_free(document) }
    guard isProse(document, base: base) else {
      var paragraph = HTMLFragment()
      paragraph.raw("<p>")
      paragraph.text(text)
      paragraph.raw("</p>\n")
      paragraph.bytes.withUnsafeBytes(body)
      return
    }
    guard let html = cmark_render_html(document, CMARK_OPT_DEFAULT) else { return }
    defer { free(html) }
    body(UnsafeRawBufferPointer(start: html, count: strlen(html)))
  }

  // Whether the document is paragraphs of text, emphasis, code and links; makes the links' addresses absolute.
  private static func isProse(_ document: OpaquePointer, base: String) -> Bool {
    guard let walk = cmark_iter_new(document) else { return false }
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return true }
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(walk) else { continue }
      switch cmark_node_get_type(node) {
      case CMARK_NODE_DOCUMENT, CMARK_NODE_PARAGRAPH, CMARK_NODE_TEXT, CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK,
        CMARK_NODE_EMPH, CMARK_NODE_STRONG, CMARK_NODE_CODE:
        continue
      case CMARK_NODE_LINK:
        guard let url = cmark_node_get_url(node).map({ String(cString: $0) }),
          let absolute = WebAddress.valid(url.hasPrefix("/") ? base + url : url)
        else { return false }
        cmark_node_set_url(node, absolute)
      default: return false
      }
    }
  }
}
