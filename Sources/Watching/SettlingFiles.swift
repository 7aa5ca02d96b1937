package import Primitives

/// Files that have changed, each until it has been quiet for so long that whoever writes it is done.
package struct SettlingFiles: Sendable {
  // What was seen of a file last, and since when on the caller's clock.
  private struct Change: Sendable {
    var stamp: FileStamp?
    var since: Int64
  }

  private let settle: Int64
  private var changes: [BytePath: Change] = [:]

  /// Makes an empty set; `settle` is how long a file must be quiet, in nanoseconds.
  package init(settle: Int64) { self.settle = settle }

  /// The files' paths.
  package var paths: [BytePath] { Array(changes.keys) }

  /// Notes what a file is now, `nil` when it is gone.
  /// - Parameters:
  ///   - clock: a time that never jumps, in nanoseconds.
  ///   - now: the present in nanoseconds since 1970, by which a file that was written long ago is quiet at once.
  package mutating func note(_ path: BytePath, _ stamp: FileStamp?, clock: Int64, now: Int64) {
    if let known = changes[path], known.stamp == stamp { return }
    var since = clock
    if let stamp {
      let age = now - stamp.lastChange
      if age > 0 { since = clock - age }
    }
    changes[path] = Change(stamp: stamp, since: since)
  }

  /// Has a file that is quiet looked at once more, at the time `clock`.
  package mutating func recheck(_ path: BytePath, _ stamp: FileStamp?, at clock: Int64) {
    changes[path] = Change(stamp: stamp, since: clock - settle)
  }

  /// The files, with what they are; `nil` for those that are gone.
  package var files: [BytePath: FileStamp?] { changes.mapValues(\.stamp) }

  /// Forgets a file.
  package mutating func remove(_ path: BytePath) { changes[path] = nil }

  /// Counts a file as quiet from now on: its writer is known to be done.
  package mutating func finish(_ path: BytePath) { changes[path]?.since = .min / 2 }

  /// Takes the files that are quiet.
  /// - Parameter isBusy: whether a file is known to be written to just now.
  /// - Returns: what they are, by path.
  package mutating func takeQuiet(clock: Int64, isBusy: (BytePath) -> Bool = { _ in false }) -> [BytePath:
    FileStamp?]
  {
    var (quiet, rest): ([BytePath: FileStamp?], [BytePath: Change]) = ([:], [:])
    for (path, change) in changes {
      if clock - change.since >= settle, !isBusy(path) {
        quiet[path] = .some(change.stamp)
      } else {
        rest[path] = change
      }
    }
    // A dictionary that was large once would stay so.
    changes = rest
    return quiet
  }

  /// When the next file may be quiet that is not known to be written to just now, on the caller's clock; `nil` when
  /// there is none.
  package func next(isBusy: (BytePath) -> Bool = { _ in false }) -> Int64? {
    changes.reduce(nil) { next, change in
      isBusy(change.key) ? next : min(next ?? .max, change.value.since + settle)
    }
  }

  /// Whether a file has changed so shortly ago that it is not quiet yet.
  package func isRestless(clock: Int64) -> Bool { changes.values.contains { clock - $0.since < settle } }
}
