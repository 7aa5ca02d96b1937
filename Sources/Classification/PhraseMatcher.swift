/// Finds phrases in text: whole words, case kept, leftmost and longest first, in one pass whatever the number of
/// phrases. A trie whose edges are words.
package struct PhraseMatcher: Sendable {
  /// A phrase found in a text.
  package struct Match {
    /// What the phrase was inserted with.
    package let value: Int32
    /// The words of the text.
    package let words: Substring
  }

  private static let none = Int32.min
  private var edges: [UInt64: Int32] = [:]
  private var values: [Int32] = [none]

  /// Makes a matcher that knows no phrase.
  package init() {}

  /// Makes a matcher with room for a number of phrases.
  package init(capacity: Int) {
    edges.reserveCapacity(capacity * 2)
    values.reserveCapacity(capacity * 2)
  }

  /// Adds a phrase; the first value given to a phrase stays.
  /// - Returns: the value that the phrase had before, or `nil`.
  @discardableResult
  package mutating func insert(_ phrase: String, value: Int32) -> Int32? {
    var node: Int32 = 0
    var isEmpty = true
    var phrase = phrase
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

  /// Takes a phrase out.
  package mutating func remove(_ phrase: String) {
    values[Int(node(of: phrase))] = Self.none
  }

  /// The phrases in a text, in the text's order; they do not overlap.
  package func matches(in text: String) -> [Match] {
    var text = text
    var found: [(Int32, Range<Int>)] = []
    text.withUTF8 { scan($0) { value, range in found.append((value, range)) } }
    return found.map { value, range in
      let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
      return Match(value: value, words: text[start..<text.utf8.index(start, offsetBy: range.count)])
    }
  }

  /// Whether a text in UTF-8 holds a phrase.
  package func hasMatch(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var isFound = false
    scan(text) { _, _ in isFound = true }
    return isFound
  }

  /// Calls `body` with the value of each phrase in a text in UTF-8, in the text's order, and where it stands, in bytes.
  package func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Int32, Range<Int>) -> Void) {
    scan(text, body)
  }

  /// The value of a phrase, `nil` for one that is not known.
  package func value(of phrase: String) -> Int32? {
    let value = values[Int(node(of: phrase))]
    return value == Self.none ? nil : value
  }
}

extension PhraseMatcher {
  // The node at the end of a phrase; 0 for one that is not known.
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
        (node, isFirst) = (next, false)
      }
      return node
    }
  }

  private static func edge(from node: Int32, word: UInt64) -> UInt64 {
    (word ^ UInt64(UInt32(bitPattern: node))) &* 0x9E37_79B9_7F4A_7C15
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
