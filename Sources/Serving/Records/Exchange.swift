internal import NIOCore
internal import NIOHTTP1

/// A request with its response, for counters and the access log.
struct Exchange {
  /// What is known of the request.
  enum Request {
    /// A request that was parsed.
    case head(HTTPRequestHead)
    /// The first line of a request that cannot be parsed, as far as it was received.
    case line(String)
  }

  /// The request.
  var request: Request
  /// When the head was complete.
  var started = NIODeadline.now()
  /// The status code of the response.
  var status = 0
  /// The bytes of the response's body.
  var bytes = 0
  /// The time from `started` to the end of the response, when it is passed to the system.
  var duration = TimeAmount.zero

  /// Begins with a request.
  init(_ request: Request) { self.request = request }

  /// Completes the exchange with its response.
  mutating func finish(status: Int? = nil, bytes: Int? = nil) {
    self.status = status ?? self.status
    self.bytes = bytes ?? self.bytes
    duration = NIODeadline.now() - started
  }

  /// The value of a field of the request, the first of several; `nil` when there is none.
  func field(_ name: String) -> String? {
    guard case .head(let head) = request else { return nil }
    return head.headers.first(name: name)
  }

  /// The target of the request; `nil` when it is not known.
  var target: String? {
    guard case .head(let head) = request else { return parts.target }
    return head.uri
  }

  /// The method, target and version of the request, as far as they are known.
  var parts: (method: String?, target: String?, version: String?) {
    switch request {
    case .head(let head):
      let version =
        head.version == .http1_1 ? "HTTP/1.1" : "HTTP/\(head.version.major).\(head.version.minor)"
      return (head.method.rawValue, head.uri, version)
    case .line(let line):
      let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
      return (parts.first, parts.count > 1 ? parts[1] : nil, parts.count > 2 ? parts[2] : nil)
    }
  }
}
