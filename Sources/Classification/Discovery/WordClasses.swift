internal import Primitives

/// The classes of words, by their hashes.
struct WordClasses: Sendable {
  /// The bits of the classes.
  private(set) var table: NumberTable
  /// The hash of the `'s` of a possessive.
  static let possessive = hash("'s")
  /// The hash of `of`.
  static let of = hash("of")
  /// The hash of `the`.
  static let the = hash("the")

  /// Makes the classes of the words in `WordLists`.
  init() {
    table = NumberTable()
    for (kind, words) in WordLists.all {
      for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) { insert(String(word), kind) }
    }
  }

  /// Makes the classes of a table.
  init(_ table: NumberTable) { self.table = table }

  private static let abbreviatedTitles = Set(
    "St Mt Jr Sr Dr Mr Mrs Ms Gen Sen Rep Gov Lt Col Capt Sgt Maj Rev Fr No vs Ft Inc Corp Ltd Co Adm Hon Prof"
      .split(separator: " ").map { hash(String($0)) })

  /// Adds a class to a word.
  mutating func insert(_ word: String, _ kind: WordClass) { insert(Self.hash(word), kind) }
  /// Adds a class to a word, by its hash.
  mutating func insert(_ hash: UInt64, _ kind: WordClass) { set(hash, to: self[hash].union(kind)) }
  /// Removes a class from a word.
  mutating func remove(_ kind: WordClass, from word: String) {
    let hash = Self.hash(word)
    if self[hash].contains(kind) { set(hash, to: self[hash].subtracting(kind)) }
  }

  private mutating func set(_ hash: UInt64, to classes: WordClass) {
    table.set(hash, to: Int32(bitPattern: classes.rawValue))
  }

  /// The classes of a word, by its hash.
  subscript(_ hash: UInt64) -> WordClass { WordClass(rawValue: UInt32(bitPattern: table[hash] ?? 0)) }
  /// Whether a period behind a word ends no sentence.
  func isAbbreviatedTitle(_ hash: UInt64) -> Bool { Self.abbreviatedTitles.contains(hash) }

  /// The hash of a word.
  static func hash(_ word: String) -> UInt64 { NumberTable.hash(word) }
}
