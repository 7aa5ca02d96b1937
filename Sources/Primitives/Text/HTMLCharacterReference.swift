/// The character references of HTML (HTML standard, sections 13.2.5.72 to 13.2.5.80): by name, and by number.
package enum HTMLCharacterReference {
  /// A reference in a text.
  package struct Match: Equatable, Sendable {
    /// The characters that it means.
    package let text: String
    /// Its length in bytes, with `&`, and with `;` if that is there.
    package let length: Int
    /// Whether a semicolon ends it.
    package let hasSemicolon: Bool
  }

  /// The reference at an index of a text in UTF-8; `nil` when there is none.
  ///
  /// HTML knows 106 names and all numbers without their semicolon as well. They count so before anything but `=`, a letter
  /// or a digit, as in HTML's attributes, because text has addresses with parameters and names with an `&` in them; within a
  /// word, numbers and letters with an accent count, as in `Andr&eacutes` and `it&#39s`.
  package static func match(in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Match? {
    guard start + 2 < bytes.count, bytes[start] == UInt8(ascii: "&") else { return nil }
    return bytes[start + 1] == UInt8(ascii: "#") ? number(bytes, start) : name(bytes, start)
  }
}

extension HTMLCharacterReference {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  private struct Entry {
    var text: String
    var countsWithoutSemicolon: Bool
  }

  private static let entries: [Substring: Entry] = {
    var entries: [Substring: Entry] = [:]
    let words = HTMLNamedReferences.table.split { $0 == " " || $0 == "\n" }
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      let scalars = words[index + 1].split(separator: "+").compactMap {
        UInt32($0, radix: 16).flatMap(Unicode.Scalar.init)
      }
      let isMarked = words[index].last == "*"
      entries[isMarked ? words[index].dropLast() : words[index]] = Entry(
        text: String(String.UnicodeScalarView(scalars)), countsWithoutSemicolon: isMarked)
    }
    return entries
  }()

  // `CounterClockwiseContourIntegral`, and of those without a semicolon `frac12` and others.
  private static let longestName = 31
  private static let longestBareName = 6

  private static func name(_ bytes: Bytes, _ start: Int) -> Match? {
    var end = start + 1
    while end < bytes.count, end - start <= longestName, isAlphanumeric(bytes[end]) { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: ";"), let entry = entry(bytes, start + 1..<end) {
      return Match(text: entry.text, length: end + 1 - start, hasSemicolon: true)
    }
    for length in stride(from: min(longestBareName, end - start - 1), to: 1, by: -1) {
      let end = start + 1 + length
      guard let entry = entry(bytes, start + 1..<end), entry.countsWithoutSemicolon else { continue }
      let next = end < bytes.count ? bytes[end] : 0x20
      if next == UInt8(ascii: "=") || isAlphanumeric(next) && !isAccented(entry.text) { return nil }
      return Match(text: entry.text, length: end - start, hasSemicolon: false)
    }
    return nil
  }

  private static func entry(_ bytes: Bytes, _ range: Range<Int>) -> Entry? {
    entries[Substring(decoding: bytes[range], as: UTF8.self)]
  }

  private static func number(_ bytes: Bytes, _ start: Int) -> Match? {
    let isHexadecimal = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
    let first = start + (isHexadecimal ? 3 : 2)
    var (index, value) = (first, UInt32(0))
    while index < bytes.count, let digit = digit(bytes[index], isHexadecimal) {
      value = min(value * (isHexadecimal ? 16 : 10) + digit, beyondUnicode)
      index += 1
    }
    guard index > first else { return nil }
    let hasSemicolon = index < bytes.count && bytes[index] == UInt8(ascii: ";")
    let scalar = scalar(value)
    if !hasSemicolon, scalar == replacement || scalar.value < 0x20 { return nil }
    return Match(
      text: String(scalar), length: index + (hasSemicolon ? 1 : 0) - start, hasSemicolon: hasSemicolon)
  }

  private static let beyondUnicode: UInt32 = 0x110000
  private static let replacement: Unicode.Scalar = "\u{FFFD}"

  // HTML reads the C1 controls as windows-1252 (`&#146;` is an apostrophe), and what is no character as U+FFFD.
  private static func scalar(_ value: UInt32) -> Unicode.Scalar {
    if value == 0 { return replacement }
    return Windows1252.scalar(ofControl: value) ?? Unicode.Scalar(value) ?? replacement
  }

  private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46 where isHexadecimal: UInt32(byte - 0x37)
    case 0x61...0x66 where isHexadecimal: UInt32(byte - 0x57)
    default: nil
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  // Among the names that count without a semicolon, letters of Latin-1 that no English word's beginning is the name of.
  private static func isAccented(_ text: String) -> Bool {
    guard let scalar = text.unicodeScalars.first, (0xC0...0xFF).contains(scalar.value) else { return false }
    return !["×", "÷", "ð", "Ð", "þ", "Þ"].contains(text)
  }
}
