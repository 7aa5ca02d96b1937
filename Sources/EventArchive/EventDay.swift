/// A calendar day of the proleptic Gregorian calendar, the finest date an archive knows.
package struct EventDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The day as the number `yyyymmdd`, for example `20131114`.
  package let number: Int32

  /// The moments, in seconds since 1970, that fall on days of the calendar: years have four digits.
  package static let timeRange: ClosedRange<Int64> = -30_610_224_000...253_402_300_799

  /// Makes a day from its parts, or `nil` when the calendar has no such day or the year is not of four digits.
  package init?(year: Int, month: Int, day: Int) {
    guard (1000...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.length(ofMonth: month, year: year)
    else { return nil }
    number = Int32(year * 10_000 + month * 100 + day)
  }

  /// Makes a day from the number `yyyymmdd`, or `nil` when the calendar has no such day.
  package init?(number: Int32) {
    let value = Int(number)
    self.init(year: value / 10_000, month: value / 100 % 100, day: value % 100)
  }

  /// Makes a day from the bytes of `2013-11-14` or `2004-08-1`: the archive leaves out the leading zero of days.
  package init?(_ text: some Collection<UInt8>) {
    var (parts, digits) = ((0, 0, 0), 0)
    var part = 0
    for byte in text {
      if byte == 0x2D {
        part += 1
        guard part <= 2, part == 2 || digits == 4, digits > 0 else { return nil }
        (parts, digits) = ((parts.1, parts.2, 0), 0)
      } else {
        digits += 1
        guard (0x30...0x39).contains(byte), digits <= 4 else { return nil }
        parts.2 = parts.2 * 10 + Int(byte & 15)
      }
    }
    guard part == 2, digits > 0 else { return nil }
    self.init(year: parts.0, month: parts.1, day: parts.2)
  }

  /// The day on which the moment `time`, in seconds since 1970-01-01T00:00:00Z, falls in UTC.
  package init(containing time: Int64) {
    // Civil-from-days: eras of 400 years, years beginning in March.
    let days = Int((time >= 0 ? time : time - 86_399) / 86_400) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    number = Int32(year * 10_000 + month * 100 + dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// The day's first moment, 00:00:00Z, in seconds since 1970-01-01T00:00:00Z.
  package var startTime: Int64 {
    let value = Int(number)
    let (month, day) = (value / 100 % 100, value % 100)
    let year = value / 10_000 - (month <= 2 ? 1 : 0)
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468) * 86_400
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

extension EventDay {
  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
