internal import Primitives

extension BodySource {
  /// Replaces a tag of a template language. Returns false when none begins at the position.
  mutating func replaceTag() -> Bool {
    guard index + 2 < input.count else { return false }
    if input[index + 1] == .percentSign { return replaceBlockTag() }
    switch input[index + 2] {
    case .lessThanSign: return replaceShortcode(end: ">}}")
    case .percentSign: return replaceShortcode(end: "%}}")
    default: return replaceOutput()
    }
  }

  /// Copies two braces so that they do not look like a tag behind the parser.
  mutating func copyLiteralBraces() -> Bool {
    append(.text(String(decoding: input[index..<(index + 2)], as: UTF8.self)))
    index += 2
    return true
  }

  private mutating func replaceShortcode(end delimiter: StaticString) -> Bool {
    guard let end = search.index(of: delimiter, from: index + 3) else { return false }
    let text = input.slice((index + 3)..<end)
    let next = end + 3
    if text.holds("/*", at: 0) {
      // The notation for a tag that is shown.
      let inside = text.dropping(while: ByteSet("/*")).dropping(fromEndWhile: ByteSet("/*"))
      let open = String(decoding: input[index..<(index + 3)], as: UTF8.self)
      append(.text(open + String(decoding: inside, as: UTF8.self) + delimiter.description))
      index = next
      return true
    }
    guard let tag = TemplateTag(text, notation: .shortcode) else {
      append(.nothing)
      index = next
      return true
    }
    run(tag, end: next)
    return true
  }

  private mutating func replaceBlockTag() -> Bool {
    guard let end = search.index(of: "%}", from: index + 2) else { return false }
    guard let tag = TemplateTag(input.slice((index + 2)..<end), notation: .block) else {
      append(.nothing)
      index = end + 2
      return true
    }
    run(tag, end: end + 2)
    return true
  }

  // Replaces `{{ x }}` by its value.
  private mutating func replaceOutput() -> Bool {
    guard dialect.contains(.expressions) || dialect.contains(.calls),
      let end = search.index(of: "}}", from: index + 2)
    else { return false }
    let text = input.slice((index + 2)..<end)
    if let tag = TemplateTag(text, notation: .call), tag.rest.first == UInt8(ascii: "(") {
      run(tag, end: end + 2)
      return true
    }
    guard dialect.contains(.expressions) else { return false }
    index = end + 2
    let expression = text.dropping(while: ByteSet("{- \t\r\n")).dropping(fromEndWhile: ByteSet("- \t\r\n"))
    if let value = values.value(of: expression, variables: variables) {
      lastValue = output.count..<(output.count + value.utf8.count)
      append(value)
    } else {
      leaveOut(tag: Self.name(of: expression))
    }
    while index < input.count, input[index] == .rightBrace, text.first == .leftBrace { index += 1 }
    return true
  }

  // The first name of an expression, or the filter of a text.
  private static func name(of expression: UnsafeBufferPointer<UInt8>) -> String {
    var rest = expression
    if rest.first == .quotationMark || rest.first == .apostrophe, let bar = rest.index(of: .verticalLine) {
      rest = rest.slice((bar + 1)...).dropping(while: ByteSet(" \t\r\n"))
    }
    let name = rest.prefix { $0 > .space && $0 != .verticalLine && $0 != .colon }
    return String(decoding: name, as: UTF8.self)
  }

  // Replaces a tag by its fallback, and goes on behind it.
  private mutating func run(_ tag: TemplateTag, end: Int) {
    index = end
    if tag.isClosing { return close(tag) }
    if runPaired(tag) || runAssignment(tag) { return }
    let known = tag.included ?? tag
    if let insert = insert(for: known) {
      append(insert)
    } else if Self.references.contains(known.name), let file = asset(of: known) {
      append(file)
    } else if Self.references.contains(known.name) {
      appendReference(known.arguments.positional.first ?? "")
    } else {
      leaveOut(tag: tag.countedName)
    }
  }

  // The address of a file that the site serves as it is: `{% link assets/report.pdf %}`.
  private func asset(of tag: TemplateTag) -> String? {
    guard tag.name == "link", tag.notation == .block, let path = tag.arguments.positional.first,
      let mark = path.lastIndex(of: "."), !BodyLinks.isPage(path),
      !path[mark...].lowercased().hasPrefix(".htm")
    else { return nil }
    return WebAddress.valid("\(values.site)/\(path.drop { $0 == "/" })")
  }

  // Appends the address of a file, in place of the address of the site that posts write before it: `{{ site.url }}{% link x %}`.
  private mutating func appendReference(_ reference: String) {
    guard
      let address = Self.mayBeAddress(reference) && links.file(reference) == nil
        ? links.link(reference) : address(ofFile: reference)
    else { return append(.nothing) }
    if let site = lastValue, site.upperBound == output.count,
      [nil, .slash, UInt8(ascii: "h")].contains(output[site].first)
    {
      output.removeLast(site.count)
    }
    append(address)
  }

  // Whether a reference to no file is the address of a page: `{{< link "/about/" >}}`.
  private static func mayBeAddress(_ reference: String) -> Bool {
    if reference.hasPrefix("https://") || reference.hasPrefix("http://") { return true }
    return reference.hasPrefix("/") && reference.split(separator: "/").last?.contains(".") == false
  }

  private mutating func close(_ tag: TemplateTag) {
    if Self.conditions.contains(tag.name), openConditions > 0 { openConditions -= 1 }
    append(.nothing)
  }

  // Runs a tag that another one ends.
  private mutating func runPaired(_ tag: TemplateTag) -> Bool {
    switch tag.name {
    case "raw", "verbatim":
      guard tag.notation == .block, let inside = inside(of: tag) else { return false }
      literalEnd = inside.upperBound
      return true
    case "comment":
      if let end = endOfPair(tag) { index = end }
      append(.nothing)
      return true
    case "highlight":
      guard let inside = inside(of: tag), let end = endOfPair(tag) else { return false }
      append(.code(code(inside)))
      index = end
      return true
    case "if", "unless", "for", "case", "ifchanged":
      guard tag.notation == .block else { return false }
      openConditions += 1
      return false
    case "else", "elsif", "elif", "elseif", "when":
      guard tag.notation == .block, openConditions > 0 else { return false }
      if let end = endOfCondition() { index = end }
      append(.nothing)
      return true
    default: return false
    }
  }

  private mutating func code(_ range: Range<Int>) -> String {
    var code = input.slice(range)
    if let line = code.index(of: .lineFeed), code.slice(..<line).trimmed.isEmpty {
      code = code.slice((line + 1)...)
    }
    return String(decoding: code.dropping(fromEndWhile: ByteSet(" \t\r\n")), as: UTF8.self) + "\n"
  }

  // `{% assign a = "x" %}`, `{% set a = "x" %}` and `{% capture a %}x{% endcapture %}`
  private mutating func runAssignment(_ tag: TemplateTag) -> Bool {
    guard tag.notation == .block, ["assign", "set", "capture"].contains(tag.name) else { return false }
    let rest = tag.rest.dropping(while: ByteSet(" \t\r\n"))
    if let mark = rest.index(of: .equalsSign) {
      let name = String(decoding: rest.slice(..<mark).trimmed, as: UTF8.self)
      variables[name] = values.value(of: rest.slice((mark + 1)...), variables: variables)
    } else if let inside = inside(of: tag), let end = endOfPair(tag) {
      let text = input.slice(inside)
      let name = String(decoding: rest.trimmed, as: UTF8.self)
      variables[name] = text.contains(.leftBrace) ? nil : String(decoding: text, as: UTF8.self)
      index = end
    }
    append(.nothing)
    return true
  }

  private static let references: Set<String> = ["ref", "relref", "link", "post_url"]
  private static let conditions: Set<String> = ["if", "unless", "for", "case", "ifchanged"]
}

extension BodySource {
  // The text between the position and the tag that closes a tag.
  private mutating func inside(of tag: TemplateTag) -> Range<Int>? {
    closingTag(of: tag).map { index..<$0.lowerBound }
  }

  private mutating func endOfPair(_ tag: TemplateTag) -> Int? { closingTag(of: tag)?.upperBound }

  // The place of the tag that closes a tag, from the position on.
  private mutating func closingTag(of tag: TemplateTag) -> Range<Int>? {
    guard !unclosed.contains(tag.name) else { return nil }
    var position = index
    while let found = nextTag(from: position, like: tag.notation) {
      if found.tag.isClosing, found.tag.name == tag.name { return found.range }
      position = found.range.upperBound
    }
    unclosed.insert(tag.name)
    return nil
  }

  // The place of the tag that ends the innermost open condition.
  private mutating func endOfCondition() -> Int? {
    guard !unclosed.contains("else") else { return nil }
    var depth = 0
    var position = index
    while let found = nextTag(from: position, like: .block) {
      if Self.conditions.contains(found.tag.name) {
        if found.tag.isClosing, depth == 0 { return found.range.lowerBound }
        depth += found.tag.isClosing ? -1 : 1
      }
      position = found.range.upperBound
    }
    unclosed.insert("else")
    return nil
  }

  private func nextTag(
    from position: Int, like notation: TemplateTag.Notation
  ) -> (tag: TemplateTag, range: Range<Int>)? {
    let isBlock = notation == .block
    var start = position
    while start < input.count,
      let length = isBlock
        ? input.slice(start...).firstIndex(of: "{%") : input.slice(start...).firstIndex(of: "{{")
    {
      let open = start + length
      let text = open + (isBlock ? 2 : 3)
      guard text < input.count else { return nil }
      let rest = input.slice(text...)
      guard let end = isBlock ? rest.firstIndex(of: "%}") : rest.firstIndex(of: "}}") else { return nil }
      start = text
      let inside = rest.slice(..<(isBlock ? end : max(0, end - 1)))
      guard isBlock || input[open + 2] == .lessThanSign || input[open + 2] == .percentSign,
        let tag = TemplateTag(inside, notation: isBlock ? .block : .shortcode)
      else { continue }
      return (tag, open..<(text + end + 2))
    }
    return nil
  }
}
