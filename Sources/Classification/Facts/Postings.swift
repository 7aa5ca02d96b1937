internal import Primitives

/// Posting lists in hash buckets: numbers by key, in little memory. Look-ups may give false positives, never false negatives.
/// Append-only.
package struct Postings: Sendable {
  /// A key and one of its numbers.
  package struct Posting: Sendable {
    fileprivate let bucket: UInt32
    fileprivate let number: Int32

    /// Makes a posting.
    package init(_ key: UInt64, _ number: Int32) {
      bucket = UInt32(truncatingIfNeeded: BitMixing.spread(key) >> 32)
      self.number = number
    }
  }

  // The numbers of bucket n are those from `starts[n]` to `starts[n + 1]`, and those in `added`.
  private var starts: [Int32] = [0, 0]
  private var numbers: [Int32] = []
  private var added: [UInt32: [Int32]] = [:]
  private let mask: UInt32

  /// Makes lists of some eight postings each.
  package init(_ postings: [Posting] = []) {
    var buckets: UInt32 = 1
    while Int(buckets) * 8 < postings.count { buckets *= 2 }
    let mask = buckets - 1
    var next = [Int32](repeating: 0, count: Int(buckets) + 1)
    for posting in postings { next[Int(posting.bucket & mask) + 1] += 1 }
    for bucket in 0..<Int(buckets) { next[bucket + 1] += next[bucket] }
    self.mask = mask
    starts = next
    numbers = Array(repeating: 0, count: postings.count)
    for posting in postings {
      let bucket = Int(posting.bucket & mask)
      numbers[Int(next[bucket])] = posting.number
      next[bucket] += 1
    }
  }

  /// Adds a posting, unless the bucket has its number already.
  package mutating func add(_ posting: Posting) {
    let bucket = posting.bucket & mask
    let isKnown =
      numbers[Int(starts[Int(bucket)])..<Int(starts[Int(bucket) + 1])].contains(posting.number)
      || added[bucket]?.contains(posting.number) == true
    if !isKnown { added[bucket, default: []].append(posting.number) }
  }

  /// The numbers of a key, and perhaps others.
  package func numbers(of key: UInt64) -> [Int32] {
    let bucket = Posting(key, 0).bucket & mask
    return numbers[Int(starts[Int(bucket)])..<Int(starts[Int(bucket) + 1])] + (added[bucket] ?? [])
  }
}
