/// The names of a `_Context: …_` list.
package enum ContextList {
  /// Splits names joined by `, `, or by `;`. A comma that belongs to a name (`Facebook, Inc.`, `Washington, D.C.`,
  /// `… general election, 2018`) does not divide: what can only follow a name stays with it.
  package static func names(_ text: String) -> [String] {
    var (text, names) = (text, [String]())
    text.withUTF8 { forEachName($0) { names.append(String(decoding: $0, as: UTF8.self)) } }
    return names
  }

  /// Calls `body` with each of the names in a text in UTF-8.
  package static func forEachName(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    // The name that a further part may still belong to.
    var name = 0..<0
    func finish() {
      guard text[name].contains(where: { $0 > 0x20 }) else { return }
      body(UnsafeBufferPointer(rebasing: text[name]))
    }
    var start = 0
    var isBehindComma = false
    while start < text.count {
      var end = start
      while end < text.count, !divides(text, at: end) { end += 1 }
      if end > start {
        if !name.isEmpty, isBehindComma, isTail(UnsafeBufferPointer(rebasing: text[start..<end])) {
          name = name.lowerBound..<end
        } else {
          finish()
          name = start..<end
        }
      }
      isBehindComma = end < text.count && text[end] == 0x2C
      start = end + 1
      while start < text.count, text[start] == 0x20 { start += 1 }
    }
    finish()
  }

  // Whether a name ends at an index: before a comma and a blank, or before a semicolon that ends no character reference.
  private static func divides(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    switch text[index] {
    case 0x2C: return index + 1 < text.count && text[index + 1] == 0x20
    case 0x3B:
      let name = text.slice(..<index).reversed().prefix {
        isDigit($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x23
      }
      return name.isEmpty || name.count == index || text[index - name.count - 1] != 0x26
    default: return false
    }
  }

  private static let tails: Set<String> = [
    "Inc.", "Inc", "LLC", "L.L.C.", "LLP", "L.P.", "LP", "Ltd.", "Ltd", "Co.", "Corp.", "Corp", "PLC", "plc",
    "S.A.",
    "S.A", "SA", "AG", "GmbH", "N.V.", "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "D.C.", "D.C", "DC",
    "M.D.", "MD",
    "Ph.D.", "PhD", "Esq.",
  ]

  private static let longestTail = 6

  // A company's form, a person's suffix, the District of Columbia, or a year or span of years.
  private static func isTail(_ part: UnsafeBufferPointer<UInt8>) -> Bool {
    if part.count <= longestTail, tails.contains(String(decoding: part, as: UTF8.self)) { return true }
    guard part.count >= 4, part.prefix(4).allSatisfy(isDigit) else { return false }
    if part.count == 4 { return true }
    for mark in ["-", "–", "&ndash;", "&", "/"] where part.dropFirst(4).starts(with: mark.utf8) {
      let end = part.dropFirst(4 + mark.utf8.count)
      return (2...4).contains(end.count) && end.allSatisfy(isDigit)
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
