import Dispatch
import Synchronization

/// Runs asynchronous work from a synchronous thread.
package enum Blocking {
  /// Runs asynchronous work and blocks until it ends. Must not be called on a thread of Swift's cooperative pool.
  /// - Throws: what the work throws.
  package static func wait<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws
    -> Result
  {
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome<Result>()
    Task.detached {
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
}
