internal import Foundation

/// Maps a list on several threads while the calling thread takes the results, in the list's order.
package enum ParallelMap {
  /// The number of processors that may be used.
  package static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Calls `transform` with each input on one of the worker threads, and `consume` with each result on the calling
  /// thread, in order. At most `ahead` results wait for `consume`, which bounds the memory.
  /// - Throws: the first error of `transform`, in the inputs' order, or of `consume`; the rest is not begun then.
  package static func run<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], workers: Int = processors, ahead: Int = 16,
    transform: @escaping @Sendable (Input) throws -> Output, consume: (Output) throws -> Void
  ) throws {
    try run(inputs, workers: workers, ahead: ahead) {
    } transform: { _, input in
      try transform(input)
    } consume: {
      try consume($0)
    }
  }

  /// The same with something of its own for each worker thread, such as buffers, which `prepare` makes.
  package static func run<Input: Sendable, Output: Sendable, Tools>(
    _ inputs: [Input], workers: Int = processors, ahead: Int = 16, prepare: @escaping @Sendable () -> Tools,
    transform: @escaping @Sendable (inout Tools, Input) throws -> Output, consume: (Output) throws -> Void
  ) throws {
    guard inputs.count > 1, workers > 1 else {
      var tools = prepare()
      for input in inputs { try consume(try transform(&tools, input)) }
      return
    }
    let queue = ResultQueue<Output>(count: inputs.count, ahead: ahead)
    let group = DispatchGroup()
    for _ in 0..<min(workers, inputs.count) {
      group.enter()
      let thread = Thread {
        var tools = prepare()
        while let index = queue.claim() {
          queue.put(Result { try transform(&tools, inputs[index]) }, at: index)
        }
        group.leave()
      }
      thread.stackSize = 1 << 21
      thread.start()
    }
    defer {
      queue.stop()
      group.wait()
    }
    while let result = queue.take() { try consume(result.get()) }
  }
}

extension ParallelMap {
  /// Calls `other` on another thread while `own` runs on the calling one.
  /// - Returns: both results, when both are there.
  /// - Throws: the error of `own`, else that of `other`.
  package static func both<Other: Sendable, Own>(
    _ other: @escaping @Sendable () throws -> Other, _ own: () throws -> Own
  ) throws -> (Other, Own) {
    let queue = ResultQueue<Other>(count: 1, ahead: 1)
    let thread = Thread { queue.put(Result { try other() }, at: 0) }
    thread.stackSize = 1 << 21
    thread.start()
    let own = Result { try own() }
    guard let other = queue.take() else { throw CancellationError() }
    return (try other.get(), try own.get())
  }
}

// Unchecked: every access to the mutable state holds `condition`'s lock.
private final class ResultQueue<Output: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let count: Int
  private let ahead: Int
  private var results: [Int: Result<Output, any Error>] = [:]
  private var claimed = 0
  private var taken = 0
  private var isStopped = false

  init(count: Int, ahead: Int) { (self.count, self.ahead) = (count, ahead) }

  // The next input to work on; waits while too many results wait.
  func claim() -> Int? {
    condition.withLock {
      while !isStopped, claimed < count, claimed >= taken + ahead { condition.wait() }
      guard !isStopped, claimed < count else { return nil }
      defer { claimed += 1 }
      return claimed
    }
  }

  func put(_ result: Result<Output, any Error>, at index: Int) {
    condition.withLock {
      results[index] = result
      condition.broadcast()
    }
  }

  // The next result in order, or `nil` after the last.
  func take() -> Result<Output, any Error>? {
    condition.withLock {
      guard taken < count else { return nil }
      while results[taken] == nil { condition.wait() }
      defer {
        taken += 1
        condition.broadcast()
      }
      return results.removeValue(forKey: taken)
    }
  }

  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }
}
