internal import EventArchive
internal import Primitives

/// The numbers of events of topics per month. It takes eight bytes for each topic of an event, in a sorted array.
struct MonthlyCounts: Sendable {
  /// A month with events.
  struct Month: Hashable, Sendable {
    /// The month as the number `yyyymm`, for example `201311`.
    let number: Int
    /// The number of events.
    let events: Int
  }

  // The topic and the month of each event of a topic, sorted.
  private let keys: [UInt64]

  /// Counts the events of a plan for some topics.
  init(_ plan: PublicationPlan, of wanted: Set<Topic.Index>) {
    var isWanted = [Bool](repeating: false, count: plan.topics.count)
    for topic in wanted { isWanted[topic.index] = true }
    var keys: [UInt64] = []
    if !wanted.isEmpty {
      for event in plan.events where !event.isGone {
        let month = UInt64(event.day.number / 100)
        if isWanted[Topic.Index.all.index] { keys.append(month) }
        for topic in plan.topics(of: event).inFeeds where isWanted[topic.index] {
          keys.append(UInt64(topic.index) << 32 | month)
        }
      }
    }
    keys.sort()
    self.keys = keys
  }

  /// The months of a topic that have events, in order.
  func months(of topic: Topic.Index) -> [Month] {
    var months: [Month] = []
    var start = keys.partitioningIndex { $0 >= UInt64(topic.index) << 32 }
    let end = keys.partitioningIndex { $0 >= UInt64(topic.index + 1) << 32 }
    while start < end {
      let next = keys[start..<end].firstIndex { $0 != keys[start] } ?? end
      months.append(Month(number: Int(keys[start] & 0xFFFF_FFFF), events: next - start))
      start = next
    }
    return months
  }
}
