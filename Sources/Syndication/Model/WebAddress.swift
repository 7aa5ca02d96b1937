internal import Primitives

/// The addresses of pages and pictures in feeds.
package enum WebAddress {
  /// Makes an address a valid absolute URI (RFC 3986): a host beyond ASCII is encoded by IDNA2008, and other characters that URIs
  /// must not contain are percent-encoded.
  /// - Returns: `nil` when the scheme is not http or https, or there is no valid host.
  package static func valid(_ address: String) -> String? {
    guard let address = withASCIIHost(address) else { return nil }
    let bytes = Array(address.utf8)
    guard let start = authorityStart(in: bytes) else { return nil }
    let end = authorityEnd(in: bytes, from: start)
    let authority = Array(bytes[start..<end])
    guard authority.withUnsafeBufferPointer(HostName.isAuthority) else { return nil }
    let plain = plainBytes
    if bytes.allSatisfy({ plain.contains($0) }) { return address }
    return String(decoding: bytes[..<end] + percentEncoded(bytes, from: end), as: UTF8.self)
  }

  /// Makes an address of the configuration, an absolute IRI (RFC 3987), a valid URI.
  /// - Throws: `Invalid`, with the fault.
  package static func configured(_ address: String) throws(Invalid) -> String {
    if let space = address.unicodeScalars.first(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
      throw Invalid(reason: space == " " ? "has a space" : "has a blank or control character")
    }
    let bytes = Array(address.utf8)
    guard let start = authorityStart(in: bytes) else {
      throw Invalid(reason: "does not begin with http:// or https://")
    }
    let end = authorityEnd(in: bytes, from: start)
    if let defect = HostName.defect(ofAuthority: String(decoding: bytes[start..<end], as: UTF8.self)) {
      throw Invalid(reason: defect)
    }
    try requireURLCharacters(bytes, from: end)
    guard let valid = valid(address) else { throw Invalid(reason: "is no URL") }
    return valid
  }

  /// The reason why an address of the configuration is invalid.
  package struct Invalid: Error, Hashable, Sendable {
    /// The fault, as the predicate of a sentence about the address.
    package let reason: String

    /// Makes an error.
    package init(reason: String) { self.reason = reason }
  }

  /// Normalizes a valid address (RFC 3986, section 6.2), so that equivalent addresses become equal: scheme and host in lower case, no
  /// default port, no empty path, escapes in upper case, and no escapes of unreserved characters.
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

  // The address with its host in ASCII, as in the domain name system; `nil` when the host is no domain name.
  private static func withASCIIHost(_ address: String) -> String? {
    let bytes = Array(address.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8)
    else {
      return address
    }
    let start = colon + 3
    let authority = bytes[start..<authorityEnd(in: bytes, from: start)]
    let isEncoded = !authority.contains { $0 >= 0x80 || $0 == UInt8(ascii: "%") }
    if isEncoded || authority.first == UInt8(ascii: "[") { return address }
    let host = authority.prefix { $0 != UInt8(ascii: ":") }
    guard let name = HostName.ascii(String(decoding: host, as: UTF8.self)) else { return nil }
    return String(decoding: bytes[..<start] + name.utf8 + bytes[host.endIndex...], as: UTF8.self)
  }

  // The index behind `http://` or `https://`; `nil` when the address begins with neither.
  private static func authorityStart(in bytes: [UInt8]) -> Int? {
    let scheme = bytes.prefix(8).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    if scheme.starts(with: "https://".utf8) { return 8 }
    return scheme.starts(with: "http://".utf8) ? 7 : nil
  }

  private static func authorityEnd(in bytes: [UInt8], from start: Int) -> Int {
    bytes[start...].firstIndex(where: authorityEnds.contains) ?? bytes.count
  }

  // Encodes path, query and fragment. Existing escapes are kept.
  private static func percentEncoded(_ bytes: [UInt8], from start: Int) -> [UInt8] {
    var result: [UInt8] = []
    var hasFragment = false
    for index in start..<bytes.count {
      let byte = bytes[index]
      let isFragmentMark = byte == UInt8(ascii: "#") && !hasFragment
      if isFragmentMark { hasFragment = true }
      if isFragmentMark || plainBytes.contains(byte) || PercentCoding.isEscape(bytes, at: index) {
        result.append(byte)
      } else {
        PercentCoding.appendEscape(of: byte, to: &result)
      }
    }
    return result
  }

  private static func requireURLCharacters(_ bytes: [UInt8], from start: Int) throws(Invalid) {
    for index in start..<bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "%"):
        guard PercentCoding.isEscape(bytes, at: index) else {
          throw Invalid(reason: "has a % without two hexadecimal digits behind it")
        }
      case UInt8(ascii: "#"), 0x80...: break
      default:
        guard plainBytes.contains(byte) else {
          throw Invalid(reason: "has the character \(Character(Unicode.Scalar(byte))), which no URL has")
        }
      }
    }
  }

  // The characters that begin a path, a query or a fragment.
  private static let authorityEnds = ByteSet("/?#")

  // The characters of paths, queries and fragments, except `%`.
  private static let plainBytes = ByteSet.alphanumerics.union(ByteSet("!$&'()*+,-./:;=?@_~"))
}
