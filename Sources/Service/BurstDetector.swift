/// Detects bursts of changes, as when a tree is copied, so that they are published in one batch.
package struct BurstDetector {
  /// The pause between two looks during a burst, in nanoseconds.
  package static let pause: Int64 = 300_000_000

  // The number of changed files in one look that makes a burst.
  private static let threshold = 100
  private var start: Int64?

  /// Whether the service should wait for further changes.
  /// - Parameters:
  ///   - count: the number of files that have changed since the last look.
  ///   - clock: the present on the monotonic clock, in nanoseconds.
  ///   - maxDuration: the duration after which a burst is published although it continues, in nanoseconds.
  package mutating func shouldWait(changed count: Int, clock: Int64, maxDuration: Int64) -> Bool {
    guard count >= Self.threshold else {
      start = nil
      return false
    }
    let start = start ?? clock
    self.start = start
    return clock - start < maxDuration
  }
}
