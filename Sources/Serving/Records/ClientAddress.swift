internal import Foundation
internal import NIOCore

/// The address of the client of a connection.
struct ClientAddress: Sendable {
  /// The address of the other side of the connection; `unix:` for a Unix socket, as nginx writes it.
  let peer: String
  /// Whether the other side is on this machine, as a proxy is, whose field X-Forwarded-For counts.
  let isLocal: Bool

  /// Makes the address of a connection's other side.
  init(_ channel: any Channel) {
    let address = (channel.remoteAddress?.ipAddress).map(Self.unmapped)
    peer = address ?? "unix:"
    isLocal = address.map(Self.isLoopback) ?? true
  }

  /// The client of a request: the last address in X-Forwarded-For if the other side is on this machine, which has appended it;
  /// otherwise the other side. Earlier addresses in the field may be made up by the client.
  func client(of exchange: Exchange) -> String {
    guard isLocal, case .head(let head) = exchange.request,
      head.headers.contains(name: "X-Forwarded-For"), let field = head.headers["X-Forwarded-For"].last,
      let last = field.split(separator: ",").last,
      let address = Self.address(last)
    else { return peer }
    return address
  }

  // An IP address without port and brackets; `nil` for any other text.
  private static func address(_ text: Substring) -> String? {
    var text = text.drop { " \t".contains($0) }
    while let last = text.last, " \t".contains(last) { text.removeLast() }
    guard text.utf8.count <= 60 else { return nil }
    if text.hasPrefix("[") {
      let parts = text.dropFirst().split(separator: "]", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, parts[1].isEmpty || parts[1].hasPrefix(":") else { return nil }
      text = parts[0]
    } else if let colon = text.firstIndex(of: ":"), text.lastIndex(of: ":") == colon {
      text = text[..<colon]
    }
    let address = String(text)
    return bytes(address) == nil ? nil : unmapped(address)
  }

  private static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1"
  }

  // An IPv4 address in place of the IPv6 address that a socket for both has for it (RFC 4291, section 2.5.5.2).
  private static func unmapped(_ address: String) -> String {
    let prefix = "::ffff:"
    guard address.lowercased().hasPrefix(prefix), address.contains(".") else { return address }
    return String(address.dropFirst(prefix.count))
  }

  /// The bytes of an IP address: four, or sixteen; `nil` for any other text.
  static func bytes(_ address: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, address, &bytes) == 1 { return Array(bytes.prefix(4)) }
    return inet_pton(AF_INET6, address, &bytes) == 1 ? bytes : nil
  }
}
