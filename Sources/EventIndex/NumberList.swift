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

  /// The numbers in the JSON text of a list.
  static func numbers(_ text: UnsafeRawBufferPointer) -> [Int64] {
    var numbers: [Int64] = []
    var (value, isNegative, isOpen) = (Int64(0), false, false)
    for byte in text {
      switch byte {
      case 0x30...0x39:
        value = value &* 10 &+ Int64(byte & 15)
        isOpen = true
      case 0x2D: isNegative = true
      default:
        if isOpen { numbers.append(isNegative ? 0 &- value : value) }
        (value, isNegative, isOpen) = (0, false, false)
      }
    }
    return numbers
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
