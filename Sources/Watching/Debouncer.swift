package import Primitives

/// Debounces changes of files: a file is stable when it has not changed for a quiet period, so that its writer is done.
package struct Debouncer: Sendable {
  private struct Change: Sendable {
    // The last known stamp of the file; `nil` when it was removed.
    var stamp: FileStamp?
    // The time of the change on the monotonic clock.
    var since: Int64
  }

  private let quietPeriod: Int64
  private var changes: [BytePath: Change] = [:]

  /// Makes an empty set.
  /// - Parameter quietPeriod: the quiet period, in nanoseconds.
  package init(quietPeriod: Int64) { self.quietPeriod = quietPeriod }

  /// The paths of the files.
  package var paths: [BytePath] { Array(changes.keys) }

  /// Updates the stamp of a file, `nil` when it was removed.
  /// - Parameters:
  ///   - clock: the present on the monotonic clock, in nanoseconds.
  ///   - now: the present in nanoseconds since 1970. A file that was last modified before the quiet period is stable at once.
  package mutating func update(_ path: BytePath, _ stamp: FileStamp?, clock: Int64, now: Int64) {
    if let known = changes[path], known.stamp == stamp { return }
    var since = clock
    if let stamp {
      let age = now - stamp.lastChange
      if age > 0 { since = clock - age }
    }
    changes[path] = Change(stamp: stamp, since: since)
  }

  /// Makes a file stable at a time on the monotonic clock, so that it is checked again then.
  package mutating func scheduleCheck(_ path: BytePath, _ stamp: FileStamp?, at clock: Int64) {
    changes[path] = Change(stamp: stamp, since: clock - quietPeriod)
  }

  /// The files with their stamps; `nil` for removed files.
  package var files: [BytePath: FileStamp?] { changes.mapValues(\.stamp) }

  /// Removes a file from the set.
  package mutating func remove(_ path: BytePath) { changes[path] = nil }

  /// Makes a file stable at once, because its writer has closed it.
  package mutating func markStable(_ path: BytePath) { changes[path]?.since = .min / 2 }

  /// Removes the stable files from the set and returns them with their stamps.
  /// - Parameter isBusy: whether a file is being written.
  package mutating func takeStable(clock: Int64, isBusy: (BytePath) -> Bool = { _ in false }) -> [BytePath:
    FileStamp?]
  {
    var stable: [BytePath: FileStamp?] = [:]
    var rest: [BytePath: Change] = [:]
    for (path, change) in changes {
      if clock - change.since >= quietPeriod, !isBusy(path) {
        stable[path] = .some(change.stamp)
      } else {
        rest[path] = change
      }
    }
    // A new dictionary, because removing keys does not shrink the old one.
    changes = rest
    return stable
  }

  /// The time at which the next file becomes stable, on the monotonic clock; `nil` when there is none.
  /// - Parameter isBusy: whether a file is being written.
  package func nextStable(isBusy: (BytePath) -> Bool = { _ in false }) -> Int64? {
    changes.reduce(nil) { next, change in
      isBusy(change.key) ? next : min(next ?? .max, change.value.since + quietPeriod)
    }
  }

  /// Whether any file is not stable yet.
  package func hasUnstableFiles(clock: Int64) -> Bool {
    changes.values.contains { clock - $0.since < quietPeriod }
  }
}
