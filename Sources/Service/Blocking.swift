import Dispatch
import Synchronization

/// Waits for what is done elsewhere.
package enum Blocking {
  /// Does something asynchronous, and waits for its end; not to be called on a thread of Swift's own pool.
  package static func wait<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) throws
    -> Result
  {
    let (done, outcome) = (DispatchSemaphore(value: 0), Outcome<Result>())
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
