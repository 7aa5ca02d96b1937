/// A moment with the precision of a second, as feeds write it.
package struct FeedDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var time: Int64

  /// Makes a date from seconds since 1970-01-01T00:00:00Z.
  package init(time: Int64) { self.time = time }

  /// The date in UTC in the form of RFC 3339 that Atom wants: `2013-11-14T00:00:00Z` (RFC 4287, section 3.3).
  package var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `description`.
  package func append(to bytes: inout [UInt8]) {
    let parts = parts
    func put(_ number: Int, _ width: Int, _ mark: UInt8) {
      var divisor = width == 4 ? 1000 : 10
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
        divisor /= 10
      }
      bytes.append(mark)
    }
    put(parts.date.year, 4, UInt8(ascii: "-"))
    put(parts.date.month, 2, UInt8(ascii: "-"))
    put(parts.date.day, 2, UInt8(ascii: "T"))
    put(parts.second / 3600, 2, UInt8(ascii: ":"))
    put(parts.second / 60 % 60, 2, UInt8(ascii: ":"))
    put(parts.second % 60, 2, UInt8(ascii: "Z"))
  }

  /// The date in UTC in the form that RSS wants: `Thu, 14 Nov 2013 00:00:00 GMT` (RFC 822, section 5, with four digits
  /// of the year).
  package var internetMessageDate: String {
    let parts = parts
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = String(repeating: "0", count: max(0, 4 - "\(parts.date.year)".count)) + "\(parts.date.year)"
    let (hours, minutes) = (two(parts.second / 3600), two(parts.second / 60 % 60))
    return
      "\(Self.weekdays[parts.weekday]), \(two(parts.date.day)) \(Self.months[parts.date.month - 1]) \(year)"
      + " \(hours):\(minutes):\(two(parts.second % 60)) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  // The date in UTC: the second is the day's, the weekday 0 on Sundays.
  private var parts: (date: CivilDate, second: Int, weekday: Int) {
    let days = CivilDate.days(inSeconds: time)
    let weekday = ((days + 4) % 7 + 7) % 7
    return (CivilDate(daysSince1970: days), Int(time) - days * 86_400, weekday)
  }

  /// Earlier moments come first.
  package static func < (left: Self, right: Self) -> Bool { left.time < right.time }
}
