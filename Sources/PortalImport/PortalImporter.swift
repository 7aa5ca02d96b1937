internal import EventArchive
package import Primitives

/// Writes the events of day pages into a content directory, and updates the files of earlier imports.
///
/// A file of an earlier import keeps its name when the event's text has changed. Its title, summary, names, category and sources become
/// those of the page; its picture, topic and related events stay. A file whose event is no longer on the page stays as it is.
package struct PortalImporter {
  /// The numbers of events that were imported.
  package struct Summary: Equatable, Sendable, CustomStringConvertible {
    /// Events on the pages.
    package var events = 0
    /// Events with a new file.
    package var added = 0
    /// Events whose files were changed.
    package var changed = 0
    /// Events whose files were up to date.
    package var unchanged = 0
    /// Files of events that are no longer on their page.
    package var kept = 0

    /// Makes the summary of no events.
    package init() {}

    /// The numbers in one line.
    package var description: String {
      let line = "\(events) events: \(added) new, \(changed) changed, \(unchanged) unchanged"
      return kept == 0 ? line : line + "; \(kept) no longer on their pages, whose files stay"
    }
  }

  /// What was imported.
  package private(set) var summary = Summary()

  private let content: String
  private let now: UnixTime

  /// Makes an importer.
  /// - Parameters:
  ///   - content: the path of the content directory.
  ///   - now: the time at which a replaced title is said to be replaced.
  package init(content: String, now: UnixTime) {
    self.content = content
    self.now = now
  }

  /// Imports the events of a page.
  /// - Throws: `PortalImportError`. Events before it are written.
  package mutating func add(_ page: PortalPage) throws(PortalImportError) {
    // An empty page is one without events yet.
    if page.events.isEmpty { return }
    let directory = try DayDirectory(of: page.day, in: content)
    let files = directory.imported
    let matches = EventMatches.files(
      of: page.events.map { Self.candidate($0) }, among: files.map { Self.candidate($0, day: page.day) })
    summary.events += page.events.count
    summary.kept += files.count - matches.count { $0 != nil }
    for (event, match) in zip(page.events, matches) {
      if let match {
        try update(files[match], to: event, page.day, in: directory)
      } else {
        try write(event, page.day, in: directory)
      }
    }
  }

  private static func candidate(_ event: PortalEvent) -> EventMatches.Candidate {
    EventMatches.Candidate(text: event.title + " " + event.summary, firstReport: event.sources.first?.address)
  }

  private static func candidate(_ file: EventDocument, day: EventDay) -> EventMatches.Candidate {
    EventMatches.Candidate(
      text: file.title + " " + file.summary, firstReport: Attribution.firstReport(of: file, on: day))
  }

  private mutating func write(
    _ event: PortalEvent, _ day: EventDay, in directory: DayDirectory
  ) throws(PortalImportError) {
    let path = directory.newPath(forTitle: event.title)
    guard let document = Self.document(event, day, path: path) else { return }
    try directory.write(EventFileText.text(of: document), to: path)
    summary.added += 1
  }

  private mutating func update(
    _ file: EventDocument, to event: PortalEvent, _ day: EventDay, in directory: DayDirectory
  ) throws(PortalImportError) {
    guard var document = Self.document(event, day, path: file.path) else { return }
    document.topic = file.topic
    document.cover = file.cover
    document.related = file.related
    // The title as the parser reads it, which may differ in characters without effect.
    document.title =
      EventFileText.parsed(EventFileText.text(of: document), path: file.path)?.title ?? document.title
    document.changes = TitleHistory.changes(of: file, newTitle: document.title, now: now)
    let text = EventFileText.text(of: document)
    guard EventFileText.parsed(text, path: file.path) != file else {
      summary.unchanged += 1
      return
    }
    try directory.write(text, to: file.path)
    summary.changed += 1
  }

  private static func document(_ event: PortalEvent, _ day: EventDay, path: String) -> EventDocument? {
    var document = EventDocument(
      path: path, title: event.title, summary: SummaryMarkdown.text(event.summary))
    document?.names = event.names
    document?.articles = event.names.compactMap { name in
      event.articles[name].map { EventDocument.Link(text: name, target: $0.text) }
    }
    document?.categories = event.category.map { [$0] } ?? []
    document?.sources =
      event.sources.map { EventDocument.Link(text: $0.name, target: $0.address) }
      + Attribution.links(for: day)
    return document
  }
}
