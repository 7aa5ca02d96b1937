/// Reads a day's page: the contexts that stand under its headings.
package enum DayPageParser {
  /// What came of a day's page.
  package struct Result {
    /// The page, or `nil` when a problem rejects the file.
    package var page: DayPage?
    /// Everything that is wrong with the file, by line.
    package var problems: [ArchiveProblem] = []
  }

  /// Reads the bytes of the day's page at `path` (below the content directory).
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, path: String) -> Result {
    if let (line, what) = TextSurvey(bytes).defect(of: bytes) {
      return Result(problems: [ArchiveProblem(path: path, line: line, what: what, severity: .rejected)])
    }
    var items: [DayPage.Item] = []
    var heading: EventName?
    var text = PageText(bytes)
    while let line = text.next() {
      if line.hasPrefix("### ") {
        heading = name(line)
      } else if let event = heading, !line.isBlank {
        if let context = line.context {
          items.append(DayPage.Item(name: event, context: ContextLine(text: context, line: line.number)))
        }
        heading = nil
      }
    }
    return Result(page: DayPage(items: items))
  }

  // The event that a heading `### [title](/news/….md)` links to.
  private static func name(_ line: PageText.Line) -> EventName? {
    guard let start = line.bytes.lastIndex(of: "](/news/") else { return nil }
    let path = line.bytes.slice((start + 2)...)
    return EventName(path.slice(..<(path.lastIndex(of: 0x29) ?? path.count)))
  }
}
