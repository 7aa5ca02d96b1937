package import Primitives

/// Reads a day's page: the contexts that stand under its headings.
package enum DayPageParser {
  /// What came of a day's page.
  package struct Result {
    /// The page, or `nil` when a problem rejects the file.
    package var page: DayPage?
    /// The whole file, which the page's texts are parts of.
    package var text = TextSlice.empty
    /// Everything that is wrong with the file, by line.
    package var problems: [ArchiveProblem] = []
  }

  /// Reads the bytes of the day's page at `path` (below the content directory).
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, path: String) -> Result {
    if let (line, what) = TextSurvey(bytes).defect(of: bytes) {
      return Result(problems: [ArchiveProblem(path: path, line: line, what: what, severity: .rejected)])
    }
    var problems: [ArchiveProblem] = []
    func repaired(_ line: Int, _ what: String) {
      guard problems.count < PageLimits.problems else { return }
      problems.append(ArchiveProblem(path: path, line: line, what: what, severity: .repaired))
    }
    let safe = StreamSafeText.limited(bytes)
    if let safe { repaired(TextSurvey.line(of: safe.first, in: bytes), StreamSafeText.problem) }
    let file = safe?.bytes.withUnsafeBufferPointer { TextSlice(copying: $0) } ?? TextSlice(copying: bytes)
    let page = file.withBytes { DayPage(items: items($0, of: file, repaired)) }
    return Result(page: page, text: file, problems: problems)
  }

  private static func items(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice, _ repaired: (Int, String) -> Void
  ) -> [DayPage.Item] {
    var items: [DayPage.Item] = []
    var heading: TextSlice?
    var text = PageText(bytes)
    while let line = text.next() {
      if line.heading.first == 0x23 {
        heading = path(line, of: file)
      } else if let event = heading, !line.isBlank {
        if let context = ContextMark.names(inLine: line.bytes, isAlone: true) {
          var names = NameLimiter()
          let result = names.limit(context, of: file)
          if let problem = result.problem { repaired(line.number, problem) }
          items.append(
            DayPage.Item(path: event, context: ContextLine(text: result.text, line: line.number)))
        }
        heading = nil
      }
    }
    return items
  }

  // The event that a heading `### [title](/news/….md)` links to.
  private static func path(_ line: PageText.Line, of file: TextSlice) -> TextSlice? {
    guard let start = line.bytes.lastIndex(of: "](/news/") else { return nil }
    return ListItem.event(line.bytes.slice((start + 2)...), of: file)?.path
  }
}
