internal import Primitives

/// Addresses of pages and pictures, as feeds may hold them.
package enum WebAddress {
  /// An address made a valid absolute URI (RFC 3986): a host in letters beyond ASCII is encoded as IDNA2008 says, and what may
  /// not be in a URI elsewhere is percent-encoded.
  /// - Returns: `nil` when it is not http or https, or names no host; `javascript:` and `data:` are such.
  package static func valid(_ address: String) -> String? {
    guard let address = withASCIIHost(address) else { return nil }
    let bytes = Array(address.utf8)
    let scheme = bytes.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let start = scheme.starts(with: "https://".utf8) ? 8 : scheme.starts(with: "http://".utf8) ? 7 : 0
    guard start > 0 else { return nil }
    let authorityEnd = authorityEnd(bytes, start)
    guard Array(bytes[start..<authorityEnd]).withUnsafeBufferPointer(HostName.isAuthority) else { return nil }
    if bytes.allSatisfy(isPlain) { return address }
    var result = Array(bytes[..<authorityEnd])
    var isFragment = false
    for index in authorityEnd..<bytes.count {
      let byte = bytes[index]
      let isSecondHash = byte == 0x23 && isFragment
      if byte == 0x23 { isFragment = true }
      let isAllowed =
        isPlain(byte) || byte == 0x23 || PercentCoding.isEscape(bytes, at: index)
      if isAllowed && !isSecondHash {
        result.append(byte)
      } else {
        PercentCoding.appendEscape(of: byte, to: &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// An address of a configuration: a valid absolute IRI (RFC 3987), whose letters beyond ASCII are encoded.
  /// - Throws: `Invalid`, which says what is wrong.
  package static func configured(_ address: String) throws(Invalid) -> String {
    if let space = address.unicodeScalars.first(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
      throw Invalid(reason: space == " " ? "has a space" : "has a blank or control character")
    }
    let scheme = address.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https", address.dropFirst(scheme.count).hasPrefix("://") else {
      throw Invalid(reason: "does not begin with http:// or https://")
    }
    let bytes = Array(address.utf8)
    let start = scheme.utf8.count + 3
    let end = authorityEnd(bytes, start)
    if let defect = HostName.defect(ofAuthority: String(decoding: bytes[start..<end], as: UTF8.self)) {
      throw Invalid(reason: defect)
    }
    for index in end..<bytes.count {
      let byte = bytes[index]
      if byte == 0x25, !PercentCoding.isEscape(bytes, at: index) {
        throw Invalid(reason: "has a % without two hexadecimal digits behind it")
      }
      guard byte >= 0x80 || byte == 0x25 || byte == 0x23 || isPlain(byte) else {
        throw Invalid(reason: "has the character \(Character(Unicode.Scalar(byte))), which no URL has")
      }
    }
    guard let valid = valid(address) else { throw Invalid(reason: "is no URL") }
    return valid
  }

  /// Why an address of a configuration is not valid.
  package struct Invalid: Error, Hashable, Sendable {
    /// What is wrong, as the end of a sentence about the address.
    package let reason: String

    /// Makes it of what is wrong.
    package init(reason: String) { self.reason = reason }
  }

  /// A valid address in the one form that equivalent ones share (RFC 3986, section 6.2): scheme and host in small letters, no
  /// port that the scheme has anyway, no empty path, escapes in capitals and none of letters that need none.
  package static func normal(_ address: String) -> String {
    guard let mark = address.firstRange(of: "://") else { return address }
    let scheme = address[..<mark.lowerBound].lowercased()
    let rest = address[mark.upperBound...]
    var authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    var path = rest.dropFirst(authority.count)
    for port in [scheme == "http" ? ":80" : ":443", ":"] where authority.hasSuffix(port) {
      authority.removeLast(port.count)
      break
    }
    if authority.hasSuffix(".") { authority.removeLast() }
    if !path.hasPrefix("/") { path = "/" + path }
    return "\(scheme)://\(authority)\(withNormalEscapes(String(path)))"
  }

  private static func withNormalEscapes(_ text: String) -> String {
    text.replacing(/%([0-9A-Fa-f]{2})/) { match in
      guard let byte = UInt8(match.output.1, radix: 16) else { return String(match.output.0) }
      return PercentCoding.isUnreserved(byte) ? String(UnicodeScalar(byte)) : match.output.0.uppercased()
    }
  }

  // The address with its host, if that is not plain ASCII, as the domain name system has it; `nil` when it is no name there.
  private static func withASCIIHost(_ address: String) -> String? {
    let bytes = Array(address.utf8)
    guard let colon = bytes.firstIndex(of: 0x3A), bytes[colon...].starts(with: "://".utf8) else {
      return address
    }
    let start = colon + 3
    let authority = bytes[start..<authorityEnd(bytes, start)]
    guard authority.contains(where: { $0 >= 0x80 || $0 == 0x25 }), authority.first != 0x5B else {
      return address
    }
    let host = authority.prefix { $0 != 0x3A }
    guard let name = HostName.ascii(String(decoding: host, as: UTF8.self)) else { return nil }
    return String(decoding: bytes[..<start] + name.utf8 + bytes[host.endIndex...], as: UTF8.self)
  }

  private static func authorityEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? bytes.count
  }

  // What every part after the authority may hold, but % and #.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x21, 0x24, 0x26...0x2F, 0x3A, 0x3B, 0x3D, 0x3F, 0x40, 0x5F, 0x7E: true
    default: false
    }
  }
}
