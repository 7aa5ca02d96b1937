internal import Primitives

/// Finds phrases in text: whole words, case-sensitive, leftmost and longest first, in one pass for any number of phrases. A trie
/// whose edges are hashes of words; with 64 bits, two of a million edges collide once in some 37 million archives.
package struct PhraseMatcher: Sendable {
  // Longer phrases are no names, and would slow down searches.
  private static let maximumWords = 24

  // The value of nodes at which no phrase ends.
  private static let none = Int32.min
  private var edges: [UInt64: Int32] = [:]
  private var values: [Int32] = [none]

  /// Makes a matcher without phrases.
  package init() {}

  /// Makes a matcher with room for a number of phrases.
  package init(capacity: Int) {
    edges.reserveCapacity(capacity * 2)
    values.reserveCapacity(capacity * 2)
  }

  /// Adds a phrase, unless it has too many words. A phrase that the matcher has already keeps its value.
  /// - Returns: the value that the phrase had before, or `nil`.
  @discardableResult
  package mutating func insert(_ phrase: String, value: Int32) -> Int32? {
    var node: Int32 = 0
    var isEmpty = true
    var phrase = phrase
    let isShort = phrase.withUTF8 { bytes in
      // A word and the gap before it have two bytes at least.
      if bytes.count < 2 * Self.maximumWords { return true }
      var words = WordScanner(bytes)
      var count = 0
      while words.next() != nil { count += 1 }
      return count <= Self.maximumWords
    }
    guard isShort else { return nil }
    phrase.withUTF8 { bytes in
      var words = WordScanner(bytes)
      while let word = words.next() {
        let edge = Self.edge(from: node, word: isEmpty ? word.hash : word.hashWithGap)
        isEmpty = false
        if let next = edges[edge] {
          node = next
        } else {
          let next = Int32(values.count)
          edges[edge] = next
          values.append(Self.none)
          node = next
        }
      }
    }
    guard !isEmpty else { return nil }
    if values[Int(node)] != Self.none { return values[Int(node)] }
    values[Int(node)] = value
    return nil
  }

  /// Adds a phrase, or gives a phrase that the matcher has another value.
  package mutating func set(_ phrase: String, value: Int32) {
    if insert(phrase, value: value) != nil { values[Int(node(of: phrase))] = value }
  }

  /// Removes a phrase.
  package mutating func remove(_ phrase: String) {
    values[Int(node(of: phrase))] = Self.none
  }

  /// Whether a text in UTF-8 contains a phrase.
  package func hasMatch(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var isFound = false
    scan(text) { _, _ in isFound = true }
    return isFound
  }

  /// Calls `body` with the value of each phrase in a text in UTF-8, including phrases that overlap.
  func forEachOccurrence(in text: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void) {
    var start = WordScanner(text)
    while let first = start.next() {
      guard var node = edges[Self.edge(from: 0, word: first.hash)] else { continue }
      if values[Int(node)] != Self.none { body(values[Int(node)]) }
      var ahead = start
      while let word = ahead.next(), let next = edges[Self.edge(from: node, word: word.hashWithGap)] {
        node = next
        if values[Int(node)] != Self.none { body(values[Int(node)]) }
      }
    }
  }

  /// Calls `body` with the value and the place in bytes of each phrase in a text in UTF-8, in the order of the text. Phrases that
  /// overlap with an earlier one are left out.
  package func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Int32, Range<Int>) -> Void) {
    scan(text, body)
  }

  /// Whether the matcher has two phrases, and both have the same words.
  func isSame(_ left: String, _ right: String) -> Bool {
    let node = node(of: left)
    return node != 0 && node == self.node(of: right)
  }

  /// The value of a phrase, `nil` for an unknown one.
  package func value(of phrase: String) -> Int32? {
    let value = values[Int(node(of: phrase))]
    return value == Self.none ? nil : value
  }
}

extension PhraseMatcher {
  // The node at the end of a phrase; 0 for an unknown one.
  private func node(of phrase: String) -> Int32 {
    var phrase = phrase
    return phrase.withUTF8 { bytes in
      var node: Int32 = 0
      var isFirst = true
      var words = WordScanner(bytes)
      while let word = words.next() {
        guard let next = edges[Self.edge(from: node, word: isFirst ? word.hash : word.hashWithGap)] else {
          return 0
        }
        node = next
        isFirst = false
      }
      return node
    }
  }

  private static func edge(from node: Int32, word: UInt64) -> UInt64 {
    BitMixing.spread(word ^ UInt64(UInt32(bitPattern: node)))
  }

  private func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ found: (Int32, Range<Int>) -> Void) {
    var start = WordScanner(bytes)
    while let first = start.next() {
      guard var node = edges[Self.edge(from: 0, word: first.hash)] else { continue }
      var best: (value: Int32, after: WordScanner, end: Int)?
      if values[Int(node)] != Self.none { best = (values[Int(node)], start, first.range.upperBound) }
      var ahead = start
      while let word = ahead.next(), let next = edges[Self.edge(from: node, word: word.hashWithGap)] {
        node = next
        if values[Int(node)] != Self.none { best = (values[Int(node)], ahead, word.range.upperBound) }
      }
      if let best {
        found(best.value, first.range.lowerBound..<best.end)
        start = best.after
      }
    }
  }
}
