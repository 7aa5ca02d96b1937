package import Primitives

/// The state of the requests to a cache.
package struct PurgeStatus: Equatable, Sendable {
  /// The cache, for messages.
  package var target: String
  /// The number of addresses whose purging waits.
  package var waiting = 0
  /// The time at which the oldest of them was queued; `nil` when none waits.
  package var oldest: UnixTime?
  /// The failure since the last request that succeeded; `nil` when that was the last.
  package var failure: Failure?

  /// Requests that failed one after another.
  package struct Failure: Equatable, Sendable {
    /// The time of the first of them.
    package var since: UnixTime
    /// Their number.
    package var count: Int
    /// The reason of the last.
    package var reason: String
  }

  /// The time after which a failure is reported as a problem, in seconds.
  package static let reportedAfter: Int64 = 3600

  /// The problem of a cache whose requests have failed for long; `nil` when there is none.
  package func problem(now: UnixTime) -> String? {
    guard let failure, now - failure.since >= Self.reportedAfter else { return nil }
    return "\(target) is not purged since \(failure.since): \(failure.reason)"
  }
}
