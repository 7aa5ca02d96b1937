package import Classification
package import EventArchive
package import Primitives
package import Publishing
import Watching

/// Reads and parses files, and writes the stories of events. One thread at a time may use it.
package struct PageReader {
  /// The result of reading a file.
  package struct Page: Sendable {
    /// The file.
    package var file: ContentChanges.File
    /// The digest of its bytes; `nil` when it could not be read.
    package var digest: ContentDigest?
    /// Whether the bytes equal those of the stored version.
    package var isKnown = false
    /// Whether the file is a page that differs from its stored version; the batch has its facts.
    package var hasFacts = false
    /// The event's title, empty for other pages.
    package var title = TextSlice.empty
    /// The event's summary as plain text, empty for other pages.
    package var summary = TextSlice.empty
    /// The bytes of a new version.
    package var text = TextSlice.empty
    /// The places of the event's story in the store.
    package var entryPlaces: ArraySlice<RenderedEntries.Place>?
    /// The problems of the file.
    package var problems: [ArchiveProblem] = []
  }

  /// The results of reading several files, and the facts of those that have any, in the same order.
  package struct Batch: Sendable {
    /// The pages.
    package var pages: [Page] = []
    /// Their facts.
    package var facts = FactsBatch()
    // The pages that are events.
    fileprivate var events: [Int] = []
  }

  private let root: String
  private let gazetteer: Gazetteer
  private var renderedEntries: RenderedEntries.Writer?
  private let reader = FileReader()

  /// Makes a reader of the content directory `root`; `stories` writes stories, if they are wanted.
  package init(root: String, gazetteer: Gazetteer, renderedEntries: RenderedEntries.Writer?) {
    (self.root, self.gazetteer, self.renderedEntries) = (root, gazetteer, renderedEntries)
  }

  /// Reads files one after the other.
  package mutating func read(_ files: [ContentChanges.File]) throws -> Batch {
    var batch = Batch()
    for file in files {
      do {
        try reader.read(root + "/" + file.path.text) { try parse($0, file, &batch) }
      } catch let error as FileReadError {
        let problem = ArchiveProblem(path: file.path.text, line: 1, message: "\(error)", severity: .rejected)
        batch.pages.append(Page(file: file, problems: [problem]))
      }
    }
    if let places = try renderedEntries?.flush() {
      for (page, place) in zip(batch.events, places) { batch.pages[page].entryPlaces = place }
    }
    return batch
  }

  private mutating func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, _ file: ContentChanges.File, _ batch: inout Batch
  ) throws {
    var page = Page(file: file, digest: ContentDigest(UnsafeRawBufferPointer(bytes)))
    page.isKnown = page.digest == file.digest
    let path = file.path.text
    if !page.isKnown, let result = ContentFormat.format(of: path)?.parse(bytes, path) {
      page.problems = result.problems
      switch result.page {
      case .event(let event): try take(event, result.text, &page, &batch)
      case .day(let day):
        page.hasFacts = true
        page.text = result.text
        batch.facts.add(day)
      case nil: break
      }
    }
    batch.pages.append(page)
  }

  private mutating func take(
    _ event: EventPage, _ text: TextSlice, _ page: inout Page, _ batch: inout Batch
  ) throws {
    (page.hasFacts, page.text) = (true, text)
    (page.title, page.summary) = (event.title, event.summaryText)
    let countries = gazetteer.countries(in: [page.title, page.summary, event.topic ?? .empty])
    batch.facts.add(
      event, summary: page.summary, references: RenderedEntries.events(linkedInSummaryOf: event),
      content: event.contentDigest, contentSize: RenderedEntries.size(of: event),
      countries: countries)
    batch.events.append(batch.pages.count)
    try renderedEntries?.append(event)
  }
}
