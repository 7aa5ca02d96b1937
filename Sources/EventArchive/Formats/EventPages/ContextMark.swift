internal import Primitives

/// Parses contexts: `_Context: A, B_`, and common variants with other emphasis (`*Context: A*`, `**Context:** A`), a space before the
/// colon, `Contexts`, or without emphasis.
enum ContextMark {
  private typealias Bytes = UnsafeBufferPointer<UInt8>

  /// The names in a line that is a context; `nil` for any other line.
  /// - Parameter isAlone: whether the line is a paragraph of its own. A context without emphasis must be.
  static func names(inLine line: UnsafeBufferPointer<UInt8>, isAlone: Bool) -> UnsafeBufferPointer<UInt8>? {
    if line.holds("_Context:", at: 0) {
      let inside = line.slice(9...)
      return (inside.lastIndex(of: .underscore).map { inside.slice(..<$0) } ?? inside).trimmed
    }
    let text = withoutFrame(line.trimmed)
    guard let context = context(text) else { return nil }
    let isFramed = text.count < line.trimmed.count
    return context.isEmphasized || isFramed || isAlone && areNames(context.names) ? context.names : nil
  }

  /// A line with contexts and other text, or with several contexts.
  struct MixedLine {
    /// The texts before and behind the contexts, trimmed.
    var texts: [UnsafeBufferPointer<UInt8>] = []
    /// The names of each context.
    var contexts: [UnsafeBufferPointer<UInt8>] = []

    fileprivate mutating func append(text: UnsafeBufferPointer<UInt8>) {
      if text.contains(where: ContextMark.isWordByte) { texts.append(text.trimmed) }
    }
  }

  /// Parses a line with contexts and other text, or with several contexts: `Fog rises. *Context: Cairo*`,
  /// `_Context: A_ _Context: B_`.
  /// - Returns: `nil` for any other line.
  static func mixed(_ line: UnsafeBufferPointer<UInt8>) -> MixedLine? {
    guard mayContainContext(line) else { return nil }
    let starts = line.indices.filter { beginsContext(line, at: $0) }
    guard let first = starts.first else { return nil }
    var mixed = MixedLine()
    mixed.append(text: withoutOpening(line.slice(..<first)))
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : line.count
      let part = line.slice(start..<end)
      let close = endOfEmphasis(part)
      guard let names = context(part.slice(..<close).trimmed)?.names else { return nil }
      let rest = part.slice(close...).trimmed
      if rest.contains(where: isWordByte) {
        // The rest may be more names, or the whole a title that begins with the word.
        guard rest.first != .comma, rest.first != .semicolon, areNames(names) else { return nil }
      }
      mixed.contexts.append(names)
      mixed.append(text: rest)
    }
    return mixed.texts.isEmpty && mixed.contexts.count < 2 ? nil : mixed
  }

  /// The names of a context behind a link; empty when there is none.
  static func names(afterLink rest: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if rest.holds("_Context:", at: 0) {
      let names = rest.slice(9...)
      return (names.last == .underscore ? names.slice(..<(names.count - 1)) : names).trimmed
    }
    let isInParentheses = rest.first == .leftParenthesis && rest.last == .rightParenthesis
    let inside = isInParentheses ? rest.slice(1..<(rest.count - 1)) : rest
    return context(withoutSeparators(inside))?.names ?? rest.slice(..<0)
  }

  // A text without the spaces, dashes, commas and semicolons at its beginning.
  private static func withoutSeparators(_ text: Bytes) -> Bytes {
    var text = text
    while true {
      if let byte = text.first, separators.contains(byte) {
        text = text.slice(1...)
      } else if text.holds("–", at: 0) || text.holds("—", at: 0) {
        text = text.slice(3...)
      } else {
        return text
      }
    }
  }

  private static let separators = ByteSet("-,; ")
}

extension ContextMark {
  // A fast test that excludes nearly all lines: the word has an x shortly before the colon.
  private static func mayContainContext(_ line: Bytes) -> Bool {
    var from = 0
    while let next = line.slice(from...).index(of: .colon) {
      let colon = from + next
      let before = line.slice(max(0, colon - 16)..<colon)
      if before.contains(where: { $0.lowercased == UInt8(ascii: "x") }) { return true }
      from = colon + 1
    }
    return false
  }

  // Whether a context begins at an index: with emphasis, or with `Context:` behind a sentence.
  private static func beginsContext(_ line: Bytes, at index: Int) -> Bool {
    if index > 0, emphasis.contains(line[index - 1]) || isWordByte(line[index - 1]) { return false }
    if emphasis.contains(line[index]) {
      let word = line.slice(index...).dropping(while: emphasis).trimmed
      return startsWithContext(word) && context(line.slice(index...)) != nil
    }
    guard line.holds("Context:", at: index) else { return false }
    let names = line.slice((index + 8)...).trimmed
    let before = withoutOpening(line.slice(..<index)).trimmed
    guard let last = before.last, sentenceEnds.contains(last) else { return false }
    return areNames(endsInBracket(names) ? names.slice(..<(names.count - 1)) : names)
  }

  private static let sentenceEnds = ByteSet(".!?\")")
  private static let emphasis = ByteSet("*_")
  private static let danglingEnds = ByteSet("_ ")
  private static let stopOrSpace = ByteSet(". ")

  private static func endsInBracket(_ text: Bytes) -> Bool {
    text.last == .rightParenthesis || text.last == .rightBracket
  }

  // The text before a context, without the bracket around the context.
  private static func withoutOpening(_ text: Bytes) -> Bytes {
    let text = text.trimmed
    let hasOpening = text.last == .leftParenthesis || text.last == .leftBracket
    return hasOpening ? text.slice(..<(text.count - 1)) : text
  }

  // The index behind the emphasis with which a context begins. If only the word is emphasized (`**Context:** A`), that is the end of
  // the text.
  private static func endOfEmphasis(_ text: Bytes) -> Int {
    let whole = endsInBracket(text) ? text.count - 1 : text.count
    guard let mark = text.first, emphasis.contains(mark), let colon = text.index(of: .colon) else {
      return whole
    }
    let isWordEmphasized = text.slice(..<colon).dropFirst(7).contains(mark)
    let next = text.slice((colon + 1)...).first
    guard !isWordEmphasized, next != mark else { return whole }
    var index = colon + 1
    while index < text.count {
      if text[index] == mark, text[index - 1] != .space {
        var end = index
        while end < text.count, emphasis.contains(text[end]) { end += 1 }
        if end == text.count || !isWordByte(text[end]) { return end }
        index = end
      }
      index += 1
    }
    return whole
  }

  fileprivate static func isWordByte(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || byte >= 0x80 }

  private struct Context {
    var names: Bytes
    var isEmphasized: Bool
  }

  // Parses a text that is a context.
  private static func context(_ text: Bytes) -> Context? {
    let inside = text.dropping(while: emphasis)
    let marks = text.count - inside.count
    guard let behindWord = behindWord(inside.trimmed) else { return nil }
    let rest = behindWord.dropping(while: emphasis).trimmed
    let hasMarkBehindWord = behindWord.first.map(emphasis.contains) ?? false
    let isWordEmphasized = marks > 0 && hasMarkBehindWord
    guard let behindColon = behindColon(rest) else {
      return contextWithoutColon(rest, marks: isWordEmphasized ? 0 : marks)
    }
    let isWholeEmphasized = marks > 0 && !isWordEmphasized
    let names = isWholeEmphasized ? withoutEmphasis(behindColon, marks: marks) : behindColon
    // Underscores without a beginning are removed as well.
    let trimmed = names.dropping(fromEndWhile: danglingEnds).trimmed
    return trimmed.isEmpty ? nil : Context(names: trimmed, isEmphasized: marks > 0)
  }

  // The text behind the word `Context` or `Contexts`; `nil` when the text does not begin with it.
  private static func behindWord(_ text: Bytes) -> Bytes? {
    guard startsWithContext(text) else { return nil }
    let rest = text.slice(7...)
    return rest.first?.lowercased == UInt8(ascii: "s") ? rest.slice(1...) : rest
  }

  // The text behind a colon or a fullwidth colon at its beginning; `nil` when there is none.
  private static func behindColon(_ text: Bytes) -> Bytes? {
    if text.first == .colon { return text.slice(1...) }
    return text.holds("\u{FF1A}", at: 0) ? text.slice(3...) : nil
  }

  // The names behind the colon of an emphasized context, without the end of the emphasis.
  private static func withoutEmphasis(_ text: Bytes, marks: Int) -> Bytes {
    // `**Context:** A`: the emphasis ends behind the colon.
    if let first = text.first, emphasis.contains(first) { return text.dropping(while: emphasis) }
    guard let last = text.lastIndex(where: emphasis.contains), text.count - last <= marks + 2 else {
      return text
    }
    return text.slice(..<last).dropping(fromEndWhile: emphasis)
  }

  // Parses `Context A, B_` and `Context - A, B_` behind the word, which must be emphasized up to the end.
  private static func contextWithoutColon(_ text: Bytes, marks: Int) -> Context? {
    let marked = text.dropping(fromEndWhile: stopOrSpace)
    var rest = marked.dropping(fromEndWhile: emphasis)
    guard marks > 0, rest.count < marked.count else { return nil }
    for dash in ["-", "–", "—", "="] as [StaticString] where rest.holds(dash, at: 0) {
      rest = rest.slice(dash.utf8CodeUnitCount...)
    }
    rest = rest.trimmed
    return !rest.isEmpty && areNames(rest) ? Context(names: rest, isEmphasized: true) : nil
  }

  // A line without the mark of a list or a quotation before it, and without brackets around it.
  private static func withoutFrame(_ line: Bytes) -> Bytes {
    var text = line
    if let first = text.first, blockMarks.contains(first), text.holds(" ", at: 1) {
      text = text.slice(2...).trimmed
    }
    let isInBrackets =
      text.first == .leftParenthesis && text.last == .rightParenthesis
      || text.first == .leftBracket && text.last == .rightBracket
    return isInBrackets ? text.slice(1..<(text.count - 1)).trimmed : text
  }

  private static let blockMarks = ByteSet("-+>*")

  private static func startsWithContext(_ text: Bytes) -> Bool {
    text.count > 7 && text.slice(..<7).isLike("context")
  }

  /// Whether a text is probably names joined by commas, not a sentence: parts of few words, an upper-case letter, a digit or a
  /// character beyond ASCII in each, and no full stop at the end except that of an abbreviation.
  static func areNames(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let string = String(decoding: text, as: UTF8.self)
    let words = string.split(separator: " ")
    guard let last = words.last else { return false }
    if let end = last.last, ".!?:;…".contains(end) {
      guard end == ".", last.utf8.count <= 5, last.first?.isUppercase == true else { return false }
    }
    return string.replacing("; ", with: ", ").split(separator: ", ").allSatisfy { part in
      part.split(separator: " ").count <= 8
        && part.contains { $0.isUppercase || !$0.isASCII || $0.isNumber }
    }
  }
}
