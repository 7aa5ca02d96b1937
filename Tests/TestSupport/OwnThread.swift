internal import Foundation

/// Runs code that waits for long, as for a process, on a thread of its own: the threads of Swift's pool are as many as processors, and
/// other tests need them meanwhile.
package enum OwnThread {
  /// Calls `body` on a new thread, and waits for it without a thread of the pool.
  package static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
