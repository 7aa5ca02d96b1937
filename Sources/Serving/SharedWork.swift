internal import Synchronization

/// Work that those share who want the same at the same time: one does it, and all get what comes of it.
final class SharedWork<Value: Sendable>: Sendable {
  private let running = Mutex<[String: Task<Value, any Error>]>([:])

  /// What comes of the work of a name, which is begun if nobody does it at the moment.
  /// - Throws: what the work throws.
  func value(_ name: String, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let task = running.withLock { running in
      if let task = running[name] { return task }
      let task = Task.detached { [self] in
        defer { self.running.withLock { $0[name] = nil } }
        return try await work()
      }
      running[name] = task
      return task
    }
    return try await task.value
  }
}
