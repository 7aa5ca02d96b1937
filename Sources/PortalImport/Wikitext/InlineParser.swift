internal import Primitives

/// Parses the links, templates, emphasis, tags and character references of a line of wikitext. Other markup is text.
struct InlineParser {
  /// The deepest nesting of brackets that is parsed. Text that is deeper is left out.
  static let mostLevels = 16

  private let bytes: UnsafeBufferPointer<UInt8>
  private let pairs: BracketPairs
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

  // Collects parts, with adjacent texts as one.
  private struct Output {
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

  private mutating func parse(_ range: Range<Int>) -> [Inline] {
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

// MARK: Links to other sites

extension InlineParser {
  private static let addressEnds = ByteSet(" \t[]<>\"")
  private static let punctuation = ByteSet(".,;:!?)'")

  // The index behind the address that begins at an index.
  private func endOfAddress(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, !Self.addressEnds.contains(bytes[index]), !bytes.holds("''", at: index) {
      if bytes.holds("{{", at: index) || bytes.holds("\u{A0}", at: index) { break }
      index += 1
    }
    return index
  }

  private mutating func external(_ contents: Range<Int>) -> [Inline] {
    let end = endOfAddress(from: contents.lowerBound, to: contents.upperBound)
    let address = address(contents.lowerBound..<end)
    return [.external(ExternalLink(address: address, label: parse(end..<contents.upperBound)))]
  }

  private mutating func parseBareAddress(at start: Int, in range: Range<Int>, to output: inout Output) -> Int?
  {
    guard BracketPairs.isAddress(bytes, at: start), start == range.lowerBound || !bytes[start - 1].isLetter
    else { return nil }
    var end = endOfAddress(from: start, to: range.upperBound)
    let hasBracket = bytes.slice(start..<end).index(of: .leftParenthesis) != nil
    while end > start, Self.punctuation.contains(bytes[end - 1]) {
      if hasBracket, bytes[end - 1] == .rightParenthesis { break }
      end -= 1
    }
    output.append([.external(ExternalLink(address: address(start..<end), label: []))])
    return end
  }

  private func address(_ range: Range<Int>) -> String {
    let text = TextSlice(copying: bytes.slice(range))
    let address = text.withBytes { PlainText.cleanAddress($0, of: text) }.string
    return address.hasPrefix("//") ? "https:" + address : address
  }
}

// MARK: Links and templates

extension InlineParser {
  // Splits a range at the bars that are in no pair of brackets inside it.
  private func parts(of range: Range<Int>, limit: Int = .max) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if let pair = pairs[index] {
        index = pair.end
        continue
      }
      if bytes[index] == UInt8(ascii: "|"), parts.count + 1 < limit {
        parts.append(start..<index)
        start = index + 1
      }
      index += 1
    }
    return parts + [start..<range.upperBound]
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes.slice(range).trimmed, as: UTF8.self)
  }

  private mutating func link(_ contents: Range<Int>, trail: Range<Int>) -> [Inline] {
    let parts = parts(of: contents, limit: 2)
    let target = text(parts[0])
    if LinkTarget(target).isMedia { return trail.isEmpty ? [] : [.text(text(trail))] }
    var label = parts.count > 1 ? parse(parts[1]) : []
    if label.plainText.allSatisfy(\.isWhitespace) {
      let shown = LinkTarget(target).shown
      label = [.text(parts.count > 1 ? LinkTarget.withoutBracket(shown) : shown)]
    }
    if !trail.isEmpty { label.append(.text(text(trail))) }
    return [.link(WikiLink(target: target, label: label))]
  }

  private struct Template {
    var name: String
    var arguments: [Range<Int>] = []
  }

  private func template(in contents: Range<Int>) -> Template {
    let parts = parts(of: contents)
    var template = Template(name: text(parts[0]).replacing("_", with: " ").lowercased())
    for (offset, part) in parts.dropFirst().enumerated() {
      let sign = bytes.slice(part).index(of: .equalsSign).map { part.lowerBound + $0 }
      let isNamed = sign.map { isParameterName(part.lowerBound..<$0) } ?? false
      guard let sign, isNamed else {
        template.arguments.append(part)
        continue
      }
      // `1=text`: a position.
      if text(part.lowerBound..<sign) == "\(offset + 1)" {
        template.arguments.append((sign + 1)..<part.upperBound)
      }
    }
    return template
  }

  private func isParameterName(_ range: Range<Int>) -> Bool {
    bytes.slice(range).trimmed.allSatisfy { $0.isLetter || $0.isDigit || "-_ ".utf8.contains($0) }
  }

  // The parts that a template leaves.
  private mutating func template(_ contents: Range<Int>) -> [Inline] {
    var template = template(in: contents)
    for function in ["formatnum:"] where template.name.hasPrefix(function) {
      let start = contents.lowerBound + function.utf8.count
      template = Template(name: "formatnum", arguments: [start..<contents.upperBound])
    }
    guard let rule = TemplateRule.named(template.name) else { return [] }
    return parts(by: rule, of: template.arguments)
  }

  private mutating func parts(by rule: TemplateRule, of arguments: [Range<Int>]) -> [Inline] {
    switch rule {
    case .text(let text): return [.text(text)]
    case .argument(let index): return index < arguments.count ? trimmed(arguments[index]) : []
    case .lastArgument: return arguments.last.map { trimmed($0) } ?? []
    case .prefix(let prefix): return [.text(prefix)] + (arguments.first.map { trimmed($0) } ?? [])
    case .link: return arguments.first.map { [link(to: text($0))] } ?? []
    case .ship(let prefix):
      let names = (prefix.map { [$0] } ?? []) + arguments.prefix(prefix == nil ? 2 : 1).map { text($0) }
      return names.isEmpty ? [] : [link(to: names.filter { !$0.isEmpty }.joined(separator: " "))]
    case .measure: return [.text(TemplateText.measure(arguments.map { text($0) }))]
    case .fraction: return [.text(TemplateText.fraction(arguments.map { text($0) }))]
    }
  }

  private mutating func trimmed(_ argument: Range<Int>) -> [Inline] {
    var range = argument
    while range.lowerBound < range.upperBound, bytes[range.lowerBound].isBlank {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while range.lowerBound < range.upperBound, bytes[range.upperBound - 1].isBlank {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    return parse(range)
  }

  private func link(to target: String) -> Inline {
    .link(WikiLink(target: target, label: [.text(LinkTarget.withoutBracket(target))]))
  }
}
