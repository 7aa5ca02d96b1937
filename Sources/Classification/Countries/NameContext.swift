/// The words around a name in a text.
struct NameContext {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>

  /// Makes the context of the name at `range` of a text in UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// Whether the name is part of a sum of money: `US$`.
  var isMoney: Bool { range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "$") }

  /// Whether the name follows a first name, or is itself a first name before a surname.
  func isPerson(_ people: PersonNames) -> Bool {
    if let first = wordBefore(withCapital: true), people.firstNames.contains(first) { return true }
    guard isFollowedByName, let last = wordAfter, people.surnames.contains(last) else { return false }
    return !isLocated && people.firstNames.contains(String(decoding: bytes[range], as: UTF8.self))
  }

  /// Whether the name is alone in brackets after a sentence, as the name of a source is.
  var isCredit: Bool {
    let open = range.lowerBound - 1
    guard open >= 0, bytes[open] == UInt8(ascii: "("), range.upperBound < bytes.count,
      bytes[range.upperBound] == UInt8(ascii: ")")
    else { return false }
    var index = open
    while index > 0, bytes[index - 1] == 0x20 || bytes[index - 1] == UInt8(ascii: ",") { index -= 1 }
    guard index > 0, index < open else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: "!"), UInt8(ascii: "?")].contains(
      bytes[index - 1])
  }

  private static let locating: Set<String> = [
    "in", "at", "near", "of", "from", "around", "outside", "inside", "into", "towards", "toward", "across",
    "to", "hit", "hits", "strike", "strikes", "rock", "rocks", "over", "off",
  ]

  /// Whether the name follows a word such as `in`.
  var isLocated: Bool {
    wordBefore(withCapital: false).map { Self.locating.contains($0.lowercased()) } ?? false
  }

  // Words with a capital that are no first names.
  private static let otherWords: Set<String> = [
    "The", "In", "Near", "At", "From", "To", "Of", "And", "On", "For", "As", "After", "Western", "Eastern",
    "Northern", "Southern", "East", "West", "North", "South", "Central", "Greater", "Downtown", "Old",
    "Upper",
    "Lower", "Outside", "Around", "When", "While", "Police", "Rural", "Nearby",
  ]

  /// Whether the name follows a word with a capital, which may be a first name.
  var isPrecededByName: Bool {
    guard let word = wordBefore(withCapital: true), let last = word.utf8.last else { return false }
    let isWord =
      (0x61...0x7A).contains(last | 0x20) || last >= 0x80 || last == UInt8(ascii: ".") && word.utf8.count < 4
    return isWord && !Self.otherWords.contains(word)
  }

  /// Whether a word with a capital follows, so that the name may be part of a longer one.
  var isFollowedByName: Bool {
    let index = range.upperBound
    return index + 1 < bytes.count && bytes[index] == 0x20 && (0x41...0x5A).contains(bytes[index + 1])
  }

  /// Whether a comma, `and` or `or` follows, as in a list.
  var isListed: Bool {
    let rest = bytes[range.upperBound...]
    return rest.starts(with: ", ".utf8) || rest.starts(with: " and ".utf8) || rest.starts(with: " or ".utf8)
  }

  /// Whether the text between two names means that one is within the other.
  static func isJoint(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [", ", " (", ", in ", " in ", ", the ", " in the "].contains { gap.elementsEqual($0.utf8) }
  }

  /// Whether the text between two names means that the second belongs to the first.
  static func isPossessive(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [" ", "'s ", "’s ", "' ", "’ "].contains { gap.elementsEqual($0.utf8) }
  }

  /// Whether the text between two names means that the first belongs to the second.
  static func isOf(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [" of ", " of the "].contains { gap.elementsEqual($0.utf8) }
  }
}

extension NameContext {
  // The most bytes of a word.
  private static let longestWord = 40

  // The word before the name, if only a space separates them.
  private func wordBefore(withCapital hasCapital: Bool) -> String? {
    let end = range.lowerBound - 1
    guard end > 0, bytes[end] == 0x20 else { return nil }
    var start = end
    while start > 0, bytes[start - 1] != 0x20, end - start <= Self.longestWord { start -= 1 }
    if hasCapital, !(0x41...0x5A).contains(bytes[start]), bytes[start] < 0xC3 { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  // The word after the name, if only a space separates them.
  private var wordAfter: String? {
    let start = range.upperBound + 1
    guard start < bytes.count, bytes[start - 1] == 0x20 else { return nil }
    var end = start
    while end < bytes.count, bytes[end] | 0x20 >= 0x61 && bytes[end] | 0x20 <= 0x7A || bytes[end] >= 0x80,
      end - start <= Self.longestWord
    { end += 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
