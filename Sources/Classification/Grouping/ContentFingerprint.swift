package import EventArchive
package import Primitives

/// Distinguishes two stories with the same day and title: hashes of the beginning of the summary and of the topic (64 bits), and
/// of the source addresses (32 bits).
package struct ContentFingerprint: Hashable, Sendable {
  /// The hash of the summary's first letters, 0 without a summary.
  package var summary: UInt64 = 0
  /// The hash of the topic, 0 without one.
  package var topic: UInt64 = 0
  /// The hashes of the sources' addresses, in the page's order.
  package var sources: [Int32] = []

  // Summaries of one report may be cut, and differ in blanks and marks.
  private static let summaryLetters = 48

  /// Makes signs of nothing, which fit every story.
  package init() {}

  /// Makes the signs of a page; `summary` is its summary as plain text.
  package init(_ page: EventPage, summary: TextSlice) {
    self.summary = summary.withBytes { Self.hash($0, letters: Self.summaryLetters) }
    topic = page.topic?.withBytes { Self.hash($0, letters: .max) } ?? 0
    sources = page.sources.map { source in
      let hash = source.address.withBytes { FNV1a.hash($0) }
      return Int32(truncatingIfNeeded: hash ^ hash >> 32)
    }
  }

  /// Makes signs from kept numbers: summary, topic, then the sources.
  package init(numbers: [Int64]) {
    guard numbers.count >= 2 else { return }
    (summary, topic) = (UInt64(bitPattern: numbers[0]), UInt64(bitPattern: numbers[1]))
    sources = numbers[2...].map { Int32(truncatingIfNeeded: $0) }
  }

  /// The numbers to be kept.
  package var numbers: [Int64] {
    [Int64(bitPattern: summary), Int64(bitPattern: topic)] + sources.map(Int64.init)
  }

  /// Whether a page has a summary or sources, and not a title alone.
  package var isDistinctive: Bool { summary != 0 || !sources.isEmpty }

  /// Whether two pages with one title on one day may be of the same story: their summaries agree, or they share a source, or
  /// nothing says that they are two.
  package func fit(_ other: ContentFingerprint) -> Bool {
    if summary != 0, summary == other.summary { return true }
    if sources.contains(where: other.sources.contains) { return true }
    func differ(_ left: UInt64, _ right: UInt64) -> Bool { left != 0 && right != 0 && left != right }
    return !differ(summary, other.summary) && !differ(topic, other.topic)
      && (sources.isEmpty || other.sources.isEmpty)
  }

  // FNV-1a over letters and digits, of which case does not count; 0 for a text without any.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>, letters limit: Int) -> UInt64 {
    var hash = FNV1a()
    var count = 0
    for byte in text where count < limit {
      let letter = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      guard letter >= 0x80 || (0x61...0x7A).contains(letter) || (0x30...0x39).contains(letter) else {
        continue
      }
      hash.append(letter)
      count += 1
    }
    return count == 0 ? 0 : hash.value
  }
}
