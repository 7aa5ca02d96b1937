internal import Primitives

/// Notices changes of the files that the settings of a site were read from.
struct SiteFileWatch {
  // The stamps as they were when the files were read, or when their last change was reported.
  private var known: SiteFiles
  // The stamps of a change. It is reported when they are the same at the next check, because the files may be being written.
  private var seen: SiteFiles?
  private let interval: Duration
  private let sweep: Duration
  private var nextCheck: ContinuousClock.Instant
  private var nextSweep: ContinuousClock.Instant

  /// Makes a watch.
  /// - Parameters:
  ///   - interval: the interval at which the configuration of the site is checked.
  ///   - sweep: the interval at which files in the content are checked, which may be many.
  init(_ files: SiteFiles, interval: Duration, sweep: Duration, now: ContinuousClock.Instant) {
    known = files
    self.interval = interval
    self.sweep = sweep
    nextCheck = now + interval
    nextSweep = now + sweep
  }

  /// Whether files have changed since they were read, or since this was true. Files are checked only when that is due.
  mutating func hasChanged(at now: ContinuousClock.Instant) -> Bool {
    guard now >= nextCheck else { return false }
    nextCheck = now + interval
    let isSweep = now >= nextSweep
    if isSweep { nextSweep = now + sweep }
    let current = isSweep || seen != nil ? known.now : known.configurationNow
    guard current != known else {
      seen = nil
      return false
    }
    guard current == seen else {
      seen = current
      return false
    }
    known = current
    seen = nil
    return true
  }
}
