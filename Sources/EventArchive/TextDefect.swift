/// What makes a file no text at all.
enum TextDefect {
  /// The first defect that rejects a whole file, with its line; `nil` when the bytes are UTF-8 text.
  static func first(in bytes: UnsafeBufferPointer<UInt8>) -> (line: Int, what: String)? {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      return (1, "the file is empty; write the event, or delete the file")
    }
    if let index = bytes.firstIndex(of: 0) {
      return (line(of: index, in: bytes), "a NUL byte: the file is damaged or not text; save it again as UTF-8")
    }
    if let index = invalidIndex(bytes) {
      return (line(of: index, in: bytes), "not UTF-8 at this line; save the file again as UTF-8")
    }
    return nil
  }

  private static func line(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    1 + bytes[..<index].count { $0 == 0x0A }
  }

  private static func invalidIndex(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    // Rare: look for the place only when there is one.
    var lineStart = 0
    for index in bytes.indices where bytes[index] == 0x0A || index == bytes.count - 1 {
      if String(validating: bytes[lineStart...index], as: UTF8.self) == nil { return lineStart }
      lineStart = index + 1
    }
    return lineStart
  }
}
