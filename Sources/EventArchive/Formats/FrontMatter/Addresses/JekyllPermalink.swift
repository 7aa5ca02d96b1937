internal import Primitives

/// Addresses of Jekyll (jekyllrb.com, "Permalinks").
struct JekyllPermalink {
  /// The default pattern.
  static let date = "/:categories/:year/:month/:day/:title:output_ext"
  /// The patterns that have names.
  static let styles = [
    "date": date,
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
  ]

  private let post: Post
  private let date: PermalinkDate

  /// Makes the addresses of a post.
  init(_ post: Post, site: SiteSettings) {
    self.post = post
    date = PermalinkDate(of: post, site: site)
  }

  /// The path of a pattern or style; `nil` when it has an unknown token.
  func path(_ pattern: String) -> String? {
    PermalinkTokens.path(Self.styles[pattern] ?? pattern) { token, _ in
      dateToken(token) ?? clockToken(token) ?? nameToken(token)
    }
  }

  /// Replaces what is not kept by hyphens, as `:title` does. Case is kept.
  static func title(_ text: String) -> String { slug(text) { $0.isASCII && signs.contains(UInt8($0.value)) } }

  /// Replaces all but letters, marks and digits by hyphens, in lower case.
  static func slug(_ text: String) -> String { slug(text.lowercased()) { _ in false } }

  private static func slug(_ text: String, isKept: (Unicode.Scalar) -> Bool) -> String {
    text.unicodeScalars.split { !isKept($0) && !isWordScalar($0) }
      .map { String($0) }.joined(separator: "-").trimming("-")
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .nonspacingMark, .spacingMark, .enclosingMark:
      true
    default: false
    }
  }

  private static let signs = ByteSet("._~!$&'()+,;=@")
}

extension JekyllPermalink {
  private func dateToken(_ token: String) -> String? {
    switch token {
    case "year": date.year
    case "short_year": String(date.year.suffix(2))
    case "month": date.month
    case "i_month": "\(date.date.month)"
    case "short_month": String(date.monthName.prefix(3))
    case "long_month": date.monthName
    case "day": date.day
    case "i_day": "\(date.date.day)"
    case "y_day": PermalinkDate.padded(date.dayOfYear, 3)
    case "short_day": String(date.weekdayName.prefix(3))
    case "long_day": date.weekdayName
    default: nil
    }
  }

  private func clockToken(_ token: String) -> String? {
    switch token {
    case "week": PermalinkDate.padded(date.week.number, 2)
    case "w_year": "\(date.week.year)"
    case "w_day": "\((date.weekday + 6) % 7 + 1)"
    case "hour": date.hour
    case "minute": date.minute
    case "second": date.seconds
    default: nil
    }
  }

  private func nameToken(_ token: String) -> String? {
    let slug = post.fields["slug"]?.text
    let name = post.path.nameWithoutDay
    switch token {
    case "title": return Self.title(slug ?? name)
    case "slug": return Self.slug(slug ?? name)
    case "name": return Self.slug(name)
    case "categories": return categories.map { $0.lowercased() }.joined(separator: "/")
    case "slugified_categories": return categories.map(Self.slug).joined(separator: "/")
    case "collection": return post.path.folders.first.map { String($0.dropFirst()) } ?? "posts"
    case "path": return (post.path.folders.dropFirst() + [name]).joined(separator: "/")
    case "output_ext": return ".html"
    default: return nil
    }
  }

  private var categories: [String] { post.terms[Taxonomy.category.name]?.map(\.name) ?? [] }
}

extension String {
  /// The text without a character at its ends.
  fileprivate func trimming(_ character: Character) -> String {
    let start = drop { $0 == character }
    return String(start.reversed().drop { $0 == character }.reversed())
  }
}
