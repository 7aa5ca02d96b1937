internal import Primitives

/// A line of Markdown, as far as the bounds of code depend on it.
struct MarkdownLine {
  /// The begin or end of a fenced code block.
  struct Fence {
    /// A backtick or tilde.
    var mark: UInt8
    /// The number of marks.
    var length: Int
    /// Whether nothing is behind the marks.
    var isBare: Bool

    /// Whether the fence closes another.
    func closes(_ other: Fence) -> Bool { isBare && mark == other.mark && length >= other.length }
  }

  /// The columns of blanks before the text.
  let indentation: Int
  /// Whether the text is in a quotation.
  let isQuotation: Bool
  /// Whether the line begins an item of a list.
  let isListItem: Bool
  /// The text behind the marks of quotations and list items.
  let text: UnsafeBufferPointer<UInt8>

  /// Reads a line without its end.
  init(_ line: UnsafeBufferPointer<UInt8>) {
    let blanks = line.prefix { $0.isBlank }
    indentation = blanks.reduce(0) { $0 + ($1 == .tab ? 4 - $0 % 4 : 1) }
    var rest = line.dropping(while: ByteSet(" \t"))
    isQuotation = rest.first == .greaterThanSign
    if isQuotation { rest = rest.dropping(while: ByteSet(" \t>")) }
    let marker = Self.lengthOfListMarker(rest)
    isListItem = marker > 0
    text = rest.slice(marker...).dropping(while: ByteSet(" \t")).dropping(fromEndWhile: ByteSet(" \t\r"))
  }

  /// Whether there is no text.
  var isBlank: Bool { text.isEmpty && !isQuotation && !isListItem }

  /// The fence that the line is; `nil` for any other line.
  var fence: Fence? {
    guard let mark = text.first, mark == .backtick || mark == .tilde else { return nil }
    let length = text.prefix { $0 == mark }.count
    let rest = text.slice(length...)
    guard length >= 3, mark == .tilde || !rest.contains(.backtick) else { return nil }
    return Fence(mark: mark, length: length, isBare: rest.isEmpty)
  }

  /// Whether the line may go on a paragraph, and begins no other block.
  var continuesText: Bool {
    guard let first = text.first, !isListItem, !isQuotation else { return false }
    switch first {
    case .numberSign, .verticalLine, .equalsSign, .lessThanSign, .asterisk, .hyphen: return false
    default: return fence == nil
    }
  }

  // The length of `- ` or `1. `.
  private static func lengthOfListMarker(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let first = text.first else { return 0 }
    var length = 1
    if first.isDigit {
      length = text.prefix { $0.isDigit }.count + 1
      guard length <= 10, length <= text.count,
        text[length - 1] == .fullStop || text[length - 1] == UInt8(ascii: ")")
      else {
        return 0
      }
    } else if first != .hyphen, first != .asterisk, first != .plusSign {
      return 0
    }
    return length == text.count || text[length].isBlank ? length : 0
  }
}
