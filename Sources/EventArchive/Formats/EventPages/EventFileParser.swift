package import Primitives

/// Parses event files of every version of the format: date, topic, title, summary, sources, changes and related events.
///
/// A part that is invalid, or beyond `PageLimits`, is reported and left out, and the rest is used. A file without title is rejected.
package struct EventFileParser {
  /// The result of parsing a file.
  package struct Result {
    /// The page; `nil` when a problem rejects the file.
    package var page: EventPage?
    /// The whole file, which contains the texts of the page.
    package var text = TextSlice.empty
    /// The problems of the file, by line.
    package var problems: [ArchiveProblem] = []
  }

  // The problems beyond the number that is reported.
  private struct UnlistedProblems {
    var count: Int
    var firstLine: Int
  }

  private enum Section { case head, body, sources, changes, related, articles, unknown }

  private let path: String
  private let name: EventName
  private let file: TextSlice
  private var section = Section.head
  // The date in the heading, and the line of the first heading that may contain one.
  private var date: EventDay?
  private var dateLine: Int?
  private var topic: TextSlice?
  private var topicLine: Int?
  private var title: TextSlice?
  private var titleLine = 0
  // Whether the next line is the underline of a heading.
  private var isUnderlined = false
  private var fence = CodeFence()
  private var closingList = ClosingList()
  // Whether a following list belongs to the last line of the body: an item, a heading, or a line that ends in a colon.
  private var introducesList = false
  private var paragraphs: [[TextSlice]] = []
  private var paragraphEnded = true
  private var sources: [Source] = []
  private var cover: TextSlice?
  private var changes: [TitleChange] = []
  private var related: [RelatedEvent] = []
  private var contexts: [ContextLine] = []
  private var categories: [TextSlice] = []
  private var articles: [NamedArticle] = []
  private var problems: [ArchiveProblem] = []
  private var unlisted: UnlistedProblems?
  private var firstControlLine: Int?
  private var names = NameLimiter()
  private var summaryBytes = 0
  private var isSummaryCut = false
  // The number of lines of each list, and the bytes of all lists.
  private var listLines: [Section: Int] = [:]
  private var listBytes = 0

  private init(path: String, name: EventName, file: TextSlice) {
    self.path = path
    self.name = name
    self.file = file
  }

  /// Parses the bytes of a file.
  /// - Parameters:
  ///   - path: the file's path below the content directory.
  ///   - name: the name of the file's event.
  package static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, name: EventName
  ) -> Result {
    guard let safe = StreamSafeText.limited(bytes) else {
      let file = TextSlice(copying: bytes)
      return file.withBytes { parse($0, EventFileParser(path: path, name: name, file: file)) }
    }
    let file = safe.bytes.withUnsafeBufferPointer { TextSlice(copying: $0) }
    var parser = EventFileParser(path: path, name: name, file: file)
    parser.report(line: TextSurvey.line(of: safe.first, in: bytes), StreamSafeText.problem)
    return file.withBytes { parse($0, parser) }
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ parser: consuming EventFileParser)
    -> Result
  {
    let name = parser.name
    let survey = TextSurvey(bytes)
    if let defect = survey.defect(of: bytes) { return parser.rejection(line: defect.line, defect.message) }
    guard let day = name.day else {
      return parser.rejection(
        line: 1, "the folder names no day of the calendar; move the file to news/YYYY/MM/D")
    }
    var text = PageText(bytes)
    var last = 1
    while let line = text.next() {
      last = line.number
      if survey.hasControls { parser.findControls(in: line) }
      parser.read(line, before: text)
    }
    guard let title = parser.title else {
      return parser.rejection(line: last, "no title; add a line `# Title` under the date")
    }
    guard title.withBytes(InvisibleCharacters.leaveVisibleText) else {
      return parser.rejection(
        line: parser.titleLine, "the title has no character that can be seen; write one behind `# `")
    }
    parser.reportDate(of: day)
    if let line = parser.firstControlLine {
      parser.report(line: line, "a control character, which is left out; delete it")
    }
    parser.reportUnlisted()
    return Result(
      page: parser.page(day: day, title: title), text: parser.file,
      problems: parser.problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) })
  }
}

extension EventFileParser {
  private func page(day: EventDay, title: TextSlice) -> EventPage {
    EventPage(
      name: name, day: day, topic: topic, title: title, summary: summary,
      sources: sources, cover: cover, changes: changes, related: related, contexts: contexts,
      categories: categories, articles: articles, topicLine: topicLine)
  }

  // Nearly always one line, which needs no copy.
  private var summary: TextSlice {
    if paragraphs.count == 1, paragraphs[0].count == 1 { return paragraphs[0][0] }
    return TextSlice(
      paragraphs.map { $0.map(\.string).joined(separator: "\n") }.joined(separator: "\n\n"))
  }

  private func rejection(line: Int, _ message: String) -> Result {
    let problem = ArchiveProblem(path: path, line: line, message: message, severity: .rejected)
    return Result(page: nil, problems: problems + [problem])
  }

  private mutating func report(line: Int, _ message: String) {
    guard problems.count < PageLimits.problems else {
      unlisted = UnlistedProblems(count: (unlisted?.count ?? 0) + 1, firstLine: unlisted?.firstLine ?? line)
      return
    }
    problems.append(ArchiveProblem(path: path, line: line, message: message, severity: .repaired))
  }

  private mutating func reportUnlisted() {
    guard let unlisted else { return }
    problems.append(
      ArchiveProblem(
        path: path, line: unlisted.firstLine,
        message: "\(unlisted.count) more problems, which are not listed; correct those that are first",
        severity: .repaired))
  }

  private mutating func reportDate(of day: EventDay) {
    guard let dateLine else {
      return report(
        line: 1,
        "no date, so the folder's \(day) is used; begin the file with `### [\(day)](/news/…/index.md)`")
    }
    if let date, date != day {
      report(
        line: dateLine,
        "the date \(date) is not the folder's \(day), which is used; correct the heading or move the file")
    }
  }

  private mutating func findControls(in line: PageText.Line) {
    guard firstControlLine == nil else { return }
    let hasControls = line.bytes.contains { $0 < .space && $0 != .tab || $0 == .delete }
    if hasControls { firstControlLine = line.number }
  }

  // Reads a line before the text `ahead`.
  private mutating func read(_ line: PageText.Line, before ahead: PageText) {
    if isUnderlined {
      isUnderlined = false
      return
    }
    if line.isBlank {
      paragraphEnded = true
      return
    }
    if section == .head {
      readHead(line, before: ahead)
    } else if section == .body, fence.contains(line, before: ahead) {
      // Code contains no markup of the format.
      addToSummary(line.bytes, line)
    } else if let heading = SectionHeading(line, before: ahead, isInList: section != .body) {
      begin(heading, line)
    } else {
      switch section {
      case .head, .unknown: break
      case .body: readBody(line, before: ahead)
      case .sources, .changes, .related, .articles: readItem(line)
      }
    }
  }

  private mutating func readItem(_ line: PageText.Line) {
    switch section {
    case .sources: if admits(line, "sources") { readSource(line) }
    case .changes: if admits(line, "changes") { readChange(line) }
    case .related: if admits(line, "related events") { readRelated(line) }
    case .articles: if admits(line, "articles") { readArticle(line) }
    case .head, .body, .unknown: break
    }
  }

  // Whether a line of a list is within the page's limits. The first line of each list beyond them is reported.
  private mutating func admits(_ line: PageText.Line, _ items: String) -> Bool {
    let count = listLines[section, default: 0]
    guard count <= PageLimits.listItems else { return false }
    // The names of contexts have limits of their own.
    let size = section == .body ? line.bytes.count : measure(line.bytes)
    guard count < PageLimits.listItems, listBytes + size <= PageLimits.listBytes else {
      listLines[section] = PageLimits.listItems + 1
      report(
        line: line.number,
        count == PageLimits.listItems
          ? "more than \(PageLimits.listItems) \(items), so that this one and those after it are left out; remove some"
          : "the lists of this page have more than \(PageLimits.listBytes) bytes in feeds, so that this line and the \(items) after it are left out; shorten them"
      )
      return false
    }
    listLines[section] = count + 1
    listBytes += size
    return true
  }

  // The bytes of a text in escaped form. They need not be counted if the whole page is below the limits in any case.
  private func measure(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    file.count <= PageLimits.summaryBytes / UnsafeBufferPointer.largestEscape ? text.count : text.escapedCount
  }

  // A context within the page's limits.
  private mutating func limited(_ context: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) -> TextSlice {
    let result = names.limit(context, of: file)
    if let problem = result.problem { report(line: line.number, problem) }
    return result.text
  }

  private mutating func readHead(_ line: PageText.Line, before ahead: PageText) {
    let text = line.heading
    let level = text.prefix { $0 == .numberSign }.count
    let rest = text.slice(level...)
    switch level {
    case 1: begin(title: rest, line)
    case 5: begin(topic: rest.trimmed, line)
    case 0 where Self.beginsWithUnderline(ahead):
      begin(title: text, line)
      isUnderlined = true
    default: readDate(rest, level: level, line)
    }
  }

  private mutating func begin(topic name: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) {
    guard name.escapedCount <= PageLimits.nameBytes else {
      return report(
        line: line.number,
        "a topic of more than \(PageLimits.nameBytes) bytes in feeds, which is no name and left out; shorten it"
      )
    }
    topic = PlainText.clean(name, of: file)
    topicLine = line.number
  }

  private mutating func begin(title text: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) {
    title = limited(title: text.trimmed, line)
    titleLine = line.number
    section = .body
  }

  private mutating func limited(title: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) -> TextSlice {
    guard title.escapedCount > PageLimits.titleBytes else { return PlainText.clean(title, of: file) }
    report(
      line: line.number,
      "a title of more than \(PageLimits.titleBytes) bytes in feeds, the rest of which is left out; shorten it"
    )
    let beginning = PlainText.clean(title.cut(toEscaped: PageLimits.titleBytes), of: file)
    guard beginning.withBytes(InvisibleCharacters.leaveVisibleText) else { return beginning }
    return TextSlice(beginning.string + "…")
  }

  private mutating func readDate(_ text: UnsafeBufferPointer<UInt8>, level: Int, _ line: PageText.Line) {
    let found = Self.date(text.trimmed)
    if level == 3 || found != nil {
      date = date ?? found
      dateLine = dateLine ?? line.number
      if date == nil {
        report(
          line: line.number,
          "no date can be read from this heading, so the folder's is used; write `### [2013-11-14](/news/2013/11/14/index.md)`"
        )
      }
    } else if !line.hasPrefix("Formats:") {
      report(line: line.number, "text before the title, which is left out; move it below the line `# Title`")
    }
  }

  // Whether a text begins with the underline of a heading of level 1.
  private static func beginsWithUnderline(_ ahead: PageText) -> Bool {
    var ahead = ahead
    guard let line = ahead.next()?.bytes.trimmed, line.count > 1 else { return false }
    return line.allSatisfy { $0 == .equalsSign }
  }

  private mutating func begin(_ heading: SectionHeading, _ line: PageText.Line) {
    isUnderlined = heading.isUnderlined
    if let misspelling = heading.misspelling {
      report(
        line: line.number,
        "the section \"\(Self.excerpt(misspelling))\" is read as the known one that its items are of; call it Sources, Changes, Related or Articles"
      )
    }
    switch heading.kind {
    case .sources: section = .sources
    case .changes: section = .changes
    case .articles: section = .articles
    case .related:
      section = .related
      related.reserveCapacity(10)
    case .unknown(let other):
      section = .unknown
      report(
        line: line.number,
        "the section \"\(Self.excerpt(other))\" is not known and left out; known are Sources, Changes, Related and Articles"
      )
    }
    guard !heading.items.isEmpty else { return }
    readItem(PageText.Line(bytes: heading.items, number: line.number))
  }

  private mutating func readBody(_ line: PageText.Line, before ahead: PageText) {
    if readCategory(line) || readContexts(line, before: ahead) { return }
    let text = line.bytes.trimmed
    if paragraphEnded, SectionHeading.isWithoutLinks(line) {
      return report(
        line: line.number,
        "\"\(Self.excerpt(String(decoding: text, as: UTF8.self)))\" names sources without links, and is left out; write `### Sources:`, and under it `1. [Name](http://…)` for each"
      )
    }
    let isItem = ListItem.withoutMark(text).count < text.count
    if !introducesList, isItem || paragraphEnded,
      let items = closingList.items(from: line, before: ahead, needsMark: isItem || paragraphs.isEmpty)
    {
      section = items == .sources ? .sources : .related
      report(
        line: line.number,
        "a list of links without a heading, which is read as \(items.rawValue); write `### \(items.rawValue):` above it"
      )
      return readItem(line)
    }
    introducesList = isItem || text.first == .numberSign || text.last == .colon
    let isFollowed = !Self.endsParagraph(ahead)
    addToSummary(line.textOfBlock(isFirst: paragraphs.isEmpty, isFollowed: isFollowed), line)
  }

  // Reads a line `_Category: Name_`. Returns false, and does nothing, for any other line.
  private mutating func readCategory(_ line: PageText.Line) -> Bool {
    let text = line.bytes.trimmed
    guard text.holds("_Category:", at: 0), text.last == .underscore else { return false }
    let name = text.slice(10..<(text.count - 1)).trimmed
    guard !name.isEmpty else { return false }
    paragraphEnded = true
    guard admits(line, "contexts and categories") else { return true }
    guard name.escapedCount <= PageLimits.nameBytes else {
      report(
        line: line.number,
        "a category of more than \(PageLimits.nameBytes) bytes in feeds, which is left out; shorten it")
      return true
    }
    let category = PlainText.clean(name, of: file)
    if !categories.contains(category) { categories.append(category) }
    return true
  }

  // Reads a line with contexts. Returns false, and does nothing, for any other line.
  private mutating func readContexts(_ line: PageText.Line, before ahead: PageText) -> Bool {
    if let mixed = ContextMark.mixed(line.bytes) {
      for context in mixed.contexts { add(context: context, line) }
      for text in mixed.texts { addToSummary(text, line) }
      paragraphEnded = paragraphEnded || mixed.texts.isEmpty
      return true
    }
    let isAlone = paragraphEnded && Self.endsParagraph(ahead)
    guard let context = ContextMark.names(inLine: line.bytes, isAlone: isAlone) else { return false }
    add(context: context, line)
    paragraphEnded = true
    return true
  }

  private mutating func add(context: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) {
    guard admits(line, "contexts") else { return }
    contexts.append(ContextLine(text: limited(context, line), line: line.number))
  }

  private mutating func addToSummary(_ whole: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) {
    guard let text = limited(summary: whole, line) else { return }
    if paragraphEnded {
      paragraphs.append([text])
    } else {
      paragraphs[paragraphs.count - 1].append(text)
    }
    paragraphEnded = false
  }

  // A line within the limit of the summary; `nil` for a line beyond it.
  private mutating func limited(
    summary text: UnsafeBufferPointer<UInt8>, _ line: PageText.Line
  ) -> TextSlice? {
    let room = PageLimits.summaryBytes - summaryBytes
    let size = measure(text)
    summaryBytes += size + 1
    if isSummaryCut { return nil }
    if size <= room { return file.slice(text) }
    isSummaryCut = true
    report(
      line: line.number,
      "a summary of more than \(PageLimits.summaryBytes) bytes in feeds, the rest of which is left out; shorten it"
    )
    return TextSlice(file.slice(text.cut(toEscaped: room)).string + "…")
  }

  // Whether the paragraph of a line ends before the text `ahead`.
  private static func endsParagraph(_ ahead: PageText) -> Bool {
    var ahead = ahead
    guard let line = ahead.next() else { return true }
    return line.isBlank || line.bytes.first == .numberSign
  }

  private mutating func readSource(_ line: PageText.Line) {
    let items = SourceItem.items(line.bytes, of: file)
    if items.isEmpty { return report(line: line.number, "not a source; write `1. [Name](http://…)`") }
    for item in items {
      // A line may contain several sources.
      guard sources.count < PageLimits.listItems else {
        return report(
          line: line.number,
          "more than \(PageLimits.listItems) sources, so that some of this line are left out; remove some")
      }
      append(item, line)
    }
  }

  private mutating func append(_ item: SourceItem, _ line: PageText.Line) {
    guard item.address.withBytes(Self.isWebAddress) else {
      return report(
        line: line.number,
        "the address \"\(Self.excerpt(item.address.string))\" is no http or https URL with a host (and a port from 1 to 65535, or none), so it is left out"
      )
    }
    if item.isPicture {
      cover = cover ?? item.address
      return
    }
    let hasName = item.name.withBytes(InvisibleCharacters.leaveVisibleText)
    sources.append(Source(name: hasName ? item.name : item.address, address: item.address))
  }

  private mutating func readArticle(_ line: PageText.Line) {
    let items = SourceItem.items(line.bytes, of: file, withNotes: false)
    let named = items.compactMap { item in
      item.name.withBytes(InvisibleCharacters.leaveVisibleText)
        ? ArticleAddress(item.address.string).map {
          NamedArticle(name: item.name, article: $0, line: line.number)
        } : nil
    }
    if items.isEmpty || named.count < items.count {
      report(line: line.number, "not an article; write `1. [Name](https://…)` with the address of an article")
    }
    articles += named
  }

  private mutating func readChange(_ line: PageText.Line) {
    guard let item = ListItem(line, of: file, marks: "](/news/"),
      let link = item.event(of: file, onPage: name)
    else {
      return report(
        line: line.number, "not a change; write `1. [old title](/news/….md) _2018-02-06 13:49:25 (Update)_`")
    }
    let rest = link.rest
    let none = rest.slice(..<0)
    let stamp = rest.holds("_", at: 0) ? rest.slice(1..<min(20, rest.count)) : none
    let replaced = file.slice(Self.isTimestamp(stamp) ? stamp : none)
    changes.append(TitleChange(title: item.label, path: link.path, replaced: replaced))
  }

  private mutating func readRelated(_ line: PageText.Line) {
    guard let item = ListItem(line, of: file, marks: "](/news/", "]("),
      let link = item.event(of: file, onPage: name)
    else {
      return report(
        line: line.number, "not a related event; write `1. [Title](/news/….md) _Context: Name, Name_`")
    }
    let context = limited(ContextMark.names(afterLink: link.rest), line)
    related.append(RelatedEvent(title: item.label, path: link.path, context: context, line: line.number))
  }

  // The beginning of a text for a message.
  private static func excerpt(_ text: String) -> String {
    text.utf8.count <= 200 ? text : String(text.unicodeScalars.prefix(100).map(Character.init)) + "…"
  }

  // The day of `### [2013-11-14](…)` or `### 2013-11-14`.
  private static func date(_ heading: UnsafeBufferPointer<UInt8>) -> EventDay? {
    var text = heading
    if let open = text.index(of: .leftBracket),
      let length = text.slice((open + 1)...).index(of: .rightBracket)
    {
      text = text.slice((open + 1)..<(open + 1 + length))
    } else if let end = text.index(of: .space) {
      text = text.slice(..<end)
    }
    return EventDay(text)
  }

  // `2018-02-06 13:49:25`
  private static func isTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count == 19
      && zip(bytes, "0000-00-00 00:00:00".utf8).allSatisfy { byte, form in
        form == UInt8(ascii: "0") ? byte.isDigit : byte == form
      }
  }

  // Whether an address is an absolute http or https URL with a valid host.
  private static func isWebAddress(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let colon = address.index(of: .colon), address.holds("://", at: colon) else { return false }
    let scheme = address.slice(..<colon)
    guard scheme.isLike("http") || scheme.isLike("https"), address.index(of: .space) == nil else {
      return false
    }
    let rest = address.slice((colon + 3)...)
    let end = rest.firstIndex(where: authorityEnds.contains) ?? rest.count
    return HostName.isAuthority(rest.slice(..<end))
  }

  private static let authorityEnds = ByteSet("/?#")
}
