internal import Primitives

/// What the text of a post gives in place of fields: a heading for the title, and a paragraph for the summary.
struct PostOutline {
  /// A heading.
  struct Heading: Hashable {
    /// The text of the heading, Markdown.
    var text: String
    /// The index of the first byte behind the heading; `nil` when other text comes before it.
    var end: Int?
    /// The line behind the heading, counted from 1.
    var nextLine: Int
  }

  /// The first heading of level 1.
  private(set) var heading: Heading?
  /// The first paragraph, Markdown.
  private(set) var paragraph: String?
  /// The length in bytes of the text before `<!--more-->`; `nil` without such a mark.
  private(set) var excerptLength: Int?

  private var blocks = MarkdownBlocks()
  private var hasText = false
  private var block: [String] = []
  // Whether the lines so far of the current block are no paragraph.
  private var isSkipped = false

  /// Reads a text.
  /// - Parameter firstLine: the line of the file where it begins.
  init(_ body: UnsafeBufferPointer<UInt8>, firstLine: Int) {
    for line in FrontMatterLines(body, firstLine: firstLine) {
      if blocks.isCode(line) {
        endBlock()
        hasText = true
        continue
      }
      read(line)
      if heading != nil, paragraph != nil, excerptLength != nil { break }
    }
    endBlock()
  }

  private mutating func read(_ line: FrontMatterLines.Line) {
    if line.isBlank { return endBlock() }
    if excerptLength == nil, let mark = Self.more(in: line.bytes) {
      excerptLength = line.start + mark
      if line.bytes.trimmed.holds("<!--", at: 0) { return endBlock() }
    }
    if let text = Self.heading(line) {
      endBlock()
      heading = heading ?? Heading(text: text, end: hasText ? nil : line.end, nextLine: line.number + 1)
      hasText = true
      return
    }
    hasText = true
    guard paragraph == nil else { return }
    if block.isEmpty, !isSkipped { isSkipped = Self.isNoParagraph(line) }
    if isSkipped { return }
    if Self.isUnderline(line) {
      // The lines before are a heading.
      block = []
      return
    }
    block.append(String(decoding: line.bytes.trimmed, as: UTF8.self))
  }

  private mutating func endBlock() {
    if paragraph == nil, !block.isEmpty { paragraph = block.joined(separator: "\n") }
    block = []
    isSkipped = false
  }
}

extension PostOutline {
  // The text of a heading `# text`.
  private static func heading(_ line: FrontMatterLines.Line) -> String? {
    guard line.bytes.holds("# ", at: 0) || line.bytes.holds("#\t", at: 0) else { return nil }
    let text = line.bytes.slice(2...).trimmed
    let closed = text.dropping(fromEndWhile: ByteSet("#"))
    // Closing marks need a blank before them: `# C#` is "C#".
    let content = closed.last?.isBlank ?? closed.isEmpty ? closed.trimmed : text
    guard !content.isEmpty else { return nil }
    return withoutAttributes(String(decoding: content, as: UTF8.self))
  }

  // `Heading {#id}` is `Heading`.
  private static func withoutAttributes(_ text: String) -> String {
    guard text.hasSuffix("}"), let start = text.lastIndex(of: "{") else { return text }
    let attributes = text[text.index(after: start)...]
    guard ["#", ".", ":"].contains(where: { attributes.hasPrefix($0) }) else { return text }
    return String(text[..<start])
  }

  // The index of `<!--more-->` or `<!-- more -->`.
  private static func more(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = bytes.firstIndex(of: "<!--") else { return nil }
    let text = bytes.slice((start + 4)...).dropping(while: ByteSet(" \t"))
    guard text.holds("more", at: 0) else { return nil }
    return text.slice(4...).dropping(while: ByteSet(" \t")).holds("-->", at: 0) ? start : nil
  }

  // The line under a heading, `===` or `---`.
  private static func isUnderline(_ line: FrontMatterLines.Line) -> Bool {
    let text = line.bytes.trimmed
    return text.allSatisfy { $0 == .equalsSign } || text.allSatisfy { $0 == .hyphen }
  }

  // Whether a block that begins with a line is no paragraph: a heading, an image, a table, a quote, code, a list, a rule, or markup
  // of another language.
  private static func isNoParagraph(_ line: FrontMatterLines.Line) -> Bool {
    let text = line.bytes.trimmed
    guard let first = text.first else { return true }
    if line.bytes.holds("    ", at: 0) || line.bytes.first == .tab { return true }
    let starts: [StaticString] = [
      "# ", "## ", "### ", "#### ", "##### ", "###### ", "![", "|", ">", "<", "- ", "* ", "+ ", "---", "***",
      "___", "{%", "{{", "{:", "{#", "%%", "import ", "export ",
    ]
    if starts.contains(where: { text.holds($0, at: 0) }) { return !holdsText(text, first) }
    if first.isDigit { return isNumbered(text) }
    return first == .leftBracket && (text.firstIndex(of: "]:") != nil || isImageLink(text))
  }

  // Inline elements of HTML begin paragraphs, as do words behind a shortcode.
  private static func holdsText(_ text: UnsafeBufferPointer<UInt8>, _ first: UInt8) -> Bool {
    guard first == .lessThanSign else { return false }
    let name = text.slice(1...).prefix { $0.isLetter }.map { $0.lowercased }
    return inlineElements.contains(String(decoding: name, as: UTF8.self))
  }

  // `[![alt](image)](link)`
  private static func isImageLink(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.holds("[![", at: 0) }

  private static func isNumbered(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let digits = text.prefix { $0.isDigit }.count
    return digits <= 9 && (text.holds(". ", at: digits) || text.holds(") ", at: digits))
  }

  private static let inlineElements: Set<String> = [
    "a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
    "u",
  ]
}
