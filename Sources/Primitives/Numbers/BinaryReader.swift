/// Reads what `BinaryWriter` has written.
package struct BinaryReader {
  /// The bytes are not as `BinaryWriter` writes them.
  package struct Damaged: Error {
    /// Makes the error.
    package init() {}
  }

  private let bytes: [UInt8]
  private var index = 0

  /// Makes a reader at the beginning of bytes.
  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes were read.
  package var isAtEnd: Bool { index == bytes.count }

  /// Reads a number.
  /// - Throws: `Damaged`.
  package mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws -> Number
  {
    let size = MemoryLayout<Number>.size
    guard index + size <= bytes.count else { throw Damaged() }
    defer { index += size }
    return bytes.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: Number.self))
    }
  }

  /// Reads a truth value.
  /// - Throws: `Damaged`.
  package mutating func flag() throws -> Bool { try number(UInt8.self) != 0 }

  /// Reads a text.
  /// - Throws: `Damaged`.
  package mutating func text() throws -> String {
    try withText { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads a text, and calls `body` with its bytes, which are valid only during the call.
  /// - Throws: `Damaged`.
  package mutating func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) throws -> Result {
    let count = Int(try number(UInt32.self))
    guard index + count <= bytes.count else { throw Damaged() }
    defer { index += count }
    return bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[index..<(index + count)]))
    }
  }

  /// Reads a digest.
  /// - Throws: `Damaged`.
  package mutating func digest() throws -> ContentDigest {
    ContentDigest(high: try number(), low: try number())
  }

  /// Reads a digest that may be missing.
  /// - Throws: `Damaged`.
  package mutating func optionalDigest() throws -> ContentDigest? { try flag() ? digest() : nil }

  /// Reads a text that may be missing.
  /// - Throws: `Damaged`.
  package mutating func optionalText() throws -> String? { try flag() ? text() : nil }

  /// Reads a list, each item of which `body` reads.
  /// - Throws: `Damaged`, or what `body` throws.
  package mutating func list<Item>(_ body: (inout BinaryReader) throws -> Item) throws -> [Item] {
    let count = Int(try number(UInt32.self))
    // An item has one byte at least.
    guard count <= bytes.count - index else { throw Damaged() }
    var items: [Item] = []
    items.reserveCapacity(count)
    for _ in 0..<count { items.append(try body(&self)) }
    return items
  }
}
