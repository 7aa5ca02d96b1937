import Classification
import EventArchive
import Watching

/// Reads and parses files.
struct PageReader: Sendable {
  /// What came of a file.
  struct Page: Sendable {
    /// What a page is.
    enum Content: Sendable {
      /// An event's page, the digest of what readers see of it, and the countries that its text names.
      case event(EventPage, ContentDigest, [Gazetteer.CountryNumber])
      /// A day's page.
      case day(DayPage)
      /// No page, or the page that is known.
      case nothing
    }

    /// The file.
    var file: ContentChanges.File
    /// The page.
    var content = Content.nothing
    /// The digest of its bytes; `nil` when it could not be read.
    var digest: ContentDigest?
    /// Its bytes.
    var bytes: [UInt8] = []
    /// What is wrong with it.
    var problems: [ArchiveProblem] = []

    /// The event's title, empty for other pages.
    var title: String {
      if case .event(let page, _, _) = content { page.title } else { "" }
    }

    /// The event's summary as plain text, empty for other pages.
    var summary: String {
      if case .event(let page, _, _) = content { PlainText.clean(page.summary) } else { "" }
    }

    /// Whether the file holds the very bytes that are known.
    var isKnown = false
  }

  /// The content directory.
  let root: String
  /// The countries.
  let gazetteer: Gazetteer

  /// Reads files one after the other.
  func read(_ files: [ContentChanges.File]) -> [Page] {
    let reader = FileReader()
    return files.map { file in
      do {
        return try reader.read(root + "/" + file.path) { parse($0, file) }
      } catch {
        let problem = ArchiveProblem(path: file.path, line: 1, what: "\(error)", severity: .rejected)
        return Page(file: file, problems: [problem])
      }
    }
  }

  private func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ file: ContentChanges.File) -> Page {
    var page = Page(file: file)
    page.digest = ContentDigest(UnsafeRawBufferPointer(bytes))
    if page.digest == file.digest {
      page.isKnown = true
      return page
    }
    switch ContentPath(file.path) {
    case .event(let name):
      let result = EventFileParser.parse(bytes, path: file.path, name: name)
      page.problems = result.problems
      if let event = result.page {
        let countries = gazetteer.countries(in: [event.title, PlainText.clean(event.summary)])
        page.content = .event(event, event.contentDigest, countries)
        page.bytes = Array(bytes)
      }
    case .day:
      let result = DayPageParser.parse(bytes, path: file.path)
      page.problems = result.problems
      page.content = result.page.map(Page.Content.day) ?? .nothing
      page.bytes = Array(bytes)
    case .other: break
    }
    return page
  }
}

extension ArchiveFacts {
  /// The facts of a page that was read, less what it mentions; `nil` when there is no new page.
  mutating func facts(of page: PageReader.Page) -> PageFacts? {
    switch page.content {
    case .event(let event, let content, let countries):
      var facts = facts(of: event)
      (facts.content, facts.countries) = (content, countries)
      return facts
    case .day(let day): return facts(of: day)
    case .nothing: return nil
    }
  }
}
