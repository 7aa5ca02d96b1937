internal import Primitives

/// Reads front matter that its syntax does not allow: takes `Key: value` and `- item` lines as they are.
enum FrontMatterRepair {
  /// Reads lines of YAML, or `Key = value` lines of TOML.
  /// - Parameter firstLine: the line of the file where the bytes begin.
  /// - Returns: the fields; `nil` when there are none.
  static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, syntax: FrontMatter.Syntax, firstLine: Int
  ) -> (value: FrontMatterValue?, repeatedKeys: [RepeatedKey]) {
    var fields: [Field] = []
    for line in FrontMatterLines(bytes, firstLine: firstLine) where !isComment(line) {
      if let item = item(line) {
        if let last = fields.indices.last { fields[last].items.append(item) }
      } else if let field = field(line, syntax: syntax) {
        fields.append(field)
      } else if let last = fields.indices.last {
        fields[last].lines.append(String(decoding: line.bytes.trimmed, as: UTF8.self))
      }
    }
    var mapping = FrontMatterMapping()
    var repeatedKeys: [RepeatedKey] = []
    for field in fields {
      guard let value = field.value else { continue }
      if let replaced = mapping.set(field.key, to: value) {
        repeatedKeys.append(RepeatedKey(key: field.key, line: field.line, earlierLine: replaced.line))
      }
    }
    return (mapping.isEmpty ? nil : FrontMatterValue(.mapping(mapping), line: firstLine), repeatedKeys)
  }

  // A key, and what follows it up to the next key.
  private struct Field {
    var key: String
    var text: String
    var line: Int
    var items: [FrontMatterValue] = []
    // Further lines of the value.
    var lines: [String] = []

    var value: FrontMatterValue? {
      if !items.isEmpty { return FrontMatterValue(.list(items), line: line) }
      let isBlock = ["|", ">"].contains { text.hasPrefix($0) } && text.utf8.count <= 3
      if isBlock { return FrontMatterRepair.scalar(lines.joined(separator: " "), line: line) }
      // Lines of nested mappings are not part of the text.
      let more = text.isEmpty || text.hasPrefix("[") ? lines : lines.filter { !$0.contains(": ") }
      let whole = ([text] + more).filter { !$0.isEmpty }.joined(separator: " ")
      guard whole.hasPrefix("["), whole.hasSuffix("]") else {
        return text.isEmpty ? nil : FrontMatterRepair.scalar(whole, line: line)
      }
      let items = whole.dropFirst().dropLast().split(separator: ",").compactMap {
        FrontMatterRepair.scalar(String($0), line: line)
      }
      return items.isEmpty ? nil : FrontMatterValue(.list(items), line: line)
    }
  }

  private static func isComment(_ line: FrontMatterLines.Line) -> Bool {
    line.isBlank || line.bytes.dropping(while: ByteSet(" \t")).first == .numberSign
  }

  // The text of a line `- item`.
  private static func item(_ line: FrontMatterLines.Line) -> FrontMatterValue? {
    let text = line.bytes.trimmed
    guard text.holds("- ", at: 0) else { return nil }
    return scalar(String(decoding: text.slice(2...), as: UTF8.self), line: line.number)
  }

  private static func field(_ line: FrontMatterLines.Line, syntax: FrontMatter.Syntax) -> Field? {
    let separator: UInt8 = syntax == .toml ? .equalsSign : .colon
    guard let field = HeaderReader.field(line, separator: separator) else { return nil }
    return Field(key: field.key, text: field.value, line: line.number)
  }

  // The text of a scalar; `nil` for null and an empty text. Quotes around the whole text are removed.
  private static func scalar(_ text: String, line: Int) -> FrontMatterValue? {
    var bytes = Array(text.utf8).drop { $0.isBlank }
    while let last = bytes.last, last.isBlank || last == .comma { bytes.removeLast() }
    if let quote = bytes.first, quote == .quotationMark || quote == .apostrophe, bytes.count >= 2,
      bytes.last == quote, !bytes.dropFirst().dropLast().contains(quote)
    {
      bytes = bytes.dropFirst().dropLast()
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.isEmpty || text == "~" || text == "null" ? nil : FrontMatterValue(.text(text), line: line)
  }
}
