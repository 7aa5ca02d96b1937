internal import EventArchive

/// The numbers of events of topics per month, from which documents are written in pieces. It takes eight bytes for each topic of an
/// event, in a sorted array.
struct MonthlyCounts: Sendable {
  // The topic and the month of each event of a topic, sorted.
  private let keys: [UInt64]
  // For each document its topics, sorted by path, with their ranges in `keys`.
  private let topics: [ActivityDigests.Shard: [(path: String, keys: Range<Int>)]]

  // The approximate size of a piece, in bytes.
  private static let piece = 1 << 16

  /// Counts the events of a plan for the topics of some documents.
  init(_ plan: PublicationPlan, _ wanted: Set<ActivityDigests.Shard>) {
    let isWanted = plan.topics.indices.map { wanted.contains(plan.months.shard(Topic.Index($0))) }
    var keys: [UInt64] = []
    if isWanted.contains(true) {
      for event in plan.events where !event.isGone {
        let day = EventDay(containing: plan.site.timeZone.dayTime(of: event.published))
        let month = UInt64(day.number / 100)
        if isWanted[0] { keys.append(month) }
        for topic in plan.topics(of: event).inFeeds where isWanted[topic.index] {
          keys.append(UInt64(topic.index) << 32 | month)
        }
      }
    }
    keys.sort()
    var topics: [ActivityDigests.Shard: [(path: String, keys: Range<Int>)]] = [:]
    var start = 0
    while start < keys.count {
      let topic = keys[start] >> 32
      var end = start + 1
      while end < keys.count, keys[end] >> 32 == topic { end += 1 }
      let shard = plan.months.shard(Topic.Index(Int(topic)))
      topics[shard, default: []].append((plan.topics[Int(topic)].path, start..<end))
      start = end
    }
    // The indices of topics follow the order of arrival, which must not matter.
    self.topics = topics.mapValues { $0.sorted { $0.path < $1.path } }
    self.keys = keys
  }

  /// Calls `body` with the pieces of a document: an object with a member for each topic, by path, with an array of months, such as
  /// 201311, and numbers of events.
  func write(_ shard: ActivityDigests.Shard, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let topics = topics[shard] else { return }
    var bytes = Array("{\n".utf8)
    for (number, topic) in topics.enumerated() {
      bytes += "\(number == 0 ? "" : ",\n")\"\(topic.path)\":[".utf8
      var start = topic.keys.lowerBound
      while start < topic.keys.upperBound {
        let key = keys[start]
        let end = keys[start..<topic.keys.upperBound].firstIndex { $0 != key } ?? topic.keys.upperBound
        if start > topic.keys.lowerBound { bytes.append(UInt8(ascii: ",")) }
        bytes += "[\(key & 0xFFFF_FFFF),\(end - start)]".utf8
        start = end
      }
      bytes.append(UInt8(ascii: "]"))
      if bytes.count < Self.piece { continue }
      try bytes.withUnsafeBytes(body)
      bytes.removeAll(keepingCapacity: true)
    }
    bytes += "\n}\n".utf8
    try bytes.withUnsafeBytes(body)
  }
}
