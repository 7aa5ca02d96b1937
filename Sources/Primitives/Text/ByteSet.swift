/// A set of bytes, for fast tests of characters in ASCII and UTF-8 text.
// Public, so that `contains` can be inlined into other modules, which call it for each byte of a text.
public struct ByteSet: Sendable {
  // The bits of the bytes 0x00 to 0x3F, 0x40 to 0x7F, 0x80 to 0xBF and 0xC0 to 0xFF.
  @usableFromInline var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// Makes the set of ASCII characters.
  package init(_ characters: StaticString) {
    characters.withUTF8Buffer { for byte in $0 { insert(byte) } }
  }

  /// Makes the set of the bytes in ranges.
  package init(_ ranges: ClosedRange<UInt8>...) {
    for range in ranges { for byte in range { insert(byte) } }
  }

  /// Whether a byte is in the set.
  @inlinable
  public func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: bits.0
      case 1: bits.1
      case 2: bits.2
      default: bits.3
      }
    return word >> UInt64(byte & 0x3F) & 1 == 1
  }

  /// The set of the bytes in this set or another.
  package func union(_ other: ByteSet) -> ByteSet {
    var union = self
    union.bits.0 |= other.bits.0
    union.bits.1 |= other.bits.1
    union.bits.2 |= other.bits.2
    union.bits.3 |= other.bits.3
    return union
  }

  private mutating func insert(_ byte: UInt8) {
    let bit: UInt64 = 1 << UInt64(byte & 0x3F)
    switch byte >> 6 {
    case 0: bits.0 |= bit
    case 1: bits.1 |= bit
    case 2: bits.2 |= bit
    default: bits.3 |= bit
    }
  }
}

extension ByteSet {
  /// The digits `0` to `9`.
  package static let digits = ByteSet(0x30...0x39)
  /// The letters of ASCII.
  package static let letters = ByteSet(0x41...0x5A, 0x61...0x7A)
  /// The letters and digits of ASCII.
  package static let alphanumerics = letters.union(digits)
}
