internal import EventArchive
internal import Primitives

/// An item of the list of a day page.
struct ListEntry: Equatable {
  /// The item's line.
  var line: Int
  /// The number of stars before the text.
  var depth: Int
  /// The wikitext of the item.
  var text: String
}

/// The headings and items of a day page, in its order.
struct DayList {
  /// A line of the page that means something.
  enum Element: Equatable {
    case heading(category: String)
    case item(ListEntry)
  }

  /// A problem of a line.
  struct Problem: Equatable {
    var line: Int
    var message: String
  }

  /// The headings and items.
  private(set) var elements: [Element] = []
  /// Lines that are left out.
  private(set) var problems: [Problem] = []

  // Whether the line before was an item or its continuation.
  private var isInItem = false
  // The number of templates of the item that are not closed.
  private var openTemplates = 0

  /// Reads the lines of a page.
  init(_ lines: [WikitextLine]) {
    for line in lines {
      let whole = line.text.trimmingBlanks
      if let item = Self.item(whole, line: line.number) {
        append(item)
        continue
      }
      let text = String(whole.dropFirst(Self.marks(of: whole).count)).trimmingBlanks
      if text.isEmpty {
        isInItem = false
      } else if let category = PortalHeading.category(ofLine: text) {
        isInItem = false
        _ = append(.heading(category: category), line: line.number)
      } else if isInItem {
        continueItem(text, line: line.number)
      } else if Self.hasContent(text) {
        report(line: line.number, "text outside of the list, which is left out; begin the line with `*`")
      }
    }
  }

  // The item of a line; `nil` for a line that is none.
  private static func item(_ text: String, line: Int) -> ListEntry? {
    let marks = marks(of: text)
    guard marks.contains("*"), marks.last != ":" else { return nil }
    let rest = String(text.dropFirst(marks.count)).trimmingBlanks
    return ListEntry(line: line, depth: marks.count, text: withoutTableEnd(rest))
  }

  // The marks of a list at the beginning of a line. `*:` continues an item.
  private static func marks(of line: String) -> Substring {
    line.prefix { $0 == "*" || $0 == ":" || $0 == "#" }
  }

  // A text without the end of the page's table, `|}`.
  private static func withoutTableEnd(_ text: String) -> String {
    text.hasSuffix("|}") && !text.contains("{|") ? String(text.dropLast(2)) : text
  }

  // Whether a line has text or sources behind its markup. Lines of tables have none.
  private static func hasContent(_ line: String) -> Bool {
    if line.hasPrefix("|") || line.hasPrefix("{|") || line.hasPrefix("!") { return false }
    return InlineParser.parse(line).contains { part in
      switch part {
      case .text(let text): text.contains { !$0.isWhitespace && $0 != "_" }
      case .link, .external: true
      }
    }
  }

  private mutating func append(_ item: ListEntry) {
    isInItem = append(.item(item), line: item.line)
    openTemplates = Self.openTemplates(in: item.text)
  }

  // Appends an element. Returns whether there is room for it.
  private mutating func append(_ element: Element, line: Int) -> Bool {
    guard elements.count < PortalLimits.elements else {
      report(line: line, "more than \(PortalLimits.elements) items on one day, so that this one is left out")
      return false
    }
    elements.append(element)
    return true
  }

  // Appends a line to the item before it: a break inside an item, or inside a template.
  private mutating func continueItem(_ text: String, line: Int) {
    guard case .item(var entry)? = elements.popLast() else { return }
    if openTemplates > 0 || Self.hasContent(text) {
      entry.text += (openTemplates > 0 ? "" : " ") + Self.withoutTableEnd(text)
      openTemplates += Self.openTemplates(in: text)
    }
    if entry.text.utf8.count > PortalLimits.lineBytes {
      report(
        line: line,
        "an item of more than \(PortalLimits.lineBytes) bytes, the rest of which is left out; divide it")
      entry.text = String(decoding: entry.text.utf8.prefix(PortalLimits.lineBytes), as: UTF8.self)
      isInItem = false
    }
    elements.append(.item(entry))
  }

  private static func openTemplates(in text: String) -> Int {
    text.ranges(of: "{{").count - text.ranges(of: "}}").count
  }

  private mutating func report(line: Int, _ message: String) {
    // One more than are listed shows that there are more.
    guard problems.count <= PortalLimits.problems else { return }
    problems.append(Problem(line: line, message: message))
  }
}

extension String {
  /// The text without spaces and tabs at both ends.
  var trimmingBlanks: String {
    guard let first = utf8.first, let last = utf8.last, first.isBlank || last.isBlank else { return self }
    let start = drop { $0 == " " || $0 == "\t" }
    return String(
      start[..<(start.lastIndex { $0 != " " && $0 != "\t" }.map(start.index(after:)) ?? start.startIndex)])
  }
}
