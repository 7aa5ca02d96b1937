import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite("Readers of feeds")
struct ReaderStatisticsTests {
  private static let feed = "country/norway.atom"

  private static func told(_ count: Int, by name: String) throws -> SubscriberCount {
    try #require(SubscriberCount(userAgent: "\(name)/1.0 (\(count) subscribers)"))
  }

  @Test("are the newest numbers of each aggregator and the distinct other clients")
  func sum() throws {
    var statistics = ReaderStatistics()
    for count in [40, 42, 41] {
      statistics.record(try Self.told(count, by: "Feedly"), of: Self.feed, day: 100)
    }
    statistics.record(try Self.told(7, by: "Feedbin"), of: Self.feed, day: 100)
    for hash in [1, 2, 2, 1, 3] as [UInt32] {
      _ = statistics.record(client: hash, of: Self.feed, day: 100)
    }
    _ = statistics.record(client: 1, of: "all.atom", day: 100)
    let feeds = statistics.all
    #expect(feeds.map(\.feed) == [Self.feed, "all.atom"])
    #expect(feeds[0].readers == 51 && feeds[0].direct == 3)
    #expect(feeds[0].aggregators == ["Feedly": 41, "Feedbin": 7])
  }

  @Test("are forgotten: clients after three days, numbers of aggregators after seven")
  func age() throws {
    var statistics = ReaderStatistics()
    statistics.record(try Self.told(5, by: "Feedly"), of: Self.feed, day: 100)
    _ = statistics.record(client: 1, of: Self.feed, day: 100)
    for (today, readers) in [(100, [6]), (102, [6]), (103, [5]), (106, [5]), (107, [])] {
      statistics.forgetOld(today: today)
      #expect(statistics.all.map(\.readers) == readers, "day \(today)")
    }
  }

  @Test("of many feeds are bounded, and those with the most readers stay")
  func manyFeeds() throws {
    var statistics = ReaderStatistics()
    statistics.record(try Self.told(5, by: "Feedly"), of: Self.feed, day: 100)
    for number in 0..<3 * ReaderStatistics.maxFeeds {
      _ = statistics.record(client: 1, of: "entity/brynmoor-\(number).atom", day: 100)
    }
    #expect(statistics.all.count <= ReaderStatistics.maxFeeds * 5 / 4)
    #expect(statistics.all.first?.feed == Self.feed)
  }

  @Test("of many aggregators are bounded")
  func manyAggregators() throws {
    var statistics = ReaderStatistics()
    for number in 0..<100 {
      statistics.record(try Self.told(1, by: "Orrin\(number)x"), of: Self.feed, day: 100)
    }
    #expect(statistics.all.first?.readers == 30)
  }

  @Test(
    "are exact up to 256 clients, and within a fifth above",
    arguments: [0, 1, 50, 256, 1000, 20_000, 300_000])
  func estimate(count: Int) {
    var clients = DistinctClients()
    var generator = SeededGenerator(seed: 7)
    var hashes: Set<UInt32> = []
    while hashes.count < count { hashes.insert(.random(in: 0..<DistinctClients.hashes, using: &generator)) }
    for _ in 0..<2 { for hash in hashes { _ = clients.insert(hash, day: 100) } }
    if count <= 256 {
      #expect(clients.count == count)
    } else {
      #expect(abs(Double(clients.count) / Double(count) - 1) < 0.2, "\(clients.count)")
    }
    clients.forget(before: 101)
    #expect(clients.count == 0)
    for hash in hashes.prefix(100) { _ = clients.insert(hash, day: 101) }
    #expect(clients.count == min(100, count))
  }

  @Test("survive in a file that only their user may read, and a wrong file is refused")
  func file() throws {
    let directory = try TemporaryDirectory()
    #expect(try ReaderFile.read(from: directory.path) == nil)
    var file = ReaderFile()
    file.statistics.record(try Self.told(5, by: "Feedly"), of: Self.feed, day: 100)
    for hash in 0..<2000 as Range<UInt32> {
      _ = file.statistics.record(client: hash << 13, of: Self.feed, day: 100)
    }
    try file.write(to: directory.path)
    let read = try #require(try ReaderFile.read(from: directory.path))
    #expect(read.key == file.key && read.statistics == file.statistics)
    let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("readers.json"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let good = try String(contentsOfFile: directory.path("readers.json"), encoding: .utf8)
    let overflowing = good.replacing("\"count\":5", with: "\"count\":9223372036854775807")
    #expect(overflowing != good)
    for text in ["", "{", "{\"key\": 1}", "[]", overflowing] {
      try directory.write(text, to: "readers.json")
      #expect(throws: ReaderFile.Unreadable.self, "\(text)") { try ReaderFile.read(from: directory.path) }
    }
    try FileManager.default.removeItem(atPath: directory.path("readers.json"))
    mkfifo(directory.path("readers.json"), 0o600)
    #expect(throws: ReaderFile.Unreadable.self) { try ReaderFile.read(from: directory.path) }
  }
}
