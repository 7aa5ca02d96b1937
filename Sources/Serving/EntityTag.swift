/// An entity tag (RFC 9110, section 8.8.3): it tells versions of a resource apart.
struct EntityTag: Hashable {
  /// The tag with its quotes.
  let opaque: Substring
  /// Whether it is weak: the versions mean the same, and may differ in their bytes.
  let isWeak: Bool

  /// The tags of a field If-Match or If-None-Match, whatever stands between them; `nil` for `*`, which any version has.
  static func list(_ field: String) -> [EntityTag]? {
    var tags: [EntityTag] = []
    var rest = field[...]
    if rest.drop(while: { " \t,".contains($0) }).first == "*" { return nil }
    while let quote = rest.firstIndex(of: "\"") {
      let start = rest[..<quote]
      guard let end = rest[rest.index(after: quote)...].firstIndex(of: "\"") else { break }
      tags.append(EntityTag(opaque: rest[quote...end], isWeak: start.hasSuffix("W/")))
      rest = rest[rest.index(after: end)...]
    }
    return tags
  }
}
