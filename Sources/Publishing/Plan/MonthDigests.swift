internal import EventArchive
internal import Primitives

/// For each topic a digest of its numbers of events per month, maintained from change to change.
struct MonthDigests: Sendable {
  // For each topic a sum of hashes of months, which does not depend on the order of events.
  private var sums: [UInt64] = []

  /// Makes digests without topics.
  init() {}

  /// Adds the topic with the next index.
  mutating func addTopic() { sums.append(0) }

  /// Counts an event for its topics and for the topic of all events.
  /// - Parameters:
  ///   - day: the day of the event.
  ///   - times: 1 to add the event, -1 to remove it.
  mutating func count(_ topics: some Sequence<Topic.Index>, on day: EventDay, times: Int) {
    let mixed = BitMixing.mixed(Self.seed, BitMixing.spread(UInt64(day.number / 100)))
    let change = mixed &* UInt64(bitPattern: Int64(times))
    sums[Topic.Index.all.index] &+= change
    for topic in topics { sums[topic.index] &+= change }
  }

  /// The digest of a topic.
  subscript(topic: Topic.Index) -> UInt64 { sums[topic.index] }

  // Any odd number: it separates these sums from other uses of the hash.
  private static let seed: UInt64 = 0x9E37_79B9_7F4A_7C15
}
