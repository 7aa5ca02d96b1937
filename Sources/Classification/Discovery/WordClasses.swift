internal import Primitives

/// The classes of words, by their hashes.
struct WordClasses: Sendable {
  private var classes: [UInt64: WordClass] = [:]
  private let titles: Set<UInt64>
  /// The hash of the `'s` of a possessive.
  static let possessive = hash("'s")
  /// The hash of `of`.
  static let of = hash("of")
  /// The hash of `the`.
  static let the = hash("the")

  /// Makes the classes of the words in `WordLists`.
  init() {
    titles = Set(
      "St Mt Jr Sr Dr Mr Mrs Ms Gen Sen Rep Gov Lt Col Capt Sgt Maj Rev Fr No vs Ft Inc Corp Ltd Co Adm Hon Prof"
        .split(separator: " ").map { Self.hash(String($0)) })
    for (kind, words) in WordLists.all {
      for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) { insert(String(word), kind) }
    }
  }

  /// Adds a class to a word.
  mutating func insert(_ word: String, _ kind: WordClass) {
    classes[Self.hash(word), default: []].formUnion(kind)
  }
  /// Adds a class to a word, by its hash.
  mutating func insert(_ hash: UInt64, _ kind: WordClass) { classes[hash, default: []].formUnion(kind) }
  /// Removes a class from a word.
  mutating func remove(_ kind: WordClass, from word: String) { classes[Self.hash(word)]?.remove(kind) }

  /// The classes of a word, by its hash.
  subscript(_ hash: UInt64) -> WordClass { classes[hash] ?? [] }
  /// Whether a period behind a word ends no sentence.
  func isAbbreviatedTitle(_ hash: UInt64) -> Bool { titles.contains(hash) }

  /// The hash of a word.
  static func hash(_ word: String) -> UInt64 {
    var hash = FNV1a()
    for byte in word.utf8 { hash.append(byte) }
    return hash.value
  }
}
