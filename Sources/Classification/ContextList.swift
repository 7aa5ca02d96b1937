/// The names of a `_Context: …_` list.
package enum ContextList {
  /// Splits names joined by `, `. A comma that belongs to a name (`Facebook, Inc.`, `Washington, D.C.`,
  /// `… general election, 2018`) does not divide: what can only follow a name stays with it.
  package static func names(_ text: String) -> [String] {
    var names: [Substring] = []
    for part in text.split(separator: ", ", omittingEmptySubsequences: true) {
      if let last = names.last, isTail(part) {
        names[names.count - 1] = text[last.startIndex..<part.endIndex]
      } else {
        names.append(part)
      }
    }
    return names.map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
  }

  private static let tails: Set<Substring> = [
    "Inc.", "Inc", "LLC", "L.L.C.", "LLP", "L.P.", "LP", "Ltd.", "Ltd", "Co.", "Corp.", "Corp", "PLC", "plc",
    "S.A.",
    "S.A", "SA", "AG", "GmbH", "N.V.", "Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "D.C.", "D.C", "DC",
    "M.D.", "MD",
    "Ph.D.", "PhD", "Esq.",
  ]

  // A company's form, a person's suffix, the District of Columbia, or a year or span of years.
  private static func isTail(_ part: Substring) -> Bool {
    if tails.contains(part) { return true }
    let bytes = part.utf8
    guard bytes.count >= 4, bytes.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    let rest = part.dropFirst(4)
    guard let mark = rest.first else { return true }
    guard "-–&/".contains(mark) else { return false }
    let end = rest.hasPrefix("&ndash;") ? rest.dropFirst(7) : rest.dropFirst()
    return (2...4).contains(end.utf8.count) && end.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
