internal import Primitives

/// The parts of the date of a post in an address, by the clock of the written offset or of a zone.
struct PermalinkDate {
  /// The date.
  let date: CivilDate
  /// The seconds since midnight.
  let second: Int

  /// Makes the parts of a time.
  /// - Parameters:
  ///   - time: the time.
  ///   - offset: the offset of the clock from UTC, in seconds.
  init(time: UnixTime, offset: Int64) {
    let clock = time + offset
    let days = clock.daysSince1970
    date = CivilDate(daysSince1970: days)
    second = Int(clock.seconds) - days * 86_400
  }

  /// Makes the parts of a post's date as the generator of its site does.
  init(of post: Post, site: SiteSettings) {
    let time = post.date.time
    let zone = site.timeZone.offset(at: time)
    switch site.kind {
    case .jekyll: self.init(time: time, offset: zone)
    // A day without a time is that day everywhere.
    case .eleventy: self.init(time: time, offset: post.date.precision == .day ? zone : 0)
    default: self.init(time: time, offset: post.date.offset.map(Int64.init) ?? zone)
    }
  }

  /// The year in four digits.
  var year: String { Self.padded(date.year, 4) }
  /// The month in two digits.
  var month: String { Self.padded(date.month, 2) }
  /// The day of the month in two digits.
  var day: String { Self.padded(date.day, 2) }
  /// The hour in two digits.
  var hour: String { Self.padded(second / 3600, 2) }
  /// The minute in two digits.
  var minute: String { Self.padded(second / 60 % 60, 2) }
  /// The second in two digits.
  var seconds: String { Self.padded(second % 60, 2) }
  /// The English name of the month.
  var monthName: String { Self.months[date.month - 1] }
  /// The English name of the day of the week.
  var weekdayName: String { Self.weekdays[weekday] }
  /// The day of the week; 0 is Sunday.
  var weekday: Int { ((date.daysSince1970 + 4) % 7 + 7) % 7 }
  /// The day of the year, from 1.
  var dayOfYear: Int {
    date.daysSince1970 - CivilDate(year: date.year, month: 1, day: 1).daysSince1970 + 1
  }

  /// The week of ISO 8601 and its year.
  var week: (number: Int, year: Int) {
    let thursday = date.daysSince1970 - (weekday + 6) % 7 + 3
    let year = CivilDate(daysSince1970: thursday).year
    return ((thursday - CivilDate(year: year, month: 1, day: 1).daysSince1970) / 7 + 1, year)
  }

  /// A number with zeros before it.
  static func padded(_ number: Int, _ digits: Int) -> String {
    let text = "\(number)"
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]
  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
}
