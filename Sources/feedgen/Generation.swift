import Classification
import EventArchive
import EventIndex
import Foundation
import Logging
import Parallelism
import Publishing
import Watching

/// One run, from content to feeds: scan, parse, index, classify, mark what is dirty, build, publish.
struct Generation {
  /// What a run found and did.
  struct Summary {
    /// Events, each counted once whatever its number of names.
    var events = 0
    /// Entities that have a feed.
    var entities = 0
    /// Countries that have a feed.
    var countries = 0
    /// Feeds in all.
    var feeds = 0
    /// What was done to feeds.
    var report = Publisher.Report()
    /// Files read because they were new or changed.
    var parsed = 0
    /// What is wrong with the content.
    var problems: [ArchiveProblem] = []
  }

  private static let gazetteer = Gazetteer.standard
  // Changes with the parser or the classifier, so that what an older one stored is read again.
  private static let knowledge = "1 \(ContentDigest(gazetteer.countries.map { "\($0)" }.joined()).high)"

  /// How long each stage took.
  let stages: StageClock

  private let configuration: Configuration
  private let isFull: Bool
  private let checksOutput: Bool
  private let now: Int64
  private let logger: Logger
  private let progress: Progress

  /// Makes a run.
  /// - Parameters:
  ///   - isFull: whether to read every file and build every feed again.
  ///   - checksOutput: whether to look for published files that somebody else has changed or removed, and for what
  ///     a run that was killed left.
  ///   - now: when events that are new count as first seen, in seconds since 1970.
  init(
    _ configuration: Configuration, isFull: Bool, checksOutput: Bool = true, now: Int64, logger: Logger,
    progress: Progress
  ) {
    (self.configuration, self.isFull, self.checksOutput, self.now) = (
      configuration, isFull, checksOutput, now
    )
    (self.logger, self.progress, stages) = (logger, progress, StageClock(logger))
  }

  /// Looks at the whole content, and brings the feeds up to date with it.
  func run() throws -> Summary {
    let memory = ArchiveMemory(try EventIndex(directory: configuration.state), isKept: false)
    let changes = try lookForChanges(memory)
    stages.end("scanned")
    return try run(changes, memory)
  }

  /// Brings the feeds up to date with what has changed in the content.
  func run(_ changes: ContentChanges, _ memory: ArchiveMemory) throws -> Summary {
    let index = memory.index
    var changes = changes
    logger.debug("\(changes.changed.count) files new or changed, \(changes.removed.count) gone")
    let output = try FeedDirectory(root: configuration.output)
    var summary = Summary()
    summary.parsed = changes.changed.count
    var documents = try index.write { transaction in
      summary.problems = changes.obstacles + (try transaction.problems())
      return try transaction.documents()
    }
    let isSettled =
      try !isFull && !index.isNew
      && documents.allSatisfy { !$0.isDirty && (!checksOutput || output.isIntact($0)) }
      && index.write { try $0.setting("setup") == setup }
    stages.end("compared with the index")
    if !isSettled || !changes.isEmpty {
      do {
        (summary.report, documents) = try generate(
          memory, &changes, output, documents, isSettled: isSettled)
      } catch {
        memory.forget()
        throw error
      }
      summary.problems = try changes.obstacles + index.write { try $0.problems() }
    }
    for document in documents where document.kind != .list && document.wanted != nil {
      summary.feeds += 1
      if document.kind == .all { summary.events = document.events }
      if document.kind == .entity { summary.entities += 1 }
      if document.kind == .country { summary.countries += 1 }
    }
    return summary
  }

  // The site and all that classifying depends on, to notice that the configuration has changed.
  private var setup: String {
    let aliases = configuration.aliases.sorted { $0.key < $1.key }.map { "\($0.key)\u{0}\($0.value)" }
    let all = aliases + ["\(configuration.mentions)", "\(configuration.minimumEvents)"]
    return "\(configuration.site.digest.high) \(ContentDigest(all.joined(separator: "\u{1}")).high)"
  }
}

// MARK: Scan

extension Generation {
  private func lookForChanges(_ memory: ArchiveMemory) throws -> ContentChanges {
    let scanner = ContentScanner(root: configuration.content)
    let (snapshot, known) = try ParallelMap.both {
      try scanner.scan()
    } _: {
      try memory.files()
    }
    if snapshot.isMissing, !known.isEmpty { throw ScanError.vanished(path: configuration.content + "/news") }
    return try withDigests(memory) {
      ContentChanges(snapshot, known: known, rereadsAll: $0, lookedAt: now * 1_000_000_000)
    }
  }

  /// What is different about some files, `nil` for those that are gone, as they were at the time `lookedAt`, in
  /// nanoseconds since 1970.
  func changes(
    _ files: [String: FileStamp?], obstacles: [ContentSnapshot.Obstacle], lookedAt: Int64,
    _ memory: ArchiveMemory
  ) throws -> ContentChanges {
    let known = try memory.files()
    return try withDigests(memory) {
      ContentChanges(files, obstacles: obstacles, known: known, rereadsAll: $0, lookedAt: lookedAt)
    }
  }

  // Makes changes with what is known of the files' bytes; `make` is told whether every file is to be read again.
  private func withDigests(_ memory: ArchiveMemory, _ make: (Bool) -> ContentChanges) throws -> ContentChanges
  {
    try memory.index.write { transaction in
      let rereads = try isFull || transaction.setting("knowledge") != Self.knowledge
      var changes = make(rereads)
      if !rereads { try changes.setDigests { try transaction.digest(ofFile: $0) } }
      return changes
    }
  }
}

// MARK: Parse, index, classify

extension Generation {
  // `documents` are all that the index knows; `isSettled`: whether the output is what it wants, so that there is
  // nothing to do unless a page has changed. Returns what was done, and all documents there are now.
  private func generate(
    _ memory: ArchiveMemory, _ changes: inout ContentChanges, _ output: FeedDirectory,
    _ documents: [DocumentRecord], isSettled: Bool
  ) throws -> (Publisher.Report, [DocumentRecord]) {
    let (site, index) = (configuration.site, memory.index)
    let stories = try StoryStore(site: site, directory: configuration.state)
    let wanted = try index.write { transaction -> (PublicationPlan, [DocumentRecord])? in
      var (facts, history) = try memory.take(transaction)
      let (names, spellings) = (facts.names.count, facts.spellings.count)
      stages.end("loaded the index")
      let isChanged = try read(&changes, into: &facts, stories, memory, transaction)
      stages.end("read and parsed")
      if isSettled, !isChanged {
        memory.put(facts, history)
        return nil
      }
      let ((catalogue, vocabulary), grouping) = try ParallelMap.both { [facts, configuration] in
        let catalogue = EntityCatalogue(facts, aliases: configuration.aliases)
        return (catalogue, MentionVocabulary(facts, catalogue))
      } _: {
        let grouping = EventGrouping(facts, history: history)
        try remember(grouping, facts, &history, knownNames: names, transaction)
        try transaction.putTexts(of: facts, history: history, namesFrom: names, spellingsFrom: spellings)
        return grouping
      }
      stages.end("grouped")
      try MentionUpkeep(vocabulary, spellings: facts.spellings).run(&facts, transaction)
      stages.end("found mentions")
      let events = Classifier.classify(
        facts, grouping, catalogue, gazetteer: Self.gazetteer, minimumEvents: configuration.minimumEvents,
        countsMentions: configuration.mentions)
      stages.end("classified")
      let plan = PublicationPlan(
        events, facts: facts, history: history, catalogue: catalogue, gazetteer: Self.gazetteer, site: site)
      let records = try Publisher.want(plan, site: site, documents, transaction)
      try transaction.set("setup", to: setup)
      try transaction.set("knowledge", to: Self.knowledge)
      memory.put(facts, history)
      stages.end("planned")
      return (plan, records)
    }
    try index.finish()
    stages.end("committed the index")
    guard let (plan, records) = wanted else { return (Publisher.Report(), documents) }
    let publisher = Publisher(site: site, index: index, output: output, stories: stories)
    defer { stages.end("published") }
    let report = try publisher.publish(plan, records, everything: isFull, checksOutput: checksOutput) {
      try progress.report($0, $1, $2)
    }
    return (report, records)
  }

  // Reads what has changed; returns whether any page is another than before.
  private func read(
    _ changes: inout ContentChanges, into facts: inout ArchiveFacts, _ stories: StoryStore,
    _ memory: ArchiveMemory, _ transaction: IndexTransaction
  ) throws -> Bool {
    var isChanged = !changes.removed.isEmpty
    for (path, number) in changes.removed {
      try transaction.removeFile(number, path: path)
      memory.set(nil, path: path)
      if number < facts.pages.count { facts.pages[number] = nil }
    }
    let (root, writer) = (configuration.content, stories.writer)
    let total = changes.changed.count
    let chunks = changes.takeChunks(of: 256)
    var done = 0
    try ParallelMap.run(chunks) {
      PageReader(root: root, gazetteer: Self.gazetteer, stories: writer)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      var new = facts.join(batch.facts).makeIterator()
      for page in batch.pages {
        isChanged = isChanged || page.hasFacts
        try keep(page, page.hasFacts ? new.next() : nil, &facts, transaction)
        memory.set(page.file.record, path: page.file.path)
        if let story = page.story { stories.set(story, page: page.file.record.number) }
      }
      done += batch.pages.count
      try progress.report("files read", done, total)
    }
    facts.forgetContexts()
    return isChanged
  }

  private func keep(
    _ page: PageReader.Page, _ new: PageFacts?, _ facts: inout ArchiveFacts, _ transaction: IndexTransaction
  ) throws {
    let file = page.file
    try transaction.put(file.record, path: file.path, digest: page.digest)
    if page.isKnown { return }
    try transaction.put(page.problems, of: file.path, isNew: file.isNew)
    guard let new else { return }
    facts.set(new, page: file.record.number)
    try transaction.put(
      new, number: file.record.number, title: page.title, summary: page.summary, text: page.text,
      isNew: file.isNew)
  }

  // Gives new events their times, notes which events have changed, and keeps both.
  private func remember(
    _ grouping: EventGrouping, _ facts: ArchiveFacts, _ history: inout EventHistory, knownNames: Int,
    _ transaction: IndexTransaction
  ) throws {
    let run = (Int64(try transaction.setting("run") ?? "0") ?? 0) + 1
    try transaction.set("run", to: "\(run)")
    let isSameKnowledge = try transaction.setting("knowledge") == Self.knowledge
    let clock = EventClock(now: now, comparesContent: isSameKnowledge)
    for group in grouping.groups {
      guard let page = facts.pages[group.shown] else { continue }
      let known = history.events[group.id]
      let record =
        known.map { clock.seen($0, content: page.content) }
        ?? clock.new(
          on: facts.name(group.id).day, content: page.content, order: run)
      if record != known {
        history.events[group.id] = record
        try transaction.put(record, id: group.id)
      }
      for name in group.names where history.ids[name] != group.id {
        history.ids[name] = group.id
        if Int(name) < knownNames { try transaction.put(event: group.id, ofName: name) }
      }
    }
  }
}
