internal import Primitives

/// The position of a name in a text of a language with the Latin alphabet.
struct NamePosition {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>

  /// Makes the position of the name at `range` of a text in UTF-8.
  init(_ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  /// Whether the name begins the text, a sentence or a quotation.
  var beginsSentence: Bool {
    guard let last = bytes[..<range.lowerBound].last(where: { $0 != .space }) else { return true }
    return [UInt8](".!?:\n\"".utf8).contains(last) || endsWithQuotationMark
  }

  /// Whether an apostrophe and a letter follow, so that the name is an article or a preposition before a vowel. An `s` may be a
  /// genitive.
  var isElided: Bool {
    let rest = bytes[range.upperBound...]
    guard let mark = ["'", "’"].first(where: { rest.starts(with: $0.utf8) }),
      let next = rest.dropFirst(mark.utf8.count).first
    else { return false }
    return (next.isLetter || next >= 0x80) && next.lowercased != UInt8(ascii: "s")
  }

  /// Whether the name is part of the name of a person: a surname after a first name, or a first name before a surname.
  func isPerson(_ people: PersonNames) -> Bool {
    let name = String(decoding: bytes[range], as: UTF8.self)
    if people.surnames.contains(name), followsFirstName(people) { return true }
    guard people.firstNames.contains(name), let last = wordAfter else { return false }
    return people.surnames.contains(last)
  }

  /// Whether the name follows a first name.
  func followsFirstName(_ people: PersonNames) -> Bool {
    wordBefore.map { people.firstNames.contains($0) } ?? false
  }

  /// Whether the name begins with a capital of ASCII.
  var hasCapital: Bool { (0x41...0x5A).contains(bytes[range.lowerBound]) }
}

extension NamePosition {
  // Whether a quotation mark such as `«` or `„` is before the name.
  private var endsWithQuotationMark: Bool {
    let before = bytes[..<range.lowerBound]
    return before.count >= 2 && before.suffix(2).elementsEqual("«".utf8)
      || before.count >= 3 && ["„", "“"].contains { before.suffix(3).elementsEqual($0.utf8) }
  }

  // The word before the name, if only a space separates them.
  private var wordBefore: String? {
    guard range.lowerBound > 1, bytes[range.lowerBound - 1] == .space else { return nil }
    let word = bytes[..<(range.lowerBound - 1)].reversed().prefix { $0 > .space }
    return String(decoding: word.reversed(), as: UTF8.self)
  }

  // The word after the name, if only a space separates them.
  private var wordAfter: String? {
    guard range.upperBound + 1 < bytes.count, bytes[range.upperBound] == .space else { return nil }
    let word = bytes[(range.upperBound + 1)...].prefix { $0.isLetter || $0 >= 0x80 }
    return String(decoding: word, as: UTF8.self)
  }
}
