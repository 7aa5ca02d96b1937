internal import EventArchive
internal import Primitives

/// A duration of ISO 8601 in whole units: `P1Y2M3DT4H5M6S`, or `P2W`.
struct CalendarDuration: Hashable {
  // The parts that have no common unit: months and days differ in length.
  private var months = 0
  private var days = 0
  private var seconds = 0

  private struct Unit {
    var letter: Character
    var count: Int
    var name: String
  }

  // The limit of digits of a number. Products of it with any unit are far below the limit of Int.
  private static let maxDigits = 9

  /// Parses a duration, in upper or lower case; `nil` when the text is none, or has a number of more than nine digits.
  init?(_ text: String) {
    let text = text.uppercased()
    guard text.first == "P" else { return nil }
    let halves = text.dropFirst().split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let date = Self.numbers(halves[0], units: "YMWD") else { return nil }
    months = date["Y", default: 0] * 12 + date["M", default: 0]
    days = date["W", default: 0] * 7 + date["D", default: 0]
    guard halves.count == 2 else {
      if halves[0].isEmpty { return nil }
      return
    }
    guard !halves[1].isEmpty, let time = Self.numbers(halves[1], units: "HMS") else { return nil }
    seconds = time["H", default: 0] * 3600 + time["M", default: 0] * 60 + time["S", default: 0]
  }

  // The numbers in a half of the text by their units; `nil` when it does not consist of numbers with units in their order.
  private static func numbers(_ text: Substring, units: String) -> [Character: Int]? {
    var numbers: [Character: Int] = [:]
    var rest = text
    var units = units[...]
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard digits.count <= maxDigits, let number = Int(digits), let unit = rest.popFirst(),
        let place = units.firstIndex(of: unit)
      else { return nil }
      numbers[unit] = number
      units = units[units.index(after: place)...]
    }
    return numbers
  }

  // The units that are not zero, the largest first.
  private var dateParts: [Unit] {
    [
      Unit(letter: "Y", count: months / 12, name: "year"),
      Unit(letter: "M", count: months % 12, name: "month"),
      Unit(letter: "D", count: days, name: "day"),
    ].filter { $0.count > 0 }
  }

  private var timeParts: [Unit] {
    [
      Unit(letter: "H", count: seconds / 3600, name: "hour"),
      Unit(letter: "M", count: seconds / 60 % 60, name: "minute"),
      Unit(letter: "S", count: seconds % 60, name: "second"),
    ].filter { $0.count > 0 }
  }

  /// The duration in normal form: equal durations have equal text.
  var normalText: String {
    func text(_ parts: [Unit]) -> String { parts.map { "\($0.count)\($0.letter)" }.joined() }
    let (date, time) = (text(dateParts), text(timeParts))
    if date.isEmpty, time.isEmpty { return "PT0S" }
    return "P" + date + (time.isEmpty ? "" : "T" + time)
  }

  /// The duration in words: `1 month, 12 hours`.
  var words: String {
    let parts = dateParts + timeParts
    if parts.isEmpty { return "0 seconds" }
    return parts.map { "\($0.count) \($0.name)\($0.count == 1 ? "" : "s")" }.joined(separator: ", ")
  }

  /// The time that is the duration before another one. Months and days are those of the calendar in a time zone: both times are
  /// equally long after the start of their days. A day that a month lacks is its last day. Times before the year 1000 become its
  /// start.
  func start(before end: UnixTime, in zone: SiteTimeZone) -> UnixTime {
    let earliest = EventDay.timeRange.lowerBound
    guard months > 0 || days > 0 else { return max(earliest, end - seconds) }
    let lastDay = zone.day(containing: end)
    guard let day = day(before: lastDay) else { return earliest }
    return max(earliest, zone.start(of: day) + (end - zone.start(of: lastDay)) - seconds)
  }

  // The day that is the months and days before another one; `nil` when it is before the year 1000.
  private func day(before end: EventDay) -> EventDay? {
    let date = CivilDate(daysSince1970: end.startTime.daysSince1970)
    let month = date.year * 12 + date.month - 1 - months
    guard month >= 12_000 else { return nil }
    let (year, monthOfYear) = (month / 12, month % 12 + 1)
    let length = CivilDate.length(ofMonth: monthOfYear, year: year)
    let start = CivilDate(year: year, month: monthOfYear, day: min(date.day, length)).daysSince1970 - days
    let time = UnixTime(Int64(start) * 86_400)
    return time < EventDay.timeRange.lowerBound ? nil : EventDay(containing: time)
  }
}
