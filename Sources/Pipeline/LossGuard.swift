package import Primitives
import Watching

/// Why a run refuses to end events whose files are gone.
package struct LossError: Error, CustomStringConvertible {
  /// The directory in which the files were.
  package let path: String
  /// How many events would end.
  package let ended: Int
  /// How many there were.
  package let total: Int

  /// What is wrong and what to do.
  package var description: String {
    """
    \(path): \(ended) of \(total) events would end because their files are gone, so the feeds stay as they are; \
    bring the files back, or run `feedgen --force` if it is meant
    """
  }
}

/// Refuses runs that would end events because their files are gone, when so many are that a disk that is not mounted, or another
/// one in its place, is likelier than intent: readers do not ask again for a feed that they were told is gone (410).
package struct LossGuard {
  /// How many events a service has ended lately because their files were gone: an archive that is taken away file by file loses
  /// few in each run.
  package struct Recent {
    /// Events ended.
    private(set) var ended = 0
    private var last = Int64.min

    /// Makes the record of no loss.
    package init() {}

    // So long after the last loss, the next has nothing to do with it.
    private static let memory: Int64 = 600 * 1_000_000_000

    /// Adds what a run has ended at a time on the service's clock, in nanoseconds.
    package mutating func add(ended: Int, clock: Int64) {
      guard ended > 0 else { return }
      self.ended += ended
      last = clock
    }

    /// Forgets what was lost long before a time on the service's clock, in nanoseconds.
    package mutating func forget(before clock: Int64) {
      if last < clock - Self.memory { self = Recent() }
    }
  }

  /// Whether losses are meant.
  package var isForced = false
  /// What has been lost in earlier runs and counts with this one's loss.
  package var recent = Recent()

  /// Makes a guard of a run before which nothing was lost.
  package init() {}

  // Of fewer events, half are soon removed on purpose.
  private static let archiveSize = 10
  // All of fewer are those with which somebody tries feedgen out.
  private static let trialSize = 3

  /// Refuses content whose `news` directory, or an entry of it, cannot be looked at.
  /// - Throws: `ScanError.unreadable`.
  package static func requireReadable(_ unreadable: [BytePath], content: String) throws {
    guard unreadable.contains("news") else { return }
    throw ScanError.unreadable(
      path: content + "/news", reason: "it, or what it holds, cannot be looked at")
  }

  /// Refuses content without any file in the place of files that are known.
  /// - Parameter ignored: how many files are there and left out by their names.
  /// - Throws: `ScanError.ignored` when that is why there is none, or else `ScanError.vanished`.
  package func requireFiles(_ areThere: Bool, areKnown: Bool, ignored: Int, content: String) throws {
    guard !areThere, areKnown, !isForced else { return }
    throw ignored > 0 ? ScanError.ignored(path: content + "/news") : .vanished(path: content + "/news")
  }

  /// Refuses to end too many events.
  /// - Parameters:
  ///   - ended: the events that would end because their files are gone.
  ///   - total: the events that are published.
  /// - Throws: `LossError`.
  package func check(ended: Int, total: Int, content: String) throws {
    guard ended > 0, !isForced else { return }
    let before = total + recent.ended
    let ended = ended + recent.ended
    if ended * 2 > before && before >= Self.archiveSize || ended >= before && before >= Self.trialSize {
      throw LossError(path: content + "/news", ended: ended, total: before)
    }
  }
}
