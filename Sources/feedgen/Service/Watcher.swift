import EventArchive
import EventIndex
import Foundation
import Logging
import Watching

/// Keeps the feeds up to date with a content directory, a step at a time; it never waits, and is told what time it is.
///
/// Each step looks at the directories, now and then at every file, and has what has changed and is quiet published in
/// one batch. What cannot be done is tried again; the feeds stay as they are meanwhile.
final class Watcher {
  /// What time it is.
  struct Time {
    /// A time that never jumps, in nanoseconds.
    var clock: Int64
    /// Nanoseconds since 1970.
    var now: Int64
  }

  /// How the service is.
  private(set) var status: ServiceStatus
  /// Whether the feeds were brought up to date since the start.
  var hasPublished: Bool { !isFirst }
  /// Called again and again while a batch is worked on; what it throws ends the batch.
  var checkpoint: () throws -> Void = {}
  /// What is known of the content directory.
  private(set) var picture: ContentPicture

  private let configuration: Configuration
  private let logger: Logger
  private var settling: SettlingFiles
  private var memory: ArchiveMemory?
  private var nextGlance = Int64.min
  private var nextSweep = Int64.min
  private var nextOutputCheck = Int64.min
  private var lastBatch: Int64 = 0
  private var swarmSince: Int64?
  private var firstDeadline: Int64?
  private var retries = 0
  private var isFirst = true
  private var written: ServiceStatus?
  private var errors: [Trouble: String] = [:]

  // What can go wrong, so that each trouble is told once, and once when it is over.
  private enum Trouble: Int, Comparable {
    case content, batch, configuration, status, notices
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private static let second: Int64 = 1_000_000_000
  private static let swarmSize = 100
  private static let swarmRest: Int64 = 300_000_000
  private static let longestRetry: Int64 = 60 * second
  // After so long without a batch, memory counts more than the time that loading takes.
  private static let wakefulness: Int64 = 30 * second

  /// Makes a watcher of a service that has run since `since`, in nanoseconds since 1970.
  /// - Throws: `ConfigurationError` when output or state lie in the content directory.
  init(_ configuration: Configuration, logger: Logger, since: Int64) throws {
    try Self.requireApart(configuration)
    (self.configuration, self.logger) = (configuration, logger)
    picture = ContentPicture(root: configuration.content)
    settling = SettlingFiles(settle: Int64(configuration.watchSettle * 1e9))
    status = ServiceStatus(
      process: getpid(), since: Double(since) / 1e9, interval: configuration.watchInterval)
  }

  /// Opens the index, which no other process may use meanwhile.
  /// - Throws: `IndexError`.
  func open() throws {
    if memory == nil { memory = ArchiveMemory(try EventIndex(directory: configuration.state), isKept: true) }
  }

  /// Takes over from another watcher, with its index if that is of the same state directory.
  func take(from other: Watcher) {
    if Self.real(other.configuration.state) == Self.real(configuration.state) { memory = other.memory }
    (status.since, status.lastChange) = (other.status.since, other.status.lastChange)
  }

  /// Says that something outside the watcher went wrong, or is right again: a configuration that cannot be used.
  func setConfigurationError(_ error: String?) { set(.configuration, error) }

  /// Says that the kernel gives no notices any more, and why.
  func setNotices(_ areHeard: Bool, _ failure: String?) {
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
  func step(_ time: Time, noticed: DirectoryNotices.Noticed = .init(), sweeps: Bool = false) throws -> Int64 {
    let changed: Set<String>
    guard reopenIfGone(time) else { return time.clock + interval }
    do {
      changed = try look(time, noticed, sweeps: sweeps)
      set(.content, nil)
    } catch {
      set(.content, "\(error)")
      // What is on a disk when it is back is not known now.
      nextSweep = time.clock
      nextGlance = time.clock + interval
      writeStatus()
      return nextGlance
    }
    for path in noticed.completed { settling.finish(path) }
    for path in settling.paths where !changed.contains(path) {
      settling.note(path, picture.look(atFile: path), clock: time.clock, now: time.now)
    }
    if isFirst, settling.isRestless(clock: time.clock), time.clock < firstDeadline ?? .max {
      // Without them, feeds that are published would lose what they have.
      firstDeadline = firstDeadline ?? time.clock + interval + Int64(configuration.watchSettle * 1e9)
      return min(time.clock + interval, settling.next() ?? .max)
    }
    if isSwarm(changed.count, time) {
      nextGlance = min(nextGlance, time.clock + Self.swarmRest)
      return nextGlance
    }
    if try publishQuiet(time, noticed) {
      lastBatch = time.clock
      returnMemory()
    } else if time.clock - Self.wakefulness > lastBatch, memory?.rest() == true {
      returnMemory()
    }
    writeStatus()
    // Files that are being written are looked at when their writer is done, or at the next look.
    let soonest = time.clock + Self.second / 100
    let next = settling.next { noticed.beingWritten.contains($0) }
    return max(soonest, min(nextGlance, nextSweep, next ?? .max))
  }
}

// MARK: The index

extension Watcher {
  // Opens the index anew when its directory was taken away or replaced; returns whether there is one.
  private func reopenIfGone(_ time: Time) -> Bool {
    if let memory, memory.index.isInPlace { return true }
    do {
      memory = nil
      try open()
      logger.warning("\(configuration.state): the index was taken away, and is built again")
      (isFirst, nextSweep, firstDeadline) = (true, .min, nil)
      picture = ContentPicture(root: configuration.content)
      settling = SettlingFiles(settle: Int64(configuration.watchSettle * 1e9))
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

  // Whether so many files are coming, as when a tree is copied, that it is better to wait for all of them than to
  // publish some; for an interval at most, and not at the start, which takes all there is.
  private func isSwarm(_ count: Int, _ time: Time) -> Bool {
    guard count >= Self.swarmSize, !isFirst else {
      swarmSince = nil
      return false
    }
    let since = swarmSince ?? time.clock
    swarmSince = since
    return time.clock - since < interval
  }

  // Looks at what is due; returns the files that have changed.
  private func look(_ time: Time, _ noticed: DirectoryNotices.Noticed, sweeps: Bool) throws -> Set<String> {
    var changed: Set<String> = []
    // Noted at once: the picture has them already, and would not tell them again if a later look fails.
    func note(_ files: Set<String>) {
      changed.formUnion(files)
      for path in files { settling.note(path, picture.stamp(of: path), clock: time.clock, now: time.now) }
    }
    if sweeps || time.clock >= nextSweep {
      note(try picture.sweep(now: time.now))
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
    }
    if picture.count == 0, let memory, try !memory.files().isEmpty {
      throw ScanError.vanished(path: configuration.content + "/news")
    }
    if isFirst, let memory {
      // What is gone since the service ran last.
      for path in try memory.files().keys where picture.stamp(of: path) == nil && !picture.mayHold(path) {
        settling.note(path, nil, clock: time.clock, now: time.now)
      }
    }
    status.files = picture.count
    return changed
  }
}

// MARK: Publishing

extension Watcher {
  // Publishes the files that are quiet; returns whether there were any.
  private func publishQuiet(_ time: Time, _ noticed: DirectoryNotices.Noticed) throws -> Bool {
    let quiet = settling.takeQuiet(clock: time.clock) { noticed.beingWritten.contains($0) }
    // Now and then the output is looked at, for somebody else may have changed it.
    guard !quiet.isEmpty || isFirst || time.clock >= nextOutputCheck else { return false }
    try publish(quiet, time)
    return !quiet.isEmpty
  }

  private func publish(_ quiet: [String: FileStamp?], _ time: Time) throws {
    let checksOutput = time.clock >= nextOutputCheck
    let now = Generate.fixedNow ?? time.now / Self.second
    let generation = Generation(
      configuration, isFull: false, checksOutput: checksOutput, now: now, logger: logger,
      progress: Progress(isQuiet: true, checkpoint: checkpoint))
    guard let memory else { return }
    do {
      let kept = quiet.filter { $0.value != nil || !picture.mayHold($0.key) }
      for path in quiet.keys where kept[path] == nil {
        settling.recheck(path, nil, at: time.clock + interval)  // unknown, until nothing stands in the way
      }
      let changes = try generation.changes(kept, obstacles: picture.obstacles, lookedAt: time.now, memory)
      if changes.isEmpty, !isFirst, !checksOutput { return }
      let (new, gone) = (changes.changed.count { $0.isNew }, changes.removed.count)
      let changed = changes.changed.count - new
      let summary = try generation.run(changes, memory)
      recheck(kept, try memory.files(), time)
      note(summary, time)
      report(summary, new: new, changed: changed, gone: gone, generation.stages)
      if isFirst { memory.share(picture.path) }
      (isFirst, retries) = (false, 0)
      if checksOutput { nextOutputCheck = time.clock + Int64(configuration.watchSweep * 1e9) }
      set(.batch, nil)
    } catch let error as Stopped {
      throw error
    } catch {
      set(.batch, "\(error)")
      nextOutputCheck = .min
      retries += 1
      let delay = min(Self.longestRetry, interval << min(retries, 6))
      for (path, stamp) in quiet { settling.recheck(path, stamp, at: time.clock + delay) }
      if isFirst { nextGlance = time.clock + delay }
    }
  }

  // A file that changed so shortly before it was read that it may have changed again unnoticed is looked at later.
  private func recheck(_ files: [String: FileStamp?], _ known: [String: FileRecord], _ time: Time) {
    for (path, stamp) in files {
      guard let stamp, let record = known[path], record.changed == 0 else { continue }
      // A file from the future is looked at again and again, but not all the time.
      let rest = ContentChanges.restlessNanoseconds
      let wait = max(stamp.modified, stamp.changed) + rest - time.now
      settling.recheck(
        path, stamp, at: time.clock + (0...rest ~= wait ? wait + Self.second / 100 : Self.longestRetry))
    }
  }

  private func note(_ summary: Generation.Summary, _ time: Time) {
    (status.events, status.feeds) = (summary.events, summary.feeds)
    if summary.report.written + summary.report.removed > 0 { status.lastChange = Double(time.now) / 1e9 }
    status.skippedCount = Set(summary.problems.map(\.path)).count
    status.skipped = summary.problems.prefix(ServiceStatus.longestSkipped).map {
      ServiceStatus.Skipped(path: $0.path, line: $0.line, what: $0.what)
    }
  }

  private func report(
    _ summary: Generation.Summary, new: Int, changed: Int, gone: Int, _ stages: StageClock
  ) {
    func milliseconds(_ duration: Duration) -> Int64 {
      duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
    }
    let total = stages.durations.reduce(Duration.zero) { $0 + $1.duration }
    var metadata: Logger.Metadata = [
      "new": "\(new)", "changed": "\(changed)", "gone": "\(gone)", "written": "\(summary.report.written)",
      "removed": "\(summary.report.removed)", "problems": "\(summary.problems.count)",
      "milliseconds": "\(milliseconds(total))",
    ]
    for (stage, duration) in stages.durations { metadata["ms \(stage)"] = "\(milliseconds(duration))" }
    let isNews = isFirst || new + gone + summary.report.written + summary.report.removed > 0
    logger.log(
      level: isNews ? .info : .debug,
      """
      \(new) files new, \(changed) changed, \(gone) gone: \(summary.report.written) feeds written, \
      \(summary.report.removed) removed, \(summary.problems.count) problems, in \(milliseconds(total)) ms
      """, metadata: metadata)
  }
}

// MARK: Health

extension Watcher {
  private func set(_ trouble: Trouble, _ error: String?) {
    guard errors[trouble] != error else { return }
    if let error {
      if trouble == .notices { logger.warning("\(error)") } else { logger.error("\(error)") }
    } else if trouble != .notices {
      logger.notice("over: \(errors[trouble] ?? "")")
    }
    errors[trouble] = error
    // Without notices nothing is wrong, only slower.
    status.errors = errors.filter { $0.key != .notices }.sorted { $0.key < $1.key }.map(\.value)
  }

  private func writeStatus() {
    guard memory != nil else { return }
    var (new, old) = (status, written)
    new.lastScan = nil
    old?.lastScan = nil
    if new == old {
      if status.errors.isEmpty { ServiceStatus.touch(configuration.state) }
      return
    }
    do {
      try status.write(to: configuration.state)
      written = status
      set(.status, nil)
    } catch {
      // An old one would say what is not so.
      ServiceStatus.remove(from: configuration.state)
      written = nil
      set(.status, "\(configuration.state)/status.json: cannot be written (\(error.localizedDescription))")
    }
  }

  // What a batch needed beyond what is kept goes back to the system, where the C library (glibc) can give it back.
  private func returnMemory() {
    memory?.index.releaseMemory()
    guard let trim = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
  }

  private static func real(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }

  // Output and state must not lie where they are taken for content.
  private static func requireApart(_ configuration: Configuration) throws {
    let content = real(configuration.content)
    for (key, path) in [("output", configuration.output), ("state", configuration.state)] {
      let place = real(path)
      guard place == content || place.hasPrefix(content + "/") else { continue }
      throw ConfigurationError.overlap(key: key, path: path, content: configuration.content)
    }
  }
}

/// The service is to end, and a batch has taken too long to wait for.
struct Stopped: Error {}
