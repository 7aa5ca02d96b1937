internal import Foundation

/// A time with the precision of a second: the number of seconds since 1970-01-01T00:00:00Z, without leap seconds.
@frozen
public struct UnixTime: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral {
  /// The seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64

  /// Makes a time from seconds since 1970-01-01T00:00:00Z.
  @inlinable
  public init(_ seconds: Int64) { self.seconds = seconds }

  /// Makes a time from a literal of seconds since 1970-01-01T00:00:00Z.
  @inlinable
  public init(integerLiteral seconds: Int64) { self.seconds = seconds }

  /// Orders by time.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// The time some seconds later.
  @inlinable
  public static func + (time: Self, seconds: some BinaryInteger) -> Self {
    Self(time.seconds + Int64(seconds))
  }

  /// Moves a time some seconds later.
  @inlinable
  public static func += (time: inout Self, seconds: some BinaryInteger) { time.seconds += Int64(seconds) }

  /// The time some seconds earlier.
  @inlinable
  public static func - (time: Self, seconds: some BinaryInteger) -> Self {
    Self(time.seconds - Int64(seconds))
  }

  /// The seconds from one time to another.
  @inlinable
  public static func - (left: Self, right: Self) -> Int64 { left.seconds - right.seconds }
}

extension UnixTime {
  /// Makes a time from nanoseconds since 1970-01-01T00:00:00Z, as the system reports times of files; fractions are dropped.
  package init(nanoseconds: Int64) { self.init(nanoseconds / 1_000_000_000) }

  /// The nanoseconds since 1970-01-01T00:00:00Z. The year must be between 1678 and 2261.
  package var nanoseconds: Int64 { seconds * 1_000_000_000 }

  /// The number of whole days from 1970-01-01T00:00:00Z to the time, rounded down.
  package var daysSince1970: Int {
    Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400)
  }

  /// The earliest time.
  package static let distantPast = UnixTime(.min)
  /// The latest time.
  package static let distantFuture = UnixTime(.max)

  /// The present by the clock of the system.
  package static var now: UnixTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UnixTime(Int64(time.tv_sec))
  }
}

extension UnixTime: CustomStringConvertible {
  /// The date in UTC in the format of Atom: `2013-11-14T00:00:00Z` (RFC 4287, section 3.3; RFC 3339).
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the date in the format of `description`, in the local time of an offset from UTC: `2014-01-02T10:00:00-05:00`.
  /// - Parameter offset: the offset in seconds, whole minutes of less than 24 hours (RFC 3339, section 5.6).
  package func append(to bytes: inout [UInt8], offset: Int = 0) {
    let parts = Parts(time: self + offset)
    func append(_ number: Int, divisor: Int = 10, then separator: UInt8? = nil) {
      var divisor = divisor
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
        divisor /= 10
      }
      if let separator { bytes.append(separator) }
    }
    append(parts.date.year, divisor: 1000, then: .hyphen)
    append(parts.date.month, then: .hyphen)
    append(parts.date.day, then: UInt8(ascii: "T"))
    append(parts.hour, then: .colon)
    append(parts.minute, then: .colon)
    guard offset != 0 else { return append(parts.second, then: UInt8(ascii: "Z")) }
    append(parts.second, then: UInt8(ascii: offset < 0 ? "-" : "+"))
    append(abs(offset) / 3600, then: .colon)
    append(abs(offset) / 60 % 60)
  }

  /// The date in UTC in the format of RSS: `Thu, 14 Nov 2013 00:00:00 GMT` (RFC 822, section 5, with a year of four digits).
  package var internetMessageDate: String {
    let parts = Parts(time: self)
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

  /// The date in UTC in the format of web servers' logs: `14/Nov/2013:00:00:00 +0000` (the Common Log Format).
  package var commonLogDate: String {
    // `Thu, 14 Nov 2013 00:00:00 GMT` has the same parts.
    let parts = internetMessageDate.split(separator: " ")
    return "\(parts[1])/\(parts[2])/\(parts[3]):\(parts[4]) +0000"
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

    init(time: UnixTime) {
      let days = time.daysSince1970
      date = CivilDate(daysSince1970: days)
      weekday = ((days + 4) % 7 + 7) % 7
      secondOfDay = Int(time.seconds) - days * 86_400
    }

    var hour: Int { secondOfDay / 3600 }
    var minute: Int { secondOfDay / 60 % 60 }
    var second: Int { secondOfDay % 60 }
  }
}
