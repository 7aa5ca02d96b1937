package import EventArchive
package import Primitives

/// Distinguishes two stories with the same day and title: hashes of the beginning of the summary and of the topic (64 bits), and
/// of the source addresses (32 bits). Only stories with the same title on the same day are compared, so a collision is unlikely
/// to unite two.
package struct ContentFingerprint: Hashable, Sendable {
  /// The hash of the first letters of the summary, 0 without a summary.
  package var summary: UInt64 = 0
  /// The hash of the topic, 0 without one.
  package var topic: UInt64 = 0
  /// The hashes of the addresses of the sources, in the order of the page.
  package var sources: [Int32] = []

  // Summaries of one report may be truncated, and differ in spaces and punctuation.
  private static let summaryLetters = 48

  /// Makes an empty fingerprint, which is similar to every other.
  package init() {}

  /// Makes a fingerprint from its hashes.
  init(summary: UInt64, topic: UInt64, sources: [Int32]) {
    self.summary = summary
    self.topic = topic
    self.sources = sources
  }

  /// Makes the fingerprint of a page.
  /// - Parameter summary: the summary of the page as plain text.
  package init(_ page: EventPage, summary: TextSlice) {
    self.summary = summary.withBytes { Self.hash($0, letters: Self.summaryLetters) }
    topic = page.topic?.withBytes { Self.hash($0, letters: .max) } ?? 0
    sources = page.sources.map { source in
      let hash = source.address.withBytes { FNV1a.hash($0) }
      return Int32(truncatingIfNeeded: hash ^ hash >> 32)
    }
  }

  /// Makes the fingerprint of a story with a summary alone.
  package init(summary: TextSlice) {
    self.summary = summary.withBytes { Self.hash($0, letters: Self.summaryLetters) }
  }

  /// Makes a fingerprint from stored numbers: summary, topic, then the sources.
  package init(numbers: [Int64]) {
    guard numbers.count >= 2 else { return }
    summary = UInt64(bitPattern: numbers[0])
    topic = UInt64(bitPattern: numbers[1])
    sources = numbers[2...].map { Int32(truncatingIfNeeded: $0) }
  }

  /// The numbers to store.
  package var numbers: [Int64] {
    [Int64(bitPattern: summary), Int64(bitPattern: topic)] + sources.map(Int64.init)
  }

  /// Whether the page has a summary or sources.
  package var isDistinctive: Bool { summary != 0 || !sources.isEmpty }

  /// Whether two pages with the same title on the same day may have the same story: their summaries are equal, or they share a
  /// source, or they have nothing that differs.
  package func isSimilar(to other: ContentFingerprint) -> Bool {
    if summary != 0, summary == other.summary { return true }
    if sources.contains(where: other.sources.contains) { return true }
    func differ(_ left: UInt64, _ right: UInt64) -> Bool { left != 0 && right != 0 && left != right }
    return !differ(summary, other.summary) && !differ(topic, other.topic)
      && (sources.isEmpty || other.sources.isEmpty)
  }

  // FNV-1a over letters and digits in lower case; 0 for a text without any.
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
