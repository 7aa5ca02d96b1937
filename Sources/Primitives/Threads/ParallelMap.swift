internal import Foundation
internal import Synchronization

/// Maps a list on several threads, and delivers the results to the calling thread in the list's order.
package enum ParallelMap {
  /// The number of available processors.
  package static var processors: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// Calls `transform` with each input on one of the worker threads, and `consume` with each result on the calling thread, in order.
  /// At most `ahead` results wait for `consume`, which limits the memory.
  /// - Throws: the first error of `transform`, in the inputs' order, or of `consume`. Then the remaining inputs are not transformed.
  package static func run<Input: Sendable, Output: Sendable, Failure: Error>(
    _ inputs: [Input], workers: Int = processors, ahead: Int = 16,
    transform: @escaping @Sendable (Input) throws(Failure) -> Output,
    consume: (Output) throws(Failure) -> Void
  ) throws(Failure) {
    try run(inputs, workers: workers, ahead: ahead) {
    } transform: { (_: inout Void, input) throws(Failure) in
      try transform(input)
    } consume: { (output) throws(Failure) in
      try consume(output)
    }
  }

  /// The same with tools for each worker thread, such as buffers, which `prepare` makes.
  package static func run<Input: Sendable, Output: Sendable, Tools, Failure: Error>(
    _ inputs: [Input], workers: Int = processors, ahead: Int = 16, prepare: @escaping @Sendable () -> Tools,
    transform: @escaping @Sendable (inout Tools, Input) throws(Failure) -> Output,
    consume: (Output) throws(Failure) -> Void
  ) throws(Failure) {
    guard inputs.count > 1, workers > 1 else {
      var tools = prepare()
      for input in inputs { try consume(try transform(&tools, input)) }
      return
    }
    let queue = ResultQueue<Output, Failure>(count: inputs.count, ahead: ahead)
    let group = DispatchGroup()
    for _ in 0..<min(workers, inputs.count) {
      startThread(in: group) {
        var tools = prepare()
        while let index = queue.claim() {
          let result = Result { () throws(Failure) in try transform(&tools, inputs[index]) }
          queue.insert(result, at: index)
        }
      }
    }
    defer {
      queue.stop()
      group.wait()
    }
    while let result = queue.next() { try consume(result.get()) }
  }
}

extension ParallelMap {
  /// Calls `body` with each input on one of the worker threads, in no order, with the tools of the thread, which gather results.
  /// - Parameter tools: the tools, as many as there are threads.
  package static func gather<Input: Sendable, Tools: Sendable>(
    _ inputs: [Input], with tools: inout [Tools], body: @escaping @Sendable (inout Tools, Input) -> Void
  ) {
    guard inputs.count > 1, tools.count > 1 else {
      for input in inputs { body(&tools[0], input) }
      return
    }
    let next = Atomic(0)
    let finished = Mutex([Tools?](repeating: nil, count: tools.count))
    let group = DispatchGroup()
    for (worker, own) in tools.enumerated() {
      startThread(in: group) {
        var own = own
        while true {
          let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= inputs.count { break }
          body(&own, inputs[index])
        }
        finished.withLock { $0[worker] = own }
      }
    }
    tools = []
    group.wait()
    tools = finished.withLock { $0.compactMap(\.self) }
  }

  /// Calls `other` on another thread while `own` runs on the calling one.
  /// - Returns: both results.
  /// - Throws: the error of `other`, otherwise that of `own`.
  package static func both<Other: Sendable, Own>(
    _ other: @escaping @Sendable () throws -> Other, _ own: () throws -> Own
  ) throws -> (Other, Own) {
    let queue = ResultQueue<Other, any Error>(count: 1, ahead: 1)
    let group = DispatchGroup()
    startThread(in: group) { queue.insert(Result { try other() }, at: 0) }
    let own = Result { try own() }
    group.wait()
    guard let other = queue.next() else { throw CancellationError() }
    return (try other.get(), try own.get())
  }

  // Runs `body` on a new thread, as a member of `group`. What `body` holds is released before the thread leaves the group: it may be
  // the last reference to an index, which must be closed when the caller goes on.
  private static func startThread(in group: DispatchGroup, _ body: @escaping @Sendable () -> Void) {
    let work = Work(body)
    group.enter()
    let thread = Thread {
      work.run()
      group.leave()
    }
    thread.stackSize = 1 << 21
    thread.start()
  }
}

// Something to do once, which is released when it is done.
// Unchecked: after its creation, only the thread that runs it uses it.
private final class Work: @unchecked Sendable {
  private var body: (@Sendable () -> Void)?

  init(_ body: @escaping @Sendable () -> Void) {
    self.body = body
  }

  func run() {
    body?()
    body = nil
  }
}

// Unchecked: every access to the mutable state holds `condition`'s lock.
private final class ResultQueue<Output: Sendable, Failure: Error>: @unchecked Sendable {
  private let condition = NSCondition()
  private let count: Int
  private let ahead: Int
  private var results: [Int: Result<Output, Failure>] = [:]
  private var claimed = 0
  private var consumed = 0
  private var isStopped = false
  // The number of threads that wait in `claim`. Waking threads for nothing would cost more than a small transformation.
  private var waiting = 0

  init(count: Int, ahead: Int) {
    self.count = count
    self.ahead = ahead
  }

  // The index of the next input to transform; waits while too many results are waiting.
  func claim() -> Int? {
    condition.withLock {
      while !isStopped, claimed < count, claimed >= consumed + ahead {
        waiting += 1
        condition.wait()
        waiting -= 1
      }
      guard !isStopped, claimed < count else { return nil }
      defer { claimed += 1 }
      return claimed
    }
  }

  func insert(_ result: Result<Output, Failure>, at index: Int) {
    condition.withLock {
      results[index] = result
      if index == consumed { condition.broadcast() }
    }
  }

  // The next result in order; `nil` behind the last.
  func next() -> Result<Output, Failure>? {
    condition.withLock {
      guard consumed < count else { return nil }
      while results[consumed] == nil { condition.wait() }
      defer {
        consumed += 1
        if waiting > 0 { condition.broadcast() }
      }
      return results.removeValue(forKey: consumed)
    }
  }

  func stop() {
    condition.withLock {
      isStopped = true
      condition.broadcast()
    }
  }
}
