import Foundation
package import Logging

/// Says in the log how long each stage of a run took, and adds it all up.
package final class StageClock {
  /// How long each stage took, in their order.
  package private(set) var durations: [(stage: String, duration: Duration)] = []
  private let logger: Logger
  private var start = ContinuousClock.now

  /// Makes a clock; the first stage begins now.
  package init(_ logger: Logger) { self.logger = logger }

  /// Ends a stage, named by what was done, and begins the next.
  package func end(_ stage: String) {
    let now = ContinuousClock.now
    durations.append((stage, now - start))
    logger.debug("\(stage) in \((now - start).formatted(.units(allowed: [.milliseconds])))")
    start = now
  }
}
