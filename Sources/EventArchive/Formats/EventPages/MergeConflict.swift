/// Finds the conflict markers of git and other programs. A text with a merge conflict consists of two versions, and must not be
/// published.
enum MergeConflict {
  /// The line on which the first conflict begins, counted from 1; `nil` when there is none. A conflict has all three markers. A text
  /// about them, or a heading underlined by `=======`, is no conflict.
  static func line(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard mayContainMarkers(bytes) else { return nil }
    var text = PageText(bytes)
    var first: Int?
    var hasSeparator = false
    while let line = text.next() {
      if isMarker(line, "<<<<<<<") {
        first = first ?? line.number
        hasSeparator = false
      } else if first != nil, line.hasPrefix("======="), line.bytes.count == 7 {
        hasSeparator = true
      } else if hasSeparator, isMarker(line, ">>>>>>>") {
        return first
      }
    }
    return nil
  }

  // Whether a line is a marker, alone or with a space and a label behind it.
  private static func isMarker(_ line: PageText.Line, _ marker: StaticString) -> Bool {
    line.hasPrefix(marker) && (line.bytes.count == 7 || line.bytes[7] == .space)
  }

  // A fast test that excludes nearly all files.
  private static func mayContainMarkers(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.firstIndex(of: "<<<<<<<") != nil
  }
}
