/// The words of a text, to be compared with those of another.
struct WordOverlap {
  private var counts: [Substring: Int] = [:]
  private var count = 0

  /// Counts the first words of a text; case and punctuation do not matter.
  init(_ text: String) {
    let words = Substring(text.lowercased()).split { !$0.isLetter && !$0.isNumber }
    for word in words.prefix(PortalLimits.comparedWords) {
      counts[word, default: 0] += 1
      count += 1
    }
  }

  /// The share of the words of both texts that the other has, too, from 0 to 1 (Dice's coefficient).
  func share(with other: WordOverlap) -> Double {
    guard count + other.count > 0 else { return 0 }
    let common = counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
    return Double(2 * common) / Double(count + other.count)
  }
}
