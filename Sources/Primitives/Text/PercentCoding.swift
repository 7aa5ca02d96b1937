/// Percent-encoding (RFC 3986, section 2.1).
package enum PercentCoding {
  /// The reason why text cannot be decoded.
  package enum DecodingError: Error, Equatable {
    /// A `%` is not followed by two hexadecimal digits.
    case incompleteEscape
    /// The decoded bytes are not UTF-8.
    case notUTF8
  }

  /// The value of a hexadecimal digit; `nil` for any other byte.
  package static func value(ofHexDigit byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Whether an escape, `%` and two hexadecimal digits, begins at an index.
  package static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    index >= 0 && index + 2 < bytes.count && bytes[index] == .percentSign
      && value(ofHexDigit: bytes[index + 1]) != nil && value(ofHexDigit: bytes[index + 2]) != nil
  }

  /// Whether an escape, `%` and two hexadecimal digits, begins at an index.
  package static func isEscape(_ bytes: [UInt8], at index: Int) -> Bool {
    bytes.withUnsafeBufferPointer { isEscape($0, at: index) }
  }

  /// Whether a byte is unreserved (RFC 3986, section 2.3), so that it needs no escape.
  package static func isUnreserved(_ byte: UInt8) -> Bool { unreserved.contains(byte) }

  private static let unreserved = ByteSet.alphanumerics.union(ByteSet("-._~"))

  /// Encodes text in UTF-8: each byte that is not allowed becomes an escape.
  package static func encoded(_ text: String, isAllowed: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isAllowed(byte) { bytes.append(byte) } else { appendEscape(of: byte, to: &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Encodes what is not ASCII in a path whose other bytes URLs may have: `tag/日本` becomes `tag/%E6%97%A5%E6%9C%AC`.
  package static func encodedPath(_ path: String) -> String {
    path.utf8.allSatisfy { $0 < 0x80 } ? path : encoded(path) { $0 < 0x80 }
  }

  /// Appends the escape `%XX` of a byte.
  package static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(.percentSign)
    bytes.append(hexDigits[Int(byte >> 4)])
    bytes.append(hexDigits[Int(byte & 15)])
  }

  /// Decodes text.
  /// - Throws: `DecodingError`.
  package static func decoded(_ text: some StringProtocol) throws(DecodingError) -> String {
    try decoded(Array(text.utf8))
  }

  /// Decodes text in UTF-8.
  /// - Throws: `DecodingError`.
  package static func decoded(_ text: [UInt8]) throws(DecodingError) -> String {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      guard byte == .percentSign else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
        throw .incompleteEscape
      }
      bytes.append(high << 4 | low)
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    return decoded
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
