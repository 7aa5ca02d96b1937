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
    if var head = openHead {
      head.text += "\n" + line.text
      head.lineCount += 1
      openHead = head
      tryHead(endLine: line.number)
    } else if let parts = PortalHead.split(line.text) {
      appendText(parts.before, number: line.number)
      openHead = OpenHead(text: parts.head, line: line.number)
      tryHead(endLine: line.number)
    } else {
      appendText(line.text, number: line.number)
    }
  }

  // Ends the open head if it is complete, or too long to be one.
  private mutating func tryHead(endLine: Int) {
    guard let open = openHead else { return }
    guard let head = PortalHead(open.text) else {
      if open.lineCount >= Self.mostHeadLines { giveUpHead() }
      return
    }
    openHead = nil
    if !head.isTail, head.day == nil || head.day != sections.last?.day {
      sections.append(DaySection(day: head.day, line: open.line))
    }
    append(WikitextLine(number: endLine, text: head.rest))
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
