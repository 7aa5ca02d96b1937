internal import Primitives

/// The header of a file in a tar archive, in the ustar format (POSIX.1, pax). A size of 8 GiB or more is in base 256, as GNU tar
/// writes it.
struct TarHeader: Equatable {
  /// The name of the file: at most 100 bytes.
  var name: String
  /// The size of the file in bytes.
  var size: Int64

  /// The size of a block: a header is one, and the bytes of a file fill whole ones.
  static let blockSize = 512

  /// The number of zero bytes that follow a file with a number of bytes.
  static func padding(after size: Int64) -> Int {
    let rest = Int(size % Int64(blockSize))
    return rest == 0 ? 0 : blockSize - rest
  }

  // The fields that are used, by their places in the block.
  private static let nameField = 0..<100
  private static let modeField = 100..<108
  private static let ownerFields = [108..<116, 116..<124]
  private static let sizeField = 124..<136
  private static let timeField = 136..<148
  private static let checksumField = 148..<156
  private static let typeField = 156
  private static let magicField = 257..<265
  private static let magic = Array("ustar\u{0}00".utf8)

  /// The block of the header.
  /// - Parameter time: the time of the last change of the file.
  func block(time: UnixTime) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    block.replaceSubrange(0..<name.utf8.count, with: name.utf8)
    Self.set(0o600, in: Self.modeField, of: &block)
    for field in Self.ownerFields { Self.set(0, in: field, of: &block) }
    Self.set(size, in: Self.sizeField, of: &block)
    Self.set(max(0, time.seconds), in: Self.timeField, of: &block)
    block[Self.typeField] = UInt8(ascii: "0")
    block.replaceSubrange(Self.magicField, with: Self.magic)
    Self.set(Self.checksum(of: block), in: Self.checksumField, of: &block)
    return block
  }

  /// Reads the block of a header; `nil` when it is none of a regular file.
  init?(_ block: [UInt8]) {
    guard block.count == Self.blockSize, Array(block[Self.magicField]) == Self.magic,
      block[Self.typeField] == UInt8(ascii: "0"),
      Self.number(block[Self.checksumField]) == Self.checksum(of: block),
      let size = Self.number(block[Self.sizeField])
    else { return nil }
    name = String(decoding: block[Self.nameField].prefix { $0 != 0 }, as: UTF8.self)
    self.size = size
  }

  /// Makes a header.
  init(name: String, size: Int64) {
    self.name = name
    self.size = size
  }

  // The sum of all bytes, those of the checksum counted as blanks.
  private static func checksum(of block: [UInt8]) -> Int64 {
    block.indices.reduce(0) { $0 + Int64(checksumField.contains($1) ? UInt8(ascii: " ") : block[$1]) }
  }

  // Octal digits and a zero byte; or bytes of which the first has its highest bit set.
  private static func set(_ number: Int64, in field: Range<Int>, of block: inout [UInt8]) {
    let digits = String(number, radix: 8).utf8
    let room = field.count - 1
    if digits.count <= room {
      let zeros = repeatElement(UInt8(ascii: "0"), count: room - digits.count)
      block.replaceSubrange(field, with: zeros + Array(digits) + [0])
    } else {
      for (offset, index) in field.reversed().enumerated() {
        block[index] = offset < 8 ? UInt8(truncatingIfNeeded: number >> (8 * Int64(offset))) : 0
      }
      block[field.lowerBound] |= 0x80
    }
  }

  private static func number(_ field: ArraySlice<UInt8>) -> Int64? {
    guard let first = field.first else { return nil }
    if first & 0x80 != 0 {
      let bytes = [first & 0x7F] + field.dropFirst()
      guard bytes.dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
      let number = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int64(exactly: number)
    }
    let digits = field.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    return Int64(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 < 0 ? nil : $0 }
  }
}
