/// Decodes the named and numeric character references of HTML (HTML standard, sections 13.2.5.72 to 13.2.5.80).
package enum HTMLCharacterReference {
  /// A reference in a text.
  package struct Match: Equatable, Sendable {
    /// The decoded characters.
    package let text: String
    /// The length of the reference in bytes, with `&`, and with `;` if there is one.
    package let length: Int
    /// Whether a semicolon ends it.
    package let hasSemicolon: Bool
  }

  /// The reference at an index of a text in UTF-8; `nil` when there is none.
  ///
  /// HTML allows 106 names and all numbers without a semicolon. As in attributes of HTML, these are not decoded before `=`, a letter or a
  /// digit, because text contains addresses with parameters and names with `&`. Numbers and letters with an accent are decoded within
  /// words too, as in `Andr&eacutes` and `it&#39s`.
  package static func match(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Match? {
    guard start + 2 < bytes.count, bytes[start] == .ampersand else { return nil }
    return bytes[start + 1] == .numberSign ? number(in: bytes, at: start) : name(in: bytes, at: start)
  }
}

extension HTMLCharacterReference {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private struct Entry {
    var text: String
    var isValidWithoutSemicolon: Bool
  }

  private static let entries: [Substring: Entry] = {
    var entries: [Substring: Entry] = [:]
    let words = HTMLNamedReferences.table.split { $0 == " " || $0 == "\n" }
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      let scalars = words[index + 1].split(separator: "+").compactMap {
        UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
      }
      let isMarked = words[index].last == "*"
      let name = isMarked ? words[index].dropLast() : words[index]
      entries[name] = Entry(
        text: String(String.UnicodeScalarView(scalars)), isValidWithoutSemicolon: isMarked)
    }
    return entries
  }()

  // The longest name is `CounterClockwiseContourIntegral`; without a semicolon, `frac12` is one of the longest.
  private static let longestName = 31
  private static let longestBareName = 6

  private static func name(in bytes: Bytes, at start: Int) -> Match? {
    var end = start + 1
    while end < bytes.count, end - start <= longestName, isAlphanumeric(bytes[end]) { end += 1 }
    if end < bytes.count, bytes[end] == .semicolon, let entry = entry(bytes.slice((start + 1)..<end)) {
      return Match(text: entry.text, length: end + 1 - start, hasSemicolon: true)
    }
    for length in stride(from: min(longestBareName, end - start - 1), to: 1, by: -1) {
      let end = start + 1 + length
      guard let entry = entry(bytes.slice((start + 1)..<end)), entry.isValidWithoutSemicolon else { continue }
      let next = end < bytes.count ? bytes[end] : .space
      if next == .equalsSign || isAlphanumeric(next) && !isAccented(entry.text) { return nil }
      return Match(text: entry.text, length: end - start, hasSemicolon: false)
    }
    return nil
  }

  private static func entry(_ name: Bytes) -> Entry? { entries[Substring(decoding: name, as: UTF8.self)] }

  private static func number(in bytes: Bytes, at start: Int) -> Match? {
    let isHexadecimal = bytes[start + 2].lowercased == UInt8(ascii: "x")
    let radix: UInt32 = isHexadecimal ? 16 : 10
    let first = start + (isHexadecimal ? 3 : 2)
    var index = first
    var value: UInt32 = 0
    while index < bytes.count, let digit = PercentCoding.value(ofHexDigit: bytes[index]), digit < radix {
      value = min(value * radix + UInt32(digit), beyondUnicode)
      index += 1
    }
    guard index > first else { return nil }
    let hasSemicolon = index < bytes.count && bytes[index] == .semicolon
    let scalar = scalar(value)
    if !hasSemicolon, scalar == replacement || scalar.value < 0x20 { return nil }
    return Match(
      text: String(scalar), length: index + (hasSemicolon ? 1 : 0) - start, hasSemicolon: hasSemicolon)
  }

  private static let beyondUnicode: UInt32 = 0x110000
  private static let replacement: Unicode.Scalar = "\u{FFFD}"

  // HTML decodes C1 controls as windows-1252 (`&#146;` is an apostrophe), and invalid numbers as U+FFFD.
  private static func scalar(_ value: UInt32) -> Unicode.Scalar {
    if value == 0 { return replacement }
    return Windows1252.scalar(ofControl: value) ?? Unicode.Scalar(value) ?? replacement
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }

  // Whether a text is a letter of Latin-1 whose name begins no English word, of the names that need no semicolon.
  private static func isAccented(_ text: String) -> Bool {
    guard let scalar = text.unicodeScalars.first, (0xC0...0xFF).contains(scalar.value) else { return false }
    return !["×", "÷", "ð", "Ð", "þ", "Þ"].contains(text)
  }
}
