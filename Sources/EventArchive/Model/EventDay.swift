package import Primitives

/// A day of the proleptic Gregorian calendar, the precision of dates in an archive.
package struct EventDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day as the number `yyyymmdd`, for example `20131114`.
  package let number: Int32

  /// The times of all days: years have four digits.
  package static let timeRange: ClosedRange<UnixTime> = -30_610_224_000...253_402_300_799

  /// Makes a day from its parts, or `nil` when the calendar has no such day or the year has not four digits.
  package init?(year: Int, month: Int, day: Int) {
    guard (1000...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= CivilDate.length(ofMonth: month, year: year)
    else { return nil }
    number = Int32(year * 10_000 + month * 100 + day)
  }

  /// Makes a day from the number `yyyymmdd`, or `nil` when the calendar has no such day.
  package init?(number: Int32) {
    let value = Int(number)
    self.init(year: value / 10_000, month: value / 100 % 100, day: value % 100)
  }

  /// Parses `2013-11-14` or `2004-08-1`: days of the archive may lack the leading zero.
  package init?(_ text: some Collection<UInt8>) {
    var year = 0
    var month = 0
    var number = 0
    var digits = 0
    var hyphens = 0
    for byte in text {
      if byte == .hyphen {
        hyphens += 1
        guard hyphens <= 2, hyphens == 2 || digits == 4, digits > 0 else { return nil }
        year = month
        month = number
        number = 0
        digits = 0
      } else {
        digits += 1
        guard byte.isDigit, digits <= 4 else { return nil }
        number = number * 10 + Int(byte & 15)
      }
    }
    guard hyphens == 2, digits > 0 else { return nil }
    self.init(year: year, month: month, day: number)
  }

  /// The day in UTC of a time.
  package init(containing time: UnixTime) {
    let date = CivilDate(daysSince1970: time.daysSince1970)
    number = Int32(date.year * 10_000 + date.month * 100 + date.day)
  }

  /// The start of the day, 00:00:00Z.
  package var startTime: UnixTime {
    let value = Int(number)
    let date = CivilDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    return UnixTime(Int64(date.daysSince1970) * 86_400)
  }

  /// The day in the form of RFC 3339: `2013-11-14`.
  package var description: String {
    String(unsafeUninitializedCapacity: 10) { buffer in
      var rest = number
      for index in stride(from: 9, through: 0, by: -1) {
        if index == 4 || index == 7 {
          buffer[index] = UInt8(ascii: "-")
        } else {
          buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
          rest /= 10
        }
      }
      return 10
    }
  }

  /// Earlier days come first.
  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
