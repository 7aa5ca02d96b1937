package import Primitives

/// Parses the page of a day: the contexts under its headings.
package enum DayPageParser {
  /// The result of parsing a page.
  package struct Result {
    /// The page; `nil` when a problem rejects the file.
    package var page: DayPage?
    /// The whole file, which contains the texts of the page.
    package var text = TextSlice.empty
    /// The problems of the file, by line.
    package var problems: [ArchiveProblem] = []
  }

  /// Parses the bytes of a file.
  /// - Parameter path: the file's path below the content directory.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, path: String) -> Result {
    if let defect = TextSurvey(bytes).defect(of: bytes) {
      let problem = ArchiveProblem(
        path: path, line: defect.line, message: defect.message, severity: .rejected)
      return Result(problems: [problem])
    }
    var problems: [ArchiveProblem] = []
    func report(line: Int, _ message: String) {
      guard problems.count < PageLimits.problems else { return }
      problems.append(ArchiveProblem(path: path, line: line, message: message, severity: .repaired))
    }
    let safe = StreamSafeText.limited(bytes)
    if let safe { report(line: TextSurvey.line(of: safe.first, in: bytes), StreamSafeText.problem) }
    let file = safe?.bytes.withUnsafeBufferPointer { TextSlice(copying: $0) } ?? TextSlice(copying: bytes)
    let page = file.withBytes { DayPage(items: items($0, of: file, report: report)) }
    return Result(page: page, text: file, problems: problems)
  }

  private static func items(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice, report: (_ line: Int, _ message: String) -> Void
  ) -> [DayPage.Item] {
    var items: [DayPage.Item] = []
    // The event of the last heading, until a line follows.
    var heading: TextSlice?
    var text = PageText(bytes)
    while let line = text.next() {
      if line.heading.first == .numberSign {
        heading = path(line, of: file)
      } else if let event = heading, !line.isBlank {
        if let context = ContextMark.names(inLine: line.bytes, isAlone: true) {
          var names = NameLimiter()
          let result = names.limit(context, of: file)
          if let problem = result.problem { report(line.number, problem) }
          items.append(
            DayPage.Item(path: event, context: ContextLine(text: result.text, line: line.number)))
        }
        heading = nil
      }
    }
    return items
  }

  // The event to which a heading `### [title](/news/….md)` links.
  private static func path(_ line: PageText.Line, of file: TextSlice) -> TextSlice? {
    guard let start = line.bytes.lastIndex(of: "](/news/") else { return nil }
    return ListItem.event(line.bytes.slice((start + 2)...), of: file)?.path
  }
}
