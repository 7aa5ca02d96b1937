internal import CLibidn2
internal import Foundation

/// Host names of any script.
package enum HostName {
  /// Encodes a host name in ASCII (IDNA2008 with the non-transitional mapping of UTS 46): `münchen.example` becomes
  /// `xn--mnchen-3ya.example`. Percent-encoded bytes (RFC 3986, section 3.2.2) are decoded before.
  /// - Returns: an ASCII name unchanged and unchecked; `nil` for another name that is no internationalized domain name.
  package static func ascii(_ host: String) -> String? {
    if host.utf8.allSatisfy({ $0 < 0x80 && $0 != .percentSign }) { return host }
    guard let name = try? PercentCoding.decoded(host), !name.utf8.contains(0) else { return nil }
    var result: UnsafeMutablePointer<UInt8>?
    let flags = Int32(IDN2_NFC_INPUT.rawValue | IDN2_NONTRANSITIONAL.rawValue)
    guard idn2_lookup_u8(name, &result, flags) == IDN2_OK.rawValue, let result else { return nil }
    defer { idn2_free(result) }
    let ascii = String(cString: result)
    return areLabels(ascii, of: encodedNameBytes) ? ascii : nil
  }

  /// The fault of the authority of an http or https address (RFC 3986, section 3.2), as the predicate of a sentence about it; `nil` for
  /// a valid one: a host in any script or an IP address, and optionally a port from 1 to 65535.
  package static func defect(ofAuthority authority: String) -> String? {
    if authority.isEmpty { return "has no host" }
    if authority.utf8.contains(.atSign) { return "has a user, which would be published" }
    return authority.hasPrefix("[") ? defect(ofBracketed: authority) : defect(ofNamed: authority)
  }

  // The fault of an authority with an IPv6 address in brackets.
  private static func defect(ofBracketed authority: String) -> String? {
    guard let end = authority.firstIndex(of: "]") else { return "has a [ without ]" }
    let address = authority[..<end].dropFirst()
    let rest = authority[end...].dropFirst()
    guard rest.isEmpty || rest.hasPrefix(":") else { return "has text behind the address of its host" }
    guard isIPv6(String(address)) else { return "has no IPv6 address in its brackets" }
    return defect(ofPort: rest.dropFirst())
  }

  // The fault of an authority with a name or an IPv4 address.
  private static func defect(ofNamed authority: String) -> String? {
    let colon = authority.firstIndex(of: ":") ?? authority.endIndex
    let host = String(authority[..<colon])
    if isIPv6(authority) { return "has an IPv6 address without the brackets around it" }
    if host.isEmpty { return "has no host" }
    guard let name = ascii(host), areLabels(name, of: hostBytes) else {
      return "has a host that is no domain name"
    }
    return defect(ofPort: authority[colon...].dropFirst())
  }

  private static func defect(ofPort port: Substring) -> String? {
    if port.isEmpty { return nil }
    let isNumber = port.utf8.count <= 5 && port.utf8.allSatisfy(\.isDigit)
    guard isNumber, let number = Int(port), (1...65_535).contains(number) else {
      return "has a port that is no number from 1 to 65535"
    }
    return nil
  }

  /// Whether bytes in UTF-8 are a valid authority (see `defect(ofAuthority:)`).
  package static func isAuthority(_ authority: UnsafeBufferPointer<UInt8>) -> Bool {
    isPlainName(authority) || defect(ofAuthority: String(decoding: authority, as: UTF8.self)) == nil
  }

  // A fast test for plain names, which nearly all sources have.
  private static func isPlainName(_ authority: UnsafeBufferPointer<UInt8>) -> Bool {
    let allowed = hostBytes
    var previous = UInt8.fullStop
    for byte in authority {
      let isEmptyLabel = byte == .fullStop && previous == .fullStop
      guard !isEmptyLabel, byte == .fullStop || allowed.contains(byte) else { return false }
      previous = byte
    }
    return !authority.isEmpty
  }

  /// Whether a text is an IP address of version 6, without brackets.
  package static func isIPv6(_ text: String) -> Bool {
    var address = in6_addr()
    return text.utf8.contains(.colon) && inet_pton(AF_INET6, text, &address) == 1
  }

  // Whether a name consists of labels of some characters between dots. A dot at the end is allowed.
  private static func areLabels(_ name: String, of characters: ByteSet) -> Bool {
    let labels = name.utf8.split(separator: .fullStop, omittingEmptySubsequences: false)
    let isRooted = labels.count > 1 && labels.last?.isEmpty == true
    return (isRooted ? labels.dropLast() : labels[...]).allSatisfy { label in
      !label.isEmpty && label.allSatisfy(characters.contains)
    }
  }

  private static let hostBytes = ByteSet.alphanumerics.union(ByteSet("-_"))

  // The characters of an internationalized domain name in ASCII. libidn2 keeps or drops other characters of ASCII; such names are
  // refused.
  private static let encodedNameBytes = ByteSet(0x61...0x7A, 0x30...0x39).union(ByteSet("-"))
}
