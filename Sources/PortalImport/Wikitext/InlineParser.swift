internal import Primitives

/// Parses the links, templates, emphasis, tags and character references of a line of wikitext. Other markup is text.
struct InlineParser {
  /// The deepest nesting of brackets that is parsed. Text that is deeper is left out.
  static let mostLevels = 16

  /// The text in UTF-8.
  let bytes: UnsafeBufferPointer<UInt8>
  /// The brackets of the text.
  let pairs: BracketPairs
  private var emphasis = Emphasis()
  private var level = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    pairs = BracketPairs(bytes)
  }

  /// Parses a text without line ends.
  static func parse(_ text: String) -> [Inline] {
    var text = text
    return text.withUTF8 { bytes in
      var parser = InlineParser(bytes)
      return parser.parse(bytes.indices)
    }
  }

  /// Collects parts, with adjacent texts as one.
  struct Output {
    private var parts: [Inline] = []
    private var text: [UInt8] = []

    mutating func append(_ byte: UInt8) { text.append(byte) }

    mutating func append(text new: some Sequence<UInt8>) { text += new }

    mutating func append(_ new: [Inline]) {
      for part in new {
        if case .text(let new) = part {
          text += new.utf8
        } else {
          endText()
          parts.append(part)
        }
      }
    }

    mutating func finish() -> [Inline] {
      endText()
      return parts
    }

    private mutating func endText() {
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text.removeAll()
    }
  }

  /// Parses a part of the text.
  mutating func parse(_ range: Range<Int>) -> [Inline] {
    guard level < Self.mostLevels else { return [] }
    level += 1
    defer { level -= 1 }
    var output = Output()
    var index = range.lowerBound
    while index < range.upperBound {
      if let pair = pairs[index] {
        index = parse(pair, in: range, to: &output)
      } else {
        index = parseText(at: index, in: range, to: &output)
      }
    }
    return output.finish()
  }

  // Parses a pair of brackets, and returns the index behind it.
  private mutating func parse(_ pair: BracketPairs.Pair, in range: Range<Int>, to output: inout Output) -> Int
  {
    var end = pair.end
    switch pair.kind {
    case .link:
      // Letters behind a link are a part of its label: `[[drone]]s`.
      while end < range.upperBound, (0x61...0x7A).contains(bytes[end]) { end += 1 }
      output.append(link(pair.contents, trail: pair.end..<end))
    case .template:
      output.append(template(pair.contents))
    case .external:
      output.append(external(pair.contents))
      let isDoubled = bytes.holds("[[", at: pair.contents.lowerBound - 2)
      if isDoubled, end < range.upperBound, bytes[end] == .rightBracket { end += 1 }
    }
    return end
  }

  // Parses a byte that begins no pair, and returns the index behind what it begins.
  private mutating func parseText(at index: Int, in range: Range<Int>, to output: inout Output) -> Int {
    switch bytes[index] {
    case .apostrophe: return parseApostrophes(at: index, in: range, to: &output)
    case .lessThanSign: if let end = parseTag(at: index, in: range, to: &output) { return end }
    case .ampersand:
      if let reference = HTMLCharacterReference.match(in: bytes, at: index),
        index + reference.length <= range.upperBound
      {
        output.append(text: reference.text.utf8)
        return index + reference.length
      }
    case .leftBracket, .rightBracket, UInt8(ascii: "{"), UInt8(ascii: "}"):
      if let end = endOfStrayMark(at: index) { return end }
    case UInt8(ascii: "h"):
      if let end = parseBareAddress(at: index, in: range, to: &output) { return end }
    default: break
    }
    output.append(bytes[index])
    return index + 1
  }

  private mutating func parseApostrophes(at start: Int, in range: Range<Int>, to output: inout Output) -> Int
  {
    var end = start
    while end < range.upperBound, bytes[end] == .apostrophe { end += 1 }
    let isBeforeLetter = end < range.upperBound && bytes[end].isLetter
    let count = emphasis.text(ofRun: end - start, isBeforeLetter: isBeforeLetter)
    output.append(text: repeatElement(.apostrophe, count: count))
    return end
  }

  // Leaves a tag of HTML out; a line break becomes a space. Returns the index behind it; `nil` when no tag begins at the index.
  private func parseTag(at start: Int, in range: Range<Int>, to output: inout Output) -> Int? {
    let isEnd = bytes.holds("</", at: start)
    let name = start + (isEnd ? 2 : 1)
    guard name < range.upperBound, bytes[name].isLetter,
      let length = bytes.slice(name..<min(range.upperBound, name + 1000)).index(of: .greaterThanSign)
    else { return nil }
    if bytes.slice(name..<(name + length)).prefix(2).elementsEqual("br".utf8) { output.append(.space) }
    return name + length + 1
  }

  // The index behind a bracket that is markup without its other half; `nil` when it is text.
  private func endOfStrayMark(at index: Int) -> Int? {
    for mark in ["[[", "]]", "{{", "}}"] as [StaticString] where bytes.holds(mark, at: index) {
      // The second bracket may begin a link to another site.
      return pairs[index + 1] == nil ? index + 2 : index + 1
    }
    return nil
  }
}
