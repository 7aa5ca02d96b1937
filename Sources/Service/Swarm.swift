/// Tells when so many files are coming, as when a tree is copied, that it is better to wait for all of them than to publish
/// some.
package struct Swarm {
  /// How long to wait between looks at files that are coming, in nanoseconds.
  package static let rest: Int64 = 300_000_000

  private static let size = 100
  private var since: Int64?

  /// Whether files that have changed just now are to be waited for; that is over after `longest` nanoseconds.
  package mutating func isComing(_ count: Int, clock: Int64, atMost longest: Int64) -> Bool {
    guard count >= Self.size else {
      since = nil
      return false
    }
    let start = since ?? clock
    since = start
    return clock - start < longest
  }
}
