internal import EventArchive
internal import Primitives

/// Writes plain text as Markdown, as a summary of an event file.
enum SummaryMarkdown {
  /// The Markdown of a text in one line.
  ///
  /// Some texts would be a mark of the format, for example `Sources: …` or `Context: …`. They get character references.
  static func text(_ plain: String) -> String {
    let markdown = escaped(plain)
    if markdown.isEmpty || isSummary(markdown) { return markdown }
    let cautious = markdown.replacing(":", with: "&#58;").replacing("\u{FF1A}", with: "&#65306;")
    guard let first = cautious.unicodeScalars.first, !isSummary(cautious) else { return cautious }
    return "&#\(first.value);" + String(cautious.unicodeScalars.dropFirst())
  }

  // Whether a text is read as the summary of a page.
  private static func isSummary(_ markdown: String) -> Bool {
    let path = "news/2000/01/1/x.md"
    var page = "### 2000-01-01\n\n# x\n\n\(markdown)\n"
    let document = page.withUTF8 { EventDocument(parsing: $0, path: path) }
    return document == EventDocument(path: path, title: "x", summary: markdown)
  }

  // Escapes the characters that are markup.
  private static func escaped(_ plain: String) -> String {
    var result = ""
    for character in ReferenceText.escaped(plain) {
      switch character {
      case "\\", "`", "*", "_", "~": result += "\\\(character)"
      case "[": result += "&#91;"
      case "<": result += "&lt;"
      default: result.append(character)
      }
    }
    return withEscapedBlock(result)
  }

  // Escapes the mark of a heading, a quotation or a list at the beginning of a text.
  private static func withEscapedBlock(_ text: String) -> String {
    if text.hasPrefix(">") { return "&gt;" + text.dropFirst() }
    if let first = text.first, "#+-=|".contains(first) { return "\\" + text }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard !digits.isEmpty, rest.hasPrefix(".") || rest.hasPrefix(")") else { return text }
    return digits + "\\" + rest
  }
}
