/// Decodes and encodes forms and queries (`application/x-www-form-urlencoded`).
package enum Form {
  /// A name occurs more than once.
  package struct RepeatedName: Error {
    /// The name.
    package var name: String
  }

  /// The encoded form of a value.
  package static func encoded(_ text: String) -> String {
    PercentCoding.encoded(text, isAllowed: PercentCoding.isUnreserved)
  }

  /// The value of each name. No name may occur twice.
  /// - Throws: `PercentCoding.DecodingError`, `RepeatedName`.
  package static func values(_ text: Substring) throws -> [String: String] {
    var single: [String: String] = [:]
    for (name, values) in try allValues(text) {
      guard values.count == 1 else { throw RepeatedName(name: name) }
      single[name] = values[0]
    }
    return single
  }

  /// All values of each name, in their order.
  /// - Throws: `PercentCoding.DecodingError`.
  package static func allValues(_ text: Substring) throws(PercentCoding.DecodingError) -> [String: [String]] {
    var values: [String: [String]] = [:]
    for part in text.split(separator: "&") {
      let mark = part.firstIndex(of: "=") ?? part.endIndex
      let name = try decoded(part[..<mark])
      let value = try decoded(part[mark...].dropFirst())
      values[name, default: []].append(value)
    }
    return values
  }

  // Decodes a name or value, in which a plus sign is a space.
  private static func decoded(_ text: Substring) throws(PercentCoding.DecodingError) -> String {
    let spaces = text.utf8.map { $0 == .plusSign ? UInt8.space : $0 }
    return try PercentCoding.decoded(spaces)
  }
}
