import Foundation

/// What a service waits for: the time of its next look, a notice of the kernel, a signal.
// Unchecked: every access to the mutable state holds the condition's lock.
final class Wakeups: @unchecked Sendable {
  /// What there is to do beside looking.
  package struct Demands: Equatable {
    /// Whether the service is to end.
    package var stop = false
    /// Whether the configuration is to be read again.
    package var reload = false
    /// Whether the kernel has given notices.
    package var notices = false
    /// Whether somebody wants the feeds brought up to date, and whether every one built again.
    package var regeneration: Regeneration?
  }

  /// How the feeds are to be brought up to date.
  package enum Regeneration {
    /// As far as anything has changed.
    case changed
    /// Every one built again.
    case full
  }

  private let condition = NSCondition()
  private var demands = Demands()
  private var stopDeadline: ContinuousClock.Instant?

  /// Demands something, from any thread.
  package func demand(_ change: (inout Demands) -> Void) {
    condition.withLock {
      change(&demands)
      if demands.stop, stopDeadline == nil { stopDeadline = .now + .milliseconds(1500) }
      condition.broadcast()
    }
  }

  /// Waits until something is demanded or the time has come; notices and the wish to reload are taken.
  package func wait(until time: ContinuousClock.Instant) -> Demands {
    condition.withLock {
      while demands == Demands() {
        let left = ContinuousClock.now.duration(to: time)
        guard left > .zero else { break }
        let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) / 1e18
        if !condition.wait(until: Date(timeIntervalSinceNow: seconds)) { break }
      }
      defer { (demands.reload, demands.notices, demands.regeneration) = (false, false, nil) }
      return demands
    }
  }

  /// Whether work that is not done yet is to be left: the service was to end some time ago.
  package var isOverdue: Bool {
    condition.withLock { stopDeadline.map { ContinuousClock.now > $0 } ?? false }
  }
}
