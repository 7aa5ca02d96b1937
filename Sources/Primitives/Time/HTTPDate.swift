/// Dates in fields of HTTP (RFC 9110, section 5.6.7).
package enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text of a time, in seconds since 1970.
  package static func text(_ time: Int64) -> String { FeedDate(time: time).internetMessageDate }

  /// The time of a text in any of the three forms, in seconds since 1970; `nil` for what is no date.
  package static func time(_ text: String) -> Int64? {
    let parts = text.split { " ,:-".contains($0) }
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    let places =
      switch parts.count {
      case 8 where parts[7] == "GMT": (day: 1, month: 2, year: 3, clock: 4)
      case 7: (day: 2, month: 1, year: 6, clock: 3)
      default: (day: 0, month: 0, year: 0, clock: 0)
      }
    guard places.clock > 0, let month = months.firstIndex(of: String(parts[places.month])),
      let day = number(parts[places.day]), var year = number(parts[places.year]),
      let hour = number(parts[places.clock]), let minute = number(parts[places.clock + 1]),
      let second = number(parts[places.clock + 2]), hour < 24, minute < 60, second <= 60
    else { return nil }
    // Of two digits: what is more than 50 years ahead is of the last century; nobody keeps what is so old.
    if parts[places.year].count == 2 { year += year < 70 ? 2000 : 1900 }
    guard (1000...9999).contains(year), (1...CivilDate.length(ofMonth: month + 1, year: year)).contains(day)
    else { return nil }
    let days = CivilDate(year: year, month: month + 1, day: day).daysSince1970
    return Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
