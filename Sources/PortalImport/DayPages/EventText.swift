/// The title and the summary of an event.
struct EventText: Equatable {
  /// The title.
  var title: String
  /// The rest of the text; empty when the title is the whole text.
  var summary: String

  /// Divides the text of an item: a long text of several sentences has its first sentence as its title.
  init(_ text: String) {
    title = text
    summary = ""
    if text.count > PortalLimits.titleCharacters, let end = SentenceEnd.first(in: text) {
      title = String(text[..<end])
      summary = String(text[end...]).trimmingBlanks
    }
    if PortalLimits.feedBytes(title) > PortalLimits.titleBytes {
      title = PortalLimits.cut(text, toFeedBytes: PortalLimits.titleBytes)
      summary = text
    }
    summary = PortalLimits.cut(summary, toFeedBytes: PortalLimits.summaryBytes)
  }
}

/// Finds the end of a sentence.
enum SentenceEnd {
  // Words that end in a full stop within a sentence.
  private static let abbreviations: Set<String> = [
    "adm", "approx", "apr", "art", "aug", "bros", "brig", "capt", "cmdr", "co", "col", "corp", "cpl", "dec",
    "dept", "dr", "est", "feb", "fr", "ft", "gen", "gov", "hon", "inc", "jan", "jr", "lt", "ltd", "maj",
    "messrs", "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "op", "pres", "prof", "rep", "rev", "sec",
    "sen", "sep", "sept", "sgt", "sr", "st", "supt", "v", "vs",
  ]
  // Words that begin a sentence behind an abbreviation.
  private static let beginnings: Set<Substring> = [
    "A", "After", "Among", "An", "Another", "At", "Both", "However", "He", "In", "It", "Its", "On", "One",
    "Others", "Several", "She", "The", "These", "They", "This", "Those", "Two", "Three",
  ]
  private static let closers: Set<Character> = ["\"", "'", ")", "]", "”", "’", "»"]
  private static let openers: Set<Character> = ["\"", "'", "(", "[", "“", "‘", "«"]

  /// The index behind the first sentence; `nil` when the text is one sentence.
  static func first(in text: String) -> String.Index? {
    var depth = 0
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      index = text.index(after: index)
      if character == "(" { depth += 1 }
      if character == ")" { depth = max(0, depth - 1) }
      guard depth == 0, ".!?…".contains(character) else { continue }
      let end = text[index...].firstIndex { !closers.contains($0) } ?? text.endIndex
      guard end < text.endIndex else { return nil }
      if text[end] == " ", beginsSentence(text[end...], behind: text[..<index]) { return end }
    }
    return nil
  }

  // Whether a text with a blank before it begins a sentence.
  private static func beginsSentence(_ text: Substring, behind before: Substring) -> Bool {
    let word = text.drop { $0 == " " || openers.contains($0) }
    guard let first = word.first, !first.isLowercase, first.isLetter || first.isNumber else { return false }
    return !isAbbreviation(before) || beginnings.contains(word.prefix { $0.isLetter })
  }

  // Whether a text ends in an abbreviation: `U.S.`, `John F.`, `Gen.`.
  private static func isAbbreviation(_ text: Substring) -> Bool {
    guard text.last == "." else { return false }
    let word = text.dropLast().suffix(while: { !$0.isWhitespace && !openers.contains($0) && $0 != "-" })
    if word.count == 1, word.first?.isLetter == true { return true }
    let isDotted =
      word.contains(".")
      && word.split(separator: ".").allSatisfy { $0.count == 1 && $0.first?.isLetter == true }
    return isDotted || abbreviations.contains(word.lowercased())
  }
}

extension Substring {
  // The longest suffix of characters that satisfy a predicate.
  fileprivate func suffix(while predicate: (Character) -> Bool) -> Substring {
    self[(lastIndex { !predicate($0) }.map { index(after: $0) } ?? startIndex)...]
  }

}
