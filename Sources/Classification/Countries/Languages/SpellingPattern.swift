/// A pattern of spellings with alternatives in braces, as a shell expands them: `Росси{я,и,ю,ей}` has four spellings.
enum SpellingPattern {
  /// The spellings of a pattern, in the order of its alternatives.
  static func spellings(of pattern: String) -> [String] {
    guard let open = pattern.firstIndex(of: "{"), let close = pattern[open...].firstIndex(of: "}") else {
      return [pattern]
    }
    let start = pattern[..<open]
    let ends = spellings(of: String(pattern[pattern.index(after: close)...]))
    let alternatives = pattern[pattern.index(after: open)..<close].split(
      separator: ",", omittingEmptySubsequences: false)
    return alternatives.flatMap { alternative in ends.map { start + alternative + $0 } }
  }
}
