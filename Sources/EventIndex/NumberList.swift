/// Lists of whole numbers as JSON arrays, the form in which rows keep them: any database can look inside.
enum NumberList {
  /// The JSON text of a list: `[1,2,3]`.
  static func text(_ numbers: some Collection<some BinaryInteger>) -> String {
    var bytes: [UInt8] = [0x5B]
    bytes.reserveCapacity(numbers.count * 7 + 2)
    for number in numbers {
      if bytes.count > 1 { bytes.append(0x2C) }
      append(Int64(number), to: &bytes)
    }
    bytes.append(0x5D)
    return String(decoding: bytes, as: UTF8.self)
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

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    if number < 0 { bytes.append(0x2D) }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
