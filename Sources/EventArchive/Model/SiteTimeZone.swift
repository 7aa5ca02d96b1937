internal import Foundation

/// The time zone that decides what day it is for a site. Its rules come from the ICU data that is linked into the
/// program, so that none have to be installed.
package struct SiteTimeZone: Hashable, Sendable {
  /// Coordinated Universal Time, the default.
  package static let utc = SiteTimeZone(identifier: "UTC", zone: nil)

  /// The zone's name in the IANA time zone database.
  package let identifier: String
  // `nil` for UTC, which needs no rules.
  private let zone: TimeZone?

  // The names of the database that have no region; Foundation also takes offsets and abbreviations, which mean other
  // things to other programs.
  private static let plainNames: Set<String> = [
    "UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "EST", "MST", "HST", "CET", "EET", "MET", "WET",
    "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT", "Cuba", "Egypt", "Eire", "GB", "GB-Eire", "Hongkong",
    "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "Navajo", "NZ", "NZ-CHAT",
    "Poland", "Portugal", "PRC", "ROC", "ROK", "Singapore", "Turkey", "W-SU",
  ]

  private static let longestOffset: Int64 = 26 * 3600

  private init(identifier: String, zone: TimeZone?) { (self.identifier, self.zone) = (identifier, zone) }

  /// Finds a zone by its name in the IANA time zone database; `nil` when there is none of that name.
  package init?(_ identifier: String) {
    guard identifier.contains("/") || Self.plainNames.contains(identifier),
      let zone = TimeZone(identifier: identifier)
    else { return nil }
    self.init(identifier: identifier, zone: identifier == "UTC" ? nil : zone)
  }

  /// The names of zones that are in use now.
  package static var names: [String] {
    (TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") } + plainNames).sorted()
  }

  /// The day that it is in the zone at a time, in seconds since 1970.
  package func day(containing time: Int64) -> EventDay { EventDay(containing: time + offset(at: time)) }

  /// The first moment at which the zone's calendar has a day or a later one, in seconds since 1970. A day may begin
  /// after midnight, where clocks are set forward then, and there are zones that have left out a day.
  package func start(of day: EventDay) -> Int64 {
    let midnight = day.startTime
    guard zone != nil else { return midnight }
    let (before, after) = (midnight - Self.longestOffset, midnight + Self.longestOffset)
    // Midnight by the offset before a transition comes before midnight by that after it.
    let offsets = [before, midnight - offset(at: midnight), after].map(offset)
    let midnights = offsets.map { midnight - $0 }.sorted()
    if let first = midnights.first(where: { offset(at: $0) == midnight - $0 }) { return first }
    var (low, high) = (before, after)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.day(containing: middle) < day { low = middle } else { high = middle }
    }
    return high
  }

  /// A time whose day in UTC is the one that an event published at `time` is of, both in seconds since 1970. Midnight in
  /// UTC was the beginning of a day of a site that had no time zone then.
  package func dayTime(of time: Int64) -> Int64 { time % 86_400 == 0 ? time : time + offset(at: time) }

  private func offset(at time: Int64) -> Int64 {
    Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time))) ?? 0)
  }
}
