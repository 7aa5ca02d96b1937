/// Finds phrases in text without spaces between words: leftmost and longest first. A trie whose edges are characters.
struct CharacterMatcher: Sendable {
  // A node, and the scalar of the edge that leaves it.
  private struct Edge: Hashable {
    let node: Int32
    let scalar: UInt32
  }

  private var edges: [Edge: Int32] = [:]
  // By node: the value of the phrase that ends there.
  private var values: [Int32?] = [nil]

  /// Adds a phrase, unless the matcher has it already.
  mutating func insert(_ phrase: String, value: Int32) {
    var node: Int32 = 0
    for scalar in phrase.unicodeScalars {
      let edge = Edge(node: node, scalar: scalar.value)
      let next = edges[edge] ?? Int32(values.count)
      if next == values.count {
        edges[edge] = next
        values.append(nil)
      }
      node = next
    }
    if node != 0, values[Int(node)] == nil { values[Int(node)] = value }
  }

  /// The value of a phrase, `nil` for an unknown one.
  func value(of phrase: String) -> Int32? {
    var node: Int32 = 0
    for scalar in phrase.unicodeScalars {
      guard let next = edges[Edge(node: node, scalar: scalar.value)] else { return nil }
      node = next
    }
    return values[Int(node)]
  }

  /// Calls `body` with the value and the place in bytes of each phrase in a text in UTF-8, in the order of the text. Phrases that
  /// overlap with an earlier one are left out, and so are parts of words in katakana.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Int32, Range<Int>) -> Void) {
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    var start = 0
    var offset = 0
    while start < scalars.count {
      guard let match = match(at: start, in: scalars) else {
        offset += UTF8.width(scalars[start])
        start += 1
        continue
      }
      let length = scalars[start..<match.end].reduce(0) { $0 + UTF8.width($1) }
      body(match.value, offset..<(offset + length))
      offset += length
      start = match.end
    }
  }

  private func match(at start: Int, in scalars: [Unicode.Scalar]) -> (value: Int32, end: Int)? {
    if start > 0, Self.areOneWord(scalars[start - 1], scalars[start]) { return nil }
    var best: (value: Int32, end: Int)?
    var node: Int32 = 0
    for end in start..<scalars.count {
      guard let next = edges[Edge(node: node, scalar: scalars[end].value)] else { break }
      node = next
      guard let value = values[Int(node)] else { continue }
      let isCut = end + 1 < scalars.count && Self.areOneWord(scalars[end], scalars[end + 1])
      if !isCut { best = (value, end + 1) }
    }
    return best
  }

  // Whether two characters in a row are part of the same word: katakana write a foreign word each, as ASCII letters do.
  private static func areOneWord(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> Bool {
    isKatakana(left) && isKatakana(right) || isLetter(left) && isLetter(right)
  }

  private static func isKatakana(_ scalar: Unicode.Scalar) -> Bool {
    0x30A1...0x30FA ~= scalar.value || scalar.value == 0x30FC
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 && scalar.properties.isAlphabetic
  }
}

extension UTF8 {
  // The length of a scalar in bytes.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x10000: 3
    default: 4
    }
  }
}
