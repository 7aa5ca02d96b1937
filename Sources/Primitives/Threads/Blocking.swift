internal import Dispatch
internal import Synchronization

/// Runs asynchronous work from a synchronous thread.
package enum Blocking {
  /// Runs asynchronous work and blocks until it ends. The work runs on a thread of its own, and not on Swift's cooperative pool, so
  /// that it ends even if all threads of the pool are blocked.
  /// - Throws: what the work throws.
  package static func wait<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws
    -> Result
  {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Result>()
    Task.detached(executorPreference: SerialExecutor.shared) {
      do {
        let value = try await body()
        outcome.result.withLock { $0 = .success(value) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    guard let result = outcome.result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }

  private final class Outcome<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  // One thread for all: asynchronous work does not block it.
  private final class SerialExecutor: TaskExecutor {
    static let shared = SerialExecutor()
    private let queue = DispatchQueue(label: "feedgen blocking")

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }
}
