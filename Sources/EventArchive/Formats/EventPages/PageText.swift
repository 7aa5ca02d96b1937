internal import Primitives

/// The lines of a page. The bytes must be UTF-8.
struct PageText {
  /// A line.
  struct Line {
    /// The line's bytes without the line end.
    let bytes: UnsafeBufferPointer<UInt8>
    /// The line's number, counted from 1.
    let number: Int
  }

  private var rest: UnsafeBufferPointer<UInt8>
  private let lineEnd: UInt8
  private var number = 0

  /// Begins at the first line, without a byte order mark.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    rest = bytes.holds("\u{FEFF}", at: 0) ? bytes.slice(3...) : bytes
    // Old systems end lines by CR alone.
    lineEnd = rest.index(of: .lineFeed) == nil ? .carriageReturn : .lineFeed
  }

  /// Returns the next line; `nil` behind the last.
  mutating func next() -> Line? {
    guard !rest.isEmpty else { return nil }
    let end = rest.index(of: lineEnd) ?? rest.count
    let hasCarriageReturn = end > 0 && rest[end - 1] == .carriageReturn
    let line = rest.slice(..<(hasCarriageReturn ? end - 1 : end))
    rest = rest.slice(min(end + 1, rest.count)...)
    number += 1
    return Line(bytes: line, number: number)
  }
}

extension PageText.Line {
  /// Whether the line contains only blanks.
  var isBlank: Bool { bytes.allSatisfy(\.isBlank) }

  /// Whether the line begins with a text.
  func hasPrefix(_ prefix: StaticString) -> Bool { bytes.holds(prefix, at: 0) }

  /// The line without the blanks at both ends that have no meaning in Markdown. Blanks at the beginning determine the block of the
  /// line. Two spaces at the end are a hard line break.
  /// - Parameters:
  ///   - isFirst: whether the line begins the text, so that it belongs to no other block.
  ///   - isFollowed: whether the next line continues the same paragraph.
  func textOfBlock(isFirst: Bool, isFollowed: Bool) -> UnsafeBufferPointer<UInt8> {
    let text = bytes.trimmed
    let blanks = bytes.prefix(while: \.isBlank)
    let isIndented = !isFirst && (blanks.count > 1 || blanks.first == .tab)
    let start = isIndented ? 0 : blanks.count
    let end = blanks.count + text.count
    let hasLineBreak = isFollowed && bytes.holds("  ", at: end)
    return bytes.slice(start..<(hasLineBreak ? end + 2 : end))
  }

  /// The line without the blanks that Markdown allows before a heading.
  var heading: UnsafeBufferPointer<UInt8> {
    let blanks = bytes.prefix { $0 == .space }.count
    return blanks < 4 ? bytes.slice(blanks...) : bytes
  }
}
