/// The headings of day pages: the categories of events.
enum PortalHeading {
  /// The usual categories.
  static let usual = [
    "Armed conflicts and attacks", "Arts and culture", "Business and economy", "Disasters and accidents",
    "Health and environment", "International relations", "Law and crime", "Politics and elections",
    "Science and technology", "Sports",
  ]

  // The largest number of letters by which a heading may differ from a usual one.
  private static let mostSlips = 2
  private static let longest = 100

  /// The category of a line that is a heading: `'''Sports'''`, `;Sports` or `== Sports ==`; `nil` for any other line.
  static func category(ofLine line: String) -> String? {
    guard let name = text(ofLine: line) else { return nil }
    return category(InlineParser.parse(name).plainText)
  }

  /// The category that a heading names: a usual one, also if the heading has slips, or the heading itself. `nil` for a text that is
  /// empty or too long.
  static func category(_ heading: String) -> String? {
    if let category = usualCategory(heading) { return category }
    let name = folded(heading)
    guard !name.isEmpty, name.utf8.count <= longest else { return nil }
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// The usual category that a heading names, with two slips at most.
  static func usualCategory(_ heading: String) -> String? {
    let name = Array(folded(heading).lowercased().unicodeScalars)
    guard !name.isEmpty, name.count <= longest else { return nil }
    let candidates = usual.map { category in
      Candidate(category: category, slips: distance(name, Array(category.lowercased().unicodeScalars)))
    }
    guard let best = candidates.min(by: { $0.slips < $1.slips }), best.slips <= mostSlips else { return nil }
    return best.category
  }

  // A usual category, and the letters by which a heading differs from it.
  private struct Candidate {
    var category: String
    var slips: Int
  }

  // The text of a line between the marks of a heading.
  private static func text(ofLine line: String) -> String? {
    if line.hasPrefix(";") { return String(line.drop { $0 == ";" }) }
    for mark in ["'''", "=="] where line.hasPrefix(mark) {
      let inside = line.dropFirst(mark.count)
      guard let end = inside.lastRange(of: mark) else { return nil }
      let rest = inside[end.upperBound...]
      guard rest.allSatisfy({ $0.isWhitespace || $0 == ":" || $0 == "=" }) else { return nil }
      let name = inside[..<end.lowerBound].drop { $0 == "=" }
      return name.contains(mark) ? nil : String(name.prefix { $0 != "=" })
    }
    return nil
  }

  // A heading without a colon at its end and blanks at both ends, with single blanks.
  private static func folded(_ heading: String) -> String {
    var words = heading.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    while let last = words.last, last == ":" || last == " " { words.removeLast() }
    return words
  }

  // The number of letters to add, remove or replace (Levenshtein's distance).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}

extension StringProtocol where Self.SubSequence == Substring {
  /// The range of the last occurrence of a text.
  fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
