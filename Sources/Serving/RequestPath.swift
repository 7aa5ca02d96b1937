/// The path of a request below the place where feeds are served.
enum RequestPath {
  /// What is wrong with a path.
  enum Fault: Error, Equatable {
    /// It is not a path, or is not encoded as one (RFC 3986, section 2.1).
    case malformed(String)
  }

  /// Splits a request's target into path and query, which may be missing.
  static func split(_ target: String) -> (path: Substring, query: Substring) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
    return (target[..<mark], target[target.utf8.index(after: mark)...])
  }

  /// The names in a path, without percent-encoding; none for the place itself. The last is empty when a slash ends the path.
  /// - Parameter base: the path of the place where feeds are served, with slashes at both ends; a server that stands in
  ///   front of this one may have taken it away.
  static func names(_ path: Substring, below base: String) throws(Fault) -> [String] {
    guard path.hasPrefix("/") else { throw .malformed("the request's target must begin with /") }
    let rest = base.count > 1 && path.hasPrefix(base) ? path.dropFirst(base.count) : path.dropFirst()
    if rest.isEmpty { return [] }
    var names: [String] = []
    for part in rest.split(separator: "/", omittingEmptySubsequences: false) {
      let name = try decoded(part, spaces: false)
      guard !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
        throw .malformed("the path holds control characters")
      }
      guard name != ".", name != ".." else { throw .malformed("the path holds \"\(name)\"") }
      names.append(name)
    }
    return names
  }

  /// The text of percent-encoded bytes; with `spaces`, as in a query, `+` is a blank.
  static func decoded(_ text: Substring, spaces: Bool) throws(Fault) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(spaces && byte == UInt8(ascii: "+") ? 0x20 : byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Self.digit), let low = rest.popFirst().flatMap(Self.digit)
      else {
        throw .malformed("after % there must be two hexadecimal digits")
      }
      bytes.append(high << 4 | low)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed("the percent-encoded bytes are not UTF-8")
    }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
