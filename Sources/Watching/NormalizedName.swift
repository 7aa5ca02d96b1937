internal import Foundation

/// A file's name in Unicode's form NFC, in which names and patterns are compared, because file systems and keyboards use different
/// forms. A name that is not UTF-8 is compared by its bytes.
struct NormalizedName {
  /// The prefilter of the name.
  let prefilter: IgnorePattern.Prefilter
  private let bytes: UnsafeBufferPointer<UInt8>
  // The scalars; `nil` for an ASCII name.
  private let composed: [UInt32]?

  /// Normalizes a name. Its bytes must outlive this value.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if let ascii = ASCIISet(bytes) {
      composed = nil
      prefilter = .init(ascii, first: bytes.first.map(UInt32.init))
    } else {
      let scalars =
        String(validating: bytes, as: UTF8.self)?.precomposedStringWithCanonicalMapping.unicodeScalars.map(
          \.value)
        ?? bytes.map(UInt32.init)
      composed = scalars
      prefilter = .init(ASCIISet(scalars), first: scalars.first)
    }
  }

  /// The Unicode scalars.
  var scalars: [UInt32] { composed ?? bytes.map(UInt32.init) }
}

/// A set of ASCII characters.
struct ASCIISet: Hashable, Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Makes the set of the ASCII characters among some scalars.
  init(_ scalars: some Sequence<UInt32>) {
    for scalar in scalars {
      if scalar < 0x40 {
        low |= 1 << UInt64(scalar)
      } else if scalar < 0x80 {
        high |= 1 << UInt64(scalar - 0x40)
      }
    }
  }

  /// Makes the set of some bytes; `nil` when they are not all ASCII.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var all: UInt8 = 0
    for byte in bytes {
      all |= byte
      let bit: UInt64 = 1 << UInt64(byte & 0x3F)
      let isHigh = 0 &- UInt64(byte >> 6 & 1)
      low |= bit & ~isHigh
      high |= bit & isHigh
    }
    if all >= 0x80 { return nil }
  }

  /// Whether another set contains all characters of this one.
  func isSubset(of other: ASCIISet) -> Bool { low & ~other.low == 0 && high & ~other.high == 0 }
}
