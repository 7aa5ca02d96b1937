/// Gives equal texts equal numbers, in the order of their insertion. The texts are stored once, in far less memory than strings.
package struct StringInterner: Sendable {
  private var bytes: [UInt8] = []
  // By number: the end of the text in `bytes`. It begins at the end of the text before.
  private var ends: [Int] = []
  private var hashes: [UInt32] = []
  // A hash table with open addressing: numbers, -1 in empty slots. Its count is a power of two, or 0.
  private var slots: [Int32] = []

  /// Makes an empty table.
  package init() {}

  /// Makes a table of texts, which must be different.
  package init(_ texts: some Sequence<String>) {
    for var text in texts { _ = text.withUTF8 { insert($0) } }
  }

  /// The number of a text in UTF-8; `nil` when the text is not in the table.
  package func number(of text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard !slots.isEmpty else { return nil }
    let number = slots[slot(of: text, hash: Self.hash(text))]
    return number < 0 ? nil : number
  }

  /// Inserts a text, unless it is in the table.
  /// - Returns: the text's number, and whether the text is new.
  package mutating func insert(_ text: UnsafeBufferPointer<UInt8>) -> (number: Int32, isNew: Bool) {
    insert(text, hash: Self.hash(text))
  }

  /// Reads a table.
  /// - Throws: `BinaryReader.Damaged`.
  package init(_ reader: inout BinaryReader) throws {
    _ = try reader.list { reader in try reader.withText { insert($0).isNew } }
  }

  /// Appends the table.
  package func append(to writer: inout BinaryWriter) {
    writer.append(list: indices) { writer, index in withBytes(at: index) { writer.append(text: $0) } }
  }

  /// Inserts the texts of another table.
  /// - Returns: for each text's number there, its number here.
  package mutating func insert(_ other: StringInterner) -> [Int32] {
    other.indices.map { index in
      other.withBytes(at: index) { insert($0, hash: other.hashes[index]).number }
    }
  }

  /// Calls `body` with the bytes of a text.
  package func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result)
    rethrows -> Result
  {
    let start = index == 0 ? 0 : ends[index - 1]
    return try bytes.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[start..<ends[index]]))
    }
  }

  /// Whether a text precedes another in the order of their bytes.
  package func precedes<Item>(_ left: ItemNumber<Item>, _ right: ItemNumber<Item>) -> Bool {
    withBytes(at: left.index) { left in
      withBytes(at: right.index) { UnsafeRawBufferPointer(left).precedes(UnsafeRawBufferPointer($0)) }
    }
  }
}

extension StringInterner: RandomAccessCollection {
  /// The first number.
  package var startIndex: Int { 0 }

  /// The number of texts.
  package var endIndex: Int { ends.count }

  /// The text with a number, as a string of its own.
  package subscript(index: Int) -> String { withBytes(at: index) { String(decoding: $0, as: UTF8.self) } }
}

extension StringInterner {
  private mutating func insert(
    _ text: UnsafeBufferPointer<UInt8>, hash: UInt32
  ) -> (number: Int32, isNew: Bool) {
    if ends.count * 4 >= slots.count * 3 { grow() }
    let slot = slot(of: text, hash: hash)
    if slots[slot] >= 0 { return (slots[slot], false) }
    let number = Int32(ends.count)
    slots[slot] = number
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
    hashes.append(hash)
    return (number, true)
  }

  // The slot of a text, or the empty slot for it.
  private func slot(of text: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] >= 0 {
      let number = Int(slots[slot])
      if hashes[number] == hash, withBytes(at: number, { $0.isEqual(to: text) }) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let count = Swift.max(16, slots.count * 2)
    slots = Array(repeating: -1, count: count)
    for (number, hash) in hashes.enumerated() {
      var slot = Int(hash) & (count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (count - 1) }
      slots[slot] = Int32(number)
    }
  }

  // Hashes eight bytes at a time. The low bits select the slot, so that every step mixes them.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash = BitMixing.spread(1) ^ UInt64(text.count)
    var index = 0
    if let start = UnsafeRawPointer(text.baseAddress) {
      while index + 8 <= text.count {
        hash = BitMixing.mixed(hash, start.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
      }
    }
    for byte in text[index...] { hash = BitMixing.mixed(hash, UInt64(byte)) }
    return UInt32(truncatingIfNeeded: BitMixing.multiplied(hash) >> 32)
  }
}
