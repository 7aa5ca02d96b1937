/// What a file's bytes are, found out in one pass before any of them is read as text.
struct TextSurvey {
  /// Whether there are control characters beside tabs and line ends.
  private(set) var hasControls = false
  private var isASCII = true

  /// Looks at the bytes of a file, eight at a time.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
    var index = 0
    if let start = UnsafeRawPointer(bytes.baseAddress) {
      while index + 8 <= bytes.count {
        let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index += 8
        // Each term has the high bit of a byte set where the byte is what the term looks for.
        let controls = (word &- ones &* 0x20) & ~word | zeros(word ^ (ones &* 0x7F))
        if (word | controls) & (ones &* 0x80) != 0 { look(at: bytes[(index - 8)..<index]) }
      }
    }
    look(at: bytes[index...])
  }

  private mutating func look(at bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    for byte in bytes {
      if byte >= 0x80 {
        isASCII = false
      } else if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
        hasControls = true
      }
    }
  }

  /// The first defect that rejects a whole file, with its line; `nil` when the bytes are UTF-8 text of one version.
  func defect(of bytes: UnsafeBufferPointer<UInt8>) -> (line: Int, what: String)? {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      return (1, "the file is empty; write the event, or delete the file")
    }
    if hasControls, let index = bytes.firstIndex(of: 0) {
      return (
        Self.line(of: index, in: bytes), "a NUL byte: the file is damaged or not text; save it again as UTF-8"
      )
    }
    if !isASCII, let index = Self.invalidIndex(bytes) {
      return (Self.line(of: index, in: bytes), "not UTF-8 at this line; save the file again as UTF-8")
    }
    if let line = MergeConflict.line(in: bytes) {
      return (
        line,
        "an unresolved merge conflict; keep one of the versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
      )
    }
    return nil
  }

  /// The number of the line that an offset lies in, counted from 1.
  static func line(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
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
