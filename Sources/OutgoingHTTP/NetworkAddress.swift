internal import Foundation

/// Look-up of addresses, and the test whether they are public.
package enum NetworkAddress {
  /// The reason why a host is refused.
  package enum Refusal: Error, CustomStringConvertible {
    /// The host has no address.
    case unknown(String)
    /// The host has an address of this machine or of a private network.
    case notPublic(String)

    /// The host and the reason.
    package var description: String {
      switch self {
      case .unknown(let host): "\(host) is no known host"
      case .notPublic(let host): "\(host) is not in the public Internet"
      }
    }
  }

  // The blocks of IPv4 addresses that are not public, from the registry of special-purpose addresses (RFC 6890): address and
  // length of the prefix.
  private static let specialBlocks: [(UInt32, Int)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
    (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
    (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]

  /// Whether a host is an address itself: one of IPv4, or one of IPv6 in brackets.
  static func isLiteral(_ host: String) -> Bool {
    var address = in_addr()
    return host.hasPrefix("[") || inet_pton(AF_INET, host, &address) == 1
  }

  /// Whether an IPv4 address (4 bytes) or an IPv6 address (16 bytes) is public.
  static func isPublic(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 4 {
      let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return !specialBlocks.contains { value >> (32 - $1) == $0 >> (32 - $1) }
    }
    guard bytes.count == 16 else { return false }
    // For IPv6 addresses that contain an IPv4 address, that decides: mapped, translated (RFC 6052), 6to4.
    if bytes[..<10].allSatisfy({ $0 == 0 }) {
      return bytes[10..<12].allSatisfy { $0 == 0xFF } && isPublic(Array(bytes[12...]))
    }
    if Array(bytes[..<12]) == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
      return isPublic(Array(bytes[12...]))
    }
    if bytes[0] == 0x20, bytes[1] == 0x02 { return isPublic(Array(bytes[2..<6])) }
    // Of the others, only 2000::/3 is allocated, except blocks for protocols and for documentation.
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    let start = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
    return start >> 9 != 0x2001_0000 >> 9 && start != 0x2001_0DB8 && start >> 12 != 0x3FFF_0000 >> 12
  }

  /// The bytes of an IPv4 or IPv6 address; empty for other families.
  static func bytes(of address: UnsafePointer<sockaddr>) -> [UInt8] {
    let start = UnsafeRawPointer(address)
    return switch Int32(address.pointee.sa_family) {
    case AF_INET:
      withUnsafeBytes(of: start.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
    case AF_INET6:
      withUnsafeBytes(of: start.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    default: []
    }
  }

  /// The addresses of a host, as text. Blocks until the network answers.
  /// - Parameter policy: with `publicOnly`, all addresses must be public.
  /// - Throws: `Refusal`.
  static func resolve(_ host: String, policy: HTTPClient.AddressPolicy) throws -> [String] {
    var hints = addrinfo()
    #if os(Linux)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0, let list else { throw Refusal.unknown(host) }
    defer { freeaddrinfo(list) }
    var found: [String] = []
    for info in sequence(first: list, next: { $0.pointee.ai_next }) {
      guard let address = info.pointee.ai_addr else { continue }
      if policy == .publicOnly, !isPublic(bytes(of: address)) { throw Refusal.notPublic(host) }
      var text = [CChar](repeating: 0, count: 64)
      guard
        getnameinfo(address, info.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
          == 0
      else { continue }
      found.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    guard !found.isEmpty else { throw Refusal.unknown(host) }
    return found
  }
}
