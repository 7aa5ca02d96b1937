internal import Primitives

/// Escapes text for a format, and removes characters that are invalid in XML or harmful in readers.
enum FeedCharacters<Format: TextEscaping> {
  /// Appends text, escaped for any place where the format allows text.
  ///
  /// Characters that XML 1.0, section 2.2, forbids are removed, and so are noncharacters, byte order marks and U+FFFD. C1 controls
  /// are decoded as windows-1252, which they nearly always are. Bidirectional controls are closed at the end of the text.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var bidi = BidiState()
    append(text, to: &result, isPlain: isPlain) { index, out in
      guard TextRepair.mayBeginDefect(text[index]) else {
        write(text[index], to: &out)
        index += 1
        return
      }
      let result = TextRepair.result(for: text, at: index, bidi: &bidi)
      if let replacement = result.replacement {
        for byte in replacement.utf8 { write(byte, to: &out) }
      } else {
        for byte in text[index..<(index + result.length)] { write(byte, to: &out) }
      }
      index += result.length
    }
    if !bidi.isClosed { result += bidi.closing.utf8 }
  }

  /// Appends text in which only the format's special characters are escaped.
  static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    append(text, to: &result) {
      Format.specials($0) & EightBytes.highBits == 0
    } other: { index, out in
      write(text[index], to: &out)
      index += 1
    }
  }

  /// Appends text that is a string.
  static func append(_ text: String, to result: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &result) }
  }

  // Appends text, eight bytes at a time if these are plain. Otherwise `other` writes the character at an index, and advances in the
  // text and in the output.
  @inline(__always)
  private static func append(
    _ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8], isPlain: (UInt64) -> Bool,
    other: (inout Int, inout UnsafeMutablePointer<UInt8>) -> Void
  ) {
    guard let base = UnsafeRawPointer(text.baseAddress) else { return }
    result.append(addingCapacity: text.count * Format.growth) { output in
      output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        var out = start + count
        var index = 0
        while index < text.count {
          if index + 8 <= text.count {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if isPlain(word) {
              UnsafeMutableRawPointer(out).storeBytes(of: word, as: UInt64.self)
              out += 8
              index += 8
              continue
            }
          }
          let end = min(index + 8, text.count)
          while index < end { other(&index, &out) }
        }
        count = start.distance(to: out)
      }
    }
  }

  // Writes a byte, escaped if it is a special character.
  @inline(__always)
  private static func write(_ byte: UInt8, to out: inout UnsafeMutablePointer<UInt8>) {
    guard let escaped = Format.escaped(byte) else {
      out.pointee = byte
      out += 1
      return
    }
    out.update(from: escaped.utf8Start, count: escaped.utf8CodeUnitCount)
    out += escaped.utf8CodeUnitCount
  }

  // Whether eight bytes are ASCII, without controls and special characters.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let controls = EightBytes.matches(in: word, of: 0x7F) | EightBytes.controls(in: word)
    return (Format.specials(word) | controls | word) & EightBytes.highBits == 0
  }
}

/// Text of XML elements and of double-quoted attributes.
typealias XMLCharacters = FeedCharacters<XMLEscaping>
/// Text of JSON strings (RFC 8259, section 7).
typealias JSONCharacters = FeedCharacters<JSONEscaping>

/// The escaping of a format's special characters.
protocol TextEscaping: SendableMetatype {
  /// The largest number of bytes for one byte of text.
  static var growth: Int { get }
  /// Returns the word in which the high bit of a byte is set if that byte of `word` is a special character. The high bit of a later
  /// byte may be set as well.
  static func specials(_ word: UInt64) -> UInt64
  /// The escaped form of a byte; `nil` for a byte that is not special.
  static func escaped(_ byte: UInt8) -> StaticString?
}

/// No escaping, for text that is escaped already.
enum NoEscaping: TextEscaping {
  // Characters that are replaced get longer.
  static let growth = 4

  static func specials(_ word: UInt64) -> UInt64 { 0 }

  static func escaped(_ byte: UInt8) -> StaticString? { nil }
}

/// The escaping of the four special characters of XML.
enum XMLEscaping: TextEscaping {
  static let growth = 6

  static func specials(_ word: UInt64) -> UInt64 {
    EightBytes.matches(in: word, of: 0x26) | EightBytes.matches(in: word, of: 0x3C)
      | EightBytes.matches(in: word, of: 0x3E)
      | EightBytes.matches(in: word, of: 0x22)
  }

  static func escaped(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x22: "&quot;"
    default: nil
    }
  }
}

/// The escaping of plain text in RSS. Some readers parse it as HTML, and keep only numeric character references as text, which the
/// RSS Profile of the RSS Advisory Board therefore recommends.
enum RSSTextEscaping: TextEscaping {
  static let growth = XMLEscaping.growth

  static func specials(_ word: UInt64) -> UInt64 { XMLEscaping.specials(word) }

  static func escaped(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x26: "&#x26;"
    case 0x3C: "&#x3C;"
    default: XMLEscaping.escaped(byte)
    }
  }
}

/// The escaping of JSON's special characters, and of the two control characters that text may contain.
enum JSONEscaping: TextEscaping {
  static let growth = 2

  static func specials(_ word: UInt64) -> UInt64 {
    EightBytes.matches(in: word, of: 0x22) | EightBytes.matches(in: word, of: 0x5C)
      | EightBytes.matches(in: word, of: 0x0A)
      | EightBytes.matches(in: word, of: 0x09)
  }

  static func escaped(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x22: "\\\""
    case 0x5C: "\\\\"
    case 0x0A: "\\n"
    case 0x09: "\\t"
    default: nil
    }
  }
}
