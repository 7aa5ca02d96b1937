package import Primitives
import Watching

/// The error of a build that would end too many events because their files are gone.
package struct LossError: Error, CustomStringConvertible {
  /// The directory of the files.
  package let path: String
  /// The number of events that would end.
  package let ended: Int
  /// The number of all events.
  package let total: Int

  /// The message, which says what to do.
  package var description: String {
    """
    \(path): \(ended) of \(total) events would end because their files are gone, so the feeds stay as they are; \
    bring the files back, or run `feedgen --force` if it is meant
    """
  }
}

/// Refuses builds that would end so many events that a missing disk is likelier than intent. A wrong removal cannot be taken
/// back, because readers do not ask again for a feed that is gone (410).
package struct LossGuard {
  /// The events that a service ended lately because their files were gone. An archive that disappears file by file loses few
  /// events in each build.
  package struct Recent {
    /// Events ended.
    private(set) var ended = 0
    private var last = Int64.min

    /// Makes the record of no loss.
    package init() {}

    // Losses that are further apart than this are independent.
    private static let memory: Int64 = 600 * 1_000_000_000

    /// Adds the events that a build ended, at a time of the monotonic clock in nanoseconds.
    package mutating func add(ended: Int, clock: Int64) {
      guard ended > 0 else { return }
      self.ended += ended
      last = clock
    }

    /// Forgets losses long before a time of the monotonic clock, in nanoseconds.
    package mutating func forget(before clock: Int64) {
      if last < clock - Self.memory { self = Recent() }
    }
  }

  /// Whether losses are allowed (`--force`).
  package var isForced = false
  /// The losses of earlier builds that count together with this one.
  package var recent = Recent()

  /// Makes a guard without earlier losses.
  package init() {}

  // In smaller archives, removing half of the events on purpose is common.
  private static let archiveSize = 10
  // Fewer events than this are a trial of feedgen.
  private static let trialSize = 3

  /// Refuses content whose `news` directory, or an entry of it, cannot be read.
  /// - Throws: `ScanError.unreadable`.
  package static func requireReadable(_ unreadable: [BytePath], content: String) throws {
    guard unreadable.contains("news") else { return }
    throw ScanError.unreadable(
      path: content + "/news", reason: "the directory or an entry of it cannot be read")
  }

  /// Refuses content without files when the index has files.
  /// - Parameter ignored: the number of files that watch.ignore leaves out.
  /// - Throws: `ScanError.ignored` when all files are left out, else `ScanError.vanished`.
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
