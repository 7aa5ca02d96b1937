package import ArchiveIndex
internal import EventArchive
internal import Primitives

extension EntryRenderer {
  /// Sets the links of a page to events that do not exist, as the published documents of an index show.
  /// - Throws: `IndexError`.
  package mutating func setMissingLinks(of page: EventContent, in transaction: IndexTransaction) throws {
    missingLinks = []
    guard site.pages == .all, case .event(let page) = page else { return }
    let names =
      page.related.map { EventName(storedPath: $0.path.string) }
      + RenderedEntries.events(linkedInSummaryOf: page)
    for name in names {
      let file = PagePath(name)?.file
      let isPublished = try file.map { try transaction.documents(at: [$0]).contains { $0.wanted != nil } }
      if isPublished != true { missingLinks.insert(name.path) }
    }
  }
}
