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
  /// Names that count as another name because they are spellings of it.
  private(set) var variants: [String: String] = [:]
  /// The countries that entities bring with them.
  private(set) var learned = LearnedCountries()
  /// The stored ids and times of events.
  private(set) var history = EventHistory()
  /// Files that are held back until their day; only those that the caller asked for are in the archive.
  private(set) var held: HeldFiles
  /// Titles and summaries of changed pages, whose mentions are not known yet.
  private(set) var texts: [(page: Int, texts: [TextSlice])] = []
  private var files: [BytePath: FileRecord] = [:]

  /// Reads index and content. Of the files that `clock` holds back, only those with the given names are included.
  package init(
    _ settings: BuildSettings, gazetteer: Gazetteer, clock: EventClock, including names: Set<EventName>
  ) throws {
    held = HeldFiles()
    var pageChanges = PageChanges()
    do {
      try EventIndex.read(in: settings.state) { transaction in
        facts = try transaction.facts()
        try transaction.checkPagesOfFiles()
        history = try transaction.history()
        learned = try transaction.learned(gazetteer.number(ofCode:))
        variants = try transaction.variants()
        files = try transaction.files()
        pageChanges = PageChanges(
          comparesTexts: try transaction.setting("analysisVersion") == Build.analysisVersion)
      }
    } catch IndexError.missing {}  // then everything is read
    var snapshot = try ContentScanner(root: settings.content, rules: settings.ignore).scan()
    held = ContentChanges(snapshot, known: files, clock: clock).held
    snapshot.files.removeAll { [held] file in
      guard held[file.path] != nil else { return false }
      return EventName(file: file.path.text).map { !names.contains($0) } ?? true
    }
    let changes = ContentChanges(snapshot, known: files)
    for (_, number) in changes.removed {
      if let old = facts.pages[number] { pageChanges.remove(old) }
      facts.pages[number] = nil
    }
    for (path, record) in files { paths[record.number] = path }
    let root = settings.content
    try ParallelMap.run(changes.changed.chunks(of: 256)) {
      PageReader(root: root, gazetteer: gazetteer, renderedEntries: nil)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      var new = facts.join(batch.facts).makeIterator()
      for page in batch.pages where page.hasFacts { take(page, new.next(), &pageChanges) }
    }
    history.add(pageChanges)
  }

  private mutating func take(
    _ page: PageReader.Page, _ new: PageRecord?, _ pageChanges: inout PageChanges
  ) {
    guard let new else { return }
    let number = page.file.record.number
    pageChanges.update(page: number, from: facts.pages[number], to: new)
    facts.pages[page.file.record.number] = new
    paths[page.file.record.number] = page.file.path
    texts.append((page.file.record.number, [page.title, page.summary]))
  }

  /// Sets the mentions of the changed pages.
  package mutating func setMentions(_ vocabulary: MentionVocabulary) {
    for (page, texts) in texts { facts.pages.set(mentions: vocabulary.mentions(in: texts), page: page) }
    texts = []
  }
}
