/// Reads `_Context: A, B_`, and what people write for it: other marks of emphasis (`*Context: A*`, `**Context:** A`), a blank
/// before the colon, `Contexts`, no mark at all.
enum ContextMark {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The names of a line that is nothing but a context, as they are written; `nil` for any other line.
  /// - Parameter isAlone: whether the line is a paragraph by itself, as it must be without marks of emphasis.
  static func names(inLine line: UnsafeBufferPointer<UInt8>, isAlone: Bool) -> UnsafeBufferPointer<UInt8>? {
    if line.holds("_Context:", at: 0) {
      let inside = line.slice(9...)
      return (inside.lastIndex(of: 0x5F).map { inside.slice(..<$0) } ?? inside).trimmed
    }
    let text = withoutFrame(line.trimmed)
    guard let (names, isMarked) = names(after: text) else { return nil }
    return isMarked || text.count < line.trimmed.count || isAlone && areNames(names) ? names : nil
  }

  /// The names of a context that follows a link, empty when there is none.
  static func names(afterLink rest: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if rest.holds("_Context:", at: 0) {
      let names = rest.slice(9...)
      return (names.last == 0x5F ? names.slice(..<(names.count - 1)) : names).trimmed
    }
    var text = rest
    let isInBrackets = text.first == 0x28 && text.last == 0x29
    if isInBrackets { text = text.slice(1..<(text.count - 1)) }
    while true {
      if let byte = text.first, byte == 0x2D || byte == 0x2C || byte == 0x3B || byte == 0x20 {
        text = text.slice(1...)
      } else if text.holds("–", at: 0) || text.holds("—", at: 0) {
        text = text.slice(3...)
      } else {
        break
      }
    }
    return names(after: text)?.names ?? rest.slice(..<0)
  }
}

extension ContextMark {
  // The names behind `Context:`, and whether it is emphasised.
  private static func names(after text: Bytes) -> (names: Bytes, isMarked: Bool)? {
    var rest = withoutMarks(text)
    let marks = text.count - rest.count
    rest = rest.trimmed
    guard startsWithContext(rest) else { return nil }
    rest = rest.slice(7...)
    if let byte = rest.first, byte | 0x20 == 0x73 { rest = rest.slice(1...) }
    let word = rest
    rest = withoutMarks(rest).trimmed
    let isWordMarked = marks > 0 && rest.count < word.count && isMark(word.first)
    if rest.first == 0x3A {
      rest = rest.slice(1...)
    } else if rest.holds("\u{FF1A}", at: 0) {
      rest = rest.slice(3...)
    } else {
      return nil
    }
    if marks > 0, !isWordMarked, isMark(rest.first) {
      // `**Context:** A`: the emphasis ends behind the colon.
      rest = withoutMarks(rest)
    } else if marks > 0, !isWordMarked {
      if let end = rest.lastIndex(where: { isMark($0) }), rest.slice(end...).count <= marks + 2 {
        var end = end
        while end > 0, isMark(rest[end - 1]) { end -= 1 }
        rest = rest.slice(..<end)
      }
    }
    // A mark that was not begun.
    while let byte = rest.last, byte == 0x5F || byte == 0x20 { rest = rest.slice(..<(rest.count - 1)) }
    rest = rest.trimmed
    return rest.isEmpty ? nil : (rest, marks > 0)
  }

  // A line without the mark of a list or a quotation before it, and without brackets around it.
  private static func withoutFrame(_ line: Bytes) -> Bytes {
    var text = line
    if let byte = text.first, byte == 0x2D || byte == 0x2B || byte == 0x3E || byte == 0x2A,
      text.holds(" ", at: 1)
    {
      text = text.slice(2...).trimmed
    }
    let isInBrackets =
      text.first == 0x28 && text.last == 0x29 || text.first == 0x5B && text.last == 0x5D
    return isInBrackets ? text.slice(1..<(text.count - 1)).trimmed : text
  }

  private static func startsWithContext(_ text: Bytes) -> Bool {
    text.count > 7 && zip(text, "context".utf8).allSatisfy { $0 | 0x20 == $1 }
  }

  private static func withoutMarks(_ text: Bytes) -> Bytes { text.slice(text.prefix { isMark($0) }.count...) }

  private static func isMark(_ byte: UInt8?) -> Bool { byte == 0x2A || byte == 0x5F }

  // Whether a text is likely names joined by commas, and no sentence: short parts, a capital or a letter beyond ASCII in each,
  // and no full stop at the end but an abbreviation's.
  private static func areNames(_ text: Bytes) -> Bool {
    let string = String(decoding: text, as: UTF8.self)
    let words = string.split(separator: " ")
    guard let last = words.last else { return false }
    if let end = last.last, ".!?:;…".contains(end) {
      guard end == ".", last.utf8.count <= 5, last.first?.isUppercase == true else { return false }
    }
    return string.split(separator: ", ").allSatisfy { part in
      part.split(separator: " ").count <= 8
        && part.contains { $0.isUppercase || !$0.isASCII || $0.isNumber }
    }
  }
}
