import Foundation
import Primitives

/// The interface that a server is at, as people write it.
package enum InterfaceName {
  /// Whether a text is a host name, or an IP address with or without the brackets that one of version 6 has in URLs.
  package static func isHost(_ text: String) -> Bool {
    let isInBrackets = text.hasPrefix("[") && text.hasSuffix("]")
    let host = isInBrackets ? String(text.dropFirst().dropLast()) : text
    // An address of a link has its interface behind it: `fe80::1%eth0`.
    let address = host.prefix { $0 != "%" }
    if HostName.isIPv6(String(address)) { return true }
    return !isInBrackets && !text.contains(":") && !text.contains("%")
      && HostName.defect(ofAuthority: text) == nil
  }
}
