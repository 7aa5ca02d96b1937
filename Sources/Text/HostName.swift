internal import CLibidn2

/// Host names of any script, as the domain name system has them.
package enum HostName {
  /// A host name in ASCII: one of other letters as IDNA2008 encodes it after the mapping of UTS 46, non-transitional
  /// (`münchen.example` is `xn--mnchen-3ya.example`); bytes that are percent-encoded (RFC 3986, section 3.2.2) are decoded
  /// before.
  /// - Returns: a name of ASCII as it is, unchecked; `nil` for one of other letters that is no internationalized domain name.
  package static func ascii(_ host: String) -> String? {
    if host.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x25 }) { return host }
    guard let name = percentDecoded(host), !name.utf8.contains(0) else { return nil }
    var result: UnsafeMutablePointer<UInt8>?
    let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    guard idn2_lookup_u8(name, &result, flags) == IDN2_OK.rawValue, let result else { return nil }
    defer { idn2_free(result) }
    let ascii = String(cString: result)
    return isName(ascii) ? ascii : nil
  }

  // libidn2 leaves ASCII as it is, or drops what is no letter, digit or hyphen; here, a name that holds such is none.
  private static func isName(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    let isRooted = labels.count > 1 && labels.last?.isEmpty == true
    return (isRooted ? labels.dropLast() : labels[...]).allSatisfy { label in
      !label.isEmpty
        && label.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
  }

  // The text that percent-encoded bytes are in UTF-8; `nil` when they are not.
  private static func percentDecoded(_ host: String) -> String? {
    guard host.utf8.contains(0x25) else { return host }
    var (bytes, rest) = ([UInt8](), Array(host.utf8)[...])
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
        let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
