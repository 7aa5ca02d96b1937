internal import Synchronization

/// Coalesces concurrent requests for one key into one task (single flight).
final class SingleFlight<Value: Sendable>: Sendable {
  private let running = Mutex<[String: Task<Value, any Error>]>([:])

  /// The result of the running task of a key; starts `work` if there is none.
  /// - Throws: what the task throws.
  func value(_ key: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = running.withLock { running in
      if let task = running[key] { return task }
      let task = Task.detached { [self] in
        defer { self.running.withLock { $0[key] = nil } }
        return try await work()
      }
      running[key] = task
      return task
    }
    return try await task.value
  }
}
