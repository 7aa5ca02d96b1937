internal import Primitives

/// A position in a TOML document, with the parts of its grammar that contain no values: blanks, keys and scalars.
struct TOMLText {
  private let bytes: [UInt8]
  private var index = 0
  private var lineStart = 0
  /// The line of the file, counted from 1.
  private(set) var line: Int

  /// Makes the begin of a document.
  /// - Parameter line: the line of the file where it begins.
  init(_ bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
  }

  /// The byte at the position; `nil` at the end.
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Moves behind the current byte.
  mutating func advance() {
    if current == .lineFeed {
      line += 1
      lineStart = index + 1
    }
    index += 1
  }

  /// Moves behind the current byte if it is `byte`. Returns whether it was.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    advance()
    return true
  }

  /// Moves behind spaces and tabs.
  mutating func skipBlanks() {
    while let byte = current, byte.isBlank || byte == .carriageReturn { index += 1 }
  }

  /// Moves behind blanks, ends of lines and comments.
  mutating func skipBlanksAndLines() {
    while let byte = current {
      if byte == .numberSign {
        skipLine()
      } else if byte == .lineFeed || byte == .carriageReturn || byte.isBlank {
        advance()
      } else {
        return
      }
    }
  }

  /// Moves behind a byte, and behind blanks before it.
  mutating func expect(_ byte: UInt8) throws(FrontMatterFault) {
    skipBlanks()
    guard skip(byte) else { throw fault("expected \"\(Character(Unicode.Scalar(byte)))\"") }
  }

  /// Moves behind the end of the line, where only blanks and a comment may be.
  mutating func expectEndOfLine() throws(FrontMatterFault) {
    skipBlanks()
    if current == .numberSign { skipLine() }
    guard current == nil || current == .lineFeed else { throw fault("expected the end of the line") }
  }

  /// A bare or quoted key.
  mutating func key() throws(FrontMatterFault) -> String {
    if current == .quotationMark || current == .apostrophe { return try string() }
    let start = index
    while let byte = current, Self.keyBytes.contains(byte) { index += 1 }
    if index == start { throw fault("expected a key") }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// A string, or the text of a number, a boolean or a date.
  mutating func scalar() throws(FrontMatterFault) -> String {
    if current == .quotationMark || current == .apostrophe { return try string() }
    let start = index
    while let byte = current, Self.bareBytes.contains(byte) { index += 1 }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
      .split(separator: " ").joined(separator: " ")
    let isNumberOrDate = text.utf8.first.map { $0.isDigit || $0 == .plusSign || $0 == .hyphen } ?? false
    guard isNumberOrDate || ["true", "false", "inf", "nan"].contains(text) else {
      index = start
      throw fault("expected a value; quote a text")
    }
    return text
  }

  /// A fault of the syntax at the position.
  func fault(_ message: String) -> FrontMatterFault {
    FrontMatterFault(kind: .syntax, line: line, column: index - lineStart + 1, message: message)
  }

  private static let keyBytes = ByteSet.alphanumerics.union(ByteSet("-_"))
  private static let bareBytes = ByteSet.alphanumerics.union(ByteSet("+-._: "))
}

extension TOMLText {
  private mutating func skipLine() {
    while let byte = current, byte != .lineFeed { index += 1 }
  }

  // A string of any of the four forms.
  private mutating func string() throws(FrontMatterFault) -> String {
    guard let quote = current else { throw fault("expected a string") }
    let isLong = holds(quote, count: 3)
    for _ in 0..<(isLong ? 3 : 1) { advance() }
    if isLong {
      // The first end of line is not part of the text.
      if current == .carriageReturn { advance() }
      if current == .lineFeed { advance() }
    }
    var result: [UInt8] = []
    while let byte = current {
      if byte == quote, !isLong || holds(quote, count: 3) {
        endString(quote, isLong: isLong, &result)
        return String(decoding: result, as: UTF8.self)
      }
      if byte == .lineFeed, !isLong { break }
      if byte == .backslash, quote == .quotationMark {
        try appendEscape(to: &result, isLong: isLong)
      } else {
        result.append(byte)
        advance()
      }
    }
    throw fault("the string has no end")
  }

  private func holds(_ byte: UInt8, count: Int) -> Bool {
    index + count <= bytes.count && bytes[index..<(index + count)].allSatisfy { $0 == byte }
  }

  // Moves behind the closing quotes. A long string may end in one or two quotes of its own.
  private mutating func endString(_ quote: UInt8, isLong: Bool, _ result: inout [UInt8]) {
    var extra = 0
    while isLong, extra < 2, holds(quote, count: 4 + extra) { extra += 1 }
    result.append(contentsOf: repeatElement(quote, count: extra))
    index += extra + (isLong ? 3 : 1)
  }

  private mutating func appendEscape(to result: inout [UInt8], isLong: Bool) throws(FrontMatterFault) {
    advance()
    guard let byte = current else { throw fault("the string has no end") }
    if isLong, byte.isBlank || byte == .lineFeed || byte == .carriageReturn {
      // A backslash at the end of a line removes the blanks before the next text.
      while let byte = current, byte.isBlank || byte == .lineFeed || byte == .carriageReturn { advance() }
      return
    }
    if let text = Self.escapes[byte] {
      result.append(text)
      advance()
      return
    }
    let length = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : 0
    let digits = bytes[(index + 1)...].prefix(length)
    guard length > 0, digits.count == length,
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(number)
    else { throw fault("unknown escape; write \"\\\\\" for a backslash") }
    result += Character(scalar).utf8
    index += length + 1
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): .tab, UInt8(ascii: "n"): .lineFeed, UInt8(ascii: "f"): 0x0C,
    UInt8(ascii: "r"): .carriageReturn, UInt8(ascii: "e"): 0x1B, .quotationMark: .quotationMark,
    .backslash: .backslash,
  ]
}
