internal import CLibcmark

/// Tables of GitHub Flavored Markdown, which are no part of CommonMark. libcmark parses each cell as a paragraph that begins with a
/// mark, and the paragraphs are put into tables afterwards.
enum MarkdownTable {
  // Private-use characters. They are removed from the text before.
  private static let head: Character = "\u{F8D0}"
  private static let cell: Character = "\u{F8D1}"
  private static let row: Character = "\u{F8D2}"

  /// Whether a character is one of the marks.
  static func isMark(_ character: Character) -> Bool {
    character == head || character == cell || character == row
  }

  /// Replaces the tables of a text by a paragraph with a mark for each cell.
  static func marked(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "|")), text.utf8.contains(UInt8(ascii: "\n")) else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var result: [String] = []
    var index = 0
    var fence: String?
    while index < lines.count {
      let start = lines[index].drop { $0 == " " }
      if let mark = ["```", "~~~"].first(where: start.hasPrefix) {
        if fence == nil { fence = mark } else if fence == mark { fence = nil }
      }
      guard fence == nil, let columns = columns(lines, at: index) else {
        result.append(String(lines[index]))
        index += 1
        continue
      }
      result.append("")
      append(cells: lines[index], columns: columns, mark: head, to: &result)
      index += 2
      while index < lines.count, isRow(lines[index]) {
        append(cells: lines[index], columns: columns, mark: cell, to: &result)
        index += 1
      }
    }
    return result.joined(separator: "\n")
  }

  // The number of columns of a table that begins at a line; `nil` when no table does.
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

  // The texts between the bars of a line, except escaped bars.
  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in line {
      let last = cells.count - 1
      if character == "|", isEscaped {
        cells[last].removeLast()
        cells[last].append(character)
      } else if character == "|" {
        cells.append("")
      } else {
        cells[last].append(character)
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

  private static func append(
    cells line: Substring, columns: Int, mark: Character, to lines: inout [String]
  ) {
    // Missing cells are not added, so that the output stays proportional to the text.
    for (index, text) in cells(line).prefix(columns).enumerated() {
      lines.append("\(index == 0 ? String(row) : "")\(mark)\(text)")
      lines.append("")
    }
  }

  /// Puts the paragraphs that are cells into tables.
  /// - Parameter root: the document.
  static func makeTables(in root: OpaquePointer) {
    var table: OpaquePointer?
    var row: OpaquePointer?
    var next = cmark_node_first_child(root)
    while let paragraph = next {
      next = cmark_node_next(paragraph)
      guard let cell = removeMarks(of: paragraph) else {
        table = nil
        continue
      }
      if cell.beginsRow {
        if table == nil || cell.isInHead {
          table = block("table")
          cmark_node_insert_before(paragraph, table)
        }
        row = block("tr")
        cmark_node_append_child(table, row)
      }
      let element = block(cell.isInHead ? "th" : "td")
      cmark_node_append_child(row, element)
      while let child = cmark_node_first_child(paragraph) { cmark_node_append_child(element, child) }
      cmark_node_unlink(paragraph)
      cmark_node_free(paragraph)
    }
  }

  // The meaning of the marks before a cell.
  private struct Cell {
    var beginsRow: Bool
    var isInHead: Bool
  }

  // Removes the marks at the beginning of a paragraph; `nil` when it is no cell.
  private static func removeMarks(of paragraph: OpaquePointer) -> Cell? {
    guard cmark_node_get_type(paragraph) == CMARK_NODE_PARAGRAPH,
      let text = cmark_node_first_child(paragraph),
      cmark_node_get_type(text) == CMARK_NODE_TEXT, let literal = cmark_node_get_literal(text)
    else { return nil }
    let whole = String(cString: literal)
    let marks = whole.prefix(while: isMark)
    guard let mark = marks.last, mark != row else { return nil }
    cmark_node_set_literal(text, String(whole.dropFirst(marks.count)))
    return Cell(beginsRow: marks.first == row, isInHead: mark == head)
  }

  // A node that is written as an element of HTML.
  private static func block(_ element: String) -> OpaquePointer? {
    let node = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK)
    cmark_node_set_on_enter(node, "<\(element)>")
    cmark_node_set_on_exit(node, "</\(element)>")
    return node
  }
}
