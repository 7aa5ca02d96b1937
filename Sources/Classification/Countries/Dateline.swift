internal import Primitives

/// The place in capitals at the beginning of a report, as in `BEIRUT (AP) — …` and `LONDON, Ky. (WKYT) - …`.
struct Dateline {
  private static let mostWords = 4
  private static let fewestLetters = 3

  /// The range of the place.
  let range: Range<Int>
  /// The place as it is written.
  let words: String
  /// Whether a comma and a name follow.
  let isFollowedByState: Bool

  /// Finds the dateline of a text in UTF-8.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count > Self.fewestLetters, Self.isCapital(bytes[0]),
      Self.isCapital(bytes[1]) || Self.isCapital(bytes[2])
    else { return nil }
    var end = 0
    var count = 0
    var start = 0
    while count < Self.mostWords, let word = Self.word(in: bytes, from: start) {
      count += 1
      end = word.upperBound
      guard end + 1 < bytes.count, bytes[end] == 0x20 else { break }
      start = end + 1
    }
    guard end >= Self.fewestLetters else { return nil }
    let rest = bytes[end...]
    isFollowedByState =
      rest.starts(with: ", ".utf8) && rest.count > 2 && Self.isCapital(rest[rest.startIndex + 2])
    guard isFollowedByState || Self.ends.contains(where: { rest.starts(with: $0.utf8) }) else { return nil }
    range = 0..<end
    words = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
  }

  // What separates a dateline from the report.
  private static let ends = [" (", " -", "--", " –", " —", "–", "—"]

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }

  // The word in capitals at an index.
  private static func word(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
    var end = start
    var letters = 0
    while end < bytes.count {
      let byte = bytes[end]
      let isLetter = isCapital(byte) || byte >= 0x80 && byte != 0xE2 && byte != 0xC2
      let isInside = [UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "-")].contains(byte) && letters > 0
      guard isLetter || isInside else { break }
      if isLetter { letters += 1 }
      end += 1
    }
    while end > start, bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    guard letters > 1, end >= bytes.count || !bytes[end].isLetter else { return nil }
    return start..<end
  }
}
