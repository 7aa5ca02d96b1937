/// Finds the ends of sentences in texts in UTF-8.
package enum SentenceEnd {
  // Words that end in a full stop within a sentence.
  private static let abbreviations: Set<String> = [
    "adm", "approx", "apr", "art", "aug", "bros", "brig", "capt", "cmdr", "co", "col", "corp", "cpl", "dec",
    "dept", "dr", "est", "feb", "fr", "ft", "gen", "gov", "hon", "inc", "jan", "jr", "lt", "ltd", "maj",
    "messrs", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "op", "pres", "prof", "rep", "rev", "sec",
    "sen", "sep", "sept", "sgt", "sr", "st", "supt", "v", "vs",
  ]
  // Words that begin a sentence behind an abbreviation.
  private static let beginnings: Set<String> = [
    "A", "After", "Among", "An", "Another", "At", "Both", "However", "He", "In", "It", "Its", "On", "One",
    "Others", "Several", "She", "The", "These", "They", "This", "Those", "Two", "Three",
  ]
  private static let closers = ["\"", "'", ")", "]", "”", "’", "»"].map { Array($0.utf8) }
  private static let openers = ["\"", "'", "(", "[", "“", "‘", "«"].map { Array($0.utf8) }
  // Full stops of scripts that need no blank behind them, and marks that do.
  private static let wideStops = ["。", "！", "？"].map { Array($0.utf8) }
  private static let otherStops = ["…", "؟", "।", "۔"].map { Array($0.utf8) }

  /// The index behind the first sentence that ends behind an index; `nil` when the text does not go on behind it.
  package static func first(in text: UnsafeBufferPointer<UInt8>, after start: Int = 0) -> Int? {
    var depth = 0
    var index = start
    while index < text.count {
      let byte = text[index]
      let stop = stop(in: text, at: index)
      index += max(1, stop.length)
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth = max(0, depth - 1) }
      guard depth == 0, stop.length > 0 else { continue }
      let end = skip(closers, in: text, from: index)
      if end >= text.count { return nil }
      if stop.isWide || isBlank(text[end]) && beginsSentence(text, at: end, behind: index) { return end }
    }
    return nil
  }

  // The length of a full stop at an index, 0 for other characters.
  private static func stop(
    in text: UnsafeBufferPointer<UInt8>, at index: Int
  ) -> (length: Int, isWide: Bool) {
    switch text[index] {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): return (1, false)
    case 0xD8...0xEF:
      let rest = text[index...]
      if let stop = wideStops.first(where: { rest.starts(with: $0) }) { return (stop.count, true) }
      return (otherStops.first { rest.starts(with: $0) }?.count ?? 0, false)
    default: return (0, false)
    }
  }

  // The index behind all signs at an index.
  private static func skip(
    _ signs: [[UInt8]], in text: UnsafeBufferPointer<UInt8>, from start: Int, blanks: Bool = false
  ) -> Int {
    var index = start
    while index < text.count {
      let rest = text[index...]
      if let sign = signs.first(where: { rest.starts(with: $0) }) {
        index += sign.count
      } else if blanks, isBlank(text[index]) {
        index += 1
      } else {
        break
      }
    }
    return index
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  // Whether a sentence begins behind the blank at an index.
  private static func beginsSentence(
    _ text: UnsafeBufferPointer<UInt8>, at index: Int, behind stop: Int
  ) -> Bool {
    let start = skip(openers, in: text, from: index, blanks: true)
    let word = String(decoding: text[start...].prefix { !isBlank($0) }, as: UTF8.self)
    guard let first = word.first, !first.isLowercase, first.isLetter || first.isNumber else { return false }
    return !isAbbreviation(text[..<stop]) || beginnings.contains(String(word.prefix { $0.isLetter }))
  }

  // Whether a text ends in an abbreviation: `U.S.`, `John F.`, `Gen.`.
  private static func isAbbreviation(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard text.last == UInt8(ascii: ".") else { return false }
    let bytes = text.dropLast()
    let start = bytes.lastIndex { isBlank($0) || $0 == UInt8(ascii: "-") }.map { $0 + 1 } ?? 0
    let whole = String(decoding: bytes[start...], as: UTF8.self)
    let word = whole.drop { "\"'([“‘«".contains($0) }
    if word.count == 1, word.first?.isLetter == true { return true }
    let isDotted =
      word.contains(".")
      && word.split(separator: ".").allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
    return isDotted || abbreviations.contains(word.lowercased())
  }
}
