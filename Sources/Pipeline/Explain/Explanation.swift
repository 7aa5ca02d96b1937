import ArchiveIndex
package import Classification
import EventArchive
import Foundation
import Primitives
import Publishing
import Watching

/// Finds the evidence for the topics of events. The topics are those that the classifier gives the events.
package struct Explanation {
  /// An error of a file that cannot be explained.
  package enum FileError: Error, CustomStringConvertible {
    /// The file is not an event file of the content, or it was rejected.
    case noEvent(String)
    /// A pattern leaves the file out.
    case ignored(String, pattern: String)

    /// The message, which says what to do.
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
  private let gazetteer: Gazetteer
  private let archive: ArchiveSnapshot
  private let facts: ArchiveFacts
  private let grouping: EventGrouping
  private let catalogue: EntityCatalogue
  private let vocabulary: MentionVocabulary
  // The events with all their entities, topics or not.
  private let events: [Classifier.Event]
  private let threshold: EntityThreshold
  private let clock: EventClock

  /// Reads and classifies the archive.
  /// - Parameter files: the files to explain, which are included even if they are held back.
  package init(_ settings: BuildSettings, clock: EventClock, files: [String] = []) throws {
    self.settings = settings
    self.clock = clock
    gazetteer = settings.gazetteer
    let names = files.compactMap { Self.name(of: $0, in: settings) }
    var archive = try ArchiveSnapshot(
      settings, gazetteer: gazetteer, clock: clock, including: Set(names))
    catalogue = EntityCatalogue(
      archive.facts, aliases: settings.aliases(with: archive.variants),
      articles: settings.articles(in: archive.variants), termNames: settings.termNames,
      termArticles: settings.termArticles,
      apart: settings.apart,
      names: archive.names, hidesWords: settings.hidesWords)
    vocabulary = MentionVocabulary(
      archive.facts.spellings, catalogue: catalogue, gazetteer: gazetteer)
    try archive.updateMentions(vocabulary, index: settings.index)
    self.archive = archive
    var facts = archive.facts
    grouping = EventGrouping(&facts, history: archive.history)
    self.facts = facts
    events =
      Classifier.classify(
        facts, grouping: grouping, catalogue: catalogue, gazetteer: gazetteer,
        countsMentions: settings.countsMentions
      ).events
    var threshold = EntityThreshold(
      minimum: settings.minimumEvents, discovered: archive.names.leastEvents)
    _ = threshold.update(events, replacing: EmptyCollection())
    self.threshold = threshold
  }

  /// The names of two entities that may be one.
  package struct SimilarNames {
    /// The name of the entity with more events.
    package let main: String
    /// The name of the other.
    package let variant: String
    /// The similarity of the other entities of their events, from 0 to 1.
    package let coOccurrence: Double
  }

  /// The names of entities that may be one, the most similar first.
  package var similar: [SimilarNames] {
    let variants = SpellingVariants(of: events, above: nil, catalogue: catalogue, gazetteer: gazetteer)
    return variants.doubtful.sorted { $0.coOccurrence > $1.coOccurrence }.map { pair in
      SimilarNames(
        main: catalogue.entities[pair.main.index].name, variant: catalogue.entities[pair.variant.index].name,
        coOccurrence: pair.coOccurrence)
    }
  }

  /// The names that are filed under others, by the names of these.
  package var merges: [EntityMerge] {
    catalogue.merges(
      facts.spellings, variants: archive.variants, learned: archive.names.learned, gazetteer: gazetteer)
  }

  /// The event of a file or a name, with its evidence.
  package func event(_ file: String) throws -> ExplainedEvent {
    guard let name = Self.name(of: file, in: settings), let number = facts.number(of: name),
      let group = grouping.group(of: number)
    else {
      throw error(for: file)
    }
    let reader = FileReader()
    let event = topics(of: group)
    let evidence = try evidence(for: event, group: group, reader: reader)
    return ExplainedEvent(
      event, name: facts.name(event.id), heldUntil: heldUntil(name), evidence: evidence,
      combined: try combinedTopics(of: event, reader: reader), catalogue: catalogue, names: archive.names,
      gazetteer: gazetteer)
  }
}

extension Explanation {
  // An event with the topics that a build publishes.
  private func topics(of group: EventGrouping.GroupNumber) -> Classifier.Event {
    var event = [events[group.index]]
    threshold.apply(to: &event)
    archive.learned.add(to: &event, catalogue: catalogue)
    return event[0]
  }

  private func evidence(
    for event: Classifier.Event, group: EventGrouping.GroupNumber, reader: FileReader
  ) throws -> EvidenceCollector {
    var collector = EvidenceCollector(
      forEvent: group, of: grouping, facts: facts, catalogue: catalogue, vocabulary: vocabulary,
      gazetteer: gazetteer, countsMentions: settings.countsMentions, names: archive.names)
    for page in collector.pages {
      try withBytes(ofPage: page, reader: reader) { bytes, path in
        switch parsed(bytes, path: path) {
        case .event(let event):
          collector.language = settings.site.language
          collector.locate(on: event, summary: event.summaryText, number: page, file: path)
        case .day(let day): collector.locate(on: day, number: page, file: path)
        case .post(let post):
          let texts = PostFacts(
            post, site: posts, feedLanguage: settings.site.language, clock: clock, gazetteer: gazetteer)
          collector.language = post.language ?? posts.language
          collector.locate(on: post, searchText: texts.searchText, number: page, file: path)
        case .page, .other, nil: return false
        }
        return true
      }
    }
    collector.addCountries(of: event, learned: archive.learned)
    return collector
  }

  // The topics of the configuration that an event has.
  private func combinedTopics(of event: Classifier.Event, reader: FileReader) throws -> [CombinedTopic] {
    var text = FoldedText([])
    try withBytes(ofPage: event.page, reader: reader) { bytes, path in
      switch parsed(bytes, path: path) {
      case .event(let page): text = FoldedText(title: page.title, summary: page.summaryText)
      case .post(let post):
        let texts = PostFacts(
          post, site: posts, feedLanguage: settings.site.language, clock: clock, gazetteer: gazetteer)
        text = FoldedText(title: TextSlice(texts.title), summary: TextSlice(texts.searchText))
      case .day, .page, .other, nil: return false
      }
      return true
    }
    let new = clock.first(on: facts.name(event.id).day, content: .unset, order: 0)
    let published = archive.history.events[event.id]?.published ?? new.published
    return settings.topics.filter { topic in
      topic.expression.matcher(catalogue.sources(with: gazetteer)).matches(
        topics: event.topics, about: { event.aboutTopics },
        published: settings.site.timeZone.dayTime(of: published), contains: text.holds)
    }
  }

  // The name for a path from the shell, a path below the content directory, or a name.
  private static func name(of file: String, in settings: BuildSettings) -> EventName? {
    let path = path(of: file, in: settings)
    if let path, let name = EventName(file: path) { return name }
    if let path, ContentFormat.format(of: path, settings.format) != nil { return EventName(postFile: path) }
    return EventName(path: file) ?? EventName(stored: file)
  }

  // The path below the content directory; `nil` for a file outside of it.
  private static func path(of file: String, in settings: BuildSettings) -> String? {
    let absolute = BytePath(URL(filePath: file).resolvingSymlinksInPath().path)
    let root = BytePath(URL(filePath: settings.content).resolvingSymlinksInPath().path)
    guard absolute.isBelow(root) else { return nil }
    return String(Substring(absolute.text.utf8.dropFirst(root.text.utf8.count + 1)))
  }

  private func error(for file: String) -> FileError {
    let path = Self.path(of: file, in: settings) ?? file
    return settings.ignore.pattern(ignoring: path).map { .ignored(file, pattern: $0) } ?? .noEvent(file)
  }

  // The day until which the file of a page is held back.
  private func heldUntil(_ name: EventName) -> EventDay? {
    facts.number(of: name).flatMap { number in
      archive.paths.first { facts.pages[$0.key]?.name == number && archive.held[$0.value] != nil }
    }.flatMap { archive.held[$0.value] }
  }

  // Calls `use` with the bytes of a page and its path. If the file cannot be read, or `use` returns `false`, calls it with the
  // last good version of the page.
  private func withBytes(
    ofPage page: Int, reader: FileReader, _ use: (UnsafeBufferPointer<UInt8>, String) -> Bool
  ) throws {
    guard let path = archive.paths[page]?.text else { return }
    do {
      if try reader.read(settings.content + "/" + path, { use($0, path) }) { return }
    } catch is FileReadError {}  // then its last good version counts
    try IndexKind.database(at: settings.index).read { try $0.text(ofPage: page) }?
      .withBytes { _ = use($0, path) }
  }

  private var posts: SiteSettings { settings.format.site?.settings ?? SiteSettings() }

  // Parses a page in the format of its path.
  private func parsed(_ bytes: UnsafeBufferPointer<UInt8>, path: String) -> ContentFormat.Page? {
    ContentFormat.format(of: path, settings.format)?.parse(bytes, path, settings.format).page
  }
}
