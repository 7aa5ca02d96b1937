/// Tests of eight bytes at once (SIMD within a register). In the results, the high bit of a byte says whether the test holds for that
/// byte of the word. Behind the first byte for which it holds, the bits are not reliable.
// Public, so that the compiler can inline the members into other modules, which call them for each eight bytes of a text.
public enum EightBytes {
  /// The word whose bytes are 0x01.
  @inlinable @inline(__always)
  public static var ones: UInt64 { 0x0101_0101_0101_0101 }

  /// The word whose bytes are 0x80.
  @inlinable @inline(__always)
  public static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The bytes that equal a byte.
  @inlinable @inline(__always)
  public static func matches(in word: UInt64, of byte: UInt8) -> UInt64 {
    zeros(in: word ^ ones &* UInt64(byte))
  }

  /// The bytes that are zero.
  @inlinable @inline(__always)
  public static func zeros(in word: UInt64) -> UInt64 { (word &- ones) & ~word }

  /// The bytes below 0x20.
  @inlinable @inline(__always)
  public static func controls(in word: UInt64) -> UInt64 { (word &- ones &* 0x20) & ~word }
}
