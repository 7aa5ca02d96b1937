/// An entity tag (RFC 9110, section 8.8.3).
struct EntityTag: Hashable {
  /// The tag with its quotes.
  let opaque: Substring
  /// Whether it is weak.
  let isWeak: Bool

  /// The tags of an If-Match or If-None-Match field; text between them is ignored. `nil` for `*`, which matches any tag.
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
