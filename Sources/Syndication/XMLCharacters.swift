/// Text made fit for XML 1.0: escaped, and without the characters that XML or readers cannot bear.
enum XMLCharacters {
  /// Appends text, escaped for element content and double-quoted attributes alike.
  ///
  /// What XML 1.0 section 2.2 forbids is dropped, and so are noncharacters, byte order marks and U+FFFD; C1 controls
  /// are read as windows-1252, which they nearly always are; bidirectional controls are closed within the text.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    var start = 0
    var index = 0
    var bidi = BidiState()
    func flush(_ end: Int) {
      if start < end { result.append(contentsOf: text[start..<end]) }
    }
    while index < text.count {
      let byte = text[index]
      guard isSpecial[Int(byte)] else {
        index += 1
        continue
      }
      let (length, replacement) = replacement(text, index, &bidi)
      if let replacement {
        flush(index)
        result.append(contentsOf: replacement.utf8)
        start = index + length
      }
      index += length
    }
    flush(text.count)
    result.append(contentsOf: bidi.closing.utf8)
  }

  private static let isSpecial: [Bool] = (0...255).map { byte in
    byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x26 || byte == 0x3C || byte == 0x3E || byte == 0x22
      || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xEF || byte >= 0xF0
  }

  // How many bytes to pass over, and what to write instead; `nil` to write them as they are.
  private static func replacement(
    _ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ bidi: inout BidiState
  ) -> (Int, String?) {
    switch text[index] {
    case 0x26: return (1, "&amp;")
    case 0x3C: return (1, "&lt;")
    case 0x3E: return (1, "&gt;")
    case 0x22: return (1, "&quot;")
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

    // The controls that close everything.
    var closing: String { String(String.UnicodeScalarView(open.reversed())) }
  }
}
