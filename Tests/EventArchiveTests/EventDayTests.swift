import Foundation
import Primitives
import Testing

@testable import EventArchive

@Suite("Days")
struct EventDayTests {
  @Test func `time, number and text of every day identify it`() throws {
    var day = try #require(EventDay(year: 1599, month: 12, day: 31))
    for _ in 0..<200_000 {
      let next = EventDay(containing: day.startTime + 86_400)
      try #require(next > day)
      try #require(next.startTime == day.startTime + 86_400)
      try #require(EventDay(containing: next.startTime + 86_399) == next)
      try #require(EventDay(number: next.number) == next)
      day = next
    }
    #expect(EventDay(day.description.utf8) == day)
    #expect(day.description == "2147-07-31")
  }

  @Test func `days agree with Foundation's calendar`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for time in stride(from: Int64(-10_000_000_000), through: 100_000_000_000, by: 86_400 * 997 + 12_345) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(time)))
      let (year, month, day) = (try #require(parts.year), try #require(parts.month), try #require(parts.day))
      #expect(EventDay(containing: UnixTime(time)) == EventDay(year: year, month: month, day: day))
    }
  }

  @Test("a day is parsed with and without leading zeros", arguments: ["2004-08-1", "2004-08-01", "2004-8-1"])
  func zeros(text: String) {
    #expect(EventDay(text.utf8)?.description == "2004-08-01")
  }

  @Test(
    "text that is no day of the calendar is refused",
    arguments: [
      "2019-02-29", "1900-02-29", "2019-04-31", "2019-00-10", "2019-13-10", "2019-01-0", "2019-01-32",
      "0999-01-01",
      "19-01-01", "12019-01-01", "2019-01", "2019-01-01-01", "2019--1", "2019-01-+1", "2019-01-٣",
      " 2019-01-01",
      "2019/01/01", "", "--",
    ])
  func invalid(text: String) {
    #expect(EventDay(text.utf8) == nil)
  }

  @Test(
    "numbers that are no day are refused",
    arguments: [0, -20_190_101, 20_190_230, 99_991_332, .max, .min] as [Int32])
  func invalid(number: Int32) {
    #expect(EventDay(number: number) == nil)
  }

  @Test func `leap days follow the rule of 400 years`() {
    #expect(EventDay("2000-02-29".utf8) != nil)
    #expect(EventDay("2024-02-29".utf8) != nil)
    #expect(EventDay("2100-02-29".utf8) == nil)
  }
}
