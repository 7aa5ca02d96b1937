internal import Primitives

/// Removes inline Markdown (CommonMark, section 6) from one-line texts such as titles.
enum InlineMarkdown {
  /// The text without escapes, code spans, emphasis, links, images, and tags of inline HTML. Marks without a partner stay.
  static func plainText(_ text: String) -> String {
    guard text.utf8.contains(where: { marks.contains($0) }) else { return text }
    var parser = Parser(Array(text.utf8))
    return String(decoding: parser.plainText(), as: UTF8.self)
  }

  private static let inlineElements: Set<String> = [
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup",
    "u", "var",
  ]
  private static let marks = ByteSet("\\`*_~[<")

  private struct Parser {
    private let bytes: [UInt8]
    private var index = 0
    private var result: [UInt8] = []
    // The marks of emphasis without a partner so far, with their places in the result.
    private var open: [(mark: [UInt8], place: Int)] = []
    private var brackets: [Int] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func plainText() -> [UInt8] {
      while index < bytes.count {
        switch bytes[index] {
        case .backslash: appendEscaped()
        case .backtick: appendCode()
        case .asterisk, .underscore, .tilde: appendEmphasis()
        case .leftBracket:
          brackets.append(result.count)
          appendByte()
        case .rightBracket: endLink()
        case UInt8(ascii: "<"): skipTag()
        default: appendByte()
        }
      }
      return result
    }

    // Skips the tag of an inline element of HTML. Any other text in angle brackets stays, as in `a < b` or `<stdio.h>`.
    private mutating func skipTag() {
      let isEnd = index + 1 < bytes.count && bytes[index + 1] == .slash
      let start = index + (isEnd ? 2 : 1)
      let name = bytes[min(start, bytes.count)...].prefix { $0.isLetter }
      let next = start + name.count
      guard InlineMarkdown.inlineElements.contains(String(decoding: name, as: UTF8.self).lowercased()),
        next < bytes.count, [.slash, 0x20, UInt8(ascii: ">")].contains(bytes[next]),
        let end = bytes[next...].firstIndex(of: UInt8(ascii: ">"))
      else { return appendByte() }
      index = end + 1
    }

    private mutating func appendByte() {
      result.append(bytes[index])
      index += 1
    }

    private mutating func appendEscaped() {
      if index + 1 < bytes.count, InlineMarkdown.punctuation.contains(bytes[index + 1]) { index += 1 }
      appendByte()
    }

    private mutating func appendCode() {
      let length = bytes[index...].prefix { $0 == .backtick }.count
      var end = index + length
      while end < bytes.count {
        let run = bytes[end...].prefix { $0 == .backtick }.count
        if run == length {
          result += bytes[(index + length)..<end]
          index = end + length
          return
        }
        end += max(1, run)
      }
      result += bytes[index..<(index + length)]
      index += length
    }

    // A run of marks closes the same run before it, or may open one.
    private mutating func appendEmphasis() {
      let mark = Array(bytes[index...].prefix { $0 == bytes[index] })
      let before = index > 0 ? bytes[index - 1] : .space
      let after = index + mark.count < bytes.count ? bytes[index + mark.count] : .space
      index += mark.count
      let isInWord = InlineMarkdown.isWord(before) && InlineMarkdown.isWord(after)
      let isMark =
        mark.count <= 3 && !(mark[0] == .underscore && isInWord) && (mark[0] != .tilde || mark.count == 2)
      guard isMark else {
        result += mark
        return
      }
      if !before.isBlank, let start = open.lastIndex(where: { $0.mark == mark }) {
        result.removeSubrange(open[start].place..<(open[start].place + mark.count))
        open.removeSubrange(start...)
      } else {
        if !after.isBlank { open.append((mark, result.count)) }
        result += mark
      }
    }

    // `[text](target)` and `![text](target)` are their texts.
    private mutating func endLink() {
      guard let start = brackets.popLast(), index + 1 < bytes.count,
        bytes[index + 1] == .leftParenthesis,
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ")"))
      else { return appendByte() }
      let isImage = start > 0 && result[start - 1] == .exclamationMark
      let removed = isImage ? 2 : 1
      result.removeSubrange((start - removed + 1)...start)
      open.removeAll { $0.place >= start }
      index = end + 1
    }
  }

  private static let punctuation = ByteSet(0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E)

  private static func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || byte.isLetter || byte.isDigit }
}
