internal import EventArchive

/// The lines of one day in an input.
struct DaySection {
  /// The day; `nil` when no head names it.
  var day: EventDay?
  /// The line of the head, or of the beginning of the input.
  var line: Int
  /// The lines of the page without its head.
  var lines: [WikitextLine] = []
}

/// Splits an input into days at the heads of its pages. An input may have several pages, one behind another.
struct DaySections {
  /// The days, in the order of the input. Two heads of one day make one section.
  private(set) var sections: [DaySection]

  // A head with parameters on several lines.
  private struct OpenHead {
    var text: String
    var line: Int
    var lineCount = 1
  }

  // The largest number of lines of a head.
  private static let mostHeadLines = 20

  private var openHead: OpenHead?

  private init(first day: EventDay?) { sections = [DaySection(day: day, line: 1)] }

  /// Splits lines.
  /// - Parameter day: the day of lines before the first head; `nil` when it is not known.
  static func split(_ lines: [WikitextLine], day: EventDay?) -> [DaySection] {
    var days = DaySections(first: day)
    for line in lines { days.append(line) }
    days.giveUpHead()
    return days.sections
  }

  private mutating func append(_ line: WikitextLine) {
    var rest: String? = line.text
    // A line may have several heads.
    while let text = rest { rest = append(text, number: line.number) }
  }

  // Appends a text up to the end of its first head, and returns the text behind it; `nil` for a text without a complete head.
  private mutating func append(_ text: String, number: Int) -> String? {
    if var head = openHead {
      head.text += "\n" + text
      head.lineCount += 1
      openHead = head
    } else if let parts = PortalHead.split(text) {
      appendText(parts.before, number: number)
      openHead = OpenHead(text: parts.head, line: number)
    } else {
      appendText(text, number: number)
    }
    return endHead()
  }

  // Ends the open head if it is complete, or too long to be one. Returns the text behind it.
  private mutating func endHead() -> String? {
    guard let open = openHead else { return nil }
    guard let head = PortalHead(open.text) else {
      if open.lineCount >= Self.mostHeadLines { giveUpHead() }
      return nil
    }
    openHead = nil
    if !head.isTail, head.day == nil || head.day != sections.last?.day {
      sections.append(DaySection(day: head.day, line: open.line))
    }
    return head.rest
  }

  // Takes the lines of an incomplete head as text.
  private mutating func giveUpHead() {
    guard let open = openHead else { return }
    openHead = nil
    for (offset, text) in open.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      appendText(String(text), number: open.line + offset)
    }
  }

  private mutating func appendText(_ text: String, number: Int) {
    sections[sections.count - 1].lines.append(WikitextLine(number: number, text: text))
  }
}
