internal import Primitives

/// Numbers by 64-bit hashes: those of a ready-made table, and others, which replace them.
struct NumberTable: Sendable {
  private let base: HashTable?
  private var own = CountTable(empty: Int32(0))

  /// Makes an empty table.
  init() { base = nil }

  /// Makes a table of the numbers of a ready-made one.
  init(_ base: HashTable) { self.base = base }

  /// Reserves space for a count of numbers.
  mutating func reserveCapacity(_ count: Int) { own.reserveCapacity(count) }

  /// The number of a hash, `nil` for an unknown one.
  subscript(_ key: UInt64) -> Int32? {
    if let number = own[key] { return number }
    return base?[key]
  }

  /// The number of a text, by the hash of its bytes.
  subscript(text: String) -> Int32? { self[Self.hash(text)] }

  /// Gives a hash a number.
  mutating func set(_ key: UInt64, to number: Int32) { own.update(key) { $0 = number } }

  /// Gives a text a number.
  mutating func set(_ text: String, to number: Int32) { set(Self.hash(text), to: number) }

  /// Gives a text a number, unless it has one.
  mutating func insert(_ text: String, number: Int32) {
    let key = Self.hash(text)
    if self[key] == nil { set(key, to: number) }
  }

  /// The hash of a text.
  static func hash(_ text: String) -> UInt64 {
    var hash = FNV1a()
    for byte in text.utf8 { hash.append(byte) }
    return hash.value
  }

  /// The table with other numbers.
  func mapValues(_ transform: (Int32) -> Int32) -> NumberTable {
    var table = NumberTable()
    for (key, number) in content { table.set(key, to: transform(number)) }
    return table
  }

  /// All hashes with their numbers.
  var content: [UInt64: Int32] {
    var content = base?.content ?? [:]
    for (key, number) in own.sorted { content[key] = number }
    return content
  }
}

/// A set of words, by their hashes.
struct WordSet: Sendable {
  private(set) var table: NumberTable

  /// Makes a set of the words of a table.
  init(_ table: NumberTable = NumberTable()) { self.table = table }

  /// Makes a set of words.
  init(_ words: some Sequence<String>) {
    table = NumberTable()
    for word in words { insert(word) }
  }

  /// Adds a word.
  mutating func insert(_ word: String) { table.set(word, to: 0) }

  /// Whether the set has a word.
  func contains(_ word: String) -> Bool { table[word] != nil }
}
