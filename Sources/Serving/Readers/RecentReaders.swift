internal import NIOCore
internal import Primitives
internal import Synchronization

/// The clients that an event loop has just seen, so that a reader who asks again costs no more than a hash.
final class RecentReaders: Sendable {
  private struct State {
    var seen: Set<UInt64> = []
    var since = NIODeadline.now()
  }

  private static let maxSeen = 20_000
  private static let interval = TimeAmount.minutes(10)

  private let counter: ReaderCounter
  private let state = Mutex(State())

  /// Makes the clients of an event loop.
  init(_ counter: ReaderCounter) { self.counter = counter }

  /// Records a successful request for a feed, if it is the first one of its client for some minutes.
  func record(_ exchange: Exchange, from address: ClientAddress) {
    guard let target = exchange.target else { return }
    let reading = ReaderCounter.Reading(
      target: target, userAgent: exchange.field("User-Agent") ?? "", client: address.client(of: exchange))
    guard isNew(Self.hash(reading)) else { return }
    // A person who looks at a feed in a browser is no reader.
    if exchange.field("Sec-Fetch-Dest") != "document" { counter.record(reading) }
  }

  private func isNew(_ hash: UInt64) -> Bool {
    state.withLock { state in
      let now = NIODeadline.now()
      if state.seen.count >= Self.maxSeen || now - state.since > Self.interval {
        state.seen.removeAll(keepingCapacity: true)
        state.since = now
      }
      return state.seen.insert(hash).inserted
    }
  }

  private static func hash(_ reading: ReaderCounter.Reading) -> UInt64 {
    var hash = FNV1a()
    for text in [reading.target, reading.userAgent, reading.client] {
      for byte in text.utf8 { hash.append(byte) }
      hash.append(0)
    }
    return hash.value
  }
}
