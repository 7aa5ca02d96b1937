internal import Primitives

/// Text from which sources and templates were taken.
enum ItemText {
  private static let stops = ByteSet(",.;:")
  private static let separators = ByteSet(" \t,;&/|:")

  /// A text without what is left where something was taken out: double blanks, blanks before punctuation, and empty brackets.
  static func tidied(_ text: String) -> String {
    let bytes = Array(PlainText.clean(decoded: text).utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      let isBeforeBlank = index + 1 == bytes.count || bytes[index + 1] == .space
      append(byte, isBeforeBlank: isBeforeBlank, to: &result)
    }
    // Empty brackets leave blanks.
    return PlainText.clean(decoded: String(decoding: result, as: UTF8.self))
  }

  private static func append(_ byte: UInt8, isBeforeBlank: Bool, to text: inout [UInt8]) {
    switch byte {
    case .space:
      if text.last == .leftParenthesis { return }
    case .rightParenthesis:
      if text.last == .space { text.removeLast() }
      if text.last == .leftParenthesis {
        text.removeLast()
        return
      }
    default:
      if stops.contains(byte), isBeforeBlank, text.last == .space { text.removeLast() }
    }
    text.append(byte)
  }

  /// A text without separators of sources at its end.
  static func withoutSeparatorsAtEnd(_ text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: $0.dropping(fromEndWhile: separators), as: UTF8.self) }
  }

  /// Whether a text is nothing but separators between links.
  static func isSeparator(_ text: String) -> Bool {
    text.split { !$0.isLetter && !$0.isNumber }.allSatisfy { $0 == "and" }
  }
}
