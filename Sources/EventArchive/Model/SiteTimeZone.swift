internal import Foundation
package import Primitives

/// The time zone of a site, by which times fall on days. Its rules come from the ICU data in the program, so that no time zone
/// database needs to be installed.
package struct SiteTimeZone: Hashable, Sendable {
  /// Coordinated Universal Time, the default.
  package static let utc = SiteTimeZone(identifier: "UTC", zone: nil)

  /// The zone's name in the IANA time zone database.
  package let identifier: String
  // `nil` for UTC, which needs no rules.
  private let zone: TimeZone?

  // The names of the database without a region. Foundation also accepts offsets and abbreviations, which other programs interpret
  // differently.
  private static let plainNames: Set<String> = [
    "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "EST", "MST", "HST", "CET", "EET", "MET", "WET",
    "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "Cuba", "Egypt", "Eire", "GB", "GB-Eire", "Hongkong",
    "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "Navajo", "NZ", "NZ-CHAT",
    "Poland", "Portugal", "PRC", "ROC", "ROK", "Singapore", "Turkey", "W-SU",
  ]

  private static let longestOffset: Int64 = 26 * 3600

  private init(identifier: String, zone: TimeZone?) {
    self.identifier = identifier
    self.zone = zone
  }

  /// Finds a zone by its name in the IANA time zone database; `nil` when there is no such zone.
  package init?(_ identifier: String) {
    guard identifier.contains("/") || Self.plainNames.contains(identifier),
      let zone = TimeZone(identifier: identifier)
    else { return nil }
    self.init(identifier: identifier, zone: identifier == "UTC" ? nil : zone)
  }

  /// The names of the current zones.
  package static var names: [String] {
    (TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") } + plainNames).sorted()
  }

  /// The day in the zone of a time.
  package func day(containing time: UnixTime) -> EventDay { EventDay(containing: time + offset(at: time)) }

  /// The start of a day in the zone. Where clocks are set forward at midnight, a day begins later. For a day
  /// that the zone has skipped, this is the start of the next day.
  package func start(of day: EventDay) -> UnixTime {
    let midnight = day.startTime
    guard zone != nil else { return midnight }
    let before = midnight - Self.longestOffset
    let after = midnight + Self.longestOffset
    // At a transition there may be two midnights, one for each offset; the earlier one counts.
    let offsets = [before, midnight - offset(at: midnight), after].map(offset)
    let midnights = offsets.map { midnight - $0 }.sorted()
    if let first = midnights.first(where: { offset(at: $0) == midnight - $0 }) { return first }
    var low = before
    var high = after
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.day(containing: middle) < day { low = middle } else { high = middle }
    }
    return high
  }

  /// Shifts the publication time of an event so that its day in UTC is the event's day. A time of midnight in UTC is not shifted,
  /// because it comes from a day without a time zone.
  package func dayTime(of time: UnixTime) -> UnixTime {
    time.seconds % 86_400 == 0 ? time : time + offset(at: time)
  }

  /// The offset from UTC at a time, in seconds.
  func offset(at time: UnixTime) -> Int64 {
    Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.seconds))) ?? 0)
  }
}
