internal import Primitives

/// The text that is given to libcmark in place of a summary: marks that would change or hide what was meant are escaped.
///
/// A line's `<` begins no block of HTML; `# 1` is a number, and `> 40` more than 40; `[name]: …` defines a link only if the
/// text has such a link; character references that HTML knows without their semicolon have one; an address with blanks is one.
/// Of what CommonMark does not have, boxes of tasks become characters, footnotes numbers in brackets, and tables are marked for
/// `MarkdownTable`.
struct MarkdownSource {
  /// The text for libcmark.
  let text: String

  // Each use of a definition copies its address.
  private static let mostDefinedBytes = 65_536

  /// Escapes a text.
  init(_ text: String) {
    let text = MarkdownTable.withMarks(
      text.contains(where: MarkdownTable.isMark) ? text.filter { !MarkdownTable.isMark($0) } : text)
    let lines = text.drop { $0 == " " || $0 == "\t" }.split(separator: "\n", omittingEmptySubsequences: false)
    let used = Self.usedDefinitions(lines)
    var result: [String] = []
    var fence: Character?
    var isInQuote = false
    for line in lines {
      let start = line.drop { $0 == " " }
      if let mark = Self.fence(start) {
        fence = fence == nil ? mark : fence == mark ? nil : fence
        result.append(String(line))
        continue
      }
      guard fence == nil else {
        result.append(String(line))
        continue
      }
      if Self.isFootnote(start), let last = result.last, !last.isEmpty { result.append("") }
      var written = Self.withSemicolons(Self.withForeignMarks(String(line)))
      if let mark = Self.unmeantMark(line, start: start, isInQuote: isInQuote, used: used) {
        let place = written.utf8.index(written.startIndex, offsetBy: mark)
        written.insert("\\", at: place)
      }
      isInQuote = start.first == ">"
      result.append(written)
    }
    self.text = result.joined(separator: "\n")
  }
}

extension MarkdownSource {
  // Whether a line begins a footnote's text: `[^1]: …`.
  private static func isFootnote(_ line: Substring) -> Bool { line.prefixMatch(of: /\[\^[^\]\s]+\]:/) != nil }

  // A line in which marks of tasks, footnotes and addresses with blanks are what CommonMark has for them.
  private static func withForeignMarks(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "[")) else { return line }
    var line = line
    if let box = line.prefixMatch(of: /(\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)/) {
      let mark = box.output.2 == " " ? "☐" : "☑"
      line.replaceSubrange(box.range, with: box.output.1 + mark)
    }
    if line.contains("[^") {
      line = line.replacing(/(`[^`]*`)|\[\^([^\]\s]+)\](:(?=\s))?/) { match in
        match.output.1.map(String.init) ?? match.output.2.map { "\\[\($0)\\]" } ?? ""
      }
    }
    return line.contains("](") ? withWholeAddresses(line) : line
  }

  // A line in which addresses with blanks are in angle brackets (CommonMark, section 6.3).
  private static func withWholeAddresses(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var (result, index) = ([UInt8](), 0)
    while index < bytes.count {
      result.append(bytes[index])
      index += 1
      guard bytes[index - 1] == UInt8(ascii: "]"), index < bytes.count, bytes[index] == UInt8(ascii: "("),
        let end = endOfTarget(bytes, from: index + 1)
      else { continue }
      let target = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
      guard let parts = target.wholeMatch(of: /\s*([^\s<>][^<>]*?)(\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*/),
        parts.output.1.contains(where: \.isWhitespace), isAddress(parts.output.1)
      else { continue }
      result += "(<\(parts.output.1)>\(parts.output.2 ?? ""))".utf8
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  // Where the bracket is that closes a link's target.
  private static func endOfTarget(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    // No address is longer, and a line of brackets is looked through once.
    for index in start..<min(bytes.count, start + 2048) {
      switch bytes[index] {
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")") where depth == 0: return index
      case UInt8(ascii: ")"): depth -= 1
      default: break
      }
    }
    return nil
  }

  // Whether a text with blanks is an address, and no remark in brackets.
  private static func isAddress(_ text: Substring) -> Bool {
    let first = text.prefix { !$0.isWhitespace }
    return ["http://", "https://", "//", "/", "./", "../"].contains(where: first.lowercased().hasPrefix)
      || text.hasSuffix(".md") || text.contains(".md#")
  }

  private static func fence(_ line: Substring) -> Character? {
    line.hasPrefix("```") ? "`" : line.hasPrefix("~~~") ? "~" : nil
  }

  // Where a mark is, in bytes of the line, that must not count.
  private static func unmeantMark(
    _ line: Substring, start: Substring, isInQuote: Bool, used: Set<String>
  ) -> Int? {
    let indentation = line.utf8.count - start.utf8.count
    // Further in there is code, in which nothing is a mark.
    guard indentation < 4, !isFootnote(start) else { return nil }
    if let definition = definition(start), !used.contains(definition.label) { return indentation }
    let next = start.dropFirst().first { $0 != " " }
    switch start.first {
    case "#" where start.dropFirst().first == " " && next?.isNumber == true: return indentation
    case ">" where !isInQuote && (next?.isNumber == true || next?.isCurrencySymbol == true):
      return indentation
    default: return placeOfHTML(line)
    }
  }

  // Where `<` is the first character of a block: of the line, a quote or an item.
  private static func placeOfHTML(_ line: Substring) -> Int? {
    for (index, byte) in line.utf8.enumerated() {
      switch byte {
      case 0x20, 0x09, 0x2A, 0x2B, 0x2D, 0x3E, 0x30...0x39, 0x2E, 0x29: continue  // blanks * + - > digits . )
      case 0x3C:
        let rest = line.utf8.dropFirst(index + 1)
        return rest.starts(with: "http".utf8) ? nil : index
      default: return nil
      }
    }
    return nil
  }

  private struct Definition {
    var label: String
    var destination: Substring
  }

  // `[label]: destination`, where the destination may be an address.
  private static func definition(_ line: Substring) -> Definition? {
    guard line.first == "[", !isFootnote(line), let end = line.firstIndex(of: "]"),
      line[end...].dropFirst().first == ":"
    else { return nil }
    let label = line[line.index(after: line.startIndex)..<end]
    return Definition(label: normal(label), destination: line[end...].dropFirst(2).drop { $0 == " " })
  }

  private static func normal(_ label: Substring) -> String {
    label.lowercased().split { $0.isWhitespace }.joined(separator: " ")
  }

  // The labels of definitions that give links of the text an address.
  private static func usedDefinitions(_ lines: [Substring]) -> Set<String> {
    let definitions = lines.compactMap { definition($0.drop { $0 == " " }) }
    if definitions.isEmpty { return [] }
    var uses: [String: Int] = [:]
    for line in lines {
      var open: Substring.Index?
      for index in line.indices {
        if line[index] == "[" {
          open = line.index(after: index)
        } else if line[index] == "]", let start = open {
          uses[normal(line[start..<index]), default: 0] += 1
          open = nil
        }
      }
    }
    for definition in definitions { uses[definition.label, default: 0] -= 1 }
    let used = definitions.filter { definition in
      uses[definition.label, default: 0] > 0
        && definition.destination.contains { $0 == "/" || $0 == "." || $0 == "#" }
    }
    let longest = used.map(\.destination.utf8.count).max() ?? 0
    let links = uses.values.reduce(0) { $0 + max(0, $1) }
    return longest * links > mostDefinedBytes ? [] : Set(used.map(\.label))
  }

  // Character references that lack their semicolon get it, but for those in addresses.
  private static func withSemicolons(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "&")) else { return line }
    var line = line
    return line.withUTF8 { bytes in
      var result: [UInt8] = []
      var isInAddress = false
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        if byte == 0x20 || byte == 0x09 { isInAddress = false }
        if byte == UInt8(ascii: ":"), index + 2 < bytes.count, bytes[index + 1] == 0x2F,
          bytes[index + 2] == 0x2F
        {
          isInAddress = true
        }
        if byte == UInt8(ascii: "&"), !isInAddress,
          let reference = HTMLCharacterReference.match(in: bytes, at: index)
        {
          result += bytes[index..<(index + reference.length)]
          if !reference.hasSemicolon { result.append(UInt8(ascii: ";")) }
          index += reference.length
        } else {
          result.append(byte)
          index += 1
        }
      }
      return String(decoding: result, as: UTF8.self)
    }
  }
}
