import ArchiveIndex
import Classification
import EventArchive
import Foundation
import Primitives
import Publishing
import Watching

/// Finds the evidence for the topics of events.
package struct Explanation {
  /// A file cannot be explained.
  package enum Failing: Error, CustomStringConvertible {
    /// It is not an event file of the content, or it was rejected.
    case noEvent(String)
    /// It is left out by a pattern.
    case ignored(String, pattern: String)

    /// What is wrong and what to do.
    package var description: String {
      switch self {
      case .noEvent(let file):
        "\(file): no event of the content; name a file news/YYYY/MM/D/slug.md below the content directory that `feedgen check` accepts"
      case .ignored(let file, let pattern):
        "\(file): left out by the pattern \"\(pattern)\", so it is no event; rename the file, or bring it back by \"!\(pattern)\" in watch.ignore"
      }
    }
  }

  private let settings: BuildSettings
  private let gazetteer = Gazetteer.standard
  private let archive: ArchiveSnapshot
  private let facts: ArchiveFacts
  private let grouping: EventGrouping
  private let catalogue: EntityCatalogue
  private let vocabulary: MentionVocabulary
  private let events: [Classifier.Event]
  private let clock: EventClock

  /// Reads the archive. The `files` that will be asked for are included even if they are held back.
  package init(_ settings: BuildSettings, clock: EventClock, files: [String] = []) throws {
    self.settings = settings
    self.clock = clock
    let names = files.compactMap { Self.name(of: $0, in: settings) }
    var archive = try ArchiveSnapshot(
      settings, gazetteer: gazetteer, clock: clock, including: Set(names))
    catalogue = EntityCatalogue(
      archive.facts, aliases: settings.aliases(with: archive.variants))
    vocabulary = MentionVocabulary(archive.facts.spellings, catalogue, gazetteer)
    archive.setMentions(vocabulary)
    self.archive = archive
    var facts = archive.facts
    grouping = EventGrouping(&facts, history: archive.history)
    self.facts = facts
    events = Classifier.classify(
      facts, grouping, catalogue, gazetteer: gazetteer, countsMentions: settings.countsMentions)
  }

  /// Pairs of entities that may be one, with the share of other entities that they have in common (0 to 1), largest first.
  package var similar: [(main: String, variant: String, coOccurrence: Double)] {
    SpellingVariants(events, catalogue, gazetteer).doubtful.sorted { $0.coOccurrence > $1.coOccurrence }.map {
      pair in
      (
        catalogue.entities[Int(pair.main)].name, catalogue.entities[Int(pair.variant)].name, pair.coOccurrence
      )
    }
  }

  /// The event of a file or a name, with its evidence.
  package func event(_ file: String) throws -> ExplainedEvent {
    guard let name = Self.name(of: file, in: settings), let number = facts.number(of: name),
      grouping.groupOfName[Int(number)] >= 0
    else {
      throw failing(file)
    }
    let index = Int(grouping.groupOfName[Int(number)])
    let group = grouping.groups[index]
    var collector = EvidenceCollector(
      names: group.names.map { facts.name($0) }, facts: facts, catalogue: catalogue,
      vocabulary: settings.countsMentions ? vocabulary : nil, gazetteer: gazetteer)
    let reader = FileReader()
    for page in group.pages { try look(page, isOwn: true, reader, &collector) }
    for page in linking(to: Set(group.names)) where !group.pages.contains(page) {
      try look(page, isOwn: false, reader, &collector)
    }
    let topics = topics(of: collector, event: index)
    collector.addCountriesOfEntities(archive.learned, topics: topics)
    let event = Classifier.Event(
      id: group.id, page: group.shown, entities: Array(topics), countries: Array(collector.countries.keys))
    return ExplainedEvent(
      id: facts.name(group.id), heldUntil: heldUntil(name), collector, topics: topics,
      combined: try combinedTopics(of: event, reader),
      catalogue: catalogue, gazetteer: gazetteer)
  }
}

extension Explanation {
  // The entities of an event that have enough events for a feed, this event included.
  private func topics(of collector: EvidenceCollector, event: Int) -> Set<EntityNumber> {
    let minimum = settings.minimumEvents
    // The number of entities of an event is limited.
    let found = Set(collector.entities.keys)
    let known = found.count > PageLimits.entities ? found.intersection(events[event].entities) : found
    return known.filter { entity in
      if gazetteer.isDemonym(catalogue.entities[Int(entity)]) { return false }
      return minimum <= 1
        || events.indices.count { $0 == event || events[$0].entities.contains(entity) } >= minimum
    }
  }

  // The topics of the configuration that an event has.
  private func combinedTopics(of event: Classifier.Event, _ reader: FileReader) throws -> [CombinedTopic] {
    var text = FoldedText([])
    try withBytes(ofPage: event.page, reader) { bytes, path in
      guard case .event(let page)? = Self.page(bytes, path) else { return false }
      text = FoldedText(title: page.title, summary: page.summaryText)
      return true
    }
    let new = clock.first(on: facts.name(event.id).day, content: .unset, order: 0)
    let published = archive.history.events[event.id]?.published ?? new.published
    return settings.topics.filter { topic in
      topic.expression.matcher([.entity: catalogue, .country: gazetteer]).matches(
        topics: event.topics, published: settings.site.timeZone.dayTime(of: published), contains: text.holds)
    }
  }

  // Reads a path from the shell, a path below the content directory, or a name.
  private static func name(of file: String, in settings: BuildSettings) -> EventName? {
    path(of: file, in: settings).flatMap { EventName(file: $0) } ?? EventName(path: file)
  }

  // The path below the content directory; `nil` for a file outside of it.
  private static func path(of file: String, in settings: BuildSettings) -> String? {
    let absolute = BytePath(URL(filePath: file).resolvingSymlinksInPath().path)
    let root = BytePath(URL(filePath: settings.content).resolvingSymlinksInPath().path)
    guard absolute.isBelow(root) else { return nil }
    return String(Substring(absolute.text.utf8.dropFirst(root.text.utf8.count + 1)))
  }

  private func failing(_ file: String) -> Failing {
    let path = Self.path(of: file, in: settings) ?? file
    return settings.ignore.pattern(ignoring: path).map { .ignored(file, pattern: $0) } ?? .noEvent(file)
  }

  // The day until which the file of a page is held back.
  private func heldUntil(_ name: EventName) -> EventDay? {
    facts.number(of: name).flatMap { number in
      archive.paths.first { facts.pages[$0.key]?.name == number && archive.held[$0.value] != nil }
    }.flatMap { archive.held[$0.value] }
  }

  private func linking(to names: Set<NameNumber>) -> [Int] {
    facts.pages.filter { page in
      var links = false
      page.facts.forEachLink { target, _ in links = links || names.contains(target) }
      return links
    }.map(\.number)
  }

  private func look(_ page: Int, isOwn: Bool, _ reader: FileReader, _ collector: inout EvidenceCollector)
    throws
  {
    try withBytes(ofPage: page, reader) { look($0, $1, isOwn: isOwn, &collector) }
  }

  // Calls `use` with the bytes of a page and its path; if the file cannot be read or used now, with its last good version.
  private func withBytes(
    ofPage page: Int, _ reader: FileReader, _ use: (UnsafeBufferPointer<UInt8>, String) -> Bool
  ) throws {
    guard let path = archive.paths[page]?.text else { return }
    do {
      if try reader.read(settings.content + "/" + path, { use($0, path) }) { return }
    } catch is FileReadError {}  // then its last good version counts
    try EventIndex.look(in: settings.state) { try $0.text(ofPage: page) }?
      .withBytes { _ = use($0, path) }
  }

  // Returns whether the page could be used.
  private func look(
    _ bytes: UnsafeBufferPointer<UInt8>, _ path: String, isOwn: Bool, _ collector: inout EvidenceCollector
  ) -> Bool {
    switch Self.page(bytes, path) {
    case .event(let event) where isOwn: collector.look(at: event, summary: event.summaryText, file: path)
    case .event(let event): collector.look(atOther: event, file: path)
    case .day(let day): collector.look(at: day, file: path)
    case nil: return false
    }
    return true
  }

  // The page that bytes are, by the format of its path.
  private static func page(_ bytes: UnsafeBufferPointer<UInt8>, _ path: String) -> ContentFormat.Page? {
    ContentFormat.format(of: path)?.parse(bytes, path).page
  }
}
