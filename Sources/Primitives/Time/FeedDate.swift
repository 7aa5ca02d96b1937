/// A time with the precision of a second, for dates in feeds.
package struct FeedDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var time: Int64

  /// Makes a date from seconds since 1970-01-01T00:00:00Z.
  package init(time: Int64) { self.time = time }

  /// The date in UTC in the format of Atom: `2013-11-14T00:00:00Z` (RFC 4287, section 3.3; RFC 3339).
  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `description`.
  package func append(to bytes: inout [UInt8]) {
    let parts = Parts(time: time)
    func append(_ number: Int, divisor: Int = 10, then separator: UInt8) {
      var divisor = divisor
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
        divisor /= 10
      }
      bytes.append(separator)
    }
    append(parts.date.year, divisor: 1000, then: .hyphen)
    append(parts.date.month, then: .hyphen)
    append(parts.date.day, then: UInt8(ascii: "T"))
    append(parts.hour, then: .colon)
    append(parts.minute, then: .colon)
    append(parts.second, then: UInt8(ascii: "Z"))
  }

  /// The date in UTC in the format of RSS: `Thu, 14 Nov 2013 00:00:00 GMT` (RFC 822, section 5, with a year of four digits).
  package var internetMessageDate: String {
    let parts = Parts(time: time)
    func padded(_ number: Int, digits: Int = 2) -> String {
      let text = "\(number)"
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let weekday = Self.weekdays[parts.weekday]
    let month = Self.months[parts.date.month - 1]
    let date = "\(padded(parts.date.day)) \(month) \(padded(parts.date.year, digits: 4))"
    let clock = "\(padded(parts.hour)):\(padded(parts.minute)):\(padded(parts.second))"
    return "\(weekday), \(date) \(clock) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  // The parts of a time in UTC.
  private struct Parts {
    let date: CivilDate
    // From 0 for Sunday.
    let weekday: Int
    private let secondOfDay: Int

    init(time: Int64) {
      let days = CivilDate.days(inSeconds: time)
      date = CivilDate(daysSince1970: days)
      weekday = ((days + 4) % 7 + 7) % 7
      secondOfDay = Int(time) - days * 86_400
    }

    var hour: Int { secondOfDay / 3600 }
    var minute: Int { secondOfDay / 60 % 60 }
    var second: Int { secondOfDay % 60 }
  }

  /// Orders by time.
  package static func < (left: Self, right: Self) -> Bool { left.time < right.time }
}
