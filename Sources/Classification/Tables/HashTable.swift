internal import Primitives

/// A table of numbers by 64-bit hashes, which is read in place from bytes that were made before: it is neither parsed nor copied.
///
/// The bytes are in little-endian order, and have a multiple of eight: the count and the bits of the directory (32 bits each), the keys
/// in the order of their spread values, the values (32 bits each), and the directory. It has, by the highest bits of a spread value, the
/// index of the first key that has these or higher ones.
struct HashTable: @unchecked Sendable {
  // Sendable, because the bytes are part of the program, which neither changes nor frees them.
  private let shift: UInt64
  private let keys: UnsafeBufferPointer<UInt64>
  private let values: UnsafeBufferPointer<Int32>
  private let directory: UnsafeBufferPointer<UInt32>

  /// Reads a table.
  init(_ image: inout ImageReader) {
    let count = Int(image.number())
    let bits = Int(image.number())
    shift = UInt64(64 - bits)
    keys = image.numbers(count)
    values = image.numbers(count)
    directory = image.numbers(1 << bits + 1)
    image.align()
  }

  /// The number of a hash, `nil` for an unknown one.
  subscript(_ key: UInt64) -> Int32? {
    let bucket = Int(BitMixing.spread(key) >> shift)
    var index = Int(directory[bucket])
    let end = Int(directory[bucket + 1])
    while index < end {
      if keys[index] == key { return values[index] }
      index += 1
    }
    return nil
  }

  /// All hashes with their numbers.
  var content: [UInt64: Int32] {
    Dictionary(uniqueKeysWithValues: zip(keys, values))
  }

  /// The bytes of a table.
  static func bytes(of numbers: [UInt64: Int32]) -> [UInt8] {
    let entries = numbers.sorted { BitMixing.spread($0.key) < BitMixing.spread($1.key) }
    var bits = 1
    // A bucket has two keys at most on average.
    while 2 << bits < entries.count { bits += 1 }
    var bytes = ImageWriter()
    bytes.append(UInt32(entries.count))
    bytes.append(UInt32(bits))
    for entry in entries { bytes.append(entry.key) }
    for entry in entries { bytes.append(entry.value) }
    var index = 0
    for bucket in 0..<UInt64(1 << bits) {
      while index < entries.count, BitMixing.spread(entries[index].key) >> UInt64(64 - bits) < bucket {
        index += 1
      }
      bytes.append(UInt32(index))
    }
    bytes.append(UInt32(entries.count))
    bytes.align()
    return bytes.bytes
  }
}
