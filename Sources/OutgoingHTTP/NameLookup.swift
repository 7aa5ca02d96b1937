internal import Foundation

/// Looks up host names on threads of its own, because getaddrinfo blocks.
struct NameLookup: Sendable {
  private let queue: OperationQueue

  /// Makes a look-up.
  init() {
    queue = OperationQueue()
    // Strangers choose the names of subscribers: up to 15 slow look-ups do not delay another.
    queue.maxConcurrentOperationCount = 16
  }

  /// The addresses of a host, as text. Cancellation takes effect at once.
  /// - Throws: `NetworkAddress.Refusal`, `CancellationError`.
  func addresses(of host: String, policy: HTTPClient.AddressPolicy) async throws -> [String] {
    let (results, continuation) = AsyncThrowingStream.makeStream(of: [String].self)
    let operation = BlockOperation {
      do {
        continuation.yield(try NetworkAddress.resolve(host, policy: policy))
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    queue.addOperation(operation)
    // An operation that has not started is dropped.
    defer { operation.cancel() }
    for try await addresses in results { return addresses }
    throw CancellationError()
  }
}
