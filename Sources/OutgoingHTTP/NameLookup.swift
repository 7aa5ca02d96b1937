internal import Foundation

/// Looks up names of hosts on threads that may wait.
struct NameLookup: Sendable {
  private let queue: OperationQueue

  /// Makes a lookup with threads of its own.
  init() {
    queue = OperationQueue()
    // So many slow names, which strangers may send, delay no other.
    queue.maxConcurrentOperationCount = 16
  }

  /// The addresses of a host, as text; whoever cancels the task does not wait for the system.
  /// - Throws: `NetworkAddress.Refusal`, `CancellationError`.
  func addresses(of host: String, mustBePublic: Bool) async throws -> [String] {
    let (results, continuation) = AsyncThrowingStream.makeStream(of: [String].self)
    let operation = BlockOperation {
      do {
        continuation.yield(try NetworkAddress.resolve(host, mustBePublic: mustBePublic))
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    queue.addOperation(operation)
    // An operation that has not begun never does.
    defer { operation.cancel() }
    for try await addresses in results { return addresses }
    throw CancellationError()
  }
}
