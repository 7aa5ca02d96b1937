/// Limits runs of combining marks, similar to the Stream-Safe Text Format (UAX #15, section 13). Normalization takes quadratic time in
/// the number of marks of a letter, and no language uses more than a few.
package enum StreamSafeText {
  /// The largest number of marks in a row.
  package static let longestRun = 30

  /// The message for text with more marks: the fault and the remedy.
  package static let problem =
    "more than \(longestRun) combining marks in a row, of which the rest is left out; delete them"

  /// The text in UTF-8 without the marks beyond the limit, and the offset of the first such mark; `nil` when there is none.
  package static func limited(_ bytes: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], first: Int)? {
    guard mayContainLongRun(bytes), let first = firstBeyondRun(bytes) else { return nil }
    var result = Array(bytes[..<first])
    var index = first
    var run = longestRun
    while index < bytes.count {
      let length = scalarLength(in: bytes, at: index)
      run = isMark(bytes[index..<(index + length)]) ? run + 1 : 0
      if run <= longestRun { result += bytes[index..<(index + length)] }
      index += length
    }
    return (result, first)
  }

  /// Removes the marks beyond the limit.
  package static func limit(_ bytes: inout [UInt8]) {
    if let result = bytes.withUnsafeBufferPointer({ limited($0) }) { bytes = result.bytes }
  }
}

extension StreamSafeText {
  // A fast test: each mark has two bytes or more, none of them ASCII.
  private static func mayContainLongRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = UnsafeRawPointer(bytes.baseAddress) else { return false }
    var run = 0
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count,
        start.loadUnaligned(fromByteOffset: index, as: UInt64.self) & EightBytes.highBits == 0
      {
        run = 0
        index += 8
        continue
      }
      run = bytes[index] < 0x80 ? 0 : run + 1
      if run > 2 * longestRun { return true }
      index += 1
    }
    return false
  }

  // The offset of the first mark beyond the limit.
  private static func firstBeyondRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    var run = 0
    while index < bytes.count {
      let length = scalarLength(in: bytes, at: index)
      run = isMark(bytes[index..<(index + length)]) ? run + 1 : 0
      if run > longestRun { return index }
      index += length
    }
    return nil
  }

  private static func scalarLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let length =
      switch bytes[index] {
      case ..<0xC0: 1
      case ..<0xE0: 2
      case ..<0xF0: 3
      default: 4
      }
    return min(length, bytes.count - index)
  }

  // Whether the bytes of a scalar are a mark with a combining class. Invalid UTF-8 is no mark.
  private static func isMark(_ scalar: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard scalar.count > 1, let first = scalar.first else { return false }
    var value = UInt32(first) & (0x7F >> UInt32(scalar.count))
    for byte in scalar.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
    return Unicode.Scalar(value).map { $0.properties.canonicalCombiningClass != .notReordered } ?? false
  }
}
