/// Text made fit for XML 1.0: escaped, and without the characters that XML or readers cannot bear.
enum XMLCharacters {
  /// Appends text, escaped for element content and double-quoted attributes alike.
  ///
  /// What XML 1.0 section 2.2 forbids is dropped, and so are noncharacters, byte order marks and U+FFFD; C1 controls
  /// are read as windows-1252, which they nearly always are; bidirectional controls are closed within the text.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var bidi = BidiState()
    append(text, to: &result, isPlain: isPlain) { index, out in
      guard isSpecial(text[index]) else { return escape(text, &index, &out) }
      func put(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
          out.pointee = byte
          out += 1
        }
      }
      let (length, replacement) = replacement(text, index, &bidi)
      if let replacement { put(replacement.utf8) } else { put(text[index..<(index + length)]) }
      index += length
    }
    if !bidi.isClosed { result += bidi.closing.utf8 }
  }

  /// Appends text in which the four marks alone are escaped.
  static func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    append(text, to: &result) {
      marks($0) & highBits == 0
    } other: {
      escape(text, &$0, &$1)
    }
  }

  /// The same for text that is at hand as a string.
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
    // Nothing grows to more than six times its bytes, as a quotation mark does.
    result.append(addingCapacity: text.count * 6) { output in
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

  // Writes the byte at `index`, escaped if it is one of the four marks.
  private static func escape(
    _ text: UnsafeBufferPointer<UInt8>, _ index: inout Int, _ out: inout UnsafeMutablePointer<UInt8>
  ) {
    let escaped: StaticString
    defer { index += 1 }
    switch text[index] {
    case 0x26: escaped = "&amp;"
    case 0x3C: escaped = "&lt;"
    case 0x3E: escaped = "&gt;"
    case 0x22: escaped = "&quot;"
    case let byte:
      out.pointee = byte
      out += 1
      return
    }
    out.update(from: escaped.utf8Start, count: escaped.utf8CodeUnitCount)
    out += escaped.utf8CodeUnitCount
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits = ones &* 0x80

  // Has the high bit of a byte set where the byte is zero.
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }

  // Has the high bit of a byte set where the byte is one of the four marks.
  private static func marks(_ word: UInt64) -> UInt64 {
    zeros(word ^ (ones &* 0x26)) | zeros(word ^ (ones &* 0x3C)) | zeros(word ^ (ones &* 0x3E))
      | zeros(word ^ (ones &* 0x22))
  }

  // Whether eight bytes are all ASCII without controls and marks.
  private static func isPlain(_ word: UInt64) -> Bool {
    let controls = zeros(word ^ (ones &* 0x7F)) | (word &- (ones &* 0x20)) & ~word
    return (marks(word) | controls | word) & highBits == 0
  }

  // Whether more than the byte must be looked at.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F, 0xC2, 0xE2, 0xEF...0xFF: true
    default: false
    }
  }

  // How many bytes to pass over, and what to write instead; `nil` to write them as they are.
  private static func replacement(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ bidi: inout BidiState
  ) -> (Int, String?) {
    switch text[index] {
    case 0x0D: return (1, "\n")
    case 0x00...0x7F: return (1, "")
    default: break
    }
    var decoder = text[index...].makeIterator()
    var codec = UTF8()
    guard case .scalarValue(let scalar) = codec.decode(&decoder) else { return (1, "") }
    let length = UTF8.width(scalar)
    switch scalar.value {
    case 0x80...0x9F:
      let plain = windows1252[Int(scalar.value) - 0x80]
      return (length, plain == "\u{FFFD}" ? "" : String(plain))
    case 0x202A...0x202E, 0x2066...0x2069: return (length, bidi.pass(scalar) ? nil : "")
    case 0xFEFF, 0xFDD0...0xFDEF: return (length, "")
    case let value where value & 0xFFFF >= 0xFFFD && (value > 0xFFFF ? value & 0xFFFF >= 0xFFFE : true):
      return (length, "")
    default: return (length, nil)
    }
  }

  private static let windows1252: [Unicode.Scalar] = Array(
    "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)

  // What is open of embeddings (202A-202E) and isolates (2066-2069).
  private struct BidiState {
    private var open: [Unicode.Scalar] = []

    // Notes a control; false for one that closes what is not open.
    mutating func pass(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x202C, 0x2069:
        guard open.last == scalar else { return false }
        open.removeLast()
      case 0x2066...0x2068: open.append("\u{2069}")
      default: open.append("\u{202C}")
      }
      return true
    }

    // Whether nothing is open.
    var isClosed: Bool { open.isEmpty }

    // The controls that close everything.
    var closing: String { String(String.UnicodeScalarView(open.reversed())) }
  }
}
