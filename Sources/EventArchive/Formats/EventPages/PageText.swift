internal import Foundation

/// The text of a page, line by line, over bytes that are known to be UTF-8.
struct PageText {
  /// One line without its end, and its number counted from 1.
  struct Line {
    /// The line's bytes.
    let bytes: UnsafeBufferPointer<UInt8>
    /// The line's number, counted from 1.
    let number: Int
  }

  private var rest: UnsafeBufferPointer<UInt8>
  private let lineEnd: UInt8
  private var number = 0

  /// Begins at the first line; a byte order mark is passed over.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
    // Old systems end lines by CR alone.
    lineEnd = rest.index(of: 0x0A) == nil ? 0x0D : 0x0A
  }

  /// The next line, without the CR of a CRLF end, or `nil` after the last.
  mutating func next() -> Line? {
    guard !rest.isEmpty else { return nil }
    let end = rest.index(of: lineEnd) ?? rest.count
    var line = rest[..<end]
    if line.last == 0x0D { line.removeLast() }
    rest = UnsafeBufferPointer(rebasing: rest[min(end + 1, rest.count)...])
    number += 1
    return Line(bytes: UnsafeBufferPointer(rebasing: line), number: number)
  }
}

extension PageText.Line {
  /// Whether the line holds nothing but blanks.
  var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether the line begins with ASCII text.
  func hasPrefix(_ prefix: StaticString) -> Bool {
    bytes.holds(prefix, at: 0)
  }

  /// The line without blanks at either end, but for those that mean something in Markdown: at its beginning those that say what
  /// block it belongs to, at its end the two that break it.
  /// - Parameters:
  ///   - isFirst: whether the line begins the text, so that it belongs to no other block.
  ///   - isFollowed: whether the next line goes on with the same paragraph.
  func textOfBlock(isFirst: Bool, isFollowed: Bool) -> UnsafeBufferPointer<UInt8> {
    let text = bytes.trimmed
    let blanks = bytes.prefix { $0 == 0x20 || $0 == 0x09 }
    let isIndented = !isFirst && (blanks.count > 1 || blanks.first == 0x09)
    let start = isIndented ? 0 : blanks.count
    let isBroken = isFollowed && bytes.holds("  ", at: blanks.count + text.count)
    return bytes.slice(start..<(blanks.count + text.count + (isBroken ? 2 : 0)))
  }

  /// The line without the blanks that Markdown allows before a heading.
  var heading: UnsafeBufferPointer<UInt8> {
    let blanks = bytes.prefix { $0 == 0x20 }.count
    return blanks < 4 ? bytes.slice(blanks...) : bytes
  }
}
