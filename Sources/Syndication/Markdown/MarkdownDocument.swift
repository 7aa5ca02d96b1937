internal import CLibcmarkGFM
internal import Foundation
internal import Primitives

/// A Markdown text parsed by libcmark-gfm. Raw HTML is text.
struct MarkdownDocument: ~Copyable {
  private typealias Node = OpaquePointer

  /// The text without markup. List items have their number or a bullet. The description of a picture in a paragraph of its own is
  /// omitted, unless the text contains only pictures.
  let plainText: String

  private let root: OpaquePointer

  // No author nests so deeply, and readers and validators may fail on it.
  private static let deepestNesting = 32

  /// Parses a text; `nil` when nothing of it would be visible, when it is nested too deeply, or when memory is used up.
  init?(_ text: String) {
    var source = MarkdownSource(text).text
    let document = source.withUTF8 {
      MarkdownParser.document(
        $0, extensions: [.autolink, .strikethrough, .table], options: CMARK_OPT_DEFAULT)
    }
    guard let root = document else { return nil }
    guard Self.depth(of: root) <= Self.deepestNesting else {
      cmark_node_free(root)
      return nil
    }
    Self.replaceHTML(in: root)
    Self.removeInvisibleCharacters(in: root)
    if source.utf8.contains(.verticalLine) { Self.removeMissingCells(in: root) }
    var plain = PlainTextBuilder()
    Self.walk(root) { plain.visit($0, isEntered: $1) }
    guard plain.isVisible else {
      cmark_node_free(root)
      return nil
    }
    self.root = root
    plainText = plain.text
  }

  deinit { cmark_node_free(root) }

  /// Calls `body` with the HTML, in which links and pictures have the addresses that `resolve` returns.
  /// - Returns: false when memory is used up.
  consuming func render(resolve: Markdown.Resolver, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    for node in nodes([CMARK_NODE_LINK, CMARK_NODE_IMAGE]) {
      let url = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
      if !Self.isFragment(node, url), let address = resolve(url) {
        cmark_node_set_url(node, address)
      } else {
        Self.replaceWithChildren(node)
      }
    }
    for block in nodes([CMARK_NODE_CODE_BLOCK]) { cmark_node_set_fence_info(block, "") }
    guard let html = cmark_render_html(root, CMARK_OPT_DEFAULT, nil) else { return false }
    defer { free(html) }
    body(UnsafeRawBufferPointer(start: html, count: strlen(html)))
    return true
  }
}

extension MarkdownDocument {
  // Whether a link was made of a text that is only the beginning of an address, as in `https://a b.example/`: its text is the
  // address, and the host is one word.
  private static func isFragment(_ link: Node, _ url: String) -> Bool {
    guard let start = url.firstRange(of: "://")?.upperBound, let text = cmark_node_first_child(link),
      cmark_node_next(text) == nil, cmark_node_get_type(text) == CMARK_NODE_TEXT,
      cmark_node_get_literal(text).map({ String(cString: $0) }) == url
    else { return false }
    return !url[start...].prefix { !"/?#:".contains($0) }.contains(".")
  }

  private func nodes(_ types: Set<cmark_node_type>) -> [Node] { Self.nodes(of: root, types) }

  private static func nodes(of root: Node, _ types: Set<cmark_node_type>) -> [Node] {
    var nodes: [Node] = []
    walk(root) { node, isEntered in
      if isEntered, types.contains(cmark_node_get_type(node)) { nodes.append(node) }
    }
    return nodes
  }

  private static func replaceWithChildren(_ node: Node) {
    while let child = cmark_node_first_child(node) { cmark_node_insert_before(node, child) }
    cmark_node_unlink(node)
    cmark_node_free(node)
  }

  // Calls `body` when the walk enters and when it leaves a node. Nodes without children are only entered.
  private static func walk(_ root: Node, _ body: (Node, _ isEntered: Bool) -> Void) {
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { return }
      if let node = cmark_iter_get_node(iterator) { body(node, event == CMARK_EVENT_ENTER) }
    }
  }

  private static func depth(of root: Node) -> Int {
    var depth = 0
    var deepest = 0
    walk(root) { node, isEntered in
      // Nodes without children are only entered.
      guard cmark_node_first_child(node) != nil else { return }
      depth += isEntered ? 1 : -1
      deepest = max(deepest, depth)
    }
    return deepest
  }

  // Replaces raw HTML by text.
  private static func replaceHTML(in root: Node) {
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
  }

  // Removes the invisible characters without effect from all text.
  private static func removeInvisibleCharacters(in root: Node) {
    for node in nodes(of: root, [CMARK_NODE_TEXT]) {
      var text = literal(of: node)
      guard text.withUTF8(InvisibleCharacters.areIn) else { continue }
      cmark_node_set_literal(node, InvisibleCharacters.removingMeaningless(from: text))
    }
  }

  // Removes the empty cells at the ends of rows, which the library adds, so that the output stays proportional to the text.
  private static func removeMissingCells(in root: Node) {
    var rows: [Node] = []
    walk(root) { node, isEntered in
      if isEntered, case .row = MarkdownTablePart(node) { rows.append(node) }
    }
    for row in rows {
      while let cell = cmark_node_last_child(row), cmark_node_first_child(cell) == nil,
        cmark_node_previous(cell) != nil
      {
        cmark_node_unlink(cell)
        cmark_node_free(cell)
      }
    }
  }

  private static func literal(of node: Node) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  // Builds the plain text, node by node.
  private struct PlainTextBuilder {
    private enum List {
      case bullets
      case numbers(next: Int32)
    }

    private var words = ""
    // The descriptions of lone pictures.
    private var pictures = ""
    private var hasWords = false
    private var lonePictures = 0
    private var isInLonePicture = false
    // The open lists, innermost last.
    private var lists: [List] = []

    var isVisible: Bool { hasWords || lonePictures > 0 }

    var text: String { hasWords ? words : pictures }

    mutating func visit(_ node: Node, isEntered: Bool) {
      switch cmark_node_get_type(node) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE: append(literal(of: node))
      case CMARK_NODE_CODE_BLOCK:
        separate()
        append(literal(of: node))
      case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: append(" ")
      case CMARK_NODE_PARAGRAPH where isEntered, CMARK_NODE_HEADING where isEntered: separate()
      case CMARK_NODE_LIST: visit(list: node, isEntered: isEntered)
      case CMARK_NODE_ITEM where isEntered: begin(item: node)
      case CMARK_NODE_IMAGE where isLone(node): visit(lonePicture: node, isEntered: isEntered)
      default: if isEntered { separate(tablePart: node) }
      }
    }

    private mutating func visit(lonePicture: Node, isEntered: Bool) {
      isInLonePicture = isEntered
      guard isEntered else { return }
      lonePictures += 1
      if !pictures.isEmpty { pictures += " " }
    }

    private mutating func append(_ text: String) {
      if isInLonePicture {
        pictures += text
      } else {
        words += text
        hasWords = hasWords || text.contains { !$0.isWhitespace }
      }
    }

    private mutating func separate() {
      if !words.isEmpty, words.last != " " { words += " " }
    }

    // Separates the rows of a table by semicolons, and cells by commas.
    private mutating func separate(tablePart node: Node) {
      switch MarkdownTablePart(node) {
      case .table: separate()
      case .row where cmark_node_previous(node) != nil: words += "; "
      case .cell where cmark_node_previous(node) != nil: words += ", "
      default: break
      }
    }

    private mutating func visit(list: Node, isEntered: Bool) {
      if isEntered {
        let isOrdered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST
        lists.append(isOrdered ? .numbers(next: cmark_node_get_list_start(list)) : .bullets)
      } else {
        lists.removeLast()
        separate()
      }
    }

    private mutating func begin(item: Node) {
      separate()
      switch lists.last {
      case .bullets: words += "• "
      case .numbers(let number):
        words += "\(number). "
        lists[lists.count - 1] = .numbers(next: number &+ 1)
      case nil: break
      }
    }

    // Whether the paragraph of a picture contains only pictures, which may be links.
    private func isLone(_ picture: Node) -> Bool {
      var child = picture
      if let parent = cmark_node_parent(picture), cmark_node_get_type(parent) == CMARK_NODE_LINK {
        guard hasOnlyPictures(parent) else { return false }
        child = parent
      }
      guard let paragraph = cmark_node_parent(child), cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH
      else {
        return false
      }
      return hasOnlyPictures(paragraph)
    }

    private func hasOnlyPictures(_ node: Node) -> Bool {
      var child = cmark_node_first_child(node)
      // The number is limited, because each picture of a paragraph calls this function.
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
