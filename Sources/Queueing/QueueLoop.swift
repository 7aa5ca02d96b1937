package import Primitives
internal import Synchronization

/// Works on a queue: claims batches of requests that are due, sends them concurrently, and pauses until more are due.
package final class QueueLoop<Batch: Sendable>: Sendable {
  /// The steps of the work.
  package struct Steps: Sendable {
    /// Claims batches that are due at a time and can be sent now.
    package var claim: @Sendable (_ due: UnixTime) throws -> [Batch]
    /// Sends a batch, and records the outcome.
    package var send: @Sendable (Batch) async -> Void
    /// The time at which the next request is due; `nil` when the queue is empty.
    package var nextDue: @Sendable () throws -> UnixTime?
    /// Reports an error of the queue; it is called once for an error that repeats.
    package var report: @Sendable (any Error) -> Void

    /// Makes the steps.
    package init(
      claim: @escaping @Sendable (_ due: UnixTime) throws -> [Batch],
      send: @escaping @Sendable (Batch) async -> Void,
      nextDue: @escaping @Sendable () throws -> UnixTime?,
      report: @escaping @Sendable (any Error) -> Void
    ) {
      self.claim = claim
      self.send = send
      self.nextDue = nextDue
      self.report = report
    }
  }

  private struct State {
    var work: Task<Void, Never>?
    // The pause until a request is due.
    var pause: Task<Void, Never>?
    var isWoken = false
    // The number of batches in progress.
    var running = 0
  }

  // The duration of the work.
  private enum Mode {
    case once
    case untilStopped
  }

  // The limit of a pause in seconds, because other processes may queue requests.
  private static var longestPause: Int64 { 30 }

  private let state = Mutex(State())

  /// Makes a loop, which does nothing before `start`.
  package init() {}

  /// Starts to work, until `stop`.
  package func start(_ steps: Steps) {
    state.withLock { $0.work = Task.detached { [self] in await work(steps, .untilStopped) } }
  }

  /// Wakes the loop, because there may be new requests.
  package func wake() {
    state.withLock {
      $0.isWoken = true
      $0.pause?.cancel()
    }
  }

  /// Stops the loop. The next one sends the requests that are left.
  package func stop() async {
    let work = state.withLock { $0.work }
    work?.cancel()
    wake()
    await work?.value
  }

  /// Sends the requests that are due now once, and returns. The next loop retries those that fail.
  package func sendDue(_ steps: Steps) async { await work(steps, .once) }

  private func work(_ steps: Steps, _ mode: Mode) async {
    let start = UnixTime.now
    // The last error, which is reported once.
    var lastFailure: String?
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        var due: UnixTime?
        // Read before the claim: a batch in progress can keep requests from being claimed, and end while `claim` runs.
        var isDone = mode == .once && state.withLock { $0.running == 0 }
        do {
          for batch in try steps.claim(mode == .once ? start : UnixTime.now) {
            isDone = false
            state.withLock { $0.running += 1 }
            group.addTask {
              await steps.send(batch)
              self.end()
            }
          }
          due = try steps.nextDue()
          lastFailure = nil
        } catch {
          due = nil
          if lastFailure != "\(error)" { steps.report(error) }
          lastFailure = "\(error)"
        }
        if isDone { return }
        let pause = (due ?? UnixTime.now + Self.longestPause) - UnixTime.now
        await self.pause(.seconds(min(Self.longestPause, max(1, pause))))
      }
    }
  }

  private func end() {
    state.withLock { $0.running -= 1 }
    wake()
  }

  // Pauses for a duration, or until the loop is woken.
  private func pause(_ duration: Duration) async {
    let pause = state.withLock { state in
      // The only error of a sleep is its cancellation, which ends the pause.
      let pause = Task { _ = try? await Task.sleep(for: duration) }
      if state.isWoken { pause.cancel() }
      state.isWoken = false
      state.pause = pause
      return pause
    }
    await withTaskCancellationHandler {
      await pause.value
    } onCancel: {
      pause.cancel()
    }
  }
}
