internal import Primitives

/// Counts by 64-bit hashes, in one array with open addressing.
///
/// A look-up reads one place of memory, where a dictionary hashes the hash again and reads three; the counting of the words and pairs of
/// a large archive needs half the time.
struct CountTable<Counts: Sendable>: Sendable {
  private struct Entry {
    // Zero for an empty place.
    var key: UInt64
    var counts: Counts
  }

  private let empty: Counts
  // A power of two of places, or none.
  private var entries: [Entry] = []
  /// The number of hashes.
  private(set) var count = 0

  /// Makes a table without hashes.
  /// - Parameter empty: the counts of a hash before anything is counted.
  init(empty: Counts) { self.empty = empty }

  /// Whether the table has no hash.
  var isEmpty: Bool { count == 0 }

  /// The counts of a hash; `nil` for one that was never counted.
  subscript(_ key: UInt64) -> Counts? {
    if entries.isEmpty { return nil }
    let key = Self.stored(key)
    let place = place(of: key)
    return entries[place].key == key ? entries[place].counts : nil
  }

  /// Changes the counts of a hash.
  mutating func update(_ key: UInt64, _ change: (inout Counts) -> Void) {
    // Three places of four at most are full, so that there is always an empty one near.
    if 4 * count >= 3 * entries.count { resize(to: max(16, 2 * entries.count)) }
    let key = Self.stored(key)
    let place = place(of: key)
    if entries[place].key == 0 {
      entries[place].key = key
      count += 1
    }
    change(&entries[place].counts)
  }

  /// Adds the counts of another table.
  mutating func add(_ other: Self, _ add: (inout Counts, Counts) -> Void) {
    // In the order of their places, hashes would crowd the first places of a table that grows.
    reserveCapacity(count + other.count)
    for entry in other.entries where entry.key != 0 { update(entry.key) { add(&$0, entry.counts) } }
  }

  /// The table of the hashes whose counts meet a condition.
  func filter(_ isKept: (Counts) -> Bool) -> Self {
    let kept = entries.filter { $0.key != 0 && isKept($0.counts) }
    var table = Self(empty: empty)
    // In the order of their places, hashes would crowd the first places of a table that grows.
    table.reserveCapacity(kept.count)
    for entry in kept { table.update(entry.key) { $0 = entry.counts } }
    return table
  }

  /// All hashes with their counts, in the order of the hashes.
  var sorted: [(key: UInt64, counts: Counts)] {
    entries.lazy.filter { $0.key != 0 }.map { ($0.key, $0.counts) }.sorted { $0.key < $1.key }
  }

  /// Makes room for a number of hashes.
  mutating func reserveCapacity(_ hashes: Int) {
    var places = max(16, entries.count)
    while 4 * hashes >= 3 * places { places *= 2 }
    if places > entries.count { resize(to: places) }
  }

  private mutating func resize(to places: Int) {
    let old = entries
    entries = Array(repeating: Entry(key: 0, counts: empty), count: places)
    for entry in old where entry.key != 0 { entries[place(of: entry.key)] = entry }
  }

  // The place of a stored hash, or the empty one that it would get.
  private func place(of key: UInt64) -> Int {
    let mask = entries.count - 1
    var place = Int(BitMixing.spread(key) >> UInt64(64 - entries.count.trailingZeroBitCount))
    while entries[place].key != key, entries[place].key != 0 { place = (place + 1) & mask }
    return place
  }

  // Zero marks an empty place, so that its hash has another number.
  private static func stored(_ key: UInt64) -> UInt64 { key == 0 ? 1 : key }
}
