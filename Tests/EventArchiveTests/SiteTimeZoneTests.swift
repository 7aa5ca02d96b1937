import EventArchive
import Foundation
import Primitives
import TestSupport
import Testing

@Suite("A site's time zone")
struct SiteTimeZoneTests {
  @Test(
    "has the start of a day, also if clocks are set forward at midnight, or the day is skipped",
    arguments: [
      ("UTC", "2025-11-27", "2025-11-27T00:00:00Z"),
      ("America/Los_Angeles", "2025-11-27", "2025-11-27T08:00:00Z"),
      ("America/Los_Angeles", "2025-07-01", "2025-07-01T07:00:00Z"),
      ("Asia/Kathmandu", "2025-07-01", "2025-06-30T18:15:00Z"),
      // Clocks went from 00:00 to 01:00.
      ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"),
      // Clocks went from 24:00 back to 23:00.
      ("America/Sao_Paulo", "2018-02-18", "2018-02-18T03:00:00Z"),
      // Clocks went from 00:01 back to 23:01 of the day before.
      ("America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z"),
      // Clocks went from 01:00 back to 00:00, so that midnight came twice.
      ("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z"),
      // There was no 30 December.
      ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
      ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
      ("Pacific/Kiritimati", "2033-05-18", "2033-05-17T10:00:00Z"),
    ])
  func start(name: String, day: String, start: String) throws {
    let zone = try #require(SiteTimeZone(name))
    let day = try #require(EventDay(Array(day.utf8)))
    let time = Date(timeIntervalSince1970: Double(zone.start(of: day).seconds))
    #expect(time.ISO8601Format() == start)
  }

  @Test("has every time between the start of its day and the start of the next", arguments: 1...12)
  func everyMoment(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let names = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
    for _ in 1...200 {
      let zone = try #require(SiteTimeZone(names[Int.random(in: names.indices, using: &random)]))
      let time = UnixTime(Int64.random(in: 0...4_000_000_000, using: &random))
      let day = zone.day(containing: time)
      let next = EventDay(containing: day.startTime + 86_400)
      #expect(zone.start(of: day) <= time, "\(zone.identifier) \(time)")
      // In an hour that comes twice, over midnight, the next day may have begun.
      #expect(zone.start(of: next) > time - 3_600, "\(zone.identifier) \(time)")
      let start = zone.start(of: day)
      #expect(zone.day(containing: start) == day && zone.day(containing: start - 1) < day)
    }
  }

  @Test(
    "has a name of the IANA database",
    arguments: [
      "PST", "GMT+5", "UTC+2", "+02:00", "Z", "", "local", "america/los_angeles", "Europe/Berlin ", "../x",
    ])
  func unknown(name: String) { #expect(SiteTimeZone(name) == nil) }

  @Test(
    "may have an alias of the IANA database",
    arguments: ["Asia/Calcutta", "Asia/Kolkata", "US/Pacific", "GMT", "CET", "Etc/GMT-3", "Japan"])
  func known(name: String) { #expect(SiteTimeZone(name) != nil) }

  @Test("has the day of an event by its time, and that of an event at midnight in UTC by its date")
  func dayTime() throws {
    let zone = try #require(SiteTimeZone("America/Los_Angeles"))
    for (time, day) in [
      (1_764_300_600, 20_251_127), (1_764_288_000, 20_251_128), (1_764_316_799, 20_251_127),
    ] {
      #expect(EventDay(containing: zone.dayTime(of: UnixTime(Int64(time)))).number == Int32(day))
    }
  }
}
