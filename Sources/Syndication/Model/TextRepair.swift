internal import Primitives

/// Replaces the characters that feeds must not contain.
enum TextRepair {
  /// The treatment of the character at an index.
  struct Result {
    /// The length of the character in bytes.
    var length: Int
    /// The text to write in place of the character; `nil` to keep it.
    var replacement: String?
  }

  /// Whether a byte may begin a character that is replaced.
  static func mayBeginDefect(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F, 0xC2, 0xE2, 0xEF...0xFF: true
    default: false
    }
  }

  /// The treatment of the character at an index, whose first byte is one of `mayBeginDefect`. Bytes that are not UTF-8 are
  /// removed one by one.
  static func result(
    for text: UnsafeBufferPointer<UInt8>, at index: Int, bidi: inout BidiState
  ) -> Result {
    let byte = text[index]
    if byte < 0x80 { return Result(length: 1, replacement: byte == 0x0D ? "\n" : "") }
    var rest = text[index...].makeIterator()
    var codec = UTF8()
    guard case .scalarValue(let scalar) = codec.decode(&rest) else {
      return Result(length: 1, replacement: "")
    }
    return Result(length: UTF8.width(scalar), replacement: replacement(for: scalar, bidi: &bidi))
  }

  private static func replacement(for scalar: Unicode.Scalar, bidi: inout BidiState) -> String? {
    switch scalar.value {
    case 0x80...0x9F:
      let character = Windows1252.scalar(ofControl: scalar.value) ?? scalar
      return character == "\u{FFFD}" ? "" : String(character)
    case 0x202A...0x202E, 0x2066...0x2069: return bidi.admits(scalar) ? nil : ""
    case 0xFEFF, 0xFFFD, 0xFDD0...0xFDEF: return ""
    // The last two code points of each plane are noncharacters.
    case let value where value & 0xFFFE == 0xFFFE: return ""
    default: return nil
    }
  }
}

/// Tracks the bidirectional embeddings (U+202A to U+202E) and isolates (U+2066 to U+2069) that are open in a text.
struct BidiState {
  // The control that closes each open embedding or isolate, innermost last.
  private var closers: [Unicode.Scalar] = []

  /// Records a control; returns false for one that closes nothing, and must be removed.
  mutating func admits(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x202C, 0x2069:
      guard closers.last == scalar else { return false }
      closers.removeLast()
    case 0x2066...0x2068: closers.append("\u{2069}")
    default: closers.append("\u{202C}")
    }
    return true
  }

  /// Whether nothing is open.
  var isClosed: Bool { closers.isEmpty }

  /// The controls that close everything.
  var closing: String { String(String.UnicodeScalarView(closers.reversed())) }
}
