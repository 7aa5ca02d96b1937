internal import Foundation
internal import Synchronization

/// Keeps the claims of tasks while a process does them: a thread renews their leases. A process that is stopped renews nothing, so that
/// others can claim its tasks.
package final class TaskLeases: Sendable {
  private let work: any SharedWork
  private let tasks: [SharedTask]
  private let ends: Mutex<[ContinuousClock.Instant]>
  private let isEnding = Atomic(false)
  private let wake = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// The time until which all claims hold at least, by the clock of this process. It is in the past when another process has claimed
  /// one of the tasks.
  package var end: ContinuousClock.Instant { ends.withLock { $0.min() ?? .now } }

  fileprivate init(_ tasks: [SharedTask], of work: any SharedWork) {
    (self.tasks, self.work) = (tasks, work)
    ends = Mutex(tasks.map(\.end))
    let thread = Thread { [self] in run() }
    thread.name = "feedgen-tasks"
    thread.stackSize = 1 << 19
    thread.start()
  }

  fileprivate func stop() {
    isEnding.store(true, ordering: .relaxed)
    wake.signal()
    ended.wait()
  }

  private func run() {
    // A third of the lease: two renewals may fail.
    let pause = max(0, ContinuousClock.now.duration(to: end) / .seconds(3))
    while wake.wait(timeout: .now() + pause) == .timedOut, !isEnding.load(ordering: .relaxed) {
      for (index, task) in tasks.enumerated() {
        do {
          let end = try work.renew(task)
          ends.withLock { $0[index] = end ?? .now - .seconds(1) }
        } catch {
          // The lease ends by itself. The code that stores the result reports that the database cannot be reached.
        }
      }
    }
    ended.signal()
  }
}

extension SharedWork {
  /// Runs `body` while the claims of tasks are kept.
  /// - Throws: what `body` throws.
  package func keeping<Result>(
    _ tasks: [SharedTask], _ body: (TaskLeases) throws -> Result
  ) rethrows -> Result {
    let leases = TaskLeases(tasks, of: self)
    defer { leases.stop() }
    return try body(leases)
  }
}
