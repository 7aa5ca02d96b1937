internal import Foundation
internal import NIOHTTP1
internal import Synchronization

/// The counters of a server since its start.
final class Metrics: Sendable {
  /// The values of the counters.
  struct Counts {
    /// The start of the server, in seconds since 1970.
    let started = Date().timeIntervalSince1970
    /// Responses by status code.
    var responses: [Int: Int] = [:]
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

    /// The number of all responses.
    var total: Int { responses.values.reduce(0, +) }
  }

  private let counts = Mutex(Counts())

  /// The current values.
  var now: Counts { counts.withLock { $0 } }

  /// Counts a response and the bytes of its body.
  func countResponse(_ status: HTTPResponseStatus, bytes: Int) {
    counts.withLock {
      $0.responses[Int(status.code), default: 0] += 1
      $0.bytes += bytes
    }
  }

  /// Changes other counters.
  func update(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }
}
