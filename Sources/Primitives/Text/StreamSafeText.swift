/// Text without long runs of combining marks, as the Stream-Safe Text Format has it (UAX #15, section 13): putting the marks of a
/// letter in order takes a time that grows with the square of their number, and no language has more than a few.
package enum StreamSafeText {
  /// The most marks in a row.
  package static let longestRun = 30

  /// What is wrong with text that has more, and what to do.
  package static let problem =
    "more than \(longestRun) combining marks in a row, of which the rest is left out; delete them"

  /// A text in UTF-8 without the marks that are too many, and the offset of the first of these; `nil` for a text without
  /// such marks, as nearly all are.
  package static func limited(_ bytes: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], first: Int)? {
    guard mayHoldRun(bytes), let first = firstBeyondRun(bytes) else { return nil }
    var result = Array(bytes[..<first])
    var (index, run) = (first, longestRun)
    while index < bytes.count {
      let length = scalarLength(bytes, index)
      run = isMark(bytes, index, length) ? run + 1 : 0
      if run <= longestRun { result += bytes[index..<(index + length)] }
      index += length
    }
    return (result, first)
  }

  /// The same for bytes at hand.
  package static func limit(_ bytes: inout [UInt8]) {
    if let result = bytes.withUnsafeBufferPointer({ limited($0) }) { bytes = result.bytes }
  }
}

extension StreamSafeText {
  // A mark has two bytes or more, none of them ASCII.
  private static func mayHoldRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var run = 0
    for byte in bytes {
      run = byte < 0x80 ? 0 : run + 1
      if run > 2 * longestRun { return true }
    }
    return false
  }

  // Where the first mark that is too many begins.
  private static func firstBeyondRun(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var (index, run) = (0, 0)
    while index < bytes.count {
      let length = scalarLength(bytes, index)
      run = isMark(bytes, index, length) ? run + 1 : 0
      if run > longestRun { return index }
      index += length
    }
    return nil
  }

  private static func scalarLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let byte = bytes[index]
    let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    return min(length, bytes.count - index)
  }

  // Whether the scalar at an index has a place in the order of marks; bytes that are no UTF-8 have none.
  private static func isMark(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) -> Bool {
    guard length > 1 else { return false }
    var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
    for byte in bytes[(index + 1)..<(index + length)] { value = value << 6 | UInt32(byte & 0x3F) }
    return Unicode.Scalar(value).map { $0.properties.canonicalCombiningClass != .notReordered } ?? false
  }
}
