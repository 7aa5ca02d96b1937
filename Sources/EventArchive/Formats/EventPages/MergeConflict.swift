/// Finds the marks that git and other programs leave in a text that they could not merge. Such a text is that of two versions
/// at once: published, it would show both, and the marks.
enum MergeConflict {
  /// The line on which the first conflict begins, counted from 1; `nil` when there is none. A conflict has all of its three
  /// marks, so that a text about them, or a heading underlined by `=======`, is none.
  static func line(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard mayHoldMarks(bytes) else { return nil }
    var text = PageText(bytes)
    var (first, isDivided): (Int?, Bool) = (nil, false)
    while let line = text.next() {
      if isMark(line, "<<<<<<<") {
        (first, isDivided) = (first ?? line.number, false)
      } else if first != nil, line.hasPrefix("======="), line.bytes.count == 7 {
        isDivided = true
      } else if isDivided, isMark(line, ">>>>>>>") {
        return first
      }
    }
    return nil
  }

  // Seven characters, and a blank and a label or nothing.
  private static func isMark(_ line: PageText.Line, _ mark: StaticString) -> Bool {
    line.hasPrefix(mark) && (line.bytes.count == 7 || line.bytes[7] == 0x20)
  }

  // Nearly no file has so many of these characters side by side.
  private static func mayHoldMarks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var from = 0
    while let next = bytes.slice(from...).index(of: 0x3C) {
      if bytes.holds("<<<<<<<", at: from + next) { return true }
      from += next + 1
    }
    return false
  }
}
