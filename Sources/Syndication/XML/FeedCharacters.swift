/// Text made fit for feeds: escaped as a format wants it, and without the characters that XML or readers cannot bear.
enum FeedCharacters<Format: TextEscaping> {
  /// Appends text, escaped for wherever the format may hold text.
  ///
  /// What XML 1.0 section 2.2 forbids is dropped, and so are noncharacters, byte order marks and U+FFFD; C1 controls
  /// are read as windows-1252, which they nearly always are; bidirectional controls are closed within the text.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var bidi = BidiState()
    append(text, to: &result, isPlain: isPlain) { index, out in
      guard TextRepair.isSpecial(text[index]) else {
        put(text[index], &out)
        index += 1
        return
      }
      let (length, replacement) = TextRepair.replacement(text, index, &bidi)
      if let replacement {
        for byte in replacement.utf8 { put(byte, &out) }
      } else {
        for byte in text[index..<(index + length)] { put(byte, &out) }
      }
      index += length
    }
    if !bidi.isClosed { result += bidi.closing.utf8 }
  }

  /// Appends text in which nothing but the format's own marks is changed.
  static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    append(text, to: &result) {
      Format.marks($0) & EightBytes.highBits == 0
    } other: { index, out in
      put(text[index], &out)
      index += 1
    }
  }

  /// The same as `append` for text that is at hand as a string.
  static func append(_ text: String, to result: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &result) }
  }

  // Appends text, eight bytes at a time where these are plain; else `other` writes the form of the byte at an index, and
  // moves on in text and output.
  @inline(__always)
  private static func append(
    _ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8], isPlain: (UInt64) -> Bool,
    other: (inout Int, inout UnsafeMutablePointer<UInt8>) -> Void
  ) {
    guard let base = UnsafeRawPointer(text.baseAddress) else { return }
    result.append(addingCapacity: text.count * Format.growth) { output in
      output.withUnsafeMutableBufferPointer { buffer, count in
        guard let start = buffer.baseAddress else { return }
        var (out, index) = (start + count, 0)
        while index < text.count {
          if index + 8 <= text.count {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if isPlain(word) {
              UnsafeMutableRawPointer(out).storeBytes(of: word, as: UInt64.self)
              (out, index) = (out + 8, index + 8)
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

  // Writes a byte, escaped if it is one of the marks.
  @inline(__always)
  private static func put(_ byte: UInt8, _ out: inout UnsafeMutablePointer<UInt8>) {
    guard let escaped = Format.escaped(byte) else {
      out.pointee = byte
      out += 1
      return
    }
    out.update(from: escaped.utf8Start, count: escaped.utf8CodeUnitCount)
    out += escaped.utf8CodeUnitCount
  }

  // Whether eight bytes are all ASCII without controls and marks.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let controls = EightBytes.zeros(word, 0x7F) | (word &- (EightBytes.ones &* 0x20)) & ~word
    return (Format.marks(word) | controls | word) & EightBytes.highBits == 0
  }
}

/// Text for XML: element content and double-quoted attributes alike.
typealias XMLCharacters = FeedCharacters<XMLEscaping>
/// Text for JSON strings (RFC 8259, section 7).
typealias JSONCharacters = FeedCharacters<JSONEscaping>

/// How a format writes the characters that mean something in it.
protocol TextEscaping: SendableMetatype {
  /// The most bytes that one becomes.
  static var growth: Int { get }
  /// Has the high bit of a byte set where that of `word` is a mark.
  static func marks(_ word: UInt64) -> UInt64
  /// What is written for a byte; `nil` for one that is no mark.
  static func escaped(_ byte: UInt8) -> StaticString?
}

/// XML's four marks.
enum XMLEscaping: TextEscaping {
  static let growth = 6

  static func marks(_ word: UInt64) -> UInt64 {
    EightBytes.zeros(word, 0x26) | EightBytes.zeros(word, 0x3C) | EightBytes.zeros(word, 0x3E)
      | EightBytes.zeros(word, 0x22)
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

/// XML's marks in plain text of RSS, which some readers take for HTML: they leave alone what is written by number, as the
/// RSS Profile of the RSS Advisory Board recommends.
enum RSSTextEscaping: TextEscaping {
  static let growth = XMLEscaping.growth

  static func marks(_ word: UInt64) -> UInt64 { XMLEscaping.marks(word) }

  static func escaped(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x26: "&#x26;"
    case 0x3C: "&#x3C;"
    default: XMLEscaping.escaped(byte)
    }
  }
}

/// JSON's marks, and the two controls that text may hold.
enum JSONEscaping: TextEscaping {
  static let growth = 2

  static func marks(_ word: UInt64) -> UInt64 {
    EightBytes.zeros(word, 0x22) | EightBytes.zeros(word, 0x5C) | EightBytes.zeros(word, 0x0A)
      | EightBytes.zeros(word, 0x09)
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

/// Eight bytes looked at together.
enum EightBytes {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highBits = ones &* 0x80

  /// Has the high bit of a byte set where that of `word` is `byte`; what follows such a byte may have it set, too.
  @inline(__always)
  static func zeros(_ word: UInt64, _ byte: UInt64) -> UInt64 {
    let difference = word ^ (ones &* byte)
    return (difference &- ones) & ~difference
  }
}
