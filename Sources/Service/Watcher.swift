import ArchiveIndex
import EventArchive
import Foundation
package import Logging
internal import Pipeline
import Primitives
package import Publishing
package import Serving
package import Watching

/// Keeps the feeds up to date with a content directory, in steps. A step never waits, and its caller passes the time.
///
/// A step polls the directories, at longer intervals stats every file, and publishes the changed files that are stable in one
/// batch. A batch that fails is retried; until then the feeds stay as they are.
package final class Watcher {
  /// The present.
  package struct Time {
    /// The monotonic clock, in nanoseconds.
    package var clock: Int64
    /// The wall clock, in nanoseconds since 1970.
    package var now: Int64

    /// Makes a present.
    package init(clock: Int64, now: Int64) {
      self.clock = clock
      self.now = now
    }
  }

  /// The extent of the scan in a step.
  package enum Scan {
    /// What is due by the intervals of the configuration.
    case due
    /// All files, because notifications may have been lost.
    case allFiles
  }

  /// The status of the service.
  package private(set) var status: ServiceStatus
  /// Whether a batch has succeeded since the start.
  package var hasPublished: Bool { !isFirst }
  /// Called repeatedly during a batch; an error that it throws interrupts the batch.
  package var checkpoint: () throws -> Void = {}
  /// The listeners that queue notifications of changed documents.
  package var listeners: [any PublicationListener] = []
  /// Called when a batch has changed feeds.
  package var hasPublishedFeeds: () -> Void = {}
  /// The known state of the content directory.
  private(set) var cache: DirectoryCache

  /// The configuration.
  let configuration: Configuration
  private let logger: Logger
  private var debouncer: Debouncer
  private var memory: OpenArchive?
  private var nextPoll = Int64.min
  private var nextStatPass = Int64.min
  private var nextOutputCheck = Int64.min
  private var burst = BurstDetector()
  // The latest time of the first batch, which waits for files that are being written.
  private var firstDeadline: Int64?
  // The number of failures of the present batch.
  private var retries = 0
  // Whether no batch has succeeded since the start.
  private var isFirst = true
  // Whether the last scan failed, so that the known state may be wrong.
  private var isLost = false
  private var isFull = false
  private var held = HeldFiles()
  // The next time at which a post begins or ceases to be published.
  private var nextDuePost: UnixTime?
  private var statusFile = StatusFile()
  private var issues: HealthIssues
  private var losses = LossGuard.Recent()
  // Files that are gone while their events are kept, because too many events would end.
  private var withheld: Set<BytePath> = []

  private static let second: Int64 = 1_000_000_000
  // The part of a stat pass in one step. It takes a few milliseconds, so that changes found otherwise do not wait longer.
  private static let filesPerStep = 2_000
  private static let longestRetry: Int64 = 60 * second
  // The interval at which withheld removals are tried again. Restored files are noticed without it.
  private static let lossRetry: Int64 = 600 * second
  // The output is checked less often than the content: other programs seldom change it, and a check takes as long as a stat pass.
  private static let statPassesPerOutputCheck: Int64 = 5

  /// Makes a watcher.
  /// - Parameter since: the start of the service, in nanoseconds since 1970.
  /// - Throws: `ConfigurationError` when output or state lie in the content directory.
  package init(_ configuration: Configuration, logger: Logger, since: Int64) throws {
    try configuration.requireApart()
    self.configuration = configuration
    self.logger = logger
    issues = HealthIssues(logger: logger)
    cache = DirectoryCache(configuration.buildSettings)
    debouncer = Debouncer(quietPeriod: Int64(configuration.watchSettle * 1e9))
    status = ServiceStatus(
      process: getpid(), since: Double(since) / 1e9, interval: configuration.watchInterval)
  }

  /// Opens and locks the index.
  /// - Throws: `IndexError`.
  package func open() throws {
    if memory == nil {
      memory = OpenArchive(try IndexKind.database(at: configuration.indexLocation).open(), isKept: true)
    }
  }

  /// Opens the index as `open` does. If its database cannot be reached, or another process of several writes it, the steps try that
  /// again.
  /// - Returns: whether it is open.
  /// - Throws: `IndexError`.
  @discardableResult
  package func openOrWait() throws -> Bool {
    do {
      try open()
      if status.leader != nil { logger.notice("this process takes over the index") }
      status.leader = nil
    } catch IndexError.locked(let place, let process) where IndexKind.isURL(place) {
      if status.leader == nil {
        logger.notice("\(process) writes the index; this process waits to take over")
      }
      status.leader = process
    } catch let error as IndexError
      where error.fault == .unreachable
      || error.fault == .busy && IndexKind.isURL(configuration.indexLocation)
    {
      set(.index, "\(error)")
      writeStatus()
      return false
    }
    set(.index, nil)
    if memory == nil { writeStatus() }
    return memory != nil
  }

  /// Continues the work of another watcher, with its index if both have the same.
  package func takeOver(from other: Watcher) {
    if configuration.hasIndex(of: other.configuration) { memory = other.memory }
    memory?.forgetState()
    status.since = other.status.since
    status.lastChange = other.status.lastChange
  }

  /// Makes the next step check the output, and build every feed again if that is requested.
  package func request(_ rebuild: FeedServer.Rebuild) {
    nextOutputCheck = .min
    if rebuild == .everything { isFull = true }
  }

  /// Reports that a new configuration is invalid; `nil` when it is valid.
  package func setConfigurationError(_ error: String?) { set(.configuration, error) }

  /// Reports an error of the feeds in another language; `nil` when there is none.
  package func setEditionError(_ error: String?) { set(.edition, error) }

  /// Records that the kernel sends notifications.
  package func notificationsStarted() {
    status.hasNotices = true
    set(.notifications, nil)
  }

  /// Reports that the kernel sends no notifications, and why.
  package func notificationsFailed(_ failure: String) {
    status.hasNotices = false
    set(.notifications, failure)
  }

  /// Records that notifications are disabled by the configuration.
  package func disableNotifications() {
    status.hasNotices = false
    set(.notifications, nil)
  }

  /// Scans the content, and publishes changed files that are stable.
  /// - Parameters:
  ///   - time: the present.
  ///   - notifications: the notifications of the kernel since the last step.
  ///   - scan: the extent of the scan.
  /// - Returns: the time of the next step on the monotonic clock.
  /// - Throws: what `checkpoint` throws.
  package func step(_ time: Time, notifications: DirectoryNotifications.Batch = .init(), scan: Scan = .due)
    throws
    -> Int64
  {
    let changes: Int
    guard reopenIfGone(time) else { return try time.clock + (helpsLeader(time) ? 0 : interval) }
    do {
      changes = try self.scan(scan, time, notifications: notifications)
      set(.content, nil)
    } catch {
      set(.content, "\(error)")
      // When the directory can be read again, its content may be different.
      isLost = true
      nextPoll = time.clock + interval
      writeStatus()
      return nextPoll
    }
    if mustWaitForFirstBatch(time) { return min(time.clock + interval, debouncer.nextStable() ?? .max) }
    if burst.shouldWait(changed: isFirst ? 0 : changes, clock: time.clock, maxDuration: interval) {
      nextPoll = min(nextPoll, time.clock + BurstDetector.pause)
      return nextPoll
    }
    if try publishStable(time, notifications: notifications) { releaseMemory() }
    writeStatus()
    return nextStep(time, notifications: notifications)
  }

  // Whether the first batch waits for files that are being written: without them, their published events would end.
  private func mustWaitForFirstBatch(_ time: Time) -> Bool {
    guard isFirst, debouncer.hasUnstableFiles(clock: time.clock), time.clock < firstDeadline ?? .max else {
      return false
    }
    firstDeadline = firstDeadline ?? time.clock + interval + Int64(configuration.watchSettle * 1e9)
    return true
  }

  private func nextStep(_ time: Time, notifications: DirectoryNotifications.Batch) -> Int64 {
    if cache.isInStatPass { return time.clock }
    // Files that are open for writing are checked when they are closed, or at the next poll.
    let soonest = time.clock + Self.second / 100
    let next =
      isWaitingToRetry(time)
      ? nextOutputCheck : debouncer.nextStable { notifications.beingWritten.contains($0) }
    return max(soonest, min(nextPoll, nextStatPass, next ?? .max, nextRelease(time) ?? .max))
  }
}

// MARK: The index

extension Watcher {
  // Opens the index again when its directory was removed or replaced; returns whether the index is open.
  private func reopenIfGone(_ time: Time) -> Bool {
    if let memory, memory.index.isInPlace { return true }
    do {
      if let memory {
        logger.warning("\(memory.index.place): \(memory.index.loss)")
        // The process that writes the index finds these problems again.
        for kind in [HealthIssues.Kind.content, .loss, .removals] { set(kind, nil) }
      }
      memory = nil
      guard try openOrWait() else { return false }
      isFirst = true
      nextStatPass = .min
      nextOutputCheck = .min
      firstDeadline = nil
      cache = DirectoryCache(configuration.buildSettings)
      debouncer = Debouncer(quietPeriod: Int64(configuration.watchSettle * 1e9))
      held = HeldFiles()
      return true
    } catch {
      set(.index, "\(error)")
      writeStatus()
      return false
    }
  }
}

// MARK: Helping

extension Watcher {
  // Does tasks of a build that another process leads. Returns whether there were any.
  private func helpsLeader(_ time: Time) throws -> Bool {
    guard status.leader != nil else { return false }
    let build = Build(
      configuration.buildSettings, isFull: false, now: UnixTime(nanoseconds: time.now), logger: logger,
      observer: observer)
    do {
      let help = try build.help()
      let leader = status.leader ?? "another process"
      if help.files > 0 { logger.info("\(help.files) files read for \(leader)") }
      if help.documents > 0 { logger.info("\(help.documents) documents built for \(leader)") }
      set(.batch, nil)
      return help.files + help.documents > 0
    } catch let error as BatchInterrupted {
      throw error
    } catch IndexError.missing {
      return false
    } catch {
      set(.batch, "\(error)")
      writeStatus()
      return false
    }
  }
}

// MARK: Scanning

extension Watcher {
  private var interval: Int64 { Int64(configuration.watchInterval * 1e9) }

  // Scans what is due, and stats all files that are not stable yet; returns the number of changed files.
  private func scan(
    _ scan: Scan, _ time: Time, notifications: DirectoryNotifications.Batch
  ) throws -> Int {
    var changed: Set<BytePath> = []
    // Recorded at once: the cache reports a change only once, even if a later part of the scan fails.
    func record(_ files: Set<BytePath>) {
      // The first scan finds all files.
      if changed.isEmpty { changed = files } else { changed.formUnion(files) }
      for path in files { debouncer.update(path, cache.stamp(of: path), clock: time.clock, now: time.now) }
    }
    if scan == .allFiles || isLost || isFirst && time.clock >= nextStatPass {
      // After a failed scan, the cache may lack files of directories that were unreachable. Only listing them finds these files.
      record(try isLost ? cache.scan(now: time.now) : cache.statAllFiles(now: time.now))
      isLost = false
      nextStatPass = time.clock + Int64(configuration.watchSweep * 1e9)
      scheduleNextPoll(time)
    } else {
      try scanDue(time, notifications: notifications, record)
    }
    try requireContent()
    if isFirst { try findRemovedFiles(time) }
    for path in held.releaseDue(by: eventClock(time)) {
      debouncer.scheduleCheck(path, cache.stamp(of: path), at: time.clock)
    }
    try checkDuePosts(time)
    for path in notifications.completed { debouncer.markStable(path) }
    for path in debouncer.paths where !changed.contains(path) {
      debouncer.update(path, cache.restat(path), clock: time.clock, now: time.now)
    }
    // The end of writing may have come before the notifications of the directory.
    for path in debouncer.paths where notifications.begun.contains(path.parent) {
      if cache.hasNoWriter(path) { debouncer.markStable(path) }
    }
    status.files = cache.count
    return changed.count
  }

  // Lets the files of posts be read that begin or cease to be published.
  private func checkDuePosts(_ time: Time) throws {
    let now = eventClock(time).now
    guard let next = nextDuePost, next <= now, let memory else { return }
    for post in try memory.index.write({ try $0.duePosts(at: now) }) {
      debouncer.scheduleCheck(post.path, cache.stamp(of: post.path), at: time.clock)
    }
    nextDuePost = nil
  }

  // Lists directories with notifications, polls the directories if that is due, and continues a stat pass.
  private func scanDue(
    _ time: Time, notifications: DirectoryNotifications.Batch, _ record: (Set<BytePath>) -> Void
  ) throws {
    record(try cache.relist(notifications.directories, now: time.now))
    if time.clock >= nextPoll {
      record(try cache.pollDirectories(now: time.now))
      scheduleNextPoll(time)
    }
    if time.clock >= nextStatPass, !cache.isInStatPass {
      record(try cache.beginStatPass(now: time.now))
      nextStatPass = time.clock + Int64(configuration.watchSweep * 1e9)
    }
    record(cache.continueStatPass(maxFiles: Self.filesPerStep))
  }

  private func scheduleNextPoll(_ time: Time) {
    nextPoll = time.clock + interval
    status.lastScan = Double(time.now) / 1e9
  }

  // Throws when the content cannot be read, or has no files any more, so that events do not end.
  private func requireContent() throws {
    let unreadable = cache.scanErrors.unreadable
    try LossGuard.requireReadable(unreadable, content: configuration.content)
    try LossGuard().requireFiles(
      cache.count > 0 || !unreadable.isEmpty, areKnown: memory?.isEmpty() == false,
      ignored: cache.ignored, content: configuration.content)
  }

  // Finds the files that were removed while no service was running.
  private func findRemovedFiles(_ time: Time) throws {
    try memory?.index.write { transaction in
      try transaction.forEachFile { path, _ in
        if cache.stamp(of: path) == nil { debouncer.update(path, nil, clock: time.clock, now: time.now) }
      }
    }
  }
}

// MARK: Publishing

extension Watcher {
  // Publishes the stable files; returns whether there was anything to publish or check.
  private func publishStable(_ time: Time, notifications: DirectoryNotifications.Batch) throws -> Bool {
    // A failed batch is retried together with later changes: a separate batch would fail for the same reason, and postpone the
    // retry.
    if isWaitingToRetry(time) { return false }
    var stable = debouncer.takeStable(clock: time.clock) { notifications.beingWritten.contains($0) }
    let taken = stable
    do {
      try keepRenamesTogether(&stable, time)
    } catch {
      if let memory { scheduleRetry(of: taken, after: error, in: memory, time) }
      return false
    }
    // The output is checked at the start and at intervals, because other programs may change it. New events do not wait for
    // that.
    let checksOutput = time.clock >= nextOutputCheck
    if !stable.isEmpty { try publish(stable, time, checksOutput: checksOutput && (isFirst || isFull)) }
    if time.clock >= nextOutputCheck { try publish([:], time, checksOutput: true) }
    return !stable.isEmpty || checksOutput
  }

  private var observer: BuildObserver {
    var observer = BuildObserver()
    observer.checkpoint = checkpoint
    return observer
  }

  // Whether a batch has failed and its retry is not due.
  private func isWaitingToRetry(_ time: Time) -> Bool { retries > 0 && time.clock < nextOutputCheck }

  private func publish(_ stable: [BytePath: FileStamp?], _ time: Time, checksOutput: Bool) throws {
    var build = Build(
      configuration.buildSettings, isFull: isFull && checksOutput, checksOutput: checksOutput,
      now: UnixTime(nanoseconds: time.now), logger: logger, observer: observer)
    build.listeners = listeners
    losses.forget(before: time.clock)
    build.lossGuard.recent = losses
    guard let memory else { return }
    do {
      let known = deferUnreachable(stable, time)
      guard let (changes, summary) = try run(build, on: known, in: memory, at: time) else { return }
      scheduleChecks(of: known, records: try memory.records(of: known.keys), time)
      let report = BatchReport(of: changes, summary, stages: build.stages)
      status.record(summary, at: Double(time.now) / 1e9, duration: report.seconds)
      logger.log(level: isFirst || report.isNews ? .info : .debug, "\(report)", metadata: report.metadata)
      if report.isNews { hasPublishedFeeds() }
      // Only a check of the output has all documents that have ended.
      let kept = build.keptEndedMessage(summary.report)
      if checksOutput || kept != nil { set(.removals, kept) }
      isFirst = false
      retries = 0
      if checksOutput {
        isFull = false
        nextOutputCheck = time.clock + Self.statPassesPerOutputCheck * Int64(configuration.watchSweep * 1e9)
      }
      set(.batch, nil)
    } catch let error as BatchInterrupted {
      throw error
    } catch {
      scheduleRetry(of: stable, after: error, in: memory, time)
    }
  }

  // Defers removed files whose directory cannot be read, because it is not known whether they exist; returns the other files.
  private func deferUnreachable(
    _ files: [BytePath: FileStamp?], _ time: Time
  ) -> [BytePath: FileStamp?] {
    let scanErrors = cache.scanErrors
    let known = files.filter { $0.value != nil || !scanErrors.mayContain($0.key) }
    for path in files.keys where !known.keys.contains(path) {
      debouncer.scheduleCheck(path, nil, at: time.clock + interval)
    }
    return known
  }

  // Runs a batch; `nil` when there is nothing to do.
  private func run(
    _ build: Build, on files: [BytePath: FileStamp?], in memory: OpenArchive, at time: Time
  ) throws -> (ContentChanges, Build.Summary)? {
    try build.repairing(memory) { () -> (ContentChanges, Build.Summary)? in
      var changes =
        build.isFull
        ? try build.scan(memory)
        : try build.changes(
          of: files, pathErrors: cache.scanErrors.pathErrors, scanTime: time.now, in: memory)
      if build.isFull { held = HeldFiles() }
      record(changes.held, of: files.keys)
      if changes.isEmpty, !build.checksOutput, !build.hasTimesAhead(memory) { return nil }
      let summary = try run(build, &changes, in: memory, at: time)
      nextDuePost = summary.nextDuePost
      return (changes, summary)
    }
  }

  private func scheduleRetry(
    of files: [BytePath: FileStamp?], after error: any Error, in memory: OpenArchive, _ time: Time
  ) {
    set(.batch, "\(error)")
    // A partly built new index cannot be continued.
    if memory.index.isNew { self.memory = nil }
    // A damaged index is repaired by a full build.
    if retries == 0, let error = error as? IndexError, error.isDamage { isFull = true }
    retries += 1
    nextOutputCheck = time.clock + min(Self.longestRetry, interval << min(retries, 6))
    for (path, stamp) in files { debouncer.scheduleCheck(path, stamp, at: nextOutputCheck) }
  }

  // Publishes changes; if too many events would end, publishes them without the removals.
  private func run(
    _ build: Build, _ changes: inout ContentChanges, in memory: OpenArchive, at time: Time
  ) throws -> Build.Summary {
    withheld = withheld.filter { cache.stamp(of: $0) == nil }
    do {
      let summary = try build.run(changes, in: memory)
      losses.add(ended: summary.ended, clock: time.clock)
      withheld.subtract(changes.removed.map(\.path))
      if withheld.isEmpty { set(.loss, nil) }
      return summary
    } catch let error as LossError {
      set(.loss, "\(error)")
      let gone = changes.withholdRemoved()
      withheld.formUnion(gone)
      for path in gone { debouncer.scheduleCheck(path, nil, at: time.clock + Self.lossRetry) }
      return try build.run(changes, in: memory)
    }
  }

  // Keeps files in one batch whose contents were renamed or copied among them, so that events keep their ids: stable files wait
  // for unstable ones.
  private func keepRenamesTogether(_ stable: inout [BytePath: FileStamp?], _ time: Time) throws {
    let unstablePaths = debouncer.paths
    guard let memory, !stable.isEmpty, !unstablePaths.isEmpty else { return }
    var renames = RenamedFiles(
      stable: stable, unstable: debouncer.files,
      records: try memory.records(of: stable.keys + unstablePaths))
    renames.find()
    for path in renames.released {
      debouncer.remove(path)
      stable[path] = .some(nil)
    }
    let next = max(time.clock, debouncer.nextStable() ?? time.clock)
    for (path, stamp) in renames.deferred {
      stable[path] = nil
      debouncer.scheduleCheck(path, stamp, at: next)
    }
  }

  // Records which files among some paths are held back until their day.
  private func record(_ held: HeldFiles, of paths: some Sequence<BytePath>) {
    self.held.release(paths)
    self.held.hold(held)
    status.held = self.held.stories
    status.heldUntil = self.held.first?.description
  }

  // The time at which the first held file or post is due, on the monotonic clock; `nil` when a poll comes before.
  private func nextRelease(_ time: Time) -> Int64? {
    let times = [held.first.map(configuration.timeZone.start), nextDuePost].compactMap(\.self)
    guard let first = times.min() else { return nil }
    let seconds = first - UnixTime(nanoseconds: time.now)
    // There is a poll at least once a day. The first day may have begun already, where daylight saving ends at midnight.
    guard (1...86_400).contains(seconds) else { return nil }
    return time.clock + seconds * Self.second - time.now % Self.second
  }

  private func eventClock(_ time: Time) -> EventClock {
    let now = UnixTime(nanoseconds: time.now)
    return configuration.buildSettings.clock(now: now, present: now)
  }

  // A file that was read shortly after its last modification may have changed again within the resolution of its time stamps; it
  // is checked later.
  private func scheduleChecks(
    of files: [BytePath: FileStamp?], records known: FileRecords, _ time: Time
  ) {
    for (path, stamp) in files {
      guard let stamp, let record = known[path], record.stamp.changed == 0 else { continue }
      // A time stamp in the future stays unsafe, so that such a file is checked again at intervals.
      let rest = ContentChanges.recentlyModifiedNanoseconds
      let wait = stamp.lastChange + rest - time.now
      debouncer.scheduleCheck(
        path, stamp, at: time.clock + (0...rest ~= wait ? wait + Self.second / 100 : Self.longestRetry))
    }
  }
}

// MARK: Health

extension Watcher {
  private func set(_ kind: HealthIssues.Kind, _ problem: String?) {
    issues.set(kind, problem)
    status.errors = issues.errors
  }

  private func writeStatus() {
    // Without the lock of a state directory, the file there is that of another service.
    guard memory != nil || configuration.index != nil else { return }
    set(.status, statusFile.update(status, in: configuration.state))
  }

  // Returns the memory that only a batch needs to the system.
  private func releaseMemory() {
    memory?.index.releaseMemory()
    MallocTuning.trim()
  }
}

extension DirectoryCache {
  /// Makes an empty cache of the content.
  fileprivate init(_ settings: BuildSettings) {
    self.init(root: settings.content, rules: settings.ignore, scope: settings.scope)
  }
}
