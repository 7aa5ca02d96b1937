internal import Primitives

extension BodySource {
  // The limit of the length of a tag or an expression.
  private static let maximumLength = 4096
  private static let maximumFailures = 64

  /// Skips the lines of MDX that import and export, up to a blank line.
  mutating func skipModuleSyntax(_ line: MarkdownLine) -> Bool {
    guard dialect.contains(.components), line.indentation == 0, !line.isQuotation, lines.isAfterBlank,
      line.text.holds("import ", at: 0) || line.text.holds("export ", at: 0)
    else { return false }
    while index < input.count {
      let end = endOfLine(from: index)
      if endIfLast(at: index) == end { break }
      index = min(end + 1, input.count)
    }
    return true
  }

  /// Removes a tag of a component, `<Name …>`, and counts the components.
  mutating func replaceComponent() -> Bool {
    guard dialect.contains(.components), failures < Self.maximumFailures else { return false }
    var start = index + 1
    let isClosing = start < input.count && input[start] == .slash
    if isClosing { start += 1 }
    guard start < input.count, (0x41...0x5A).contains(input[start]) else { return isFragment(from: start) }
    let name = input.slice(start...).prefix {
      $0.isLetter || $0.isDigit || $0 == .fullStop || $0 == .underscore
    }
    guard let end = balancedEnd(from: start + name.count, at: .greaterThanSign) else {
      failures += 1
      return false
    }
    if isClosing { append(.nothing) } else { leaveOut(tag: String(decoding: name, as: UTF8.self)) }
    index = end + 1
    return true
  }

  // `<>` and `</>` have no meaning but to hold others.
  private mutating func isFragment(from start: Int) -> Bool {
    guard start < input.count, input[start] == .greaterThanSign else { return false }
    index = start + 1
    return true
  }

  /// Removes an expression of MDX, `{x}`. One that is a text is replaced by it.
  mutating func replaceExpression() -> Bool {
    guard dialect.contains(.components), failures < Self.maximumFailures else { return false }
    guard let end = balancedEnd(from: index + 1, at: .rightBrace) else {
      failures += 1
      return false
    }
    let text = input.slice((index + 1)..<end).trimmed
    if let quote = text.first, text.count >= 2, quote == text.last,
      [.quotationMark, .apostrophe, .backtick].contains(quote)
    {
      output += text.slice(1..<(text.count - 1))
    } else {
      append(.nothing)
    }
    index = end + 1
    return true
  }

  // The index of a closing byte outside of quotes and braces.
  private func balancedEnd(from start: Int, at close: UInt8) -> Int? {
    var depth = 0
    var quote: UInt8?
    for place in start..<min(start + Self.maximumLength, input.count) {
      let byte = input[place]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      if depth == 0, byte == close { return place }
      switch byte {
      case .leftBrace: depth += 1
      case .rightBrace: depth -= 1
      case .quotationMark, .backtick: quote = byte
      // An apostrophe in text begins no quotation.
      case .apostrophe where depth > 0 || close == .greaterThanSign: quote = byte
      default: break
      }
      if depth < 0 { return nil }
    }
    return nil
  }
}
