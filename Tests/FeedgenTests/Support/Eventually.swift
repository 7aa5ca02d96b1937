/// What was waited for did not come in ten minutes, which is more than the slowest machine needs.
struct NeverCame: Error {}

/// Waits until a condition holds.
func eventually(_ condition: () async throws -> Bool) async throws {
  let latest = ContinuousClock.now + .seconds(600)
  while try await !condition() {
    guard ContinuousClock.now < latest else { throw NeverCame() }
    await Task.yield()
  }
}

/// Waits for the next element of a stream.
func next<Element: Sendable>(of stream: AsyncStream<Element>) async throws -> Element {
  try await withThrowingTaskGroup(of: Element?.self) { group in
    group.addTask {
      for await element in stream { return element }
      return nil
    }
    group.addTask {
      try await Task.sleep(for: .seconds(600))
      return nil
    }
    defer { group.cancelAll() }
    guard let element = try await group.next() ?? nil else { throw NeverCame() }
    return element
  }
}
