internal import Primitives

/// Finds phrases in text: whole words, case-sensitive, leftmost and longest first, in one pass for any number of phrases. A trie
/// whose nodes are hashes of the words on the way to them; with 64 bits, two of a million nodes collide once in some 37 million archives.
package struct PhraseMatcher: Sendable {
  // Longer phrases are no names, and would slow down searches.
  private static let maximumWords = 24

  // The value of nodes at which no phrase ends.
  private static let none = Int32.min
  // The node before the first word.
  private static let root: UInt64 = 0
  /// The values of nodes.
  private(set) var nodes = NumberTable()
  /// The beginnings of the phrases.
  private(set) var beginnings = PhraseBeginnings()

  /// Makes a matcher without phrases.
  package init() {}

  /// Makes a matcher of nodes, and of the beginnings of their phrases.
  init(_ nodes: NumberTable, _ beginnings: PhraseBeginnings) {
    self.nodes = nodes
    self.beginnings = beginnings
  }

  /// Makes a matcher with room for a number of phrases.
  package init(capacity: Int) { nodes.reserveCapacity(capacity * 2) }

  /// Adds a phrase, unless it has too many words. A phrase that the matcher has already keeps its value.
  /// - Returns: the value that the phrase had before, or `nil`.
  @discardableResult
  package mutating func insert(_ phrase: String, value: Int32) -> Int32? {
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
    let node = phrase.withUTF8 { insertNodes($0) }
    guard node != Self.root else { return nil }
    if let old = nodes[node], old != Self.none { return old }
    nodes.set(node, to: value)
    return nil
  }

  // Adds the nodes of a phrase, and returns the last one.
  private mutating func insertNodes(_ phrase: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var node = Self.root
    var words = WordScanner(phrase)
    while let word = words.next() {
      if node == Self.root { beginnings.insert(phrase, at: word.range.lowerBound) }
      node = Self.node(behind: node, word: node == Self.root ? word.hash : word.hashWithGap)
      if nodes[node] == nil { nodes.set(node, to: Self.none) }
    }
    return node
  }

  /// Adds a phrase, or gives a phrase that the matcher has another value.
  package mutating func set(_ phrase: String, value: Int32) {
    if insert(phrase, value: value) != nil, let node = node(of: phrase) { nodes.set(node, to: value) }
  }

  /// Removes a phrase.
  package mutating func remove(_ phrase: String) {
    if let node = node(of: phrase) { nodes.set(node, to: Self.none) }
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
      guard beginnings.mayBegin(text, at: first.range.lowerBound) else { continue }
      var node = Self.node(behind: Self.root, word: first.hash)
      guard var value = nodes[node] else { continue }
      if value != Self.none { body(value) }
      var ahead = start
      while let word = ahead.next() {
        node = Self.node(behind: node, word: word.hashWithGap)
        guard let next = nodes[node] else { break }
        value = next
        if value != Self.none { body(value) }
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
    guard let node = node(of: left) else { return false }
    return node == self.node(of: right)
  }

  /// The value of a phrase, `nil` for an unknown one.
  package func value(of phrase: String) -> Int32? {
    guard let value = node(of: phrase).flatMap({ nodes[$0] }) else { return nil }
    return value == Self.none ? nil : value
  }
}

extension PhraseMatcher {
  // The node at the end of a phrase; `nil` for an unknown one.
  private func node(of phrase: String) -> UInt64? {
    var phrase = phrase
    return phrase.withUTF8 { bytes in
      var node = Self.root
      var words = WordScanner(bytes)
      while let word = words.next() {
        node = Self.node(behind: node, word: node == Self.root ? word.hash : word.hashWithGap)
        if nodes[node] == nil { return nil }
      }
      return node == Self.root ? nil : node
    }
  }

  private static func node(behind node: UInt64, word: UInt64) -> UInt64 { BitMixing.mixed(node, word) }

  private func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ found: (Int32, Range<Int>) -> Void) {
    var start = WordScanner(bytes)
    while let first = start.next() {
      guard beginnings.mayBegin(bytes, at: first.range.lowerBound) else { continue }
      var node = Self.node(behind: Self.root, word: first.hash)
      guard let value = nodes[node] else { continue }
      var best: (value: Int32, after: WordScanner, end: Int)?
      if value != Self.none { best = (value, start, first.range.upperBound) }
      var ahead = start
      while let word = ahead.next() {
        node = Self.node(behind: node, word: word.hashWithGap)
        guard let value = nodes[node] else { break }
        if value != Self.none { best = (value, ahead, word.range.upperBound) }
      }
      if let best {
        found(best.value, first.range.lowerBound..<best.end)
        start = best.after
      }
    }
  }
}
