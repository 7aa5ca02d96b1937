import Foundation
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import Queueing

@Suite("The loop of a queue")
struct QueueLoopTests {
  // Two requests, one of which can be sent at a time. The first one ends just when the second one was claimed in vain.
  private final class Queue: Sendable {
    let loop = QueueLoop<Int>()
    private let waiting = Mutex([1, 2])
    private let sending = Mutex<Int?>(nil)
    private let (claims, claimedInVain) = AsyncStream.makeStream(of: Void.self)
    let sent = Mutex<[Int]>([])

    var steps: QueueLoop<Int>.Steps {
      .init(claim: claim, send: send, nextDue: nextDue) { Issue.record($0) }
    }

    @Sendable private func claim(_: UnixTime) -> [Int] {
      guard sending.withLock({ $0 }) == nil else {
        claimedInVain.yield()
        return []
      }
      guard let next = waiting.withLock({ $0.popLast() }) else { return [] }
      sending.withLock { $0 = next }
      return [next]
    }

    @Sendable private func send(_ request: Int) async {
      if waiting.withLock({ !$0.isEmpty }) {
        loop.wake()
        for await _ in claims { break }
      }
      sent.withLock { $0.append(request) }
      sending.withLock { $0 = nil }
    }

    @Sendable private func nextDue() -> UnixTime? {
      // Gives a request that has been claimed in vain the time to end, if it is in progress.
      for _ in 0..<10_000 where waiting.withLock({ $0.count == 1 }) { sched_yield() }
      return 0
    }
  }

  @Test("sends all that is due, also when a request ends while the next one is claimed")
  func all() async throws {
    let queue = Queue()
    await queue.loop.sendDue(queue.steps)
    #expect(queue.sent.withLock { $0 } == [2, 1])
  }
}
