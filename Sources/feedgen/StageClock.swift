import Foundation
import Logging

/// Says in the log how long each stage of a run took.
final class StageClock {
  private let logger: Logger
  private var start = ContinuousClock.now

  /// Makes a clock; the first stage begins now.
  init(_ logger: Logger) { self.logger = logger }

  /// Ends a stage, named by what was done, and begins the next.
  func end(_ stage: String) {
    let now = ContinuousClock.now
    logger.debug("\(stage) in \((now - start).formatted(.units(allowed: [.milliseconds])))")
    start = now
  }
}
