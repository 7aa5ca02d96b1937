internal import Foundation

/// The addresses of a host, and whether they are in the public Internet.
package enum NetworkAddress {
  /// The reason why nothing is sent to a host.
  package enum Refusal: Error, CustomStringConvertible {
    /// The name has no address.
    case unknown(String)
    /// An address is of this machine, or of a network that is not public.
    case notPublic(String)

    /// The host and the reason.
    package var description: String {
      switch self {
      case .unknown(let host): "\(host) is no known host"
      case .notPublic(let host): "\(host) is not in the public Internet"
      }
    }
  }

  // Blocks that are not public, as the registries of special addresses have them (RFC 6890): first bytes, and how many bits of
  // them count.
  private static let special4: [(UInt32, Int)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16),
    (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15),
    (0xC633_6400, 24), (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]

  /// Whether an address is public: four bytes or sixteen.
  static func isPublic(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 4 {
      let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return !special4.contains { value >> (32 - $1) == $0 >> (32 - $1) }
    }
    guard bytes.count == 16 else { return false }
    // What holds an address of four bytes is as public as that: mapped, translated (RFC 6052), 6to4.
    if bytes[..<10].allSatisfy({ $0 == 0 }) {
      return bytes[10..<12].allSatisfy { $0 == 0xFF } && isPublic(Array(bytes[12...]))
    }
    if Array(bytes[..<12]) == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
      return isPublic(Array(bytes[12...]))
    }
    if bytes[0] == 0x20, bytes[1] == 0x02 { return isPublic(Array(bytes[2..<6])) }
    // Of the rest, 2000::/3 alone is given out, less what is for protocols and documents.
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    let start = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
    return start >> 9 != 0x2001_0000 >> 9 && start != 0x2001_0DB8 && start >> 12 != 0x3FFF_0000 >> 12
  }

  /// The bytes of an address: four, sixteen, or none of a family other than IPv4 and IPv6.
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

  /// The addresses of a host, as text; waits for the network.
  /// - Parameter required: whether all of them must be public.
  /// - Throws: `Refusal`.
  static func resolve(_ host: String, mustBePublic required: Bool) throws -> [String] {
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
      if required, !isPublic(bytes(of: address)) { throw Refusal.notPublic(host) }
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
