/// Lists of whole numbers as JSON arrays, the form in which rows keep them: any database can look inside.
enum NumberList {
  /// The JSON text of a list, `[1,2,3]`, in UTF-8.
  static func text(_ numbers: some Collection<some FixedWidthInteger>) -> [UInt8] {
    // A number of 64 bits has at most 20 characters.
    Array(unsafeUninitializedCapacity: numbers.count * 21 + 2) { buffer, count in
      buffer[0] = UInt8(ascii: "[")
      count = 1
      for number in numbers {
        if count > 1 {
          buffer[count] = UInt8(ascii: ",")
          count += 1
        }
        count += write(Int64(number), UnsafeMutableBufferPointer(rebasing: buffer[count...]))
      }
      buffer[count] = UInt8(ascii: "]")
      count += 1
    }
  }

  /// The numbers in the JSON text of a list as `text` writes it; `nil` for any other text, or a number that does not fit.
  static func numbers(_ text: UnsafeRawBufferPointer) -> [Int64]? {
    var numbers: [Int64] = []
    let isList = forEachNumber(text) { number in
      numbers.append(number)
      return true
    }
    return isList ? numbers : nil
  }

  /// The numbers in the JSON text of a list, each from 0 on and below `bound`; `nil` for any other text.
  static func indices(_ text: UnsafeRawBufferPointer, below bound: Int) -> [Int32]? {
    if text.count == 2, text[0] == UInt8(ascii: "["), text[1] == UInt8(ascii: "]") { return [] }
    var numbers: [Int32] = []
    let limit = Int64(min(bound, Int(Int32.max)))
    let isList = forEachNumber(text) { number in
      guard number >= 0, number < limit else { return false }
      numbers.append(Int32(truncatingIfNeeded: number))
      return true
    }
    return isList ? numbers : nil
  }

  // Calls `body` with each number, until it says that one is wrong; returns whether the text is a list of numbers that are right.
  private static func forEachNumber(_ text: UnsafeRawBufferPointer, _ body: (Int64) -> Bool) -> Bool {
    guard text.count >= 2, text[0] == UInt8(ascii: "["), text[text.count - 1] == UInt8(ascii: "]") else {
      return false
    }
    if text.count == 2 { return true }
    // Below zero, where there is one number more than above it.
    var (value, isNegative, digits) = (Int64(0), false, 0)
    for index in 1..<text.count {
      let byte = text[index]
      switch byte {
      case 0x30...0x39:
        digits += 1
        let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (next, isTooLow) = tenfold.subtractingReportingOverflow(Int64(byte & 15))
        if isTooLarge || isTooLow { return false }
        value = next
      case UInt8(ascii: "-"):
        if isNegative || digits > 0 { return false }
        isNegative = true
      case UInt8(ascii: ","), UInt8(ascii: "]"):
        guard digits > 0, byte != UInt8(ascii: "]") || index == text.count - 1 else { return false }
        if !isNegative, value == .min { return false }
        guard body(isNegative ? value : 0 - value) else { return false }
        (value, isNegative, digits) = (0, false, 0)
      default: return false
      }
    }
    return true
  }

  // Writes a number's digits; returns their number, and the sign's.
  private static func write(_ number: Int64, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var count = number < 0 ? 1 : 0
    var rest = number.magnitude
    repeat {
      count += 1
      rest /= 10
    } while rest > 0
    rest = number.magnitude
    for index in stride(from: count - 1, through: number < 0 ? 1 : 0, by: -1) {
      buffer[index] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    if number < 0 { buffer[0] = UInt8(ascii: "-") }
    return count
  }
}
