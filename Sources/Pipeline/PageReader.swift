package import Classification
package import EventArchive
package import Primitives
package import Publishing
import Syndication
import Watching

/// Reads and parses files, and renders the entries of events. One thread at a time may use it.
package struct PageReader {
  /// The result of reading a file.
  package struct Page: Sendable {
    /// The file.
    package let file: ContentChanges.File
    /// The digest of its bytes; `nil` when the file could not be read.
    package var digest: ContentDigest?
    /// The result of parsing it.
    package var outcome = Outcome.rejected
    /// The reason why the file is no event; `nil` for events and other pages.
    package var reason: ContentFormat.Reason?
    /// The place of the event's rendered entry; `nil` for other pages.
    package var entryPlace: RenderedEntries.Place?
    /// The problems of the file.
    package var problems: [ArchiveProblem] = []
  }

  /// The result of parsing a file.
  package enum Outcome: Sendable {
    /// The bytes equal those of the stored version, and were not parsed.
    case unchanged
    /// The file could not be read, or is no page of the content; its last good version stays in force.
    case rejected
    /// The file is a page.
    case parsed(ParsedPage)
  }

  /// A page that differs from its stored version.
  package struct ParsedPage: Sendable {
    /// The index of its facts in the batch.
    package let facts: Int
    /// The event's title, empty for other pages.
    package var title = TextSlice.empty
    /// The event's summary as plain text, empty for other pages.
    package var summary = TextSlice.empty
    /// The bytes of the page.
    package let text: TextSlice
    /// Whether the page was read in spite of errors in its syntax.
    package var isRepaired = false
  }

  /// The results of reading several files.
  package struct Batch: Sendable {
    /// The pages.
    package var pages: [Page] = []
    /// The facts of the pages that were parsed.
    package var facts = FactsBatch()
    // The indices of the pages that are events.
    fileprivate var events: [Int] = []
  }

  /// A post with what was found while it was read.
  struct ReadPost {
    /// The post.
    let post: Post
    /// Its facts.
    let facts: PostFacts
    /// The content of its entry.
    let content: EntryContent
    /// The facts about its body.
    let body: PostBody.Summary
    /// Its references to other files, by their texts.
    let references: [String: PostReference]
  }

  /// Whether files whose version is not that of their records are left out, and so are files that cannot be read.
  var requiresVersions = false

  /// Called with each post. Posts that are not published are rendered for it only.
  var didRead: ((ReadPost) -> Void)?

  private let root: String
  private let settings: ContentSettings
  // The language of event pages and of the feeds.
  private let language: String
  private let clock: EventClock
  private let gazetteer: Gazetteer
  private var renderer: EntryRenderer
  private var writers: [any FeedWriter]?
  private var renderedEntries: RenderedEntries.Writer?
  private let reader = FileReader()

  /// Makes a reader of the content directory.
  /// - Parameters:
  ///   - clock: decides which posts are published.
  ///   - renderedEntries: renders the entries of events; `nil` when they are not needed.
  package init(
    _ settings: BuildSettings, clock: EventClock, gazetteer: Gazetteer,
    renderedEntries: RenderedEntries.Writer?
  ) {
    root = settings.content
    self.settings = settings.format
    language = settings.site.language
    self.clock = clock
    renderer = EntryRenderer(site: settings.site, content: settings.format)
    self.gazetteer = gazetteer
    self.renderedEntries = renderedEntries
  }

  /// Reads files one after the other.
  package mutating func read(_ files: [ContentChanges.File]) throws -> Batch {
    var batch = Batch()
    for file in files {
      do {
        try reader.read(root + "/" + file.path.text, version: requiresVersions ? file.record.stamp : nil) {
          try parse($0, of: file, into: &batch)
        }
      } catch let error as FileReadError {
        if requiresVersions { continue }
        let problem = ArchiveProblem(path: file.path.text, line: 1, message: "\(error)", severity: .rejected)
        batch.pages.append(Page(file: file, problems: [problem]))
      }
    }
    if let places = try renderedEntries?.flush() {
      for (page, place) in zip(batch.events, places) { batch.pages[page].entryPlace = place }
    }
    return batch
  }

  private mutating func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, of file: ContentChanges.File, into batch: inout Batch
  ) throws {
    let digest = ContentDigest(UnsafeRawBufferPointer(bytes))
    var page = Page(file: file, digest: digest)
    let path = file.path.text
    if digest == file.digest {
      page.outcome = .unchanged
    } else if let result = ContentFormat.format(of: path, settings)?.parse(bytes, path, settings) {
      page.problems = result.problems
      switch result.page {
      case .event(let event): page.outcome = .parsed(try add(event, text: result.text, to: &batch))
      case .day(let day): page.outcome = .parsed(ParsedPage(facts: batch.facts.add(day), text: result.text))
      case .post(let post): page.outcome = .parsed(try add(post, text: result.text, to: &batch))
      case .page(let undated):
        page.outcome = .parsed(ParsedPage(facts: batch.facts.add(undated), text: result.text))
        page.reason = undated.path.isSection ? nil : .noDate
      case .other(let reason):
        page.outcome = .parsed(ParsedPage(facts: batch.facts.addPage(), text: result.text))
        page.reason = reason
      case nil: break
      }
      if result.isRepaired, case .parsed(var parsed) = page.outcome {
        parsed.isRepaired = true
        page.outcome = .parsed(parsed)
      }
    }
    batch.pages.append(page)
  }

  private mutating func add(
    _ event: EventPage, text: TextSlice, to batch: inout Batch
  ) throws -> ParsedPage {
    let summary = event.summaryText
    let countries = gazetteer.countries(
      inTitle: event.title, .event(summary: summary, topic: event.topic ?? .empty),
      setting: TextSetting(sources: event.sources.map(\.address), language: language))
    let facts = batch.facts.add(
      event, summary: summary, references: RenderedEntries.events(linkedInSummaryOf: event),
      content: event.contentDigest, contentSize: RenderedEntries.size(of: event),
      countries: countries)
    batch.events.append(batch.pages.count)
    try renderedEntries?.append(.event(event))
    return ParsedPage(facts: facts, title: event.title, summary: summary, text: text)
  }

  private mutating func add(_ post: Post, text: TextSlice, to batch: inout Batch) throws -> ParsedPage {
    var facts = PostFacts(
      post, site: settings.site?.settings ?? SiteSettings(), feedLanguage: language, clock: clock,
      gazetteer: gazetteer)
    guard facts.isPublished || didRead != nil else {
      return ParsedPage(facts: batch.facts.add(facts), text: text)
    }
    let content = renderer.render(post)
    if let didRead, let body = renderer.bodySummary {
      didRead(
        ReadPost(
          post: post, facts: facts, content: content, body: body, references: renderer.notedReferences))
    }
    guard facts.isPublished else { return ParsedPage(facts: batch.facts.add(facts), text: text) }
    facts.contentSize = EntrySize.content(of: content, writers: try allWriters())
    facts.references = renderer.references
    // An entry that refers to other posts is rendered when all of them are read.
    if facts.references.isEmpty {
      batch.events.append(batch.pages.count)
      try renderedEntries?.append(content)
    }
    return ParsedPage(
      facts: batch.facts.add(facts), title: TextSlice(facts.title), summary: TextSlice(facts.searchText),
      text: text)
  }

  // Writers of all formats.
  private mutating func allWriters() throws -> [any FeedWriter] {
    if let writers { return writers }
    let xml = try XMLWriter()
    let new = try FeedFormat.allCases.map { try $0.writer(xml) }
    writers = new
    return new
  }
}
