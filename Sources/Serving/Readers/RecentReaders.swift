internal import NIOCore
internal import Synchronization

/// The clients that an event loop has just seen, so that another request of the same reader costs no more than a hash.
final class RecentReaders: Sendable {
  private struct State {
    var seen: Set<Int> = []
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
    let userAgent = exchange.field("User-Agent") ?? ""
    let client = address.client(of: exchange)
    var hasher = Hasher()
    Self.hash(target, into: &hasher)
    Self.hash(userAgent, into: &hasher)
    Self.hash(client, into: &hasher)
    guard isNew(hasher.finalize(), at: exchange.started) else { return }
    // A person who looks at a feed in a browser is no reader.
    if exchange.field("Sec-Fetch-Dest") == "document" { return }
    counter.record(ReaderCounter.Reading(target: target, userAgent: userAgent, client: client))
  }

  private func isNew(_ hash: Int, at time: NIODeadline) -> Bool {
    state.withLock { state in
      if state.seen.count >= Self.maxSeen || time - state.since > Self.interval {
        state.seen.removeAll(keepingCapacity: true)
        state.since = time
      }
      return state.seen.insert(hash).inserted
    }
  }

  // Hashes bytes at once, which is faster than to hash a string by its characters.
  private static func hash(_ text: String, into hasher: inout Hasher) {
    let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isHashed == nil { hasher.combine(text) }
    hasher.combine(text.utf8.count)
  }
}
