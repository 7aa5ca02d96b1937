internal import Primitives

/// The labels of links to sources, `(AFP via ''The Times'')`.
enum SourceLabel {
  /// The publisher's name: the label without the bracket around it; `nil` when nothing is left.
  static func name(_ label: String) -> String? {
    var name = ItemText.tidied(label)
    if name.hasPrefix("("), LinkTarget.withoutBracket("x " + name) == "x" {
      name = String(name.dropFirst().dropLast())
    } else {
      // Half a bracket.
      if name.hasPrefix("("), !name.contains(")") { name.removeFirst() }
      if name.hasSuffix(")"), !name.contains("(") { name.removeLast() }
    }
    name = PortalLimits.cut(PlainText.clean(decoded: name), toFeedBytes: PortalLimits.nameBytes)
    let hasText = name.contains { $0.isLetter || $0.isNumber }
    // In an event file, a link with this name is the event's picture.
    return hasText && name.lowercased() != "cover image" ? name : nil
  }
}

/// The host of an address of the web.
struct WebHost {
  /// The host without `www.`.
  let name: String

  /// Reads an absolute http or https address; `nil` when it is not valid.
  init?(of address: String) {
    guard let mark = address.firstRange(of: "://"), ["http", "https"].contains(address[..<mark.lowerBound])
    else { return nil }
    let authority = address[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard HostName.defect(ofAuthority: String(authority)) == nil else { return nil }
    let host = authority.prefix { $0 != ":" }
    name = String(host.hasPrefix("www.") ? host.dropFirst(4) : host)
  }
}
