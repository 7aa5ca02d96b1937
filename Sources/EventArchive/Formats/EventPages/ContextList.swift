internal import Primitives

/// Splits the names of a context, `_Context: …_`.
package enum ContextList {
  /// Splits names joined by `, ` or by `;`. A comma within a name (`Facebook, Inc.`, `Washington, D.C.`, `… general election, 2018`)
  /// does not separate: text that occurs only behind a name belongs to the name before it.
  package static func names(_ text: String) -> [String] {
    var text = text
    var names: [String] = []
    text.withUTF8 { forEachName($0) { names.append(String(decoding: $0, as: UTF8.self)) } }
    return names
  }

  /// Calls `body` with each of the names in a text in UTF-8.
  package static func forEachName(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    // The present name, to which the next part may belong.
    var name = 0..<0
    func finish() {
      guard text[name].contains(where: { $0 > .space }) else { return }
      body(UnsafeBufferPointer(rebasing: text[name]))
    }
    var start = 0
    var isBehindComma = false
    while start < text.count {
      var end = start
      while end < text.count, !isSeparator(text, at: end) { end += 1 }
      if end > start {
        if !name.isEmpty, isBehindComma, isSuffix(text.slice(start..<end)) {
          name = name.lowerBound..<end
        } else {
          finish()
          name = start..<end
        }
      }
      isBehindComma = end < text.count && text[end] == .comma
      start = end + 1
      while start < text.count, text[start] == .space { start += 1 }
    }
    finish()
  }

  // Whether a separator is at an index: a comma before a space, or a semicolon that ends no character reference.
  private static func isSeparator(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch text[index] {
    case .comma: return text.holds(", ", at: index)
    case .semicolon:
      let name = text.slice(..<index).reversed().prefix { $0.isDigit || $0.isLetter || $0 == .numberSign }
      return name.isEmpty || name.count == index || text[index - name.count - 1] != .ampersand
    default: return false
    }
  }

  private static let suffixes: Set<String> = [
    "Inc.", "Inc", "LLC", "L.L.C.", "LLP", "L.P.", "LP", "Ltd.", "Ltd", "Co.", "Corp.", "Corp", "PLC", "plc",
    "S.A.", "S.A", "SA", "AG", "GmbH", "N.V.", "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "D.C.", "D.C",
    "DC", "M.D.", "MD", "Ph.D.", "PhD", "Esq.",
  ]

  private static let longestSuffix = 6

  // Whether a part is the suffix of a company or person, the District of Columbia, a year or a range of years.
  private static func isSuffix(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    if part.count <= longestSuffix, suffixes.contains(String(decoding: part, as: UTF8.self)) { return true }
    guard part.count >= 4, part.prefix(4).allSatisfy(\.isDigit) else { return false }
    if part.count == 4 { return true }
    for mark in ["-", "–", "&ndash;", "&", "/"] where part.dropFirst(4).starts(with: mark.utf8) {
      let end = part.dropFirst(4 + mark.utf8.count)
      return (2...4).contains(end.count) && end.allSatisfy(\.isDigit)
    }
    return false
  }
}
