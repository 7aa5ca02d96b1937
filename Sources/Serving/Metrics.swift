internal import Foundation
internal import NIOHTTP1
internal import Synchronization

/// What a server has done since it started.
final class Metrics: Sendable {
  /// The numbers.
  struct Counts {
    /// When the server started, in seconds since 1970.
    let started = Date().timeIntervalSince1970
    /// Responses by status.
    var responses: [Int: Int] = [:]
    /// Bytes of bodies.
    var bytes = 0
    /// Connections that were opened.
    var connections = 0
    /// Connections that are open.
    var open = 0
    /// Connections that were closed because the client was too slow.
    var timeouts = 0
    /// Requests that could not be read.
    var malformed = 0

    /// Responses in all.
    var total: Int { responses.values.reduce(0, +) }
  }

  private let counts = Mutex(Counts())

  /// The numbers now.
  var now: Counts { counts.withLock { $0 } }

  /// Counts a response and the bytes of its body.
  func count(_ status: HTTPResponseStatus, bytes: Int) {
    counts.withLock {
      $0.responses[Int(status.code), default: 0] += 1
      $0.bytes += bytes
    }
  }

  /// Counts something else.
  func count(_ change: (inout Counts) -> Void) { counts.withLock { change(&$0) } }
}
