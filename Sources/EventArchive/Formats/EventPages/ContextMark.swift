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

  /// A line of which a part is text and another part contexts, or which has several contexts.
  struct MixedLine {
    /// The text before and behind the contexts, without blanks at either end; empty when there is none.
    var texts: [UnsafeBufferPointer<UInt8>] = []
    /// The names of each context, as they are written.
    var contexts: [UnsafeBufferPointer<UInt8>] = []
  }

  /// Reads a line that has contexts beside text, or several: `Fog rises. *Context: Cairo*`, `_Context: A_ _Context: B_`.
  /// - Returns: `nil` for any other line.
  static func mixed(_ line: UnsafeBufferPointer<UInt8>) -> MixedLine? {
    guard mayHoldContext(line) else { return nil }
    let starts = line.indices.filter { beginsContext(line, at: $0) }
    guard let first = starts.first else { return nil }
    var mixed = MixedLine()
    func add(_ text: Bytes) {
      if text.contains(where: isWordByte) { mixed.texts.append(text.trimmed) }
    }
    add(withoutOpening(line.slice(..<first)))
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : line.count
      let part = line.slice(start..<end)
      let close = endOfEmphasis(part)
      guard let names = names(after: part.slice(..<close).trimmed)?.names else { return nil }
      let rest = part.slice(close...).trimmed
      if rest.contains(where: isWordByte) {
        // What looks like more names, or a title that begins with the word, is no end of a context.
        guard rest.first != 0x2C, rest.first != 0x3B, areNames(names) else { return nil }
      }
      mixed.contexts.append(names)
      add(rest)
    }
    return mixed.texts.isEmpty && mixed.contexts.count < 2 ? nil : mixed
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
  // Nearly no line has the word, and none is looked at further without it.
  private static func mayHoldContext(_ line: Bytes) -> Bool {
    var from = 0
    while let next = line.slice(from...).index(of: 0x3A) {
      let colon = from + next
      if line.slice(max(0, colon - 16)..<colon).contains(where: { $0 | 0x20 == 0x78 }) { return true }
      from = colon + 1
    }
    return false
  }

  // Whether a context begins at an index: one that is emphasised, or one that is said to be such behind a sentence.
  private static func beginsContext(_ line: Bytes, at index: Int) -> Bool {
    if index > 0, isMark(line[index - 1]) || isWordByte(line[index - 1]) { return false }
    if isMark(line[index]) {
      let word = withoutMarks(line.slice(index...)).trimmed
      return startsWithContext(word) && names(after: line.slice(index...)) != nil
    }
    guard line.holds("Context:", at: index) else { return false }
    let names = line.slice((index + 8)...).trimmed
    let isClosed = names.last == 0x29 || names.last == 0x5D
    let before = withoutOpening(line.slice(..<index)).trimmed
    let isBehindSentence = before.last.map { [0x2E, 0x21, 0x3F, 0x22, 0x29].contains($0) } ?? false
    return isBehindSentence && areNames(isClosed ? names.slice(..<(names.count - 1)) : names)
  }

  // A text without the bracket at its end that a context is in.
  private static func withoutOpening(_ text: Bytes) -> Bytes {
    let text = text.trimmed
    return text.last == 0x28 || text.last == 0x5B ? text.slice(..<(text.count - 1)) : text
  }

  // Where the emphasis ends that a context begins with. That of the word alone (`**Context:** A`) ends nothing.
  private static func endOfEmphasis(_ text: Bytes) -> Int {
    let whole = text.last.map { $0 == 0x29 || $0 == 0x5D } == true ? text.count - 1 : text.count
    guard let mark = text.first, isMark(mark), let colon = text.index(of: 0x3A) else { return whole }
    let isWordMarked = text.slice(..<colon).dropFirst(7).contains(mark)
    let next = text.slice((colon + 1)...).first
    guard !isWordMarked, next != mark else { return whole }
    var index = colon + 1
    while index < text.count {
      if text[index] == mark, text[index - 1] != 0x20 {
        var end = index
        while end < text.count, isMark(text[end]) { end += 1 }
        if end == text.count || !isWordByte(text[end]) { return end }
        index = end
      }
      index += 1
    }
    return whole
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
  }

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
      return namesWithoutColon(rest, marks: isWordMarked ? 0 : marks)
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

  // The names of `_Context A, B_` and `_Context - A, B_`, which are emphasised to their end.
  private static func namesWithoutColon(_ text: Bytes, marks: Int) -> (names: Bytes, isMarked: Bool)? {
    var rest = text
    while let byte = rest.last, byte == 0x2E || byte == 0x20 { rest = rest.slice(..<(rest.count - 1)) }
    let end = rest.count
    while isMark(rest.last) { rest = rest.slice(..<(rest.count - 1)) }
    guard marks > 0, rest.count < end else { return nil }
    for dash in ["-", "–", "—", "="] as [StaticString] where rest.holds(dash, at: 0) {
      rest = rest.slice(dash.utf8CodeUnitCount...)
    }
    rest = rest.trimmed
    return !rest.isEmpty && areNames(rest) ? (rest, true) : nil
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

  /// Whether a text is likely names joined by commas, and no sentence: short parts, a capital or a letter beyond ASCII in each,
  /// and no full stop at the end but an abbreviation's.
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
