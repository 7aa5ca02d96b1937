import EventArchive
import Foundation
import Primitives
import Publishing
import TestSupport
import Testing

@testable import Serving

@Suite("The time before which a feed has no events")
struct FeedStartTests {
  private static let site = Site(servedAt: "http://localhost/")
  // 2033-05-18T03:33:20Z.
  private static let now: UnixTime = 2_000_000_000

  private static func start(_ text: String, now: UnixTime = now, zone: String = "UTC") throws -> String {
    var site = site
    site.timeZone = try #require(SiteTimeZone(zone))
    return try FeedStart(text, now: now, for: site).time.description
  }

  @Test(
    "is counted back from the minute",
    arguments: [
      ("PT0S", "2033-05-18T03:33:00Z"), ("P0D", "2033-05-18T03:33:00Z"), ("PT12H", "2033-05-17T15:33:00Z"),
      ("pt90m", "2033-05-18T02:03:00Z"), ("PT1S", "2033-05-18T03:32:59Z"), ("P7D", "2033-05-11T03:33:00Z"),
      ("P2W", "2033-05-04T03:33:00Z"), ("P1M", "2033-04-18T03:33:00Z"), ("P1Y", "2032-05-18T03:33:00Z"),
      ("P3M", "2033-02-18T03:33:00Z"), ("P14M", "2032-03-18T03:33:00Z"),
      ("P1Y2M3DT4H5M6S", "2032-03-14T23:27:54Z"), ("P1033Y", "1000-05-18T03:33:00Z"),
      ("P9999999Y", "1000-01-01T00:00:00Z"), ("P999999999Y", "1000-01-01T00:00:00Z"),
      ("P999999999Y999999999M999999999W999999999DT999999999H999999999M999999999S", "1000-01-01T00:00:00Z"),
      ("PT999999999H", "1000-01-01T00:00:00Z"), ("P999999999D", "1000-01-01T00:00:00Z"),
      ("2026-11-01", "2026-11-01T00:00:00Z"),
    ])
  func times(text: String, start: String) throws {
    #expect(try Self.start(text) == start)
  }

  @Test("is the last day of a month that lacks the day")
  func monthEnds() throws {
    let march: UnixTime = 1_711_886_400  // 2024-03-31T12:00:00Z
    #expect(try Self.start("P1M", now: march) == "2024-02-29T12:00:00Z")
    #expect(try Self.start("P13M", now: march) == "2023-02-28T12:00:00Z")
    #expect(try Self.start("P1M1D", now: march) == "2024-02-28T12:00:00Z")
  }

  @Test("keeps the time of day of the site's time zone when clocks are set, and counts hours as they pass")
  func zones() throws {
    let noon: UnixTime = 1_711_969_200  // 2024-04-01T13:00:00+02:00; clocks were set forward on 2024-03-31.
    #expect(try Self.start("P2D", now: noon, zone: "Europe/Paris") == "2024-03-30T12:00:00Z")
    #expect(try Self.start("PT48H", now: noon, zone: "Europe/Paris") == "2024-03-30T11:00:00Z")
    #expect(try Self.start("P1M", now: noon, zone: "Europe/Paris") == "2024-03-01T12:00:00Z")
  }

  @Test("has one text for all ways of writing it, with the same meaning", arguments: 1...200)
  func normalText(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    func part(_ letters: String) -> String {
      letters.map { letter in
        Bool.random(using: &random) ? "" : "\(Int.random(in: 0...400, using: &random))\(letter)"
      }.joined()
    }
    let (date, time) = (part("YMWD"), part("HMS"))
    guard !date.isEmpty || !time.isEmpty else { return }
    let text = "P" + date + (time.isEmpty ? "" : "T" + time)
    let start = try FeedStart(text, now: Self.now, for: Self.site)
    let again = try FeedStart(start.normalText, now: Self.now, for: Self.site)
    #expect(again == start, "\(text)")
    #expect(try FeedStart(text.lowercased(), now: Self.now - 20, for: Self.site) == start)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "P", "PT", "P1", "1D", "P1DT", "P-1D", "-P1D", "P1.5D", "P1D1Y", "PT1D", "P1H", "P1D2D", "P 1D",
      "P١D",
      "P1000000000Y", "P99999999999999999999Y", "now", "2026", "2026-11", "2026-02-30",
      "2026-11-01T00:00:00Z",
      "20261101", "2026/11/01", "2026-11-", "99999-01-01",
    ])
  func invalid(text: String) {
    #expect(throws: FeedStart.Invalid.self) { try FeedStart(text, now: Self.now, for: Self.site) }
  }

  @Test("excludes what was published before, and for a day, the events of earlier days in the time zone")
  func includes() throws {
    var site = Self.site
    site.timeZone = try #require(SiteTimeZone("America/New_York"))
    let day = try FeedStart("2013-11-14", now: Self.now, for: site)
    // An event with a day and no time, and events before and after midnight in New York.
    #expect(day.includes(1_384_387_200, for: site))
    #expect(!day.includes(1_384_387_200 + 5 * 3600 - 1, for: site))
    #expect(day.includes(1_384_387_200 + 5 * 3600, for: site))
    let hour = try FeedStart("PT1H", now: 1_384_400_000, for: site)
    #expect(hour.includes(1_384_400_000 - 3600, for: site))
    #expect(!hour.includes(1_384_400_000 - 3700, for: site))
  }
}
