internal import Primitives

/// Finds the dates of a post.
struct PostDates {
  /// The fields of the front matter.
  let fields: FrontMatterMapping
  /// The path of the file below the content directory.
  let path: PostPath
  /// The zone of times without an offset.
  let zone: SiteTimeZone
  /// The kind of the site.
  let kind: SiteKind?
  /// The problems so far: lines and messages.
  private(set) var problems: [PostProblem] = []

  /// Makes the search for dates.
  init(fields: FrontMatterMapping, path: PostPath, zone: SiteTimeZone, kind: SiteKind?) {
    self.fields = fields
    self.path = path
    self.zone = zone
    self.kind = kind
  }

  /// The date of the post: of a key, else of the name of its file or bundle, else of an address, else of its folders.
  mutating func published() -> PostDate? {
    let keys = Self.keys + (kind == .hugo ? ["lastmod"] : [])
    for key in keys {
      guard let value = fields[key], key != "published" || value.boolean == nil else { continue }
      if let date = date(value, key: key) { return date }
    }
    let day = path.leadingDay ?? addressDay() ?? Self.day(inSegments: path.folders)
    return day.map { .start(of: $0, in: zone) }
  }

  /// The date of the first of some keys that has one. Placeholders and words of generators are no dates.
  mutating func date(ofKeys keys: [String]) -> PostDate? {
    for key in keys {
      if let value = fields[key], let date = date(value, key: key) { return date }
    }
    return nil
  }

  // A text that is not understood has the day that it begins with.
  private mutating func date(_ value: FrontMatterValue, key: String) -> PostDate? {
    guard let text = value.text else {
      problems.append(
        PostProblem(line: value.line, message: "\"\(key)\" is no date; write one such as 2024-01-05"))
      return nil
    }
    if Placeholder.isAlone(text) || Self.generatorWords.contains(text.lowercased()) { return nil }
    let match = DateText.match(text, in: zone)
    if match?.isWhole != true {
      let used = match == nil ? "is not understood" : "is understood only up to its day"
      let text = String(text.prefix(60)).printable
      problems.append(
        PostProblem(
          line: value.line,
          message: "the date \"\(text)\" of \"\(key)\" \(used); write it as 2024-01-05T10:00:00+01:00"))
    }
    return match?.date
  }

  // YYYY/MM/DD in an address of the front matter.
  private func addressDay() -> EventDay? {
    for key in ["path", "permalink", "url"] {
      guard let text = fields[key]?.text else { continue }
      if let day = Self.day(inSegments: text.split(separator: "/").map(String.init)) { return day }
    }
    return nil
  }

  // The day of three segments YYYY, MM and DD.
  private static func day(inSegments segments: [String]) -> EventDay? {
    guard segments.count >= 3 else { return nil }
    for index in 0...(segments.count - 3) where segments[index].utf8.count == 4 {
      let text = segments[index...(index + 2)].joined(separator: "-")
      if let day = EventDay(Array(text.utf8)) { return day }
    }
    return nil
  }

  private static let keys = [
    "date", "published", "publishDate", "pubDate", "pubDatetime", "date_published", "created",
  ]
  // Eleventy replaces these words by times of the file system or of git, which are not those of the post.
  private static let generatorWords: Set<String> = [
    "created", "last modified", "git created", "git last modified",
  ]
}
