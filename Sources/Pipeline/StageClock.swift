import Foundation
package import Logging

/// Measures the stages of a build, and logs their durations.
package final class StageClock {
  /// The duration of each stage, in their order.
  package private(set) var durations: [(stage: String, duration: Duration)] = []
  private let logger: Logger
  private var start = ContinuousClock.now

  /// Makes a clock; the first stage begins now.
  package init(_ logger: Logger) { self.logger = logger }

  /// Ends the present stage under a name, and begins the next.
  package func end(_ stage: String) {
    let now = ContinuousClock.now
    durations.append((stage, now - start))
    logger.debug("\(stage) in \((now - start).formatted(.units(allowed: [.milliseconds])))")
    start = now
  }
}
