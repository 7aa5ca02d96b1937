import Classification
import EventArchive
import Publishing
import Watching

/// Reads and parses files, and writes the stories of events.
struct PageReader: Sendable {
  /// What came of a file.
  struct Page: Sendable {
    /// The file.
    var file: ContentChanges.File
    /// The digest of its bytes; `nil` when it could not be read.
    var digest: ContentDigest?
    /// Whether the file holds the very bytes that are known.
    var isKnown = false
    /// Whether the batch has the facts of a new version.
    var hasFacts = false
    /// The event's title, empty for other pages.
    var title = TextSlice.empty
    /// The event's summary as plain text, empty for other pages.
    var summary = TextSlice.empty
    /// The bytes of a new version.
    var text = TextSlice.empty
    /// Where the event's story is.
    var story: StoryStore.Place?
    /// What is wrong with it.
    var problems: [ArchiveProblem] = []
  }

  /// What came of several files: the pages, and the facts of those that have any, in their order.
  struct Batch: Sendable {
    /// The pages.
    var pages: [Page] = []
    /// Their facts.
    var facts = FactsBatch()
    fileprivate var events: [(page: Int, event: EventPage)] = []
  }

  /// The content directory.
  let root: String
  /// The countries.
  let gazetteer: Gazetteer
  /// What writes stories, if they are wanted.
  let stories: StoryStore.Writer?

  /// Reads files one after the other.
  func read(_ files: [ContentChanges.File]) throws -> Batch {
    let reader = FileReader()
    var batch = Batch()
    for file in files {
      do {
        try reader.read(root + "/" + file.path) { parse($0, file, &batch) }
      } catch let error as FileReadError {
        let problem = ArchiveProblem(path: file.path, line: 1, what: "\(error)", severity: .rejected)
        batch.pages.append(Page(file: file, problems: [problem]))
      }
    }
    if let stories {
      for (event, place) in zip(batch.events, try stories.write(batch.events.map(\.event))) {
        batch.pages[event.page].story = place
      }
    }
    batch.events = []
    return batch
  }

  private func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ file: ContentChanges.File, _ batch: inout Batch) {
    var page = Page(file: file, digest: ContentDigest(UnsafeRawBufferPointer(bytes)))
    page.isKnown = page.digest == file.digest
    if !page.isKnown {
      switch ContentPath(file.path) {
      case .event(let name):
        let result = EventFileParser.parse(bytes, path: file.path, name: name)
        page.problems = result.problems
        if let event = result.page { take(event, result.text, &page, &batch) }
      case .day:
        let result = DayPageParser.parse(bytes, path: file.path)
        page.problems = result.problems
        if let day = result.page {
          (page.hasFacts, page.text) = (true, result.text)
          batch.facts.add(day)
        }
      case .other: break
      }
    }
    batch.pages.append(page)
  }

  private func take(_ event: EventPage, _ text: TextSlice, _ page: inout Page, _ batch: inout Batch) {
    (page.hasFacts, page.text) = (true, text)
    (page.title, page.summary) = (event.title, PlainText.clean(event.summary))
    let countries = gazetteer.countries(in: [page.title, page.summary])
    batch.facts.add(event, content: event.contentDigest, countries: countries)
    batch.events.append((batch.pages.count, event))
  }
}
