import ArchiveIndex
import Foundation
import Logging
import Primitives
import Synchronization

/// Records at intervals that a service is alive, for the others that share its index. A thread of its own does that, because a build
/// may take long.
final class Heartbeat: Sendable {
  private let membership: any IndexMembership
  private let logger: Logger
  private let since: UnixTime
  private let isEnding = Atomic(false)
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to record; `nil` for an index that one machine alone uses.
  /// - Throws: `IndexError.unsupported`.
  init?(index location: String, logger: Logger) throws {
    guard let membership = try IndexKind.database(at: location).membership() else { return nil }
    self.membership = membership
    self.logger = logger
    since = .now
    let thread = Thread { [self] in run() }
    thread.name = "feedgen-heartbeat"
    thread.start()
  }

  /// Removes the record.
  func end() {
    isEnding.store(true, ordering: .relaxed)
    wake.signal()
    ended.wait()
  }

  private func run() {
    while !isEnding.load(ordering: .relaxed) {
      let isRecorded = attempt { try membership.beat(version: Version.current, since: since) }
      let pause = isRecorded ? Int(IndexCluster.longestSilence / 3) : Self.retry
      _ = wake.wait(timeout: .now() + .seconds(pause))
    }
    attempt { try membership.leave() }
    ended.signal()
  }

  // The interval after an attempt that failed, in seconds. The tables do not exist before the leader has made them, and soon after that
  // it counts the services for the first build.
  private static let retry = 1

  // Returns whether `body` has succeeded. A database that cannot be reached is reported where the index is used.
  @discardableResult
  private func attempt(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return true
    } catch {
      logger.debug("no heartbeat: \(error)")
      return false
    }
  }
}
