import ArchiveIndex
import EventArchive
import Foundation
package import Logging
internal import Pipeline
import Primitives
package import Publishing
package import Watching

/// Keeps the feeds up to date with a content directory, a step at a time; it never waits, and is told what time it is.
///
/// Each step looks at the directories, now and then at every file, and has what has changed and is quiet published in
/// one batch. What cannot be done is tried again; the feeds stay as they are meanwhile.
package final class Watcher {
  /// What time it is.
  package struct Time {
    /// A time that never jumps, in nanoseconds.
    package var clock: Int64
    /// Nanoseconds since 1970.
    package var now: Int64
  }

  /// How the service is.
  package private(set) var status: ServiceStatus
  /// Whether the feeds were brought up to date since the start.
  package var hasPublished: Bool { !isFirst }
  /// Called again and again while a batch is worked on; what it throws ends the batch.
  package var checkpoint: () throws -> Void = {}
  /// Where it is noted for whom feeds have changed; `nil` when nobody is to be told.
  package var listener: (any PublicationListener)?
  /// Called when feeds have changed.
  package var hasPublishedFeeds: () -> Void = {}
  /// What is known of the content directory.
  private(set) var picture: ContentPicture

  private let configuration: Configuration
  private let logger: Logger
  private var settling: SettlingFiles
  private var memory: ArchiveMemory?
  private var nextGlance = Int64.min
  private var nextSweep = Int64.min
  private var nextOutputCheck = Int64.min
  private var swarm = Swarm()
  private var firstDeadline: Int64?
  private var retries = 0
  private var isFirst = true
  private var isLost = false
  private var isFull = false
  private var held = HeldFiles()
  private var file = StatusFile()
  private var troubles = Troubles()
  private var losses = LossGuard.Recent()
  // Files that are gone and of which the events are kept, because too many would end.
  private var withheld: Set<BytePath> = []

  private static let second: Int64 = 1_000_000_000
  // So many are looked at in a few milliseconds: nothing that is new waits longer.
  private static let filesPerStep = 2_000
  private static let longestRetry: Int64 = 60 * second
  // Files that come back are seen at once; this is for what else may have changed meanwhile.
  private static let lossRetry: Int64 = 600 * second
  // Few would change the output, and looking at it takes as long as at the content.
  private static let sweepsPerCheck: Int64 = 5

  /// Makes a watcher of a service that has run since `since`, in nanoseconds since 1970.
  /// - Throws: `ConfigurationError` when output or state lie in the content directory.
  package init(_ configuration: Configuration, logger: Logger, since: Int64) throws {
    try configuration.requireApart()
    (self.configuration, self.logger) = (configuration, logger)
    picture = ContentPicture(root: configuration.content, rules: configuration.ignore)
    settling = SettlingFiles(settle: Int64(configuration.watchSettle * 1e9))
    status = ServiceStatus(
      process: getpid(), since: Double(since) / 1e9, interval: configuration.watchInterval)
  }

  /// Opens the index, which no other process may use meanwhile.
  /// - Throws: `IndexError`.
  package func open() throws {
    if memory == nil { memory = ArchiveMemory(try EventIndex(directory: configuration.state), isKept: true) }
  }

  /// Takes over from another watcher, with its index if that is of the same state directory.
  package func take(from other: Watcher) {
    if configuration.hasState(of: other.configuration) { memory = other.memory }
    memory?.forgetState()
    (status.since, status.lastChange) = (other.status.since, other.status.lastChange)
  }

  /// Has the output looked at in the next step whatever the time, and every feed built again if that is to be `full`.
  package func regenerate(full: Bool) {
    nextOutputCheck = .min
    isFull = isFull || full
  }

  /// Says that something outside the watcher went wrong, or is right again: a configuration that cannot be used.
  package func setConfigurationError(_ error: String?) { set(.configuration, error) }

  /// Says that the kernel gives no notices any more, and why.
  package func setNotices(_ areHeard: Bool, _ failure: String?) {
    status.hasNotices = areHeard
    set(.notices, failure)
  }

  /// Looks at the content, and publishes what has changed and is quiet.
  /// - Parameters:
  ///   - time: the present.
  ///   - noticed: directories in which the kernel has noticed something, and files that are being written.
  ///   - sweeps: whether to look at every file, for notices may have been lost.
  /// - Returns: when to look again, on the clock.
  /// - Throws: what the checkpoint throws.
  package func step(_ time: Time, noticed: DirectoryNotices.Noticed = .init(), sweeps: Bool = false) throws
    -> Int64
  {
    let changes: Int
    guard reopenIfGone(time) else { return time.clock + interval }
    do {
      changes = try look(time, noticed, sweeps: sweeps)
      set(.content, nil)
    } catch {
      set(.content, "\(error)")
      // What is on a disk when it is back is not known now.
      isLost = true
      nextGlance = time.clock + interval
      writeStatus()
      return nextGlance
    }
    if isFirst, settling.isRestless(clock: time.clock), time.clock < firstDeadline ?? .max {
      // Without them, feeds that are published would lose what they have.
      firstDeadline = firstDeadline ?? time.clock + interval + Int64(configuration.watchSettle * 1e9)
      return min(time.clock + interval, settling.next() ?? .max)
    }
    if swarm.isComing(isFirst ? 0 : changes, clock: time.clock, atMost: interval) {
      nextGlance = min(nextGlance, time.clock + Swarm.rest)
      return nextGlance
    }
    if try publishQuiet(time, noticed) { returnMemory() }
    writeStatus()
    if picture.isSweeping { return time.clock }
    // Files that are being written are looked at when their writer is done, or at the next look.
    let soonest = time.clock + Self.second / 100
    let next = isResting(time) ? nextOutputCheck : settling.next { noticed.beingWritten.contains($0) }
    return max(soonest, min(nextGlance, nextSweep, next ?? .max, nextRelease(time) ?? .max))
  }
}

// MARK: The index

extension Watcher {
  // Opens the index anew when its directory was taken away or replaced; returns whether there is one.
  private func reopenIfGone(_ time: Time) -> Bool {
    if let memory, memory.index.isInPlace { return true }
    do {
      if memory != nil {
        logger.warning("\(configuration.state): the index was taken away, and is built again")
      }
      memory = nil
      try open()
      (isFirst, nextSweep, nextOutputCheck, firstDeadline) = (true, .min, .min, nil)
      picture = ContentPicture(root: configuration.content, rules: configuration.ignore)
      settling = SettlingFiles(settle: Int64(configuration.watchSettle * 1e9))
      held = HeldFiles()
      return true
    } catch {
      set(.batch, "\(error)")
      return false
    }
  }
}

// MARK: Looking

extension Watcher {
  private var interval: Int64 { Int64(configuration.watchInterval * 1e9) }

  // Looks at what is due, and at all files that are not quiet yet; returns how many have changed.
  private func look(_ time: Time, _ noticed: DirectoryNotices.Noticed, sweeps: Bool) throws -> Int {
    var changed: Set<BytePath> = []
    // Noted at once: the picture has them already, and would not tell them again if a later look fails.
    func note(_ files: Set<BytePath>) {
      changed.formUnion(files)
      for path in files { settling.note(path, picture.stamp(of: path), clock: time.clock, now: time.now) }
    }
    if sweeps || isLost || isFirst && time.clock >= nextSweep {
      // A file that seemed to be gone while all was out of reach is found by listing its directory only.
      note(try isLost ? picture.scan(now: time.now) : picture.sweep(now: time.now))
      isLost = false
      nextSweep = time.clock + Int64(configuration.watchSweep * 1e9)
      nextGlance = time.clock + interval
      status.lastScan = Double(time.now) / 1e9
    } else {
      note(try picture.look(into: noticed.directories, now: time.now))
      if time.clock >= nextGlance {
        note(try picture.glance(now: time.now))
        nextGlance = time.clock + interval
        status.lastScan = Double(time.now) / 1e9
      }
      if time.clock >= nextSweep, !picture.isSweeping {
        note(try picture.beginSweep(now: time.now))
        nextSweep = time.clock + Int64(configuration.watchSweep * 1e9)
      }
      note(picture.continueSweep(files: Self.filesPerStep))
    }
    let unreadable = picture.hindrances.unreadable
    try LossGuard.requireReadable(unreadable, content: configuration.content)
    try LossGuard().requireFiles(
      picture.count > 0 || !unreadable.isEmpty, areKnown: memory?.isEmpty() == false,
      ignored: picture.ignored, content: configuration.content)
    if isFirst, let memory {
      // What is gone since the service ran last.
      try memory.index.write { transaction in
        try transaction.forEachFile { path, _ in
          if picture.stamp(of: path) == nil { settling.note(path, nil, clock: time.clock, now: time.now) }
        }
      }
    }
    for path in held.releaseDue(by: eventClock(time)) {
      settling.recheck(path, picture.stamp(of: path), at: time.clock)
    }
    for path in noticed.completed { settling.finish(path) }
    for path in settling.paths where !changed.contains(path) {
      settling.note(path, picture.look(atFile: path), clock: time.clock, now: time.now)
    }
    status.files = picture.count
    return changed.count
  }
}

// MARK: Publishing

extension Watcher {
  // Publishes the files that are quiet; returns whether anything was looked at.
  private func publishQuiet(_ time: Time, _ noticed: DirectoryNotices.Noticed) throws -> Bool {
    // A batch that failed is tried again together with what has come since: other batches would fail as it did, and each would
    // put its turn off.
    if isResting(time) { return false }
    var quiet = settling.takeQuiet(clock: time.clock) { noticed.beingWritten.contains($0) }
    try keepRenamesTogether(&quiet, time)
    // Now and then the output is looked at, first of all at the start, for somebody else may have changed it; what is
    // new need not wait for that.
    let checksOutput = time.clock >= nextOutputCheck
    if !quiet.isEmpty { try publish(quiet, time, checksOutput: checksOutput && (isFirst || isFull)) }
    if time.clock >= nextOutputCheck { try publish([:], time, checksOutput: true) }
    return !quiet.isEmpty || checksOutput
  }

  private var observer: BuildObserver {
    var observer = BuildObserver()
    observer.checkpoint = checkpoint
    return observer
  }

  // Whether a batch has failed and is not due again.
  private func isResting(_ time: Time) -> Bool { retries > 0 && time.clock < nextOutputCheck }

  private func publish(_ quiet: [BytePath: FileStamp?], _ time: Time, checksOutput: Bool) throws {
    var generation = Generation(
      configuration.buildSettings, isFull: isFull && checksOutput, checksOutput: checksOutput,
      now: time.now / Self.second, logger: logger, observer: observer)
    generation.listener = listener
    guard let memory else { return }
    do {
      let hindrances = picture.hindrances
      let kept = quiet.filter { $0.value != nil || !hindrances.mayHold($0.key) }
      for path in quiet.keys where !kept.keys.contains(path) {
        settling.recheck(path, nil, at: time.clock + interval)  // unknown, until nothing stands in the way
      }
      losses.forget(before: time.clock)
      generation.lossGuard.recent = losses
      let result = try generation.healing(memory) { () -> (ContentChanges, Generation.Summary)? in
        var changes =
          generation.isFull
          ? try generation.lookForChanges(memory)
          : try generation.changes(kept, obstacles: hindrances.obstacles, lookedAt: time.now, memory)
        note(changes.held, of: kept.keys, isAll: generation.isFull)
        if changes.isEmpty, !checksOutput, !generation.hasTimesAhead(memory) { return nil }
        let summary = try run(generation, &changes, memory, time)
        return (changes, summary)
      }
      guard let (changes, summary) = result else { return }
      recheck(kept, try memory.records(of: kept.keys), time)
      let line = BatchReport(changes, summary, generation.stages)
      status.note(summary, at: Double(time.now) / 1e9, took: line.seconds)
      logger.log(level: isFirst || line.isNews ? .info : .debug, "\(line)", metadata: line.metadata)
      if line.isNews { hasPublishedFeeds() }
      (isFirst, retries) = (false, 0)
      if checksOutput {
        isFull = false
        nextOutputCheck = time.clock + Self.sweepsPerCheck * Int64(configuration.watchSweep * 1e9)
      }
      set(.batch, nil)
    } catch let error as Stopped {
      throw error
    } catch {
      set(.batch, "\(error)")
      // What was built in part cannot be built on.
      if memory.index.isNew { self.memory = nil }
      // What can be built again heals by reading every file.
      if retries == 0, let error = error as? IndexError, error.isDamage { isFull = true }
      retries += 1
      let delay = min(Self.longestRetry, interval << min(retries, 6))
      nextOutputCheck = time.clock + delay
      for (path, stamp) in quiet { settling.recheck(path, stamp, at: nextOutputCheck) }
    }
  }

  // Brings the feeds up to date with changes; when too many events would end, with all but the files that are gone.
  private func run(
    _ generation: Generation, _ changes: inout ContentChanges, _ memory: ArchiveMemory, _ time: Time
  ) throws -> Generation.Summary {
    withheld = withheld.filter { picture.stamp(of: $0) == nil }
    do {
      let summary = try generation.run(changes, memory)
      losses.add(ended: summary.ended, clock: time.clock)
      withheld.subtract(changes.removed.map(\.path))
      if withheld.isEmpty { set(.loss, nil) }
      return summary
    } catch let error as LossError {
      set(.loss, "\(error)")
      let gone = changes.withholdRemoved()
      withheld.formUnion(gone)
      for path in gone { settling.recheck(path, nil, at: time.clock + Self.lossRetry) }
      return try generation.run(changes, memory)
    }
  }

  // Files of which one has now what another had, by renaming or by copying, are dealt with together, so that events keep their
  // ids: those that are quiet wait for those that are not.
  private func keepRenamesTogether(_ quiet: inout [BytePath: FileStamp?], _ time: Time) throws {
    let settlingPaths = settling.paths
    guard let memory, !quiet.isEmpty, !settlingPaths.isEmpty else { return }
    var renames = RenamedFiles(
      quiet: quiet, settling: settling.files, records: try memory.records(of: quiet.keys + settlingPaths))
    renames.find()
    for path in renames.leaving {
      settling.remove(path)
      quiet[path] = .some(nil)
    }
    let next = max(time.clock, settling.next() ?? time.clock)
    for (path, stamp) in renames.waiting {
      quiet[path] = nil
      settling.recheck(path, stamp, at: next)
    }
  }

  // Notes which of some files, or of all, are held back.
  private func note(_ held: HeldFiles, of paths: some Sequence<BytePath>, isAll: Bool) {
    if isAll { self.held = HeldFiles() }
    self.held.release(paths)
    self.held.hold(held)
    (status.held, status.heldUntil) = (self.held.stories, self.held.first?.description)
  }

  // When the first of the files that are held back is due, on the clock; `nil` when the next look comes before.
  private func nextRelease(_ time: Time) -> Int64? {
    guard let first = held.first else { return nil }
    let seconds = configuration.timeZone.start(of: first) - time.now / Self.second
    // A look comes once a day at least. Where clocks are set back over midnight, a day can have begun and be ahead.
    guard (1...86_400).contains(seconds) else { return nil }
    return time.clock + seconds * Self.second - time.now % Self.second
  }

  private func eventClock(_ time: Time) -> EventClock {
    let now = time.now / Self.second
    return configuration.buildSettings.clock(now: now, present: now)
  }

  // A file that changed so shortly before it was read that it may have changed again unnoticed is looked at later.
  private func recheck(_ files: [BytePath: FileStamp?], _ known: [BytePath: FileRecord], _ time: Time) {
    for (path, stamp) in files {
      guard let stamp, let record = known[path], record.stamp.changed == 0 else { continue }
      // A file from the future is looked at again and again, but not all the time.
      let rest = ContentChanges.restlessNanoseconds
      let wait = stamp.lastChange + rest - time.now
      settling.recheck(
        path, stamp, at: time.clock + (0...rest ~= wait ? wait + Self.second / 100 : Self.longestRetry))
    }
  }
}

// MARK: Health

extension Watcher {
  private func set(_ kind: Troubles.Kind, _ what: String?) {
    troubles.set(kind, what, logger)
    status.errors = troubles.errors
  }

  private func writeStatus() {
    guard memory != nil else { return }
    set(.status, file.put(status, in: configuration.state))
  }

  // What a batch needed beyond what is kept goes back to the system.
  private func returnMemory() {
    memory?.index.releaseMemory()
    Heap.trim()
  }
}
