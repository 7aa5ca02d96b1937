internal import Primitives

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

    /// Describes text that cannot be decoded.
    init(_ error: PercentCoding.DecodingError) {
      self =
        switch error {
        case .incompleteEscape: .malformed("after % there must be two hexadecimal digits")
        case .notUTF8: .malformed("the percent-encoded bytes are not UTF-8")
        }
    }
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
}

extension RequestPath {
  private static func name(_ part: Substring) throws(Fault) -> String {
    let name: String
    do throws(PercentCoding.DecodingError) {
      name = try PercentCoding.decoded(part)
    } catch {
      throw Fault(error)
    }
    guard !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .malformed("the path holds control characters")
    }
    guard name != ".", name != ".." else { throw .malformed("the path holds \"\(name)\"") }
    guard !name.utf8.contains(UInt8(ascii: "/")) else { throw .encodedSlash }
    return name
  }
}
