internal import Primitives

/// A line of wikitext.
struct WikitextLine: Equatable {
  /// The line's number in the file, counted from 1.
  var number: Int
  /// The text without the line end.
  var text: String
}

/// Splits wikitext into lines without comments (`<!-- -->`) and footnotes (`<ref>`). Both may contain line ends.
struct WikitextLines {
  /// The lines.
  private(set) var lines: [WikitextLine] = []
  /// The numbers of the lines with a comment that has no end. Such a comment ends with its line.
  private(set) var unclosedComments: [Int] = []
  /// The numbers of the lines that are too long, and were cut.
  private(set) var cutLines: [Int] = []

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var number = 1
  private var line: [UInt8] = []
  private var lineNumber = 1
  private var commentEnds = ForwardSearch("-->")
  private var tagEnds = ForwardSearch(">")
  private var referenceEnds = ForwardSearch("</ref")
  private var bullets = ForwardSearch("\n*")

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Splits a text in UTF-8.
  static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> WikitextLines {
    var lines = WikitextLines(bytes.holds("\u{FEFF}", at: 0) ? bytes.slice(3...) : bytes)
    while lines.index < lines.bytes.count { lines.step() }
    lines.endLine()
    return lines
  }

  private mutating func step() {
    switch bytes[index] {
    case .lineFeed: endLine()
    case .carriageReturn: if !bytes.holds("\r\n", at: index) { endLine() }
    case .lessThanSign:
      if let end = endOfComment() ?? endOfReference() { return skip(to: end) }
      append(.lessThanSign)
    case let byte: append(byte)
    }
    index += 1
  }

  private mutating func append(_ byte: UInt8) {
    if line.count < PortalLimits.lineBytes {
      line.append(byte)
    } else if cutLines.last != lineNumber {
      cutLines.append(lineNumber)
    }
  }

  private mutating func endLine() {
    lines.append(WikitextLine(number: lineNumber, text: String(decoding: line, as: UTF8.self)))
    line.removeAll(keepingCapacity: true)
    number += 1
    lineNumber = number
  }

  private mutating func skip(to end: Int) {
    number += bytes.slice(index..<end).count { $0 == .lineFeed }
    index = end
  }

  private var endOfLine: Int { bytes.slice(index...).index(of: .lineFeed).map { index + $0 } ?? bytes.count }

  private mutating func endOfComment() -> Int? {
    guard bytes.holds("<!--", at: index) else { return nil }
    if let end = commentEnds.next(in: bytes, from: index + 4) { return end + 3 }
    unclosedComments.append(number)
    return endOfLine
  }

  // The end of `<ref …/>` or `<ref …>…</ref>`. A footnote before whose end an item of a list begins has lost its end, and ends with
  // its line.
  private mutating func endOfReference() -> Int? {
    guard bytes.holds("<ref", at: index), index + 4 < bytes.count,
      [.space, .slash, .greaterThanSign, .lineFeed].contains(bytes[index + 4])
    else { return nil }
    guard let tagEnd = tagEnds.next(in: bytes, from: index + 4) else { return endOfLine }
    if bytes[tagEnd - 1] == .slash { return tagEnd + 1 }
    let bullet = bullets.next(in: bytes, from: index) ?? bytes.count
    guard let close = referenceEnds.next(in: bytes, from: tagEnd), close < bullet,
      let end = tagEnds.next(in: bytes, from: close)
    else { return endOfLine }
    return end + 1
  }
}

/// A search for a text from offsets that never decrease: all searches together read the text once.
private struct ForwardSearch {
  private let text: StaticString
  private var found = -1

  init(_ text: StaticString) { self.text = text }

  /// The offset of the next occurrence; `nil` when there is none.
  mutating func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    if found < start {
      found =
        start <= bytes.count ? bytes.slice(start...).firstIndex(of: text).map { start + $0 } ?? .max : .max
    }
    return found == .max ? nil : found
  }
}
