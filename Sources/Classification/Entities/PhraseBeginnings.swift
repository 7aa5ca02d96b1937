internal import Primitives

/// The first two bytes of phrases, as a set: a search looks up only the words of a text that a phrase may begin with. Most words of a
/// text begin no name; without this, looking them up takes 3 % of the time of a build.
struct PhraseBeginnings: Sendable {
  // The number of words that have a bit for each pair of bytes.
  private static let count = (1 << 16) / UInt64.bitWidth

  /// A bit for each pair of bytes.
  private(set) var bits: [UInt64]

  /// Makes an empty set.
  init() { bits = Array(repeating: 0, count: Self.count) }

  /// Reads a set of the image of a gazetteer.
  init(_ image: inout ImageReader) { bits = Array(image.numbers(Self.count) as UnsafeBufferPointer<UInt64>) }

  /// Adds the beginning of a phrase, whose first word begins at an index.
  mutating func insert(_ phrase: UnsafeBufferPointer<UInt8>, at index: Int) {
    let first = Int(phrase[index]) << 8
    // Without a pair, any byte may be the second one.
    let pairs = Self.pair(phrase, at: index).map { $0...$0 } ?? first...(first | 0xFF)
    for pair in pairs { bits[pair / UInt64.bitWidth] |= 1 << UInt64(pair % UInt64.bitWidth) }
  }

  /// Whether a phrase may begin with a word of a text, which begins at an index.
  func mayBegin(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard let pair = Self.pair(text, at: index) else { return true }
    return bits[pair / UInt64.bitWidth] >> UInt64(pair % UInt64.bitWidth) & 1 == 1
  }

  // The first two bytes of a word; `nil` if what follows the first byte is no letter or digit of ASCII. It may be an invisible character,
  // which is no part of the word, so that the second byte of the word comes later.
  private static func pair(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    guard index + 1 < text.count, text[index + 1].isLetter || text[index + 1].isDigit else { return nil }
    return Int(text[index]) << 8 | Int(text[index + 1])
  }
}
