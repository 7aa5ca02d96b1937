internal import Primitives

/// What becomes of characters that feeds cannot hold.
enum TextRepair {
  /// Whether more than the byte must be looked at.
  static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F, 0xC2, 0xE2, 0xEF...0xFF: true
    default: false
    }
  }

  /// How many bytes to pass over, and what to write instead; `nil` to write them as they are.
  static func replacement(
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
      let plain = Windows1252.scalar(ofControl: scalar.value) ?? scalar
      return (length, plain == "\u{FFFD}" ? "" : String(plain))
    case 0x202A...0x202E, 0x2066...0x2069: return (length, bidi.pass(scalar) ? nil : "")
    case 0xFEFF, 0xFDD0...0xFDEF: return (length, "")
    case let value where value & 0xFFFF >= 0xFFFD && (value > 0xFFFF ? value & 0xFFFF >= 0xFFFE : true):
      return (length, "")
    default: return (length, nil)
    }
  }
}

/// What is open of embeddings (202A-202E) and isolates (2066-2069).
struct BidiState {
  private var open: [Unicode.Scalar] = []

  /// Notes a control; false for one that closes what is not open.
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

  /// Whether nothing is open.
  var isClosed: Bool { open.isEmpty }

  /// The controls that close everything.
  var closing: String { String(String.UnicodeScalarView(open.reversed())) }
}
