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
    let isRead =
      reader.read(&words, width: 3) { WordCounts(capital: $0[0], small: $0[1], start: $0[2]) }
      && reader.read(&neighbours, width: 3) { Neighbours(all: $0[0], noun: $0[1], place: $0[2]) }
      && reader.read(&pairs, width: 2) { PairCounts(capital: $0[0], other: $0[1]) }
      && reader.read(&uses, width: 4) { Uses(all: $0[0], person: $0[1], place: $0[2], article: $0[3]) }
      && reader.read(&titled) && reader.read(&texts) && reader.read(&any) && reader.read(&alone)
      && reader.read(&names)
    guard isRead, reader.isAtEnd else { return nil }
  }

  private static func append<Counts>(
    _ table: CountTable<Counts>, to bytes: inout [UInt8], _ numbers: (Counts) -> [Int32]
  ) {
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    append(UInt32(table.count))
    for (key, counts) in table.sorted {
      append(key)
      for number in numbers(counts) { append(number) }
    }
  }

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    // Reads the next table of single counts; returns whether it is whole.
    mutating func read(_ table: inout CountTable<Int32>) -> Bool { read(&table, width: 1) { $0[0] } }

    // Reads the next table, whose entries have a number of counts; returns whether it is whole.
    mutating func read<Counts>(
      _ table: inout CountTable<Counts>, width: Int, _ counts: ([Int32]) -> Counts
    ) -> Bool {
      guard let count: UInt32 = next(), Int(count) <= (bytes.count - index) / (8 + 4 * width) else {
        return false
      }
      table.reserveCapacity(Int(count))
      var numbers = [Int32](repeating: 0, count: width)
      for _ in 0..<count {
        guard let key: UInt64 = next() else { return false }
        for place in 0..<width {
          guard let number: Int32 = next() else { return false }
          numbers[place] = number
        }
        table.update(key) { $0 = counts(numbers) }
      }
      return true
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
