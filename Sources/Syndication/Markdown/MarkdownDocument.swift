internal import CLibcmark
internal import Foundation
internal import Primitives

/// A text parsed by libcmark, in which raw HTML has become text.
struct MarkdownDocument: ~Copyable {
  private typealias Node = OpaquePointer

  /// The text without its marks. Items have their number or a bullet; the description of a picture that stands alone
  /// counts only in a text of pictures.
  let plainText: String

  private let root: OpaquePointer

  // Readers and validators need not bear what no person writes.
  private static let deepestNesting = 32

  /// Parses a text; `nil` when nothing of it would be shown, when it is nested too deeply, or when there is no memory.
  init?(_ text: String) {
    let source = MarkdownSource(text).text
    guard let root = cmark_parse_document(source, source.utf8.count, CMARK_OPT_DEFAULT) else { return nil }
    guard Self.depth(of: root) <= Self.deepestNesting else {
      cmark_node_free(root)
      return nil
    }
    Self.makeText(ofHTMLIn: root)
    MarkdownTable.makeTables(in: root)
    var plain = PlainTextBuilder()
    Self.walk(root) { plain.visit($0, isEntered: $1) }
    guard plain.showsSomething else {
      cmark_node_free(root)
      return nil
    }
    (self.root, plainText) = (root, plain.text)
  }

  deinit { cmark_node_free(root) }

  /// Calls `body` with the text's HTML, in which links and pictures have the addresses that `resolve` gives.
  /// - Returns: false when there is no memory.
  consuming func render(resolve: Markdown.Resolver, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    for node in nodes([CMARK_NODE_LINK, CMARK_NODE_IMAGE]) {
      let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      if let address = resolve(url) {
        cmark_node_set_url(node, address)
      } else {
        while let child = cmark_node_first_child(node) { cmark_node_insert_before(node, child) }
        cmark_node_unlink(node)
        cmark_node_free(node)
      }
    }
    for block in nodes([CMARK_NODE_CODE_BLOCK]) { cmark_node_set_fence_info(block, "") }
    guard let html = cmark_render_html(root, CMARK_OPT_DEFAULT) else { return false }
    defer { free(html) }
    body(UnsafeRawBufferPointer(start: html, count: strlen(html)))
    return true
  }
}

extension MarkdownDocument {
  private func nodes(_ types: Set<cmark_node_type>) -> [Node] { Self.nodes(of: root, types) }

  private static func nodes(of root: Node, _ types: Set<cmark_node_type>) -> [Node] {
    var nodes: [Node] = []
    walk(root) { node, isEntered in
      if isEntered, types.contains(cmark_node_get_type(node)) { nodes.append(node) }
    }
    return nodes
  }

  // Nodes without children are only entered.
  private static func walk(_ root: Node, _ body: (Node, _ isEntered: Bool) -> Void) {
    guard let walk = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(walk) }
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return }
      if let node = cmark_iter_get_node(walk) { body(node, event == CMARK_EVENT_ENTER) }
    }
  }

  private static func depth(of root: Node) -> Int {
    var (depth, deepest) = (0, 0)
    walk(root) { node, isEntered in
      // Those that are only entered have no children.
      guard cmark_node_first_child(node) != nil else { return }
      depth += isEntered ? 1 : -1
      deepest = max(deepest, depth)
    }
    return deepest
  }

  // HTML is shown as it was written, and text loses invisible characters that mean nothing.
  private static func makeText(ofHTMLIn root: Node) {
    for node in nodes(of: root, [CMARK_NODE_HTML_INLINE, CMARK_NODE_HTML_BLOCK]) {
      guard let text = cmark_node_new(CMARK_NODE_TEXT) else { continue }
      cmark_node_set_literal(text, cmark_node_get_literal(node))
      if cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK {
        guard let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH) else { continue }
        cmark_node_append_child(paragraph, text)
        cmark_node_replace(node, paragraph)
      } else {
        cmark_node_replace(node, text)
      }
      cmark_node_free(node)
    }
    for node in nodes(of: root, [CMARK_NODE_TEXT]) {
      var text = literal(of: node)
      guard text.withUTF8(InvisibleCharacters.areIn) else { continue }
      cmark_node_set_literal(node, InvisibleCharacters.removingMeaningless(from: text))
    }
  }

  private static func literal(of node: Node) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  // Puts together the plain text, node by node.
  private struct PlainTextBuilder {
    private var written = ""
    private var pictures = ""
    private var hasWords = false
    private var loneImages = 0
    private var numbers: [Int32] = []

    var showsSomething: Bool { hasWords || loneImages > 0 }

    var text: String { hasWords ? written : pictures }

    private var isInLoneImage = false

    mutating func visit(_ node: Node, isEntered: Bool) {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE, CMARK_NODE_CODE_BLOCK:
        if cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK { separate() }
        append(literal(of: node))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: append(" ")
      case CMARK_NODE_PARAGRAPH where isEntered, CMARK_NODE_HEADING where isEntered: separate()
      case CMARK_NODE_CUSTOM_BLOCK where isEntered: separate(in: node)
      case CMARK_NODE_LIST: visit(list: node, isEntered: isEntered)
      case CMARK_NODE_ITEM where isEntered: begin(item: node)
      case CMARK_NODE_IMAGE where isLone(node):
        isInLoneImage = isEntered
        if isEntered {
          loneImages += 1
          if !pictures.isEmpty { pictures += " " }
        }
      default: break
      }
    }

    private mutating func append(_ text: String) {
      if isInLoneImage {
        pictures += text
      } else {
        written += text
        hasWords = hasWords || text.contains { !$0.isWhitespace }
      }
    }

    private mutating func separate() {
      if !written.isEmpty, written.last != " " { written += " " }
    }

    // Rows of a table are divided by semicolons, and cells by commas.
    private mutating func separate(in block: Node) {
      guard let parent = cmark_node_parent(block), cmark_node_get_type(parent) == CMARK_NODE_CUSTOM_BLOCK
      else {
        return separate()
      }
      guard cmark_node_previous(block) != nil else { return }
      let isRow = cmark_node_parent(parent).map { cmark_node_get_type($0) != CMARK_NODE_CUSTOM_BLOCK } ?? true
      written += isRow ? "; " : ", "
    }

    private mutating func visit(list: Node, isEntered: Bool) {
      if isEntered {
        numbers.append(
          cmark_node_get_list_type(list) == CMARK_ORDERED_LIST ? cmark_node_get_list_start(list) : -1)
      } else {
        numbers.removeLast()
        separate()
      }
    }

    private mutating func begin(item: Node) {
      separate()
      guard let number = numbers.last else { return }
      if number >= 0 { numbers[numbers.count - 1] = number &+ 1 }
      written += number < 0 ? "• " : "\(number). "
    }

    // Whether there is nothing but pictures, which may be links, where an image is.
    private func isLone(_ image: Node) -> Bool {
      var place = image
      if let parent = cmark_node_parent(image), cmark_node_get_type(parent) == CMARK_NODE_LINK {
        guard hasOnlyPictures(parent) else { return false }
        place = parent
      }
      guard let paragraph = cmark_node_parent(place), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH
      else {
        return false
      }
      return hasOnlyPictures(paragraph)
    }

    private func hasOnlyPictures(_ node: Node) -> Bool {
      var child = cmark_node_first_child(node)
      // More pictures than a person would put in a row are words enough.
      for _ in 0..<16 {
        guard let present = child else { return true }
        switch cmark_node_get_type(present) {
        case CMARK_NODE_IMAGE, CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: break
        case CMARK_NODE_LINK where cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH:
          guard hasOnlyPictures(present) else { return false }
        case CMARK_NODE_TEXT where literal(of: present).allSatisfy(\.isWhitespace): break
        default: return false
        }
        child = cmark_node_next(present)
      }
      return false
    }
  }
}
