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
  @inlinable @inline(__always)
  public func contains(_ byte: UInt8) -> Bool { bit(of: byte) & 1 == 1 }

  /// Whether all bytes of a text are in the set.
  @inlinable
  public func containsAll(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // Without a branch for each byte, because nearly all texts contain no other byte.
    var all: UInt64 = 1
    for byte in bytes { all &= bit(of: byte) }
    return all & 1 == 1
  }

  // A word with the bit of a byte as its lowest.
  @inlinable @inline(__always)
  func bit(of byte: UInt8) -> UInt64 {
    let ascii = byte & 0x40 == 0 ? bits.0 : bits.1
    let other = byte & 0x40 == 0 ? bits.2 : bits.3
    return (byte & 0x80 == 0 ? ascii : other) >> UInt64(byte & 0x3F)
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
