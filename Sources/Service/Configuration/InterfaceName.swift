import Foundation
import Primitives

/// Names of the interface that a server listens on.
package enum InterfaceName {
  /// Whether a text is a host name, or an IP address. An IPv6 address may have the brackets of URLs.
  package static func isHost(_ text: String) -> Bool {
    let isInBrackets = text.hasPrefix("[") && text.hasSuffix("]")
    let host = isInBrackets ? String(text.dropFirst().dropLast()) : text
    // A link-local address may have a zone: `fe80::1%eth0`.
    let address = host.prefix { $0 != "%" }
    if HostName.isIPv6(String(address)) { return true }
    return !isInBrackets && !text.contains(":") && !text.contains("%")
      && HostName.defect(ofAuthority: text) == nil
  }
}
