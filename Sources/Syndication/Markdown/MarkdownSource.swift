internal import Primitives

/// Prepares a summary for libcmark-gfm: escapes characters that would be markup by accident, and translates task lists and footnotes.
///
/// - `<` begins no block of HTML. `# 1` is no heading, and `> 40` no quotation.
/// - `[name]: …` defines a link only if the text has a link with this name.
/// - Character references without a semicolon, of those that HTML allows, get one.
/// - Addresses with spaces are put in angle brackets.
/// - Task list items get a character for their box, and footnotes a number in brackets: no entry of a feed has room for links within it.
struct MarkdownSource {
  /// The text for libcmark-gfm.
  let text: String

  // The limit of the bytes that link definitions add to the text, because each use of a definition copies its address.
  private static let maximumDefinedBytes = 65_536

  /// Prepares a text.
  init(_ text: String) {
    let lines = text.drop { $0 == " " || $0 == "\t" }.split(separator: "\n", omittingEmptySubsequences: false)
    let used = Self.usedDefinitions(lines)
    var result: [String] = []
    var fence: Character?
    var isInQuotation = false
    for line in lines {
      let start = line.drop { $0 == " " }
      if let mark = Self.fence(start) {
        if fence == nil { fence = mark } else if fence == mark { fence = nil }
        result.append(String(line))
        continue
      }
      guard fence == nil else {
        result.append(String(line))
        continue
      }
      if Self.isFootnote(start), let last = result.last, !last.isEmpty { result.append("") }
      result.append(Self.prepared(line, start: start, isInQuotation: isInQuotation, used: used))
      isInQuotation = start.first == ">"
    }
    self.text = result.joined(separator: "\n")
  }
}

extension MarkdownSource {
  // Prepares a line outside of code.
  private static func prepared(
    _ line: Substring, start: Substring, isInQuotation: Bool, used: Set<String>
  ) -> String {
    var result = withSemicolons(withTranslatedExtensions(String(line)))
    if let offset = accidentalMarkup(line, start: start, isInQuotation: isInQuotation, used: used) {
      result.insert("\\", at: result.utf8.index(result.startIndex, offsetBy: offset))
    }
    return result
  }

  // Whether a line begins a footnote: `[^1]: …`. Swift compiles a pattern at each use, which takes longer than the rest of a line.
  private static func isFootnote(_ line: Substring) -> Bool {
    guard line.hasPrefix("[^"), let end = line.firstIndex(of: "]"), line[end...].hasPrefix("]:") else {
      return false
    }
    let label = line[..<end].dropFirst(2)
    return !label.isEmpty && !label.contains(where: \.isWhitespace)
  }

  // Translates task list items, footnotes and addresses with spaces to CommonMark.
  private static func withTranslatedExtensions(_ line: String) -> String {
    guard line.utf8.contains(UInt8(ascii: "[")) else { return line }
    var line = line
    if let box = line.prefixMatch(of: /(\s*(?:>\s*)*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)/) {
      let character = box.output.2 == " " ? "☐" : "☑"
      line.replaceSubrange(box.range, with: box.output.1 + character)
    }
    if line.contains("[^") {
      line = line.replacing(/(`[^`]*`)|\[\^([^\]\s]+)\](:(?=\s))?/) { match in
        match.output.1.map(String.init) ?? match.output.2.map { "\\[\($0)\\]" } ?? ""
      }
    }
    return line.contains("](") ? withBracketedAddresses(line) : line
  }

  // Puts addresses with spaces in angle brackets (CommonMark, section 6.3).
  private static func withBracketedAddresses(_ line: String) -> String {
    let bytes = Array(line.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      index += 1
      guard bytes[index - 1] == UInt8(ascii: "]"), index < bytes.count, bytes[index] == UInt8(ascii: "("),
        let end = endOfTarget(bytes, from: index + 1), mayHaveSpace(bytes[(index + 1)..<end])
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

  // Whether a target may have a space. Hardly any has one, and the pattern of those that have takes a hundred times as long.
  private static func mayHaveSpace(_ target: ArraySlice<UInt8>) -> Bool {
    target.contains { $0 <= 0x20 || $0 >= 0x80 }
  }

  // The index of the bracket that ends a link's target.
  private static func endOfTarget(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    // The limit keeps the time proportional to the text: a line may consist of brackets. No address is longer.
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

  // Whether a text with spaces is an address, not a remark in brackets.
  private static func isAddress(_ text: Substring) -> Bool {
    let first = text.prefix { !$0.isWhitespace }
    return ["http://", "https://", "//", "/", "./", "../"].contains(where: first.lowercased().hasPrefix)
      || text.hasSuffix(".md") || text.contains(".md#")
  }

  private static func fence(_ line: Substring) -> Character? {
    if line.hasPrefix("```") { return "`" }
    return line.hasPrefix("~~~") ? "~" : nil
  }

  // The offset in bytes of a character that would be markup by accident, and must be escaped.
  private static func accidentalMarkup(
    _ line: Substring, start: Substring, isInQuotation: Bool, used: Set<String>
  ) -> Int? {
    let indentation = line.utf8.count - start.utf8.count
    // A line with more indentation is code.
    guard indentation < 4, !isFootnote(start) else { return nil }
    if let definition = definition(start), !used.contains(definition.label) { return indentation }
    let next = start.dropFirst().first { $0 != " " }
    switch start.first {
    case "#" where start.dropFirst().first == " " && next?.isNumber == true: return indentation
    case ">" where !isInQuotation && (next?.isNumber == true || next?.isCurrencySymbol == true):
      return indentation
    default: return startOfHTML(line)
    }
  }

  // The offset of `<` as the first character of a line, a quotation or a list item.
  private static func startOfHTML(_ line: Substring) -> Int? {
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

  // Parses `[label]: destination`.
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

  // The labels of the definitions that links of the text use.
  private static func usedDefinitions(_ lines: [Substring]) -> Set<String> {
    let definitions = lines.compactMap { definition($0.drop { $0 == " " }) }
    if definitions.isEmpty { return [] }
    var uses = bracketedTexts(lines)
    for definition in definitions { uses[definition.label, default: 0] -= 1 }
    let used = definitions.filter { definition in
      uses[definition.label, default: 0] > 0
        && definition.destination.contains { $0 == "/" || $0 == "." || $0 == "#" }
    }
    let longest = used.map(\.destination.utf8.count).max() ?? 0
    let links = uses.values.reduce(0) { $0 + max(0, $1) }
    return longest * links > maximumDefinedBytes ? [] : Set(used.map(\.label))
  }

  // The number of occurrences of each text in brackets.
  private static func bracketedTexts(_ lines: [Substring]) -> [String: Int] {
    var counts: [String: Int] = [:]
    for line in lines {
      var open: Substring.Index?
      for index in line.indices {
        if line[index] == "[" {
          open = line.index(after: index)
        } else if line[index] == "]", let start = open {
          counts[normal(line[start..<index]), default: 0] += 1
          open = nil
        }
      }
    }
    return counts
  }

  // Adds the missing semicolons of character references outside of addresses.
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
        if bytes.holds("://", at: index) { isInAddress = true }
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
