/// A condition did not become true within ten minutes, which is longer than the slowest machine takes.
package struct NeverCame: Error {
  /// Where the test waits.
  let location: String
}

/// Waits until a condition is true.
/// - Throws: `NeverCame` after ten minutes, or the error of the condition.
package func eventually(
  file: StaticString = #fileID, line: UInt = #line, _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(600)
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw NeverCame(location: "\(file):\(line)") }
    await Task.yield()
  }
}

/// Waits for the next element of a stream.
/// - Throws: `NeverCame` after ten minutes.
package func next<Element: Sendable>(
  of stream: AsyncStream<Element>, file: StaticString = #fileID, line: UInt = #line
) async throws -> Element {
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
    guard let element = try await group.next() ?? nil else {
      throw NeverCame(location: "\(file):\(line)")
    }
    return element
  }
}
