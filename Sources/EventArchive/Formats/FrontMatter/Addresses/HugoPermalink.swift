internal import Primitives

/// Addresses of Hugo (gohugo.io, "Permalinks"), whose tokens serve patterns of the configuration, too.
struct HugoPermalink {
  private let post: Post
  private let site: SiteSettings
  private let folders: [String]
  private let date: PermalinkDate

  /// Makes the addresses of a post.
  /// - Parameter folders: the folders below the folder of the content.
  init(_ post: Post, site: SiteSettings, folders: [String]) {
    self.post = post
    self.site = site
    self.folders = folders
    date = PermalinkDate(of: post, site: site)
  }

  /// The path of a pattern; `nil` when it has an unknown token.
  func path(_ pattern: String) -> String? {
    PermalinkTokens.path(pattern) { token, range in
      dateToken(token) ?? nameToken(token) ?? layout(token) ?? folderToken(token, range)
    }
  }

  /// The letters of a path that Hugo keeps, in lower case: letters, marks, digits and `. / \ _ # + ~ @ -`. Blanks become one
  /// hyphen.
  static func path(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isAfterBlank = false
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isWhitespace {
        isAfterBlank = !result.isEmpty && result.last != "-"
      } else if isKept(scalar) {
        if isAfterBlank, scalar != "-" { result.append("-") }
        isAfterBlank = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      let byte = UInt8(scalar.value)
      return byte.isLetter || byte.isDigit || signs.contains(byte)
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
      .nonspacingMark, .spacingMark, .enclosingMark:
      return true
    default: return false
    }
  }

  private static let signs = ByteSet("./\\_#+~@-")
}

extension HugoPermalink {
  private func dateToken(_ token: String) -> String? {
    switch token {
    case "year": date.year
    case "month": date.month
    case "monthname": date.monthName.lowercased()
    case "day": date.day
    case "weekday": "\(date.weekday)"
    case "weekdayname": date.weekdayName.lowercased()
    case "yearday": "\(date.dayOfYear)"
    default: nil
    }
  }

  private func nameToken(_ token: String) -> String? {
    let name = site.kind == .eleventy || site.kind == .astro ? post.path.name : Self.path(post.path.name)
    let slug = post.fields["slug"]?.text.map(Self.path)
    switch token {
    case "title": return Self.path(post.title)
    case "slug": return slug ?? Self.path(post.title)
    case "slugorfilename", "slugorcontentbasename": return slug ?? name
    case "filename", "contentbasename", "name": return name
    case "fileslug": return fileSlug
    case "lang": return post.language ?? site.language
    default: return nil
    }
  }

  // Eleventy: the name without a day of three padded numbers.
  private var fileSlug: String {
    let bytes = post.path.name.utf8
    let isPadded = bytes.count > 11 && DateText.leadingDay(ofName: bytes)?.length == 11
    return isPadded && bytes.dropFirst(10).first == .hyphen
      ? String(decoding: bytes.dropFirst(11), as: UTF8.self) : post.path.name
  }

  private func folderToken(_ token: String, _ range: String?) -> String? {
    switch token {
    case "section": folders.first.map(Self.path) ?? ""
    case "sections": Self.part(of: folders, range).map(Self.path).joined(separator: "/")
    default: nil
    }
  }

  // `[1]`, `[1:]`, `[:2]`, `[1:2]` and `[last]`.
  private static func part(of folders: [String], _ range: String?) -> ArraySlice<String> {
    guard let range else { return folders[...] }
    if range == "last" { return folders.suffix(1) }
    let bounds = range.split(separator: ":", omittingEmptySubsequences: false)
    func bound(_ text: Substring, _ absent: Int) -> Int {
      let index = text == "last" ? folders.count - 1 : Int(text) ?? absent
      return min(max(index, 0), folders.count)
    }
    guard bounds.count == 2 else { return folders.dropFirst(bound(bounds[0], 0)).prefix(1) }
    let (first, end) = (bound(bounds[0], 0), bound(bounds[1], folders.count))
    return first < end ? folders[first..<end] : []
  }

  // Layouts of Go for one part of the date: `:06`, `:1` and `:2` are the short year, month and day.
  private func layout(_ token: String) -> String? {
    let layouts = [
      "2006": date.year, "06": String(date.year.suffix(2)), "01": date.month, "1": "\(date.date.month)",
      "Jan": String(date.monthName.prefix(3)), "January": date.monthName, "02": date.day,
      "2": "\(date.date.day)", "002": PermalinkDate.padded(date.dayOfYear, 3),
      "Mon": String(date.weekdayName.prefix(3)), "Monday": date.weekdayName,
      "2006-01-02": "\(date.year)-\(date.month)-\(date.day)",
    ]
    return layouts[token]
  }
}
