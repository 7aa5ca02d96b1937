package import Foundation

/// The first 16 bytes of the SHA-256 digest of a content. Different contents have different digests.
package struct ContentDigest: Hashable, Sendable {
  /// The first eight bytes, as a number.
  package let high: UInt64
  /// The next eight bytes, as a number.
  package let low: UInt64

  /// Digests bytes.
  package init(_ bytes: UnsafeRawBufferPointer) {
    let digest = SHA256Digest(of: bytes)
    high = digest.high
    low = digest.low
  }

  /// Digests text in UTF-8.
  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { Self(UnsafeRawBufferPointer($0)) }
  }

  /// Digests numbers, in their order.
  package init(_ numbers: [UInt64]) {
    self = numbers.withUnsafeBytes { Self($0) }
  }

  /// A digest of no content, for a value that is not computed yet.
  package static let unset = ContentDigest(high: 0, low: 0)

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Makes a digest from its stored 16 bytes.
  package init(stored bytes: UnsafeRawBufferPointer) {
    high = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  /// The digest's 16 bytes in hexadecimal digits.
  package var hexadecimal: String {
    data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The digest's 16 bytes, to be stored.
  package var data: Data {
    withUnsafeBytes(of: (high, low)) { Data($0) }
  }
}
