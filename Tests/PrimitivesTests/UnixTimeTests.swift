import Foundation
import TestSupport
import Testing

@testable import Primitives

@Suite("Times in seconds")
struct UnixTimeTests {
  @Test func `dates equal those of Foundation in the format of RFC 3339`() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<20_000 {
      let time = Int64.random(in: -12_000_000_000...250_000_000_000, using: &random)
      let expected = Date(timeIntervalSince1970: Double(time)).ISO8601Format(.iso8601)
      #expect(UnixTime(time).description == expected)
    }
  }

  @Test func `dates with an offset are local times, and the same times for Foundation`() throws {
    var random = SeededGenerator(seed: 16)
    for _ in 0..<2_000 {
      let time = Int64.random(in: 0...250_000_000_000, using: &random)
      let offset = 60 * Int.random(in: -840...840, using: &random)
      var bytes: [UInt8] = []
      UnixTime(time).append(to: &bytes, offset: offset)
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix(UnixTime(time + Int64(offset)).description.dropLast()))
      #expect(try Date(text, strategy: .iso8601).timeIntervalSince1970 == Double(time), "\(text)")
    }
  }

  @Test func `dates equal those of Foundation in the format of RFC 822 with a year of four digits`() {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    var random = SeededGenerator(seed: 15)
    for _ in 0..<2_000 {
      let time = Int64.random(in: -12_000_000_000...250_000_000_000, using: &random)
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(time)))
      #expect(UnixTime(time).internetMessageDate == expected)
    }
  }

  @Test(
    "the first and last times of days, years and eras are correct",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_399, "2000-02-28T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"), (1_384_387_200, "2013-11-14T00:00:00Z"),
      (253_402_300_799, "9999-12-31T23:59:59Z"),
      (-62_135_596_800, "0001-01-01T00:00:00Z"),
    ])
  func edges(time: Int64, text: String) {
    #expect(UnixTime(time).description == text)
  }

  @Test func `texts of dates are ordered as their times`() {
    var random = SeededGenerator(seed: 14)
    let times = (0..<500).map { _ in Int64.random(in: 0...250_000_000_000, using: &random) }.sorted()
    let dates = times.map { UnixTime($0) }
    #expect(dates == dates.sorted())
    #expect(dates.map(\.description) == dates.map(\.description).sorted())
  }
}
