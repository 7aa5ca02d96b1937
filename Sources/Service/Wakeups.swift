import Foundation
import Serving

/// Wakes the thread of a service for control events: signals, notifications of the kernel, requests for a rebuild.
// Unchecked: every access to the mutable state holds the condition's lock.
final class Wakeups: @unchecked Sendable {
  /// The events since the last wait.
  package struct ControlEvents: Equatable {
    /// The service is to stop.
    package var stop = false
    /// The configuration is to be read again.
    package var reload = false
    /// The kernel has sent notifications.
    package var notifications = false
    /// Another process that shares the index has hinted that there is work.
    package var work = false
    /// The feeds are to be rebuilt.
    package var rebuild: FeedServer.Rebuild?

    /// Adds a request for a rebuild; a rebuild of everything includes one of changes.
    package mutating func request(_ rebuild: FeedServer.Rebuild) {
      if self.rebuild != .everything { self.rebuild = rebuild }
    }
  }

  // The time that a running batch has after the request to stop.
  private static let stopTimeout = Duration.milliseconds(1500)

  private let condition = NSCondition()
  private var events = ControlEvents()
  private var stopDeadline: ContinuousClock.Instant?

  /// Posts events, from any thread.
  package func post(_ change: (inout ControlEvents) -> Void) {
    condition.withLock {
      change(&events)
      if events.stop, stopDeadline == nil { stopDeadline = .now + Self.stopTimeout }
      condition.broadcast()
    }
  }

  /// Waits until an event is posted or the time has come. Returns the events and clears them, except the request to stop.
  package func wait(until time: ContinuousClock.Instant) -> ControlEvents {
    condition.withLock {
      while events == ControlEvents() {
        let left = ContinuousClock.now.duration(to: time)
        guard left > .zero else { break }
        let seconds = Double(left.components.seconds) + Double(left.components.attoseconds) / 1e18
        if !condition.wait(until: Date(timeIntervalSinceNow: seconds)) { break }
      }
      defer { events = ControlEvents(stop: events.stop) }
      return events
    }
  }

  /// Whether the time for a running batch after the request to stop is over.
  package var isStopOverdue: Bool {
    condition.withLock { stopDeadline.map { ContinuousClock.now > $0 } ?? false }
  }
}
