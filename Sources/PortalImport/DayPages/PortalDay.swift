package import EventArchive

/// The days of the portal's pages, `Portal:Current events/2026 August 19`.
package enum PortalDay {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  /// The address of the page of a day.
  package static func address(of day: EventDay) -> String {
    let parts = parts(of: day)
    return
      "https://en.wikipedia.org/wiki/Portal:Current_events/\(parts.year)_\(months[parts.month - 1])_\(parts.day)"
  }

  /// The day of a text that has `2026-08-19` or `2026 August 19` in it, with `_` for blanks; `nil` when it has none.
  package static func day(inFileName name: String) -> EventDay? {
    let pattern = /(?:^|\D)(\d{4})(?:-(\d{1,2})-|[ _-]([A-Za-z]+)[ _-])(\d{1,2})(?:\D|$)/
    guard let match = name.firstMatch(of: pattern) else { return nil }
    let month = match.output.2 ?? match.output.3 ?? ""
    return day(year: String(match.output.1), month: String(month), day: String(match.output.4))
  }

  /// The day of texts; the month is a number or an English name.
  static func day(year: String, month: String, day: String) -> EventDay? {
    guard let year = Int(year), let day = Int(day), let month = number(ofMonth: month) else { return nil }
    return EventDay(year: year, month: month, day: day)
  }

  /// The directory of the event files of a day, below the content directory.
  static func directory(of day: EventDay) -> String {
    let parts = parts(of: day)
    return "news/\(parts.year)/\(parts.month < 10 ? "0" : "")\(parts.month)/\(parts.day)"
  }

  /// The day as event files have it: `2026-08-9`.
  static func text(of day: EventDay) -> String {
    let parts = parts(of: day)
    return "\(parts.year)-\(parts.month < 10 ? "0" : "")\(parts.month)-\(parts.day)"
  }

  private struct Parts {
    var year: Int
    var month: Int
    var day: Int
  }

  private static func parts(of day: EventDay) -> Parts {
    let number = Int(day.number)
    return Parts(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  private static func number(ofMonth text: String) -> Int? {
    if let number = Int(text) { return number }
    guard text.utf8.count >= 3 else { return nil }
    return months.firstIndex { $0.lowercased().hasPrefix(text.lowercased()) }.map { $0 + 1 }
  }
}
