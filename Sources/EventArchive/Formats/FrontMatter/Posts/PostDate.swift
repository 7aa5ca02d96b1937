package import Primitives

/// A date of a post.
package struct PostDate: Hashable, Sendable {
  /// The precision of what was written.
  package enum Precision: Hashable, Sendable {
    /// A day; its time is 00:00 in the site's zone.
    case day
    /// A time of day.
    case time
  }

  /// The time.
  package var time: UnixTime
  /// The offset from UTC that was written, in seconds; `nil` when the zone of the site gives the time.
  package var offset: Int?
  /// The precision.
  package var precision: Precision

  /// Makes a date.
  package init(time: UnixTime, offset: Int? = nil, precision: Precision) {
    self.time = time
    self.offset = offset
    self.precision = precision
  }

  /// The offset in which feeds give the time, in seconds: that which was written if it is less than 24 hours (RFC 3339, section
  /// 5.6), or else 0.
  package var offsetInFeeds: Int { offset.flatMap { abs($0) < 86_400 ? $0 : nil } ?? 0 }

  /// The day in the offset that was written, or else in a zone.
  package func day(in zone: SiteTimeZone) -> EventDay {
    guard let offset else { return zone.day(containing: time) }
    return EventDay(containing: time + offset)
  }

  /// The start of a day in a zone.
  static func start(of day: EventDay, in zone: SiteTimeZone) -> PostDate {
    PostDate(time: zone.start(of: day), precision: .day)
  }
}
