package import Primitives

/// Reads an event file: date, topic, title, summary, sources, changes and related events, of every generation.
///
/// No data of a readable file is lost: a part that is wrong, or beyond `PageLimits`, is reported and left out, the rest is
/// used. A file without date or title is rejected as a whole.
package struct EventFileParser {
  /// What came of a file: the page, unless a problem rejects it, and the problems.
  package struct Result {
    /// The page, or `nil` when a problem rejects the file.
    package var page: EventPage?
    /// The whole file, which the page's texts are parts of.
    package var text = TextSlice.empty
    /// Everything that is wrong with the file, by line.
    package var problems: [ArchiveProblem] = []
  }

  private enum Section { case head, body, sources, changes, related, unknown }

  private let path: String
  private let name: EventName
  private let file: TextSlice
  private var section = Section.head
  private var heading: EventDay?
  private var headingLine = 0
  private var topic: TextSlice?
  private var topicLine = 0
  private var title: TextSlice?
  private var titleLine = 0
  // Whether the next line is the underline of a heading.
  private var isUnderlined = false
  private var fence = CodeFence()
  private var closingList = ClosingList()
  // Whether a list that comes next belongs to the last line of the body: an item, a heading, or what ends in a colon.
  private var introducesList = false
  private var paragraphs: [[TextSlice]] = []
  private var paragraphEnded = true
  private var sources: [Source] = []
  private var cover: TextSlice?
  private var changes: [TitleChange] = []
  private var related: [RelatedEvent] = []
  private var contexts: [ContextLine] = []
  private var problems: [ArchiveProblem] = []
  // Problems that are too many to be listed, and the line of the first.
  private var unlisted = (count: 0, line: 0)
  private var controls = 0
  private var names = NameLimiter()
  private var summaryBytes = 0
  private var isSummaryCut = false
  // How many lines of each list were read, and the bytes of all.
  private var listLines: [Section: Int] = [:]
  private var listBytes = 0

  private init(path: String, name: EventName, file: TextSlice) {
    (self.path, self.name, self.file) = (path, name, file)
  }

  /// Reads the bytes of the file at `path` (below the content directory), the page of the event `name`.
  package static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, path: String, name: EventName
  ) -> Result {
    guard let safe = StreamSafeText.limited(bytes) else {
      let file = TextSlice(copying: bytes)
      return file.withBytes { parse($0, EventFileParser(path: path, name: name, file: file)) }
    }
    let file = safe.bytes.withUnsafeBufferPointer { TextSlice(copying: $0) }
    var parser = EventFileParser(path: path, name: name, file: file)
    parser.repaired(TextSurvey.line(of: safe.first, in: bytes), StreamSafeText.problem)
    return file.withBytes { parse($0, parser) }
  }

  private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ parser: consuming EventFileParser)
    -> Result
  {
    let name = parser.name
    let survey = TextSurvey(bytes)
    if let (line, what) = survey.defect(of: bytes) { return parser.rejected(line, what) }
    guard let day = name.day else {
      return parser.rejected(1, "the folder names no day of the calendar; move the file to news/YYYY/MM/D")
    }
    var text = PageText(bytes)
    var last = 1
    while let line = text.next() {
      last = line.number
      if survey.hasControls { parser.lookForControls(line) }
      parser.read(line, before: text)
    }
    guard let title = parser.title else {
      return parser.rejected(last, "no title; add a line `# Title` under the date")
    }
    guard title.withBytes(InvisibleCharacters.leaveSomething) else {
      return parser.rejected(
        parser.titleLine, "the title has no character that can be seen; write one behind `# `")
    }
    if let heading = parser.heading, heading != day {
      parser.repaired(
        parser.headingLine,
        "the date \(heading) is not the folder's \(day), which is used; correct the heading or move the file")
    } else if parser.headingLine == 0 {
      parser.repaired(
        1, "no date, so the folder's \(day) is used; begin the file with `### [\(day)](/news/…/index.md)`")
    }
    if parser.controls > 0 {
      parser.repaired(parser.controls, "a control character, which is left out; delete it")
    }
    parser.reportUnlisted()
    return Result(
      page: parser.page(day: day, title: title), text: parser.file,
      problems: parser.problems.sorted { ($0.line, $0.what) < ($1.line, $1.what) })
  }
}

extension EventFileParser {
  private func page(day: EventDay, title: TextSlice) -> EventPage {
    EventPage(
      name: name, day: day, topic: topic, title: title, summary: summary,
      sources: sources, cover: cover, changes: changes, related: related, contexts: contexts,
      topicLine: topicLine)
  }

  // The lines as they stand when there is but one, as nearly always.
  private var summary: TextSlice {
    if paragraphs.count == 1, paragraphs[0].count == 1 { return paragraphs[0][0] }
    return TextSlice(
      paragraphs.map { $0.map(\.string).joined(separator: "\n") }.joined(separator: "\n\n"))
  }

  private func rejected(_ line: Int, _ what: String) -> Result {
    Result(
      page: nil,
      problems: problems + [ArchiveProblem(path: path, line: line, what: what, severity: .rejected)])
  }

  private mutating func repaired(_ line: Int, _ what: String) {
    guard problems.count < PageLimits.problems else {
      unlisted = (unlisted.count + 1, unlisted.count == 0 ? line : unlisted.line)
      return
    }
    problems.append(ArchiveProblem(path: path, line: line, what: what, severity: .repaired))
  }

  private mutating func reportUnlisted() {
    guard unlisted.count > 0 else { return }
    problems.append(
      ArchiveProblem(
        path: path, line: unlisted.line,
        what: "\(unlisted.count) more problems, which are not listed; correct those that are first",
        severity: .repaired))
  }

  private mutating func lookForControls(_ line: PageText.Line) {
    if controls == 0, line.bytes.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      controls = line.number
    }
  }

  // `ahead` is the text behind the line.
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
    } else if section == .body, fence.holds(line, before: ahead) {
      // In code, nothing is a mark.
      addToSummary(line.bytes, line)
    } else if let heading = SectionHeading(line, before: ahead, isInList: section != .body) {
      begin(heading, line)
    } else {
      switch section {
      case .head, .unknown: break
      case .body: readBody(line, before: ahead)
      case .sources, .changes, .related: readItem(line)
      }
    }
  }

  private mutating func readItem(_ line: PageText.Line) {
    switch section {
    case .sources: if admits(line, "sources") { readSource(line) }
    case .changes: if admits(line, "changes") { readChange(line) }
    case .related: if admits(line, "related events") { readRelated(line) }
    case .head, .body, .unknown: break
    }
  }

  // Whether a line of a list is within the page's limits. The first of each list that is not is reported.
  private mutating func admits(_ line: PageText.Line, _ items: String) -> Bool {
    let count = listLines[section, default: 0]
    guard count <= PageLimits.listItems else { return false }
    // The names of contexts have limits of their own.
    let size = section == .body ? line.bytes.count : measure(line.bytes)
    guard count < PageLimits.listItems, listBytes + size <= PageLimits.listBytes else {
      listLines[section] = PageLimits.listItems + 1
      repaired(
        line.number,
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

  // The bytes of a text in feeds. Of a page whose text is short whatever becomes of it, they need not be counted.
  private func measure(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    file.count <= PageLimits.summaryBytes / UnsafeBufferPointer.mostEscaped ? text.count : text.escapedCount
  }

  // A context without the names that are beyond the page's limits.
  private mutating func limited(_ context: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) -> TextSlice {
    let result = names.limit(context, of: file)
    if let problem = result.problem { repaired(line.number, problem) }
    return result.text
  }

  private mutating func readHead(_ line: PageText.Line, before ahead: PageText) {
    let text = line.heading
    let level = text.prefix { $0 == 0x23 }.count
    let rest = text.slice(level...)
    switch level {
    case 1: begin(title: rest, line)
    case 5: begin(topic: rest.trimmed, line)
    case 0 where Self.isUnderlined(ahead, by: 0x3D):
      begin(title: text, line)
      isUnderlined = true
    default: readDate(rest, level: level, line)
    }
  }

  private mutating func begin(topic name: UnsafeBufferPointer<UInt8>, _ line: PageText.Line) {
    guard name.escapedCount <= PageLimits.nameBytes else {
      return repaired(
        line.number,
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
    repaired(
      line.number,
      "a title of more than \(PageLimits.titleBytes) bytes in feeds, the rest of which is left out; shorten it"
    )
    let beginning = PlainText.clean(title.beginning(title.count(escaped: PageLimits.titleBytes)), of: file)
    guard beginning.withBytes(InvisibleCharacters.leaveSomething) else { return beginning }
    return TextSlice(beginning.string + "…")
  }

  private mutating func readDate(_ text: UnsafeBufferPointer<UInt8>, level: Int, _ line: PageText.Line) {
    let date = Self.date(text.trimmed)
    if level == 3 || date != nil {
      heading = heading ?? date
      headingLine = headingLine == 0 ? line.number : headingLine
      if heading == nil {
        repaired(
          line.number,
          "no date can be read from this heading, so the folder's is used; write `### [2013-11-14](/news/2013/11/14/index.md)`"
        )
      }
    } else if !line.hasPrefix("Formats:") {
      repaired(line.number, "text before the title, which is left out; move it below the line `# Title`")
    }
  }

  private static func isUnderlined(_ ahead: PageText, by mark: UInt8) -> Bool {
    var ahead = ahead
    guard let line = ahead.next()?.bytes.trimmed, line.count > 1 else { return false }
    return line.allSatisfy { $0 == mark }
  }

  private mutating func begin(_ heading: SectionHeading, _ line: PageText.Line) {
    isUnderlined = heading.isUnderlined
    if let misspelling = heading.misspelling {
      repaired(
        line.number,
        "the section \"\(Self.excerpt(misspelling))\" is read as the known one that its items are of; call it Sources, Changes or Related"
      )
    }
    switch heading.kind {
    case .sources: section = .sources
    case .changes: section = .changes
    case .related:
      section = .related
      related.reserveCapacity(10)
    case .unknown(let other):
      section = .unknown
      repaired(
        line.number,
        "the section \"\(Self.excerpt(other))\" is not known and left out; known are Sources, Changes and Related"
      )
    }
    guard !heading.items.isEmpty else { return }
    readItem(PageText.Line(bytes: heading.items, number: line.number))
  }

  private mutating func readBody(_ line: PageText.Line, before ahead: PageText) {
    if readContexts(line, before: ahead) { return }
    if paragraphEnded, SectionHeading.isWithoutLinks(line) {
      return repaired(
        line.number,
        "\"\(Self.excerpt(String(decoding: line.bytes.trimmed, as: UTF8.self)))\" names sources without links, and is left out; write `### Sources:`, and under it `1. [Name](http://…)` for each"
      )
    }
    let text = line.bytes.trimmed
    let isItem = ListItem.withoutMark(text).count < text.count
    if !introducesList, isItem || paragraphEnded,
      let items = closingList.items(from: line, before: ahead, needsMark: isItem || paragraphs.isEmpty)
    {
      section = items == .sources ? .sources : .related
      repaired(
        line.number,
        "a list of links without a heading, which is read as \(items.rawValue); write `### \(items.rawValue):` above it"
      )
      return readItem(line)
    }
    introducesList = isItem || text.first == 0x23 || text.last == 0x3A
    let isFollowed = !Self.beginsWithoutParagraph(ahead)
    addToSummary(line.textOfBlock(isFirst: paragraphs.isEmpty, isFollowed: isFollowed), line)
  }

  // Reads a line that is a context, or has some; returns whether it is such.
  private mutating func readContexts(_ line: PageText.Line, before ahead: PageText) -> Bool {
    if let mixed = ContextMark.mixed(line.bytes) {
      for context in mixed.contexts { add(context: context, line) }
      for text in mixed.texts { addToSummary(text, line) }
      paragraphEnded = paragraphEnded || mixed.texts.isEmpty
      return true
    }
    let isAlone = paragraphEnded && Self.beginsWithoutParagraph(ahead)
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

  // What a line adds to the summary, `nil` for one behind the place where that is cut.
  private mutating func limited(
    summary text: UnsafeBufferPointer<UInt8>, _ line: PageText.Line
  ) -> TextSlice? {
    let room = PageLimits.summaryBytes - summaryBytes
    let size = measure(text)
    summaryBytes += size + 1
    if isSummaryCut { return nil }
    if size <= room { return file.slice(text) }
    isSummaryCut = true
    repaired(
      line.number,
      "a summary of more than \(PageLimits.summaryBytes) bytes in feeds, the rest of which is left out; shorten it"
    )
    return TextSlice(file.slice(text.beginning(text.count(escaped: room))).string + "…")
  }

  // Whether the text behind a line does not go on with the line's paragraph.
  private static func beginsWithoutParagraph(_ ahead: PageText) -> Bool {
    var ahead = ahead
    guard let line = ahead.next() else { return true }
    return line.isBlank || line.bytes.first == 0x23
  }

  private mutating func readSource(_ line: PageText.Line) {
    let items = SourceItem.items(line.bytes, of: file)
    if items.isEmpty { return repaired(line.number, "not a source; write `1. [Name](http://…)`") }
    for item in items {
      // A line may hold several.
      guard sources.count < PageLimits.listItems else {
        return repaired(
          line.number,
          "more than \(PageLimits.listItems) sources, so that some of this line are left out; remove some")
      }
      guard item.address.withBytes(Self.isWeb) else {
        repaired(
          line.number,
          "the address \"\(Self.excerpt(item.address.string))\" is no http or https URL with a host (and a port from 1 to 65535, or none), so it is left out"
        )
        continue
      }
      if item.isPicture {
        cover = cover ?? item.address
      } else {
        let hasName = item.name.withBytes(InvisibleCharacters.leaveSomething)
        sources.append(Source(name: hasName ? item.name : item.address, address: item.address))
      }
    }
  }

  private mutating func readChange(_ line: PageText.Line) {
    guard let item = ListItem(line, of: file, marks: "](/news/"),
      let (path, rest) = item.event(of: file, onPage: name)
    else {
      return repaired(
        line.number, "not a change; write `1. [old title](/news/….md) _2018-02-06 13:49:25 (Update)_`")
    }
    let stamp = rest.holds("_", at: 0) ? rest.slice(1..<min(20, rest.count)) : rest.slice(..<0)
    changes.append(
      TitleChange(
        title: item.label, path: path,
        replaced: file.slice(Self.isTimestamp(stamp) ? stamp : rest.slice(..<0))))
  }

  private mutating func readRelated(_ line: PageText.Line) {
    guard let item = ListItem(line, of: file, marks: "](/news/", "]("),
      let (path, rest) = item.event(of: file, onPage: name)
    else {
      return repaired(
        line.number, "not a related event; write `1. [Title](/news/….md) _Context: Name, Name_`")
    }
    related.append(
      RelatedEvent(
        title: item.label, path: path, context: limited(ContextMark.names(afterLink: rest), line),
        line: line.number))
  }

  // The beginning of a text that a message repeats.
  private static func excerpt(_ text: String) -> String {
    text.utf8.count <= 200 ? text : String(text.unicodeScalars.prefix(100).map(Character.init)) + "…"
  }

  // The day of `### [2013-11-14](…)` or `### 2013-11-14`.
  private static func date(_ heading: UnsafeBufferPointer<UInt8>) -> EventDay? {
    var text = heading
    if let open = text.index(of: 0x5B), let length = text.slice((open + 1)...).index(of: 0x5D) {
      text = text.slice((open + 1)..<(open + 1 + length))
    } else if let end = text.index(of: 0x20) {
      text = text.slice(..<end)
    }
    return EventDay(text)
  }

  // `2018-02-06 13:49:25`
  private static func isTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count == 19
      && zip(bytes, "0000-00-00 00:00:00".utf8).allSatisfy { byte, form in
        form == 0x30 ? (0x30...0x39).contains(byte) : byte == form
      }
  }

  // An absolute http or https URL with a host name, of ASCII or of an internationalized domain name.
  private static func isWeb(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let colon = address.index(of: 0x3A), address.holds("://", at: colon), colon == 4 || colon == 5
    else {
      return false
    }
    let isScheme = zip(address, "https".utf8).prefix(colon).allSatisfy { $0 | 0x20 == $1 }
    let authority = address.slice((colon + 3)...).prefix { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
    return isScheme && address.index(of: 0x20) == nil
      && HostName.isAuthority(UnsafeBufferPointer(rebasing: authority))
  }
}
