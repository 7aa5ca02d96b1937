package import ArchiveIndex
package import Classification
package import EventArchive
import Foundation
package import Logging
package import Primitives
package import Publishing
package import Watching

/// One build: it scans the content, runs the stages of `BuildStages`, and publishes the documents that changed.
package struct Build {
  /// The result of a build.
  package struct Summary {
    /// Events, each counted once whatever its number of names.
    package var events = 0
    /// The number of topics that have a feed, by kind.
    package var topics: [TopicKind: Int] = [:]
    /// Feeds in all, each format counted.
    package var feeds = 0
    /// The changes of the output.
    package var report = Publisher.Report()
    /// Files read because they were new or changed.
    package var parsed = 0
    /// The files that are held back until their day.
    package var held = HeldFiles()
    /// The posts by their state; `nil` for an archive of event pages.
    package var posts: PostCounts?
    /// The next time at which a post begins or ceases to be published; `nil` when there is none.
    package var nextDuePost: UnixTime?
    /// The problems of the content.
    package var problems: [ArchiveProblem] = []
    /// Events that have ended because their files are gone.
    package var ended = 0
  }

  /// The countries, and the names that refer to them.
  package static let gazetteer = Gazetteer.standard
  /// The version of parser and classifier. When it differs from the version in the index, all files are read again.
  package static let analysisVersion = "17 \(GazetteerTables.standardDigest.high)"

  /// Measures the stages.
  package let stages: StageClock

  /// The settings.
  package let settings: BuildSettings
  private let adapted: AdaptedGazetteer
  /// Whether every file is read and every feed built again.
  package let isFull: Bool
  /// Whether the output is checked for files that other programs changed or removed.
  package let checksOutput: Bool
  /// Gives events their times.
  package let clock: EventClock
  /// Follows the build, and may stop it.
  package let observer: BuildObserver
  /// The log.
  package let logger: Logger
  /// The listeners for changed documents.
  package var listeners: [any PublicationListener] = []
  /// The sizes of builds and tasks that are shared with other processes.
  package var sharedSizes = SharedPublishing.Sizes()
  /// The number of files that a thread, or another process, reads at a time.
  package var filesInChunk = 256
  /// The number of chunks from which on reading files is shared with other processes.
  package var leastSharedChunks = 16
  /// The numbers of pages and names from which on a build of a few changes reads all of them.
  package var lookUps = AffectedEvents.Limits()
  /// Refuses builds that would end too many events.
  package var lossGuard = LossGuard()
  /// Whether the output becomes that of this index, whichever index it belongs to.
  package var takesOver = false

  /// The countries with the settings of the site.
  var gazetteer: Gazetteer { adapted.value }

  /// Makes a build.
  /// - Parameters:
  ///   - isFull: whether to read every file and build every feed again.
  ///   - checksOutput: whether to check the output for files that other programs changed or removed, and for
  ///     temporary files of builds that were killed.
  ///   - now: the time of new events, in seconds since 1970.
  ///   - present: the time of the system, if it differs from `now`.
  package init(
    _ settings: BuildSettings, isFull: Bool, checksOutput: Bool = true, now: UnixTime,
    present: UnixTime? = nil, logger: Logger, observer: BuildObserver
  ) {
    self.settings = settings
    adapted = AdaptedGazetteer(settings.countries)
    self.isFull = isFull
    self.checksOutput = checksOutput
    clock = settings.clock(now: now, present: present ?? now)
    self.logger = logger
    self.observer = observer
    stages = StageClock(logger)
  }

  /// Scans the whole content, and updates the feeds.
  package func run() throws -> Summary {
    let archive = OpenArchive(try IndexKind.database(at: settings.index).open(), isKept: false)
    return try repairing(archive) {
      let (changes, documents) = try scan(archive) { try $0.documents() }
      stages.end("scanned")
      return try run(consume changes, documents: documents, in: archive)
    }
  }

  // Whether every file is read, also because the index cannot be read.
  private func readsEveryFile(_ archive: OpenArchive) -> Bool {
    if isFull { return true }
    do {
      return try archive.index.write { try $0.setting("analysisVersion") } != settings.analysis
    } catch {
      return true
    }
  }

  /// Runs `body`. If it finds the index damaged, and every file is read anyway, removes the damaged tables that can be built again
  /// from the content, and runs `body` once more.
  package func repairing<Result>(
    _ archive: OpenArchive, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as IndexError where error.isDamage && readsEveryFile(archive) {
      archive.forget()
      let emptied = try archive.index.write { try $0.removeDamage(Self.gazetteer) }
      if emptied.isEmpty { throw error }
      logger.warning("\(error)")
      logger.warning("rebuilding damaged tables from the content: \(emptied.joined(separator: ", "))")
      return try body()
    }
  }

  /// Updates the feeds by changes of the content. Consumes the changes: their paths take much memory, and are not needed when the files
  /// are read.
  package func run(_ changes: consuming ContentChanges, in archive: OpenArchive) throws -> Summary {
    try run(consume changes, documents: nil, in: archive)
  }

  // The same with the documents of the index, if they were read already.
  private func run(
    _ changes: consuming ContentChanges, documents: consuming [DocumentRecord]?, in archive: OpenArchive
  ) throws -> Summary {
    logger.debug("\(changes.changed.count) files new or changed, \(changes.removed.count) gone")
    let output = try openOutput {
      try archive.index.write { try $0.outputOwner() }
    }
    if let work = archive.index.sharedWork, try work.resolveSuspects() > 0 {
      archive.forgetState()
      documents = nil
    }
    var summary = Summary()
    for listener in listeners {
      do {
        // The index is locked, so no other process is between `willPublish` and `didPublish`.
        try listener.recover(settings.site)
      } catch {
        summary.report.record(error, of: listener)
      }
    }
    summary.parsed = changes.changed.count
    do {
      let hasDayTurned = try archive.index.write(hasDayTurned)
      let isSmall = changes.count <= Self.manyChanges && !hasTimesAhead(archive)
      if !isFull, !checksOutput, !hasDayTurned, isSmall, archive.hasState {
        let all = changes
        do {
          _ = try build(&changes, onState: true, of: archive, output: output, summary: &summary)
        } catch is SlugsHaveChanged {
          archive.forget()
          changes = all
          try buildEverything(
            &changes, documents: nil, archive: archive, output: output, hasDayTurned: hasDayTurned,
            summary: &summary)
        }
      } else {
        try buildEverything(
          &changes, documents: documents.take(), archive: archive, output: output, hasDayTurned: hasDayTurned,
          summary: &summary)
      }
    } catch {
      archive.forget()
      throw error
    }
    summary.held = changes.held
    if settings.format.site != nil {
      (summary.posts, summary.nextDuePost) = try archive.index.write {
        (try $0.postCounts(at: clock.now), try $0.nextDuePost(after: clock.now))
      }
    }
    for failure in summary.report.listenerFailures {
      logger.error("\(failure.consequence): \(failure.reason)")
    }
    summary.problems = try changes.pathErrors + archive.index.write { try $0.problems() }
    summary.problems += settings.format.site?.settings.problems ?? []
    return summary
  }

  // Opens the output, which has the index for its owner.
  func openOutput(owner: () throws -> String) throws -> any DocumentOutput {
    var output = OutputSettings()
    output.storage = settings.storage
    output.maxAge = settings.maxAge
    output.renewsAll = isFull
    output.takesOver = takesOver
    output.warn = { [logger] in logger.warning("\($0)") }
    if OutputLocation.isObjectStorage(settings.output) {
      output.owner = try owner()
    }
    return try OutputKind.open(settings.output, output)
  }

  /// The message about ended documents that were not removed; `nil` when there are none.
  package func keptEndedMessage(_ report: Publisher.Report) -> String? {
    let count = report.keptEnded
    guard count > 0 else { return nil }
    return
      "\(settings.output): \(count) documents have ended and are not removed, because they are more than the share of all that \"s3.mostRemoved\" allows (\(settings.storage.mostRemoved)); run `feedgen --set s3.mostRemoved=1` once to remove them"
  }

  /// Whether events have times in the future, as after a clock was set back.
  package func hasTimesAhead(_ archive: OpenArchive) -> Bool {
    archive.latestTime > clock.limit ?? .distantFuture
  }

  // From this number of changed files on, building everything is faster. In an archive of 113,985 events, it takes 6.5 s for 1,000 new
  // events and 9.7 s for 3,000, and building what they affect takes 4.1 s and 9.1 s.
  private static let manyChanges = 3_000

  /// The site, with the last day whose stories are shown.
  package var site: Site {
    var site = settings.site
    site.lastDay = clock.lastDay
    return site
  }

  // Whether a day has begun since the last build, or a clock was set back to an earlier day, so that links to stories of that day
  // appear or disappear.
  private func hasDayTurned(_ transaction: IndexTransaction) throws -> Bool {
    guard let day = clock.lastDay, let last = try EventDay.lastShown(transaction) else { return false }
    if day < last { return true }
    return try EventDay.firstAhead(transaction).map { $0 <= day } ?? false
  }

  // A digest of all settings that the output depends on. The index stores it, so that a build detects a change of the configuration
  // or of the program.
  var settingsDigest: String {
    // The description of an array quotes its elements, so different settings have different descriptions.
    let aliases = settings.aliases.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    let apart = settings.apart.sorted()
    let topics = settings.topics.map { [$0.name, $0.expression.text] }
    let all =
      "\(aliases) \(apart) \(topics) \(settings.countsMentions) \(settings.minimumEvents) \(settings.future) \(settings.hidesWords) \(settings.countryFeeds)"
    return "\(settings.site.digest.high) \(ContentDigest(all).high) \(Publisher.edition)"
  }
}

// MARK: Scan

extension Build {
  /// Scans the content, and compares it with the index.
  package func scan(_ archive: OpenArchive) throws -> ContentChanges { try scan(archive) { _ in }.changes }

  // Scans the content, and compares it with the index. Meanwhile, `read` reads something else from the index.
  private func scan<Other>(
    _ archive: OpenArchive, _ read: (IndexTransaction) throws -> Other
  ) throws -> (changes: ContentChanges, other: Other) {
    let scanner = settings.scanner
    let (snapshot, (known, other)) = try ParallelMap.both {
      try scanner.scan()
    } _: {
      try archive.index.write { (try $0.files(), try read($0)) }
    }
    logger.debug("\(snapshot.ignored) Markdown files left out by their names (see watch.ignore)")
    try LossGuard.requireReadable(snapshot.unreadable, content: settings.content)
    if snapshot.files.isEmpty, snapshot.ignored > 0, known.isEmpty {
      throw ScanError.ignored(path: settings.content + "/news")
    }
    try lossGuard.requireFiles(
      !snapshot.files.isEmpty || !snapshot.unreadable.isEmpty, areKnown: !known.isEmpty,
      ignored: snapshot.ignored,
      content: settings.content)
    let changes = try withDigests(archive) {
      ContentChanges(
        snapshot, known: known, rereadsAll: $0, scanTime: clock.latest.nanoseconds, clock: clock,
        content: settings.format)
    }
    return (changes, other)
  }

  /// Compares some files with the index.
  /// - Parameters:
  ///   - files: the stamps of the files; `nil` for a file that is gone.
  ///   - scanTime: the time of the stamps, in nanoseconds since 1970.
  package func changes(
    of files: [BytePath: FileStamp?], pathErrors: [ContentSnapshot.PathError], scanTime: Int64,
    in archive: OpenArchive
  ) throws -> ContentChanges {
    let known = try archive.records(of: files.keys)
    let next = try archive.index.write { try $0.nextFile() }
    return try withDigests(archive) {
      ContentChanges(
        files, pathErrors: pathErrors, known: known, next: next, rereadsAll: $0, scanTime: scanTime,
        clock: clock, content: settings.format)
    }
  }

  // Makes changes and adds the stored digests of the files. The argument of `make` is whether every file is read again.
  private func withDigests(
    _ archive: OpenArchive, _ make: (Bool) -> ContentChanges
  ) throws -> ContentChanges {
    try archive.index.write { transaction in
      let rereads = try isFull || transaction.setting("analysisVersion") != settings.analysis
      var changes = make(rereads)
      if !rereads { try changes.setDigests { try transaction.digest(ofFile: $0) } }
      // These are parsed even if their bytes are the same.
      changes.add(due: try transaction.duePosts(at: clock.now))
      return changes
    }
  }
}

// MARK: Building

extension Build {
  // Builds the whole archive, unless nothing has changed.
  private func buildEverything(
    _ changes: inout ContentChanges, documents: [DocumentRecord]?, archive: OpenArchive,
    output: any DocumentOutput, hasDayTurned: Bool, summary: inout Summary
  ) throws {
    let documents = try documents ?? archive.index.write { try $0.documents() }
    let isSettled =
      try !isFull && !hasDayTurned && isSettled(archive, documents: documents)
      && (!checksOutput || output.areIntact(documents))
    stages.end("compared with the index")
    if isSettled, changes.isEmpty { return summary.count(documents, firstFormat: site.formats.first) }
    let isBuilt = try build(
      &changes, onState: false, of: archive, output: output, isSettled: isSettled, summary: &summary)
    if !isBuilt { summary.count(documents, firstFormat: site.formats.first) }
  }

  // Whether the documents are those of the present settings, so that nothing is to be built unless pages change.
  private func isSettled(_ archive: OpenArchive, documents: [DocumentRecord]) throws -> Bool {
    let index = archive.index
    if index.isNew || archive.isKept && !archive.hasState { return false }
    if documents.contains(where: \.isDirty) || !Publisher.areCurrent(documents, site) { return false }
    return try index.write { transaction in
      if let limit = clock.limit, try transaction.hasTimes(after: limit) { return false }
      return try transaction.setting("settingsDigest") == settingsDigest
    }
  }

  // Builds the part of the archive that changes affect, or everything if no state was kept. Returns whether there was anything to
  // build.
  private func build(
    _ changes: inout ContentChanges, onState: Bool, of archive: OpenArchive, output: any DocumentOutput,
    isSettled: Bool = false, summary: inout Summary
  ) throws -> Bool {
    let index = archive.index
    let renderedEntries = try RenderedEntries(site: site, content: settings.format, directory: settings.state)
    let built = try index.write { transaction in
      // Nothing else holds the state, so that changing it copies nothing.
      var build = try BuildStages(
        self, on: onState ? archive.takeState() : nil, archive: archive, renderedEntries: renderedEntries,
        transaction: transaction)
      let documents = try build.run(&changes, isSettled: isSettled, summary: &summary)
      let state = build.state
      // Publishing needs no more than the plan and the names; the rest is large.
      return documents.map {
        (documents: $0, plan: state.plan, names: state.facts.names, kept: archive.isKept ? state : nil)
      }
    }
    try index.finish()
    stages.end("committed the index")
    guard var built else { return false }
    renderedEntries.addresses = built.plan.addresses
    try publish(
      built.documents, of: built.plan, names: built.names, index: index, output: output,
      renderedEntries: renderedEntries, summary: &summary)
    guard var state = built.kept.take() else { return true }
    if !onState { try state.postings.set(words: index.write(words)) }
    archive.keep(state)
    stages.end("made ready for changes")
    return true
  }

  // The words of all pages, for the postings.
  private func words(_ transaction: IndexTransaction) throws -> [Postings.Posting] {
    var words: [Postings.Posting] = []
    try transaction.forEachTextBatch(of: .all, size: 16_384) { batch in
      ParallelMap.run(batch.chunks(of: 512)) { pages in
        pages.flatMap { ArchivePostings.postings(ofWordsIn: $0.texts, page: $0.page) }
      } consume: {
        words += $0
      }
    }
    return words
  }
}
