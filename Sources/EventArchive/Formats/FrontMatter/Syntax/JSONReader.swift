internal import Primitives

/// Reads an object of JSON (RFC 8259) as a value whose numbers keep their text.
///
/// JSON is read as YAML, of which it is a part but for one form: characters beyond U+FFFF as two escapes.
enum JSONReader {
  /// Reads an object.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  /// - Throws: `FrontMatterFault`.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int
  ) throws(FrontMatterFault) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    try withoutSurrogates(bytes).withUnsafeBufferPointer { text throws(FrontMatterFault) in
      try YAMLReader.read(text, firstLine: firstLine)
    }
  }

  /// The index behind the object that begins at an index; `nil` when it does not end.
  static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var depth = 0
    var isInString = false
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case .backslash where isInString: index += 1
      case .quotationMark: isInString.toggle()
      case UInt8(ascii: "{") where !isInString: depth += 1
      case UInt8(ascii: "}") where !isInString:
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  // Replaces each pair of escapes `\uD83D\uDE00` by its character.
  private static func withoutSurrogates(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == .backslash, let high = unit(in: bytes, at: index), UTF16.isLeadSurrogate(high),
        let low = unit(in: bytes, at: index + 6), UTF16.isTrailSurrogate(low)
      {
        result += String(decoding: [high, low], as: UTF16.self).utf8
        index += 12
      } else if bytes[index] == .backslash, index + 1 < bytes.count {
        result += [bytes[index], bytes[index + 1]]
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  // The code unit of an escape `\uXXXX`.
  private static func unit(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16? {
    guard bytes.holds("\\u", at: index), index + 6 <= bytes.count else { return nil }
    var value: UInt16 = 0
    for digit in bytes.slice((index + 2)..<(index + 6)) {
      guard let digit = PercentCoding.value(ofHexDigit: digit) else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
