extension NameStatistics {
  /// The counts as bytes: each table with its length and its entries by key, all numbers little-endian.
  package var stored: [UInt8] {
    var bytes: [UInt8] = []
    Self.append(words, to: &bytes) { [$0.capital, $0.small, $0.start] }
    Self.append(neighbours, to: &bytes) { [$0.all, $0.noun, $0.place] }
    Self.append(pairs, to: &bytes) { [$0.capital, $0.other] }
    Self.append(uses, to: &bytes) { [$0.all, $0.person, $0.place, $0.article] }
    for counts in [titled, texts, any, alone, names] { Self.append(counts, to: &bytes) { [$0] } }
    return bytes
  }

  /// Reads counts from bytes; `nil` when these are too few or too many.
  package init?(stored bytes: UnsafeBufferPointer<UInt8>) {
    self.init()
    var reader = Reader(bytes: bytes)
    guard let words = reader.table(3, { WordCounts(capital: $0[0], small: $0[1], start: $0[2]) }),
      let neighbours = reader.table(3, { Neighbours(all: $0[0], noun: $0[1], place: $0[2]) }),
      let pairs = reader.table(2, { PairCounts(capital: $0[0], other: $0[1]) }),
      let uses = reader.table(4, { Uses(all: $0[0], person: $0[1], place: $0[2], article: $0[3]) })
    else { return nil }
    let counts = (0..<5).compactMap { _ in reader.table(1) { $0[0] } }
    guard counts.count == 5, reader.isAtEnd else { return nil }
    (self.words, self.neighbours, self.pairs, self.uses) = (words, neighbours, pairs, uses)
    (titled, texts, any, alone, names) = (counts[0], counts[1], counts[2], counts[3], counts[4])
  }

  private static func append<Counts>(
    _ table: [UInt64: Counts], to bytes: inout [UInt8], _ numbers: (Counts) -> [Int32]
  ) {
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    append(UInt32(table.count))
    for (key, counts) in table.sorted(by: { $0.key < $1.key }) {
      append(key)
      for number in numbers(counts) { append(number) }
    }
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    // The next table, whose entries have a number of counts; `nil` when the bytes end before it does.
    mutating func table<Counts>(_ width: Int, _ counts: ([Int32]) -> Counts) -> [UInt64: Counts]? {
      guard let count: UInt32 = next(), Int(count) <= (bytes.count - index) / (8 + 4 * width) else {
        return nil
      }
      var table: [UInt64: Counts] = [:]
      table.reserveCapacity(Int(count))
      for _ in 0..<count {
        guard let key: UInt64 = next() else { return nil }
        var numbers: [Int32] = []
        for _ in 0..<width {
          guard let number: Int32 = next() else { return nil }
          numbers.append(number)
        }
        table[key] = counts(numbers)
      }
      return table
    }

    private mutating func next<Number: FixedWidthInteger>() -> Number? {
      let size = MemoryLayout<Number>.size
      guard index + size <= bytes.count else { return nil }
      defer { index += size }
      return Number(
        littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: Number.self))
    }
  }
}
