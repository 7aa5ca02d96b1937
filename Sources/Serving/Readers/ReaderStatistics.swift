/// The readers of feeds: what aggregators report, and an estimate of the others.
package struct ReaderStatistics: Equatable, Codable, Sendable {
  /// The readers of a feed.
  package struct Feed: Encodable, Equatable, Sendable {
    /// The path of the feed below the site's URL.
    package var feed: String
    /// The subscribers that each aggregator has reported.
    package var aggregators: [String: Int]
    /// The estimate of the clients that are no aggregators.
    package var direct: Int
    /// The sum of both.
    package var readers: Int
  }

  /// The days for which a number that an aggregator has reported counts.
  package static let aggregatorDays = 7
  /// The days for which a client counts.
  package static let clientDays = 3
  /// The number of feeds whose readers are counted.
  package static let maxFeeds = 2000
  // The number of aggregators of a feed.
  private static let maxAggregators = 30

  private struct Report: Equatable, Codable {
    var name: String
    var count: Int
    var day: Int
  }

  private struct Entry: Equatable, Codable {
    // By name in lower case.
    var aggregators: [String: Report] = [:]
    var clients = DistinctClients()

    var reported: Int { aggregators.values.reduce(0) { $0 + $1.count } }
    var readers: Int { reported + clients.count }
  }

  private var feeds: [String: Entry] = [:]

  /// Starts without readers.
  package init() {}

  /// Whether all numbers are within the limits, as those that were recorded are.
  var isPossible: Bool {
    feeds.count <= Self.maxFeeds * 2
      && feeds.values.allSatisfy { entry in
        entry.aggregators.count <= Self.maxAggregators
          && entry.aggregators.values.allSatisfy {
            (0...SubscriberCount.maxCount).contains($0.count) && (0...Int(UInt16.max)).contains($0.day)
          }
      }
  }

  /// Records what an aggregator reports about a feed.
  mutating func record(_ subscribers: SubscriberCount, of feed: String, day: Int) {
    let report = Report(name: subscribers.aggregator, count: subscribers.count, day: day)
    feeds[feed, default: Entry()].aggregators[report.name.lowercased()] = report
    limitAggregators(of: feed)
    limitFeeds()
  }

  /// Records that a client has read a feed. Returns whether anything has changed.
  mutating func record(client hash: UInt32, of feed: String, day: Int) -> Bool {
    let isChanged = feeds[feed, default: Entry()].clients.insert(hash, day: day)
    limitFeeds()
    return isChanged
  }

  /// Forgets what is older than the days for which it counts.
  package mutating func forgetOld(today: Int) {
    for (feed, var entry) in feeds {
      entry.aggregators = entry.aggregators.filter { $0.value.day > today - Self.aggregatorDays }
      entry.clients.forget(before: today - Self.clientDays + 1)
      feeds[feed] = entry.aggregators.isEmpty && entry.clients.isEmpty ? nil : entry
    }
  }

  /// The feeds with their readers, those with the most readers first, then by path.
  package var all: [Feed] {
    feeds.map { path, entry in
      let reported = entry.aggregators.values.map { ($0.name, $0.count) }
      return Feed(
        feed: path, aggregators: Dictionary(reported) { max($0, $1) }, direct: entry.clients.count,
        readers: entry.readers)
    }
    .sorted { ($1.readers, $0.feed) < ($0.readers, $1.feed) }
  }

  private mutating func limitAggregators(of feed: String) {
    guard let reports = feeds[feed]?.aggregators, reports.count > Self.maxAggregators else { return }
    let oldest = reports.min { ($0.value.day, $0.value.count) < ($1.value.day, $1.value.count) }
    if let oldest { feeds[feed]?.aggregators[oldest.key] = nil }
  }

  // Removes feeds with the fewest readers, several at once, so that this is seldom.
  private mutating func limitFeeds() {
    guard feeds.count > Self.maxFeeds * 5 / 4 else { return }
    for feed in all.dropFirst(Self.maxFeeds) { feeds[feed.feed] = nil }
  }
}
