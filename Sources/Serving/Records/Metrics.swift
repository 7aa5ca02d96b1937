internal import Foundation
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The counters of a server since its start. Each event loop has counters of its own, so that no two contend for a lock.
final class Metrics: Sendable {
  /// The upper bounds of the histogram of durations, in seconds.
  static let durationBounds = [
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]

  /// The values of the counters.
  struct Counts {
    private static let codes = 600
    private static let boundsInNanoseconds = durationBounds.map { Int64($0 * 1e9) }

    /// Bytes of response bodies.
    var bytes = 0
    /// Accepted connections.
    var connections = 0
    /// Open connections.
    var open = 0
    /// Connections that were closed because a client was too slow.
    var timeouts = 0
    /// Malformed requests.
    var malformed = 0
    // Responses by kind of request and status code, and by kind of request and bucket of the histogram.
    private var responses = [Int](repeating: 0, count: RequestKind.allCases.count * codes)
    private var buckets = [Int](
      repeating: 0, count: RequestKind.allCases.count * (durationBounds.count + 1))
    // The sums of durations by kind of request, in nanoseconds.
    private var nanoseconds = [Int64](repeating: 0, count: RequestKind.allCases.count)

    /// Counts a response.
    mutating func count(_ exchange: Exchange, _ kind: RequestKind) {
      guard 0..<Self.codes ~= exchange.status else { return }
      responses[kind.rawValue * Self.codes + exchange.status] += 1
      bytes += exchange.bytes
      let duration = max(0, exchange.duration.nanoseconds)
      nanoseconds[kind.rawValue] += duration
      let bounds = Self.boundsInNanoseconds
      let bucket = bounds.firstIndex { duration <= $0 } ?? bounds.count
      buckets[kind.rawValue * (bounds.count + 1) + bucket] += 1
    }

    /// The responses by status code, without those that are zero.
    var byStatus: [Int: Int] {
      var counts: [Int: Int] = [:]
      for (index, count) in responses.enumerated() where count > 0 {
        counts[index % Self.codes, default: 0] += count
      }
      return counts
    }

    /// The responses to requests of a kind, by the first digit of their status.
    func byClass(_ kind: RequestKind) -> [Int] {
      (0..<6).map { digit in
        let start = kind.rawValue * Self.codes + digit * 100
        return responses[start..<start + 100].reduce(0, +)
      }
    }

    /// The numbers of responses to requests of a kind in each bucket of the histogram; the last has those above all bounds.
    func durations(_ kind: RequestKind) -> ArraySlice<Int> {
      let count = Metrics.durationBounds.count + 1
      return buckets[kind.rawValue * count..<(kind.rawValue + 1) * count]
    }

    /// The sum of the durations of requests of a kind, in seconds.
    func totalDuration(_ kind: RequestKind) -> Double { Double(nanoseconds[kind.rawValue]) / 1e9 }

    /// The number of all responses.
    var total: Int { responses.reduce(0, +) }

    /// Adds other counts.
    static func += (left: inout Counts, right: Counts) {
      left.bytes += right.bytes
      left.connections += right.connections
      left.open += right.open
      left.timeouts += right.timeouts
      left.malformed += right.malformed
      for index in left.responses.indices { left.responses[index] += right.responses[index] }
      for index in left.buckets.indices { left.buckets[index] += right.buckets[index] }
      for index in left.nanoseconds.indices { left.nanoseconds[index] += right.nanoseconds[index] }
    }
  }

  /// The counters of one event loop.
  final class Counters: Sendable {
    private let counts = Mutex(Counts())

    /// The current values.
    var now: Counts { counts.withLock { $0 } }

    /// Changes the values.
    func update(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }
  }

  /// The start of the server, in seconds since 1970.
  let started = Date().timeIntervalSince1970
  private let counters: [ObjectIdentifier: Counters]
  private let others = Counters()

  /// Starts with zeros.
  init() {
    let loops = MultiThreadedEventLoopGroup.singleton.makeIterator()
    counters = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0), Counters()) })
  }

  /// The counters of an event loop.
  func counters(of eventLoop: any EventLoop) -> Counters {
    counters[ObjectIdentifier(eventLoop)] ?? others
  }

  /// The sums of the current values.
  var now: Counts {
    var counts = others.now
    for counters in counters.values { counts += counters.now }
    return counts
  }
}
