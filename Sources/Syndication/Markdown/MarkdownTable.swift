internal import CLibcmark

/// Tables as GitHub Flavored Markdown has them, which CommonMark does not know: their cells are given to libcmark as paragraphs
/// with a mark before each, and put into tables afterwards.
enum MarkdownTable {
  // Characters for private use; a text that has them loses them.
  private static let head: Character = "\u{F8D0}"
  private static let cell: Character = "\u{F8D1}"
  private static let row: Character = "\u{F8D2}"

  /// Whether a character is one of the marks.
  static func isMark(_ character: Character) -> Bool {
    character == head || character == cell || character == row
  }

  /// A text whose tables are paragraphs with marks, a cell each.
  static func withMarks(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")), text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var (result, index, fence) = ([String](), 0, Substring?.none)
    while index < lines.count {
      let start = lines[index].drop { $0 == " " }
      if let mark = ["```", "~~~"].first(where: start.hasPrefix) {
        fence = fence == nil ? Substring(mark) : fence == Substring(mark) ? nil : fence
      }
      guard fence == nil, let columns = columns(lines, at: index) else {
        result.append(String(lines[index]))
        index += 1
        continue
      }
      result.append("")
      append(lines[index], columns, mark: head, to: &result)
      index += 2
      while index < lines.count, isRow(lines[index]) {
        append(lines[index], columns, mark: cell, to: &result)
        index += 1
      }
    }
    return result.joined(separator: "\n")
  }

  // How many columns a table has that begins at a line; `nil` when none does.
  private static func columns(_ lines: [Substring], at index: Int) -> Int? {
    guard index + 1 < lines.count, lines[index].contains("|"), !lines[index].hasPrefix("    ") else {
      return nil
    }
    let rule = lines[index + 1]
    guard rule.contains("-"), rule.contains("|"), rule.allSatisfy({ "|:- \t".contains($0) }) else {
      return nil
    }
    let columns = cells(rule)
    guard columns.allSatisfy({ $0.wholeMatch(of: /:?-+:?/) != nil }),
      cells(lines[index]).count == columns.count
    else { return nil }
    return columns.count
  }

  private static func isRow(_ line: Substring) -> Bool {
    guard let first = line.first(where: { $0 != " " && $0 != "\t" }) else { return false }
    return line.contains("|") || !"#>`~-+*".contains(first)
  }

  // What is between the bars of a line; an escaped one is none.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line {
      if character == "|" {
        if isEscaped { cells[cells.count - 1].removeLast() }
        if isEscaped { cells[cells.count - 1].append(character) } else { cells.append("") }
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    cells = cells.map {
      String($0.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    if cells.count > 1, cells.first == "" { cells.removeFirst() }
    if cells.count > 1, cells.last == "" { cells.removeLast() }
    return cells
  }

  private static func append(_ line: Substring, _ columns: Int, mark: Character, to lines: inout [String]) {
    // Cells that a row lacks are not made up: what a table costs is in proportion to its text.
    for (index, text) in cells(line).prefix(columns).enumerated() {
      lines.append("\(index == 0 ? String(row) : "")\(mark)\(text)")
      lines.append("")
    }
  }

  /// Puts the paragraphs that are cells into tables.
  /// - Parameter root: the document.
  static func makeTables(in root: OpaquePointer) {
    var (table, row) = (OpaquePointer?.none, OpaquePointer?.none)
    var next = cmark_node_first_child(root)
    while let paragraph = next {
      next = cmark_node_next(paragraph)
      guard cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
        let text = cmark_node_first_child(paragraph),
        cmark_node_get_type(text) == CMARK_NODE_TEXT, let literal = cmark_node_get_literal(text)
      else {
        table = nil
        continue
      }
      let whole = String(cString: literal)
      let marks = whole.prefix(while: isMark)
      guard let mark = marks.last, mark != Self.row else {
        table = nil
        continue
      }
      cmark_node_set_literal(text, String(whole.dropFirst(marks.count)))
      if marks.first == Self.row {
        if table == nil || mark == head {
          table = block("<table>", "</table>")
          cmark_node_insert_before(paragraph, table)
        }
        row = block("<tr>", "</tr>")
        cmark_node_append_child(table, row)
      }
      let cell = mark == head ? block("<th>", "</th>") : block("<td>", "</td>")
      cmark_node_append_child(row, cell)
      while let child = cmark_node_first_child(paragraph) { cmark_node_append_child(cell, child) }
      cmark_node_unlink(paragraph)
      cmark_node_free(paragraph)
    }
  }

  private static func block(_ start: String, _ end: String) -> OpaquePointer? {
    let node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
    cmark_node_set_on_enter(node, start)
    cmark_node_set_on_exit(node, end)
    return node
  }
}
