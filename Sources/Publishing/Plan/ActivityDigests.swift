internal import EventArchive
internal import Primitives

/// Digests of the numbers of events of topics per month, by which changed documents are found. `MonthlyCounts` counts the numbers when
/// a document is written. A document has the numbers of some of the topics.
package struct ActivityDigests: Sendable {
  /// A document, for the topics whose paths have the same hash.
  package struct Shard: Hashable, Sendable {
    /// The low byte of the 32-bit FNV-1a hash of the topics' paths.
    let number: UInt8

    /// Makes the shard of a topic.
    init(ofTopic path: String) {
      number = UInt8(truncatingIfNeeded: FNV1a.hash32(path.utf8))
    }

    fileprivate init(number: UInt8) { self.number = number }

    /// The document's path below the output directory.
    package var path: String { "assets/months/\(number < 16 ? "0" : "")\(String(number, radix: 16)).json" }
  }

  // For each topic its document, and the hash of its path.
  private var shards: [Shard] = []
  private var hashes: [UInt64] = []
  // For each shard a sum of hashes that does not depend on the order of events, and the number of events.
  private var sums = [UInt64](repeating: 0, count: 256)
  private var counts = [Int](repeating: 0, count: 256)
  private var isChanged = [Bool](repeating: false, count: 256)

  /// Makes digests without topics.
  init() {}

  /// Adds the topic with the next index.
  mutating func add(_ path: String) {
    shards.append(Shard(ofTopic: path))
    hashes.append(FNV1a.hash(path.utf8))
  }

  /// Counts an event for its topics and for the topic of all events.
  /// - Parameters:
  ///   - time: a time whose day in UTC is the day of the event, in seconds since 1970.
  ///   - times: 1 to add the event, -1 to remove it.
  mutating func count(_ topics: some Sequence<Topic.Index>, at time: UnixTime, times: Int) {
    let month = BitMixing.spread(UInt64(EventDay(containing: time).number / 100))
    func count(_ topic: Topic.Index) {
      let shard = Int(shards[topic.index].number)
      let mixed = BitMixing.mixed(hashes[topic.index], month)
      sums[shard] &+= mixed &* UInt64(bitPattern: Int64(times))
      counts[shard] += times
      isChanged[shard] = true
    }
    count(.all)
    for topic in topics { count(topic) }
  }

  /// The document of a topic.
  func shard(_ topic: Topic.Index) -> Shard { shards[topic.index] }

  /// The digest of a document; `nil` for a document without events.
  func digest(_ shard: Shard) -> UInt64? { counts[Int(shard.number)] > 0 ? sums[Int(shard.number)] : nil }

  /// The documents that may have changed since the last call.
  mutating func takeChanges() -> [Shard] {
    defer { isChanged = isChanged.map { _ in false } }
    return isChanged.indices.filter { isChanged[$0] }.map { Shard(number: UInt8($0)) }
  }
}
