// The members are public, not package, because the compiler inlines only such into other modules, and these run for every byte.

/// The hash FNV-1a (Fowler, Noll, Vo) of bytes, in 64 bits: quick to compute byte by byte. It does not resist an attacker.
public struct FNV1a: Sendable {
  /// The hash of the bytes so far.
  public var value: UInt64

  /// Begins with no bytes; hashes with different seeds differ.
  @inlinable @inline(__always)
  public init(seed: UInt64 = 0) { value = 0xCBF2_9CE4_8422_2325 ^ seed }

  /// Appends a byte.
  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// The hash of bytes.
  @inlinable @inline(__always)
  public static func hash(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var hash = FNV1a(seed: seed)
    for byte in bytes { hash.append(byte) }
    return hash.value
  }

  /// The 32-bit hash of bytes. It is no part of the 64-bit hash.
  public static func hash32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}

/// Multiplications that spread the bits of numbers, so that similar numbers get different hashes.
public enum BitMixing {
  /// Spreads a number over the high bits (Fibonacci hashing: 2⁶⁴ divided by the golden ratio).
  @inlinable @inline(__always)
  public static func spread(_ number: UInt64) -> UInt64 { number &* 0x9E37_79B9_7F4A_7C15 }

  /// Multiplies by an odd number whose bits are random.
  @inlinable @inline(__always)
  public static func multiplied(_ number: UInt64) -> UInt64 { number &* 0xD6E8_FEB8_6659_FD93 }

  /// Mixes a number into a hash, so that each of its bits changes the low 32 bits of the hash as well.
  @inlinable @inline(__always)
  public static func mixed(_ hash: UInt64, _ number: UInt64) -> UInt64 {
    let product = multiplied(hash ^ number)
    return product ^ product >> 32
  }
}
