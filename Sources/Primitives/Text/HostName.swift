internal import CLibidn2
internal import Foundation

/// Host names of any script, as the domain name system has them.
package enum HostName {
  /// A host name in ASCII: one of other letters as IDNA2008 encodes it after the mapping of UTS 46, non-transitional
  /// (`münchen.example` is `xn--mnchen-3ya.example`); bytes that are percent-encoded (RFC 3986, section 3.2.2) are decoded
  /// before.
  /// - Returns: a name of ASCII as it is, unchecked; `nil` for one of other letters that is no internationalized domain name.
  package static func ascii(_ host: String) -> String? {
    if host.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x25 }) { return host }
    guard let name = try? PercentCoding.decoded(host), !name.utf8.contains(0) else { return nil }
    var result: UnsafeMutablePointer<UInt8>?
    let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    guard idn2_lookup_u8(name, &result, flags) == IDN2_OK.rawValue, let result else { return nil }
    defer { idn2_free(result) }
    let ascii = String(cString: result)
    return isName(ascii) ? ascii : nil
  }

  /// What is wrong with the authority of an http or https address (RFC 3986, section 3.2), as the end of a sentence about it;
  /// `nil` when nothing is: it is a host in any script or an IP address, and a port from 1 to 65535 or none.
  package static func defect(ofAuthority authority: String) -> String? {
    if authority.isEmpty { return "has no host" }
    if authority.utf8.contains(0x40) { return "has a user, which would be published" }
    var host = authority[...]
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return "has a [ without ]" }
      host = authority[authority.index(after: authority.startIndex)..<end]
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return "has text behind the address of its host" }
      port = rest.isEmpty ? nil : rest.dropFirst()
      guard isIPv6(String(host)) else { return "has no IPv6 address in its brackets" }
    } else {
      if let colon = authority.firstIndex(of: ":") {
        (host, port) = (authority[..<colon], authority[authority.index(after: colon)...])
        if isIPv6(authority) { return "has an IPv6 address without the brackets around it" }
      }
      if host.isEmpty { return "has no host" }
      guard let name = ascii(String(host)), isHost(name) else { return "has a host that is no domain name" }
    }
    if let port, !port.isEmpty {
      guard port.utf8.count <= 5, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(port),
        (1...65_535).contains(number)
      else { return "has a port that is no number from 1 to 65535" }
    }
    return nil
  }

  /// Whether bytes in UTF-8 are such an authority.
  package static func isAuthority(_ authority: UnsafeBufferPointer<UInt8>) -> Bool {
    // Nearly all are plain names, and every source has one.
    var previous: UInt8 = 0x2E
    let isPlain = authority.allSatisfy { byte in
      defer { previous = byte }
      return (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
        || byte == 0x5F
        || byte == 0x2E && previous != 0x2E
    }
    return isPlain && !authority.isEmpty
      || defect(ofAuthority: String(decoding: authority, as: UTF8.self)) == nil
  }

  /// Whether a text is an IP address of version 6, without brackets.
  package static func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return text.utf8.contains(0x3A) && inet_pton(AF_INET6, text, &address) == 1
  }

  // Letters, digits, hyphens and underscores between dots, the last of which may end the name.
  private static func isHost(_ name: String) -> Bool {
    let labels = name.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    let isRooted = labels.count > 1 && labels.last?.isEmpty == true
    return (isRooted ? labels.dropLast() : labels[...]).allSatisfy { label in
      !label.isEmpty
        && label.allSatisfy {
          (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
    }
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
}
