import Foundation
import Primitives
import Synchronization
import Testing

@Suite("Mapping on several threads")
struct ParallelMapTests {
  private struct Failure: Error, Equatable {
    var index: Int
  }

  /// Counts that threads share and can wait for.
  private final class Counts: Sendable {
    private let counts = Mutex((begun: 0, ended: 0))
    private let condition = NSCondition()

    var begun: Int { counts.withLock { $0.begun } }
    var running: Int { counts.withLock { $0.begun - $0.ended } }

    func begin() { change { $0.begun += 1 } }
    func end() { change { $0.ended += 1 } }

    func wait(untilBegun count: Int) {
      condition.withLock { while begun < count { condition.wait() } }
    }

    private func change(_ change: (inout (begun: Int, ended: Int)) -> Void) {
      condition.withLock {
        counts.withLock { change(&$0) }
        condition.broadcast()
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 17, 500], [1, 2, 3, 8])
  func `results arrive in the inputs' order, each once`(count: Int, workers: Int) throws {
    var results: [Int] = []
    ParallelMap.run(Array(0..<count), workers: workers, ahead: 4) {
      $0 * $0
    } consume: {
      results.append($0)
    }
    #expect(results == (0..<count).map { $0 * $0 })
  }

  @Test(arguments: [0, 1, 2, 17, 500], [1, 2, 3])
  func `tools gather each input once`(count: Int, workers: Int) {
    var sums = Array(repeating: [Int](), count: workers)
    ParallelMap.gather(Array(0..<count), with: &sums) { $0.append($1) }
    #expect(sums.count == workers)
    #expect(sums.joined().sorted() == Array(0..<count))
    // The tools keep what they have gathered before.
    ParallelMap.gather([count, count + 1], with: &sums) { $0.append($1) }
    #expect(sums.joined().sorted() == Array(0..<(count + 2)))
  }

  @Test func `what a transformation holds is released when the results are there`() throws {
    final class Held: Sendable {}
    for _ in 0..<2_000 {
      weak var mapping: Held?
      weak var other: Held?
      do {
        let (first, second) = (Held(), Held())
        (mapping, other) = (first, second)
        ParallelMap.run([0, 1, 2], workers: 3) { [first] _ in
          withExtendedLifetime(first) {}
        } consume: {
        }
        _ = try ParallelMap.both({ [second] in withExtendedLifetime(second) {} }, {})
      }
      try #require(mapping == nil)
      try #require(other == nil)
    }
  }

  @Test func `a result that is ready before its turn waits`() throws {
    let counts = Counts()
    var results: [Int] = []
    ParallelMap.run([0, 1], workers: 2) { input in
      if input == 0 { counts.wait(untilBegun: 1) } else { counts.begin() }
      return input
    } consume: {
      results.append($0)
    }
    #expect(results == [0, 1])
  }

  @Test(arguments: [1, 2, 5], [2, 4])
  func `no more results wait than are allowed`(ahead: Int, workers: Int) throws {
    let (counts, count) = (Counts(), 60)
    let taken = Mutex(0)
    let most = Mutex(0)
    ParallelMap.run(Array(0..<count), workers: workers, ahead: ahead) { input in
      counts.begin()
      let waiting = taken.withLock { counts.begun - $0 }
      most.withLock { $0 = max($0, waiting) }
      return input
    } consume: { result in
      taken.withLock { $0 = result + 1 }
      counts.wait(untilBegun: min(count, result + 1 + ahead))
    }
    // One more may have begun between a result's being taken and its being counted.
    #expect(most.withLock { $0 } <= ahead + 1)
    #expect(counts.begun == count)
  }

  @Test(arguments: [1, 2, 8])
  func `the first error in the inputs' order is thrown, and the results before it are consumed`(
    workers: Int
  ) {
    let counts = Counts()
    var results: [Int] = []
    #expect(throws: Failure(index: 20)) {
      try ParallelMap.run(Array(0..<1000), workers: workers, ahead: 8) { input in
        counts.begin()
        if input >= 20 { throw Failure(index: input) }
        return input
      } consume: {
        results.append($0)
      }
    }
    #expect(results == Array(0..<20))
    #expect(counts.begun <= 21 + 8)
  }

  @Test(arguments: [1, 2, 8])
  func `an error of the consumer ends all workers`(workers: Int) {
    let counts = Counts()
    #expect(throws: Failure(index: 5)) {
      try ParallelMap.run(Array(0..<1000), workers: workers, ahead: 8) { input in
        counts.begin()
        defer { counts.end() }
        return input
      } consume: {
        if $0 == 5 { throw Failure(index: $0) }
      }
    }
    #expect(counts.running == 0)
    #expect(counts.begun <= 6 + 8)
  }

  @Test func `the consumer runs on the calling thread`() throws {
    let caller = Thread.current
    ParallelMap.run(Array(0..<50), workers: 3) {
      $0
    } consume: { _ in
      #expect(Thread.current === caller)
    }
  }

  @Test func `there is at least one processor`() {
    #expect(ParallelMap.processors >= 1)
  }
}
