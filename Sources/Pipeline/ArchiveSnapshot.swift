import ArchiveIndex
package import Classification
package import EventArchive
import Foundation
import Primitives
import Watching

/// The present archive in memory: the data of the index, and the files that changed since the last build. Nothing is written.
package struct ArchiveSnapshot {
  /// All facts.
  private(set) var facts = ArchiveFacts()
  /// The paths below the content directory, by page number.
  private(set) var paths: [Int: BytePath] = [:]
  /// Spelling variants, and the names that they are filed under.
  private(set) var variants: [String: String] = [:]
  /// The countries that entities imply.
  private(set) var learned = LearnedCountries()
  /// The stored ids and times of events.
  private(set) var history = EventHistory()
  /// Files that are held back until their day; only those that the caller asked for are in the archive.
  private(set) var held: HeldFiles
  /// The rules by which names are discovered.
  private(set) var names: NameModel
  /// Titles and summaries of changed pages, whose mentions are not known yet.
  private(set) var texts: [(page: Int, texts: [TextSlice])] = []
  private var files = FileRecords()

  /// Reads index and content. Of the files that `clock` holds back, only those with the given names are included.
  package init(
    _ settings: BuildSettings, gazetteer: Gazetteer, clock: EventClock, including names: Set<EventName>
  ) throws {
    held = HeldFiles()
    self.names = NameModel(gazetteer.names)
    var pageChanges = PageChanges()
    var rereadsAll = false
    do {
      try IndexKind.database(at: settings.index).read { transaction in
        facts = try transaction.facts()
        try transaction.checkPagesOfFiles()
        history = try transaction.history()
        learned = try transaction.learned(gazetteer.number(ofCode:))
        variants = try transaction.variants()
        files = try transaction.files()
        rereadsAll = try transaction.setting("analysisVersion") != settings.analysis
        self.names = try NameIndexer(settings: settings).model(from: transaction)
        pageChanges = PageChanges(comparesTexts: !rereadsAll)
      }
    } catch IndexError.missing {}  // then everything is read
    var snapshot = try settings.scanner.scan()
    held = ContentChanges(snapshot, known: files, clock: clock, content: settings.format).held
    snapshot.files.removeAll { [held] file in
      guard held[file.path] != nil else { return false }
      return EventName(file: file.path.text).map { !names.contains($0) } ?? true
    }
    let changes = ContentChanges(snapshot, known: files, rereadsAll: rereadsAll, content: settings.format)
    for file in changes.removed {
      if let old = facts.pages[file.number] { pageChanges.remove(old) }
      facts.pages[file.number] = nil
    }
    for (path, record) in files { paths[record.number] = path }
    try ParallelMap.run(changes.changed.chunks(of: 256)) {
      PageReader(settings, clock: clock, gazetteer: gazetteer, renderedEntries: nil)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      let records = facts.join(batch.facts)
      for page in batch.pages {
        guard case .parsed(let parsed) = page.outcome else { continue }
        let number = page.file.record.number
        if parsed.isRepaired, facts.pages[number]?.isEvent == true { continue }
        let record = records[parsed.facts]
        pageChanges.update(page: number, from: facts.pages[number], to: record)
        facts.pages[number] = record
        paths[number] = page.file.path
        texts.append((number, [parsed.title, parsed.summary]))
      }
    }
    history.add(pageChanges)
    discoverNames(settings)
  }

  // Discovers the names of changed pages.
  private mutating func discoverNames(_ settings: BuildSettings) {
    var finder = NameFinder(names)
    var namesOfPages = NamesOfPages(names)
    for (page, texts) in texts {
      guard let record = facts.pages[page], record.isEvent else { continue }
      let found = settings.discoversNames ? finder.names(in: texts) : []
      let names = FoundNames(found, in: texts).resolved(of: record, by: &namesOfPages, facts: facts)
      facts.pages.set(discovered: facts.intern(names), page: page)
    }
  }

  /// Updates the mentions of all pages: of changed pages, and of pages that contain a name that changed pages have made known.
  /// - Parameter location: the location of the index.
  package mutating func updateMentions(_ vocabulary: MentionVocabulary, index location: String) throws {
    let indexer = MentionIndexer(vocabulary, spellings: facts.spellings)
    do {
      try IndexKind.database(at: location).read { try indexer.updateFacts(&facts, from: $0) }
    } catch IndexError.missing {}  // then all pages have changed
    for (page, texts) in texts { facts.pages.set(mentions: vocabulary.mentions(in: texts), page: page) }
    texts = []
  }
}
