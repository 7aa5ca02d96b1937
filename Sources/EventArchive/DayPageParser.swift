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
    let file = TextSlice(copying: bytes)
    return Result(page: file.withBytes { DayPage(items: items($0, of: file)) }, text: file)
  }

  private static func items(_ bytes: UnsafeBufferPointer<UInt8>, of file: TextSlice) -> [DayPage.Item] {
    var items: [DayPage.Item] = []
    var heading: TextSlice?
    var text = PageText(bytes)
    while let line = text.next() {
      if line.heading.first == 0x23 {
        heading = path(line, of: file)
      } else if let event = heading, !line.isBlank {
        if let context = ContextMark.names(inLine: line.bytes, isAlone: true) {
          items.append(
            DayPage.Item(path: event, context: ContextLine(text: file.slice(context), line: line.number)))
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
