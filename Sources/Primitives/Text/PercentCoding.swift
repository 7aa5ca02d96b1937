/// Percent-encoding (RFC 3986, section 2.1).
package enum PercentCoding {
  /// Why text cannot be decoded.
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

  /// Whether the bytes have an escape, `%` and two hexadecimal digits, at an index.
  package static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    index >= 0 && index + 2 < bytes.count && bytes[index] == UInt8(ascii: "%")
      && value(ofHexDigit: bytes[index + 1]) != nil && value(ofHexDigit: bytes[index + 2]) != nil
  }

  /// Whether the bytes have an escape, `%` and two hexadecimal digits, at an index.
  package static func isEscape(_ bytes: [UInt8], at index: Int) -> Bool {
    bytes.withUnsafeBufferPointer { isEscape($0, at: index) }
  }

  /// Whether a byte is unreserved (RFC 3986, section 2.3), so that no escape of it is needed.
  package static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// Encodes text in UTF-8: every byte that is not allowed becomes an escape.
  package static func encoded(_ text: String, isAllowed: (UInt8) -> Bool) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isAllowed(byte) { bytes.append(byte) } else { appendEscape(of: byte, to: &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the escape `%XX` of a byte.
  package static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "%"))
    bytes.append(hexDigits[Int(byte >> 4)])
    bytes.append(hexDigits[Int(byte & 15)])
  }

  /// Decodes text.
  /// - Parameter plusIsSpace: whether `+` means a space, as in a form.
  /// - Throws: `DecodingError`.
  package static func decoded(
    _ text: some StringProtocol, plusIsSpace: Bool = false
  ) throws(DecodingError) -> String {
    var bytes: [UInt8] = []
    var rest = Substring(text).utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
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
