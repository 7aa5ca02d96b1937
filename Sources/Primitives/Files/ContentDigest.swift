package import Foundation

/// The first 16 bytes of a SHA-256: tells two contents apart, whatever their size.
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

  /// Digests the UTF-8 form of text.
  package init(_ text: String) {
    var text = text
    self = text.withUTF8 { Self(UnsafeRawBufferPointer($0)) }
  }

  /// Digests numbers, in their order.
  package init(_ numbers: [UInt64]) {
    self = numbers.withUnsafeBytes { Self($0) }
  }

  /// Reads back the 16 bytes of `data`, or makes the digest that is no content's when there are none.
  package init(data: Data?) {
    guard let data, data.count == 16 else {
      (high, low) = (0, 0)
      return
    }
    (high, low) = data.withUnsafeBytes {
      (
        $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
  }

  /// Reads back a digest that was kept as 16 bytes; `bytes` must be as many.
  package init(stored bytes: UnsafeRawBufferPointer) {
    high = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    low = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
  }

  /// The digest's 16 bytes in hexadecimal digits.
  package var hexadecimal: String {
    data.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The digest's 16 bytes, for keeping.
  package var data: Data {
    withUnsafeBytes(of: (high, low)) { Data($0) }
  }
}
