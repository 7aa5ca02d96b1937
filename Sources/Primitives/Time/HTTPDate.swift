/// Formats and parses dates in fields of HTTP (RFC 9110, section 5.6.7).
package enum HTTPDate {
  /// Formats a time.
  package static func text(_ time: UnixTime) -> String { time.internetMessageDate }

  /// Parses a date in any of the three formats; `nil` for other text.
  package static func time(_ text: String) -> UnixTime? {
    let parts = text.split { " ,:-".contains($0) }
    // `Sun, 06 Nov 1994 08:49:37 GMT` and `Sunday, 06-Nov-94 08:49:37 GMT`
    if parts.count == 8, parts[7] == "GMT" {
      return time(day: parts[1], month: parts[2], year: parts[3], clock: parts[4...6])
    }
    // `Sun Nov  6 08:49:37 1994`
    if parts.count == 7 { return time(day: parts[2], month: parts[1], year: parts[6], clock: parts[3...5]) }
    return nil
  }

  private static func time(
    day: Substring, month: Substring, year: Substring, clock: ArraySlice<Substring>
  ) -> UnixTime? {
    guard let date = date(day: day, month: month, year: year) else { return nil }
    let numbers = clock.compactMap(number)
    guard numbers.count == 3, numbers[0] < 24, numbers[1] < 60, numbers[2] <= 60 else { return nil }
    let seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
    return UnixTime(Int64(date.daysSince1970) * 86_400 + Int64(seconds))
  }

  private static func date(day: Substring, month: Substring, year: Substring) -> CivilDate? {
    guard let index = UnixTime.months.firstIndex(of: String(month)), let day = number(day),
      var number = number(year)
    else { return nil }
    // A year of two digits is in the past. RFC 9110 sets the limit at 50 years in the future; a fixed year needs no clock.
    if year.count == 2 { number += number < 70 ? 2000 : 1900 }
    guard (1000...9999).contains(number) else { return nil }
    guard (1...CivilDate.length(ofMonth: index + 1, year: number)).contains(day) else { return nil }
    return CivilDate(year: number, month: index + 1, day: day)
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}
