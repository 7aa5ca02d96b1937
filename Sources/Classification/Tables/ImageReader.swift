/// Reads numbers in place from bytes that `ImageWriter` wrote. All machines that feedgen supports have little-endian numbers.
struct ImageReader {
  // They begin at an address divisible by eight.
  private var rest: UnsafeRawBufferPointer
  private var offset = 0

  /// Makes a reader of bytes that begin at an address divisible by eight.
  init(_ bytes: UnsafeRawBufferPointer) { rest = bytes }

  /// A number of 32 bits.
  mutating func number() -> UInt32 { numbers(1)[0] }

  /// Numbers of the same size.
  mutating func numbers<Number: FixedWidthInteger>(_ count: Int) -> UnsafeBufferPointer<Number> {
    let size = count * MemoryLayout<Number>.size
    let bytes = UnsafeRawBufferPointer(rebasing: rest[offset..<(offset + size)])
    offset += size
    return bytes.bindMemory(to: Number.self)
  }

  /// The bytes behind all numbers.
  func text() -> UnsafeBufferPointer<UInt8> {
    UnsafeRawBufferPointer(rebasing: rest[offset...]).bindMemory(to: UInt8.self)
  }

  /// Moves to the next address divisible by eight.
  mutating func align() {
    rest = UnsafeRawBufferPointer(rebasing: rest[((offset + 7) / 8 * 8)...])
    offset = 0
  }
}

/// Writes numbers in little-endian order.
struct ImageWriter {
  /// The bytes.
  private(set) var bytes: [UInt8] = []

  /// Adds a number.
  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Adds zeros up to a multiple of eight bytes.
  mutating func align() {
    while !bytes.count.isMultiple(of: 8) { bytes.append(0) }
  }
}
