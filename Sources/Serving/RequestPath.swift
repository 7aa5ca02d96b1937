internal import Primitives

/// Paths of requests, split into components and decoded.
enum RequestPath {
  /// The reason why a path is not the path of a document.
  enum Fault: Error, Equatable {
    /// The path or its percent-encoding is malformed (RFC 3986, section 2.1).
    case malformed(String)
    /// The path has an encoded slash, which is not a separator (RFC 3986, section 2.2); no document has such a path.
    case encodedSlash
    /// The path is the base path without its final slash.
    case withoutSlash

    /// Describes an error of percent-decoding.
    init(_ error: PercentCoding.DecodingError) {
      self =
        switch error {
        case .incompleteEscape: .malformed("after % there must be two hexadecimal digits")
        case .notUTF8: .malformed("the percent-encoded bytes are not UTF-8")
        }
    }
  }

  /// Splits a request target into path and query; the query may be empty.
  static func split(_ target: String) -> (path: Substring, query: Substring) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target[...], "") }
    return (target[..<mark], target[target.utf8.index(after: mark)...])
  }

  /// The components of a path, percent-decoded.
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

  /// The components of a path below a base path, percent-decoded; none for the base path itself. The last one is empty when
  /// the path ends with a slash.
  /// - Parameter base: the components of the base path. A path without them is accepted too: a proxy may have removed them.
  static func names(_ path: Substring, below base: [String]) throws(Fault) -> [String] {
    let names = try names(path)
    let isBelow = zip(names, base).allSatisfy { Array($0.utf8) == Array($1.utf8) }
    if isBelow, !base.isEmpty, names.count == base.count { throw .withoutSlash }
    let rest = isBelow && names.count > base.count ? Array(names.dropFirst(base.count)) : names
    return rest == [""] ? [] : rest
  }

  /// The components of the path of the document at a path: the page of a directory for a path that ends with a slash.
  static func document(_ names: [String]) -> [String] {
    if names.isEmpty { return ["index.html"] }
    return names.last == "" ? names.dropLast() + ["index.html"] : names
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
