internal import Primitives

/// A position in a short text.
struct ByteScanner {
  private let bytes: [UInt8]
  /// The index of the current byte.
  var index = 0

  /// Makes the begin of a text.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether no byte follows.
  var isAtEnd: Bool { index >= bytes.count }

  /// The byte at the position; `nil` at the end.
  var current: UInt8? { isAtEnd ? nil : bytes[index] }

  /// Moves behind the current byte if it is `byte`. Returns whether it was.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  /// Moves behind the current byte if it is in a set. Returns whether it was.
  mutating func skip(anyOf set: ByteSet) -> Bool {
    guard let current, set.contains(current) else { return false }
    index += 1
    return true
  }

  /// Moves behind all bytes of a set.
  mutating func skip(whileIn set: ByteSet) {
    while let current, set.contains(current) { index += 1 }
  }

  /// Moves behind blanks.
  mutating func skipBlanks() { skip(whileIn: ByteSet(" \t\r\n")) }

  /// A number of decimal digits; `nil` without moving when there are fewer. Of more digits, the first are read.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    let text = bytes[index...].prefix(digits.upperBound).prefix { $0.isDigit }
    guard digits.contains(text.count) else { return nil }
    index += text.count
    return text.reduce(0) { $0 * 10 + Int($1 & 15) }
  }

  /// A word of ASCII letters; `nil` when there is none.
  mutating func word() -> String? {
    let text = bytes[index...].prefix { $0.isLetter }
    guard !text.isEmpty else { return nil }
    index += text.count
    return String(decoding: text, as: UTF8.self)
  }
}
