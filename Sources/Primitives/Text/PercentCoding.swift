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
