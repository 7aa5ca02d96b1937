internal import Text

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
    guard isAuthority(bytes[start..<authorityEnd]) else { return nil }
    if bytes.allSatisfy(isPlain) { return address }
    var result = Array(bytes[..<authorityEnd])
    var isFragment = false
    for index in authorityEnd..<bytes.count {
      let byte = bytes[index]
      let isSecondHash = byte == 0x23 && isFragment
      if byte == 0x23 { isFragment = true }
      let isAllowed =
        isPlain(byte) || byte == 0x23 || byte == 0x25 && isEscape(bytes[(index + 1)...].prefix(2))
      if isAllowed && !isSecondHash {
        result.append(byte)
      } else {
        result += [0x25, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// An address as somebody writes it in a configuration: a valid absolute URI but for its host, which may be in any letters.
  /// - Returns: the URI; `nil` when it is not valid.
  package static func configured(_ address: String) -> String? {
    guard let address = withASCIIHost(address), valid(address) == address else { return nil }
    return address
  }

  // The address with its host, if that is not plain ASCII, as the domain name system has it; `nil` when it is no name there.
  private static func withASCIIHost(_ address: String) -> String? {
    let bytes = Array(address.utf8)
    guard let colon = bytes.firstIndex(of: 0x3A), bytes[colon...].starts(with: "://".utf8) else {
      return address
    }
    let start = colon + 3
    let authority = bytes[start..<authorityEnd(bytes, start)]
    guard authority.contains(where: { $0 >= 0x80 || $0 == 0x25 }) else { return address }
    let host = authority.prefix { $0 != 0x3A }
    guard let name = HostName.ascii(String(decoding: host, as: UTF8.self)) else { return nil }
    return String(decoding: bytes[..<start] + name.utf8 + bytes[host.endIndex...], as: UTF8.self)
  }

  private static func authorityEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    bytes[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? bytes.count
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  // Letters, digits, dots and hyphens, and a port: no user, no address literals; the news has neither.
  private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first != 0x2E, first != 0x3A else { return false }
    let host = bytes.prefix { $0 != 0x3A }
    let port = bytes[host.endIndex...].dropFirst()
    return host.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
        || $0 == 0x5F
    } && port.count <= 5 && port.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 2
      && bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
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
