internal import Primitives

/// Addresses of Pelican: patterns such as `/blog/{date:%Y}/{slug}/`.
struct PelicanPermalink {
  private let post: Post
  private let site: SiteSettings
  private let date: PermalinkDate

  /// Makes the addresses of a post.
  init(_ post: Post, site: SiteSettings) {
    self.post = post
    self.site = site
    date = PermalinkDate(of: post, site: site)
  }

  /// The path of a pattern; `nil` when it has an unknown field.
  func path(_ pattern: String) -> String? {
    var result = ""
    var rest = pattern[...]
    while let start = rest.firstIndex(of: "{") {
      guard let end = rest[start...].firstIndex(of: "}") else { return nil }
      let field = rest[rest.index(after: start)..<end].split(separator: ":", maxSplits: 1)
      guard let name = field.first, let value = value(name, field.count > 1 ? field[1] : nil) else {
        return nil
      }
      result += rest[..<start] + value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private func value(_ name: Substring, _ format: Substring?) -> String? {
    switch name {
    case "slug": post.fields["slug"]?.text ?? Self.slug(post.title)
    case "date": formatted(format ?? "%Y-%m-%d")
    case "category": Self.slug(term(Taxonomy.category) ?? "misc")
    case "author": term(Taxonomy.author).map(Self.slug)
    case "lang": post.language ?? site.language ?? "en"
    default: nil
    }
  }

  private func term(_ taxonomy: Taxonomy) -> String? { post.terms[taxonomy.name]?.first?.name }

  // Letters, digits and underscores stay, blanks and hyphens become one hyphen, all else is removed.
  private static func slug(_ text: String) -> String {
    Transliteration.slug(text) { $0.isBlank || $0 == .hyphen }
  }

  // Directives of `strftime`.
  private func formatted(_ format: Substring) -> String? {
    var result = ""
    var characters = format.makeIterator()
    while let character = characters.next() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      guard let directive = characters.next(), let text = text(of: directive) else { return nil }
      result += text
    }
    return result
  }

  private func text(of directive: Character) -> String? {
    let texts: [Character: String] = [
      "Y": date.year, "y": String(date.year.suffix(2)), "m": date.month, "d": date.day, "B": date.monthName,
      "b": String(date.monthName.prefix(3)), "A": date.weekdayName, "a": String(date.weekdayName.prefix(3)),
      "j": PermalinkDate.padded(date.dayOfYear, 3), "H": date.hour, "M": date.minute, "S": date.seconds,
    ]
    return texts[directive]
  }
}
