/// The path of a request below the place where feeds are served.
enum RequestPath {
  /// Why a path names no document.
  enum Fault: Error, Equatable {
    /// It is not a path, or is not encoded as one (RFC 3986, section 2.1).
    case malformed(String)
    /// It holds an encoded slash, which is no separator (RFC 3986, section 2.2), so that no document has this path.
    case encodedSlash
    /// It is the path of the place itself, without the slash that ends it.
    case withoutSlash
  }

  /// Splits a request's target into path and query, which may be missing.
  static func split(_ target: String) -> (path: Substring, query: Substring) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
    return (target[..<mark], target[target.utf8.index(after: mark)...])
  }

  /// The names in a path, without percent-encoding.
  static func names(_ path: some StringProtocol) throws(Fault) -> [String] {
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw .malformed("the request's target must begin with /")
    }
    var names: [String] = []
    for part in Substring(path.dropFirst()).split(separator: "/", omittingEmptySubsequences: false) {
      names.append(try name(part))
    }
    return names
  }

  /// The names in a path below the place where feeds are served; none for the place itself. The last is empty when a slash
  /// ends the path.
  /// - Parameter base: the names in the path of that place; a server in front of this one may have taken them away.
  static func names(_ path: Substring, below base: [String]) throws(Fault) -> [String] {
    let names = try names(path)
    let isBelow = zip(names, base).allSatisfy { Array($0.utf8) == Array($1.utf8) }
    if isBelow, !base.isEmpty, names.count == base.count { throw .withoutSlash }
    let rest = isBelow && names.count > base.count ? Array(names.dropFirst(base.count)) : names
    return rest == [""] ? [] : rest
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
}

extension RequestPath {
  private static func name(_ part: Substring) throws(Fault) -> String {
    let name = try decoded(part, spaces: false)
    guard !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .malformed("the path holds control characters")
    }
    guard name != ".", name != ".." else { throw .malformed("the path holds \"\(name)\"") }
    guard !name.utf8.contains(UInt8(ascii: "/")) else { throw .encodedSlash }
    return name
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
