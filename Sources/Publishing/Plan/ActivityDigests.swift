internal import EventArchive
internal import Primitives

/// Tells when the number of events that topics have in a month has changed. The numbers themselves are counted when they are
/// published, in documents for some of the topics each.
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

  // By topic: its document, and what tells its path from others.
  private var shards: [Shard] = []
  private var hashes: [UInt64] = []
  // By shard: tells the numbers of events apart, whatever their order; how many events these are in all.
  private var sums = [UInt64](repeating: 0, count: 256)
  private var counts = [Int](repeating: 0, count: 256)
  private var isChanged = [Bool](repeating: false, count: 256)

  /// Makes months of no topics.
  init() {}

  /// Adds a topic; the first added has the number 0.
  mutating func add(_ path: String) {
    shards.append(Shard(ofTopic: path))
    hashes.append(FNV1a.hash(path.utf8))
  }

  /// Counts an event of topics, and of the topic 0 that all events have, or takes it out; `time` has the event's day in
  /// UTC.
  mutating func count(_ topics: some Sequence<Int32>, at time: Int64, times: Int) {
    let month = BitMixing.spread(UInt64(EventDay(containing: time).number / 100))
    func count(_ topic: Int32) {
      let shard = Int(shards[Int(topic)].number)
      let mixed = BitMixing.mixed(hashes[Int(topic)], month)
      sums[shard] &+= mixed &* UInt64(bitPattern: Int64(times))
      counts[shard] += times
      isChanged[shard] = true
    }
    count(0)
    for topic in topics { count(topic) }
  }

  /// The document of a topic.
  func shard(_ topic: Int32) -> Shard { shards[Int(topic)] }

  /// Tells two versions of a document apart; `nil` for one without events.
  func digest(_ shard: Shard) -> UInt64? { counts[Int(shard.number)] > 0 ? sums[Int(shard.number)] : nil }

  /// The documents that may have changed since the last call.
  mutating func takeChanges() -> [Shard] {
    defer { isChanged = isChanged.map { _ in false } }
    return isChanged.indices.filter { isChanged[$0] }.map { Shard(number: UInt8($0)) }
  }
}
