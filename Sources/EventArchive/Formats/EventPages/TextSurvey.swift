internal import Primitives

/// Properties of a file's bytes, found in one pass before the bytes are parsed as text.
struct TextSurvey {
  /// A defect that rejects a whole file.
  struct Defect {
    /// The line, counted from 1.
    var line: Int
    /// The fault and the remedy.
    var message: String
  }

  /// Whether there are control characters other than tabs and line ends.
  private(set) var hasControls = false
  private var isASCII = true

  /// Surveys the bytes of a file, eight at a time.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    if let start = UnsafeRawPointer(bytes.baseAddress) {
      while index + 8 <= bytes.count {
        let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index += 8
        let controls = EightBytes.controls(in: word) | EightBytes.matches(in: word, of: .delete)
        if (word | controls) & EightBytes.highBits != 0 { survey(bytes[(index - 8)..<index]) }
      }
    }
    survey(bytes[index...])
  }

  private mutating func survey(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    for byte in bytes {
      switch byte {
      case .tab, .lineFeed, .carriageReturn: break
      case 0..<0x20, .delete: hasControls = true
      case 0x80...: isASCII = false
      default: break
      }
    }
  }

  /// The first defect that rejects the whole file; `nil` when the bytes are UTF-8 text without merge conflicts.
  func defect(of bytes: UnsafeBufferPointer<UInt8>) -> Defect? {
    if bytes.allSatisfy({ $0.isBlank || $0 == .lineFeed || $0 == .carriageReturn }) {
      return Defect(line: 1, message: "the file is empty; write the event, or delete the file")
    }
    if hasControls, let index = bytes.firstIndex(of: 0) {
      return Defect(
        line: Self.line(of: index, in: bytes),
        message: "a NUL byte: the file is damaged or not text; save it again as UTF-8")
    }
    if !isASCII, let index = Self.invalidIndex(bytes) {
      return Defect(
        line: Self.line(of: index, in: bytes), message: "not UTF-8 at this line; save the file again as UTF-8"
      )
    }
    if let line = MergeConflict.line(in: bytes) {
      return Defect(
        line: line,
        message:
          "an unresolved merge conflict; keep one of the versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
      )
    }
    return nil
  }

  /// The number of the line of an offset, counted from 1.
  static func line(of index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    1 + bytes[..<index].count { $0 == .lineFeed }
  }

  // The start of the first line that is not UTF-8.
  private static func invalidIndex(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var lineStart = 0
    for index in bytes.indices where bytes[index] == .lineFeed || index == bytes.count - 1 {
      if String(validating: bytes[lineStart...index], as: UTF8.self) == nil { return lineStart }
      lineStart = index + 1
    }
    return lineStart
  }
}
