import ArchiveIndex
package import Classification
package import EventArchive
import Foundation
import Primitives
import Watching

/// The archive as it is now, in memory: what the index knows, and the files that have changed since. Nothing is
/// written.
package struct CurrentArchive {
  /// All facts.
  private(set) var facts = ArchiveFacts()
  /// By page number: the file's path below the content directory.
  private(set) var paths: [Int: BytePath] = [:]
  /// The names that are filed under another one because they are spellings of the same.
  private(set) var variants: [String: String] = [:]
  /// The countries that entities bring with them.
  private(set) var learned = LearnedCountries()
  /// What is remembered of events.
  private(set) var history = EventHistory()
  /// Files that are held back until their day, and no part of the archive unless they were asked for.
  private(set) var held: HeldFiles
  /// Titles and summaries of the pages that have changed, of which the facts do not say what they mention.
  private(set) var texts: [(page: Int, texts: [TextSlice])] = []
  private var files: [BytePath: FileRecord] = [:]

  /// Looks at index and content; of what is held back as `clock` says, only the pages with the given names count.
  package init(
    _ settings: BuildSettings, gazetteer: Gazetteer, clock: EventClock, including names: Set<EventName>
  ) throws {
    held = HeldFiles()
    var pageChanges = PageChanges()
    do {
      try EventIndex.look(in: settings.state) { transaction in
        facts = try transaction.facts()
        try transaction.checkPagesOfFiles()
        history = try transaction.history()
        learned = try transaction.learned(gazetteer.number)
        variants = try transaction.variants()
        files = try transaction.files()
        pageChanges = PageChanges(
          comparesTexts: try transaction.setting("knowledge") == Generation.knowledge)
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
      PageReader(root: root, gazetteer: gazetteer, stories: nil)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      var new = facts.join(batch.facts).makeIterator()
      for page in batch.pages where page.hasFacts { take(page, new.next(), &pageChanges) }
    }
    history.add(pageChanges)
  }

  private mutating func take(
    _ page: PageReader.Page, _ new: PageFacts?, _ pageChanges: inout PageChanges
  ) {
    guard let new else { return }
    let number = page.file.record.number
    pageChanges.update(page: number, from: facts.pages[number], to: new)
    facts.pages[page.file.record.number] = new
    paths[page.file.record.number] = page.file.path
    texts.append((page.file.record.number, [page.title, page.summary]))
  }

  /// Sets what the changed pages mention.
  package mutating func setMentions(_ vocabulary: MentionVocabulary) {
    for (page, texts) in texts { facts.pages.set(mentions: vocabulary.mentions(in: texts), page: page) }
    texts = []
  }
}
