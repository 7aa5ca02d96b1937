internal import Foundation

/// An HTTP client on libcurl: all transfers of a client share one thread and a pool of connections.
///
/// It follows no redirect, uses no proxy, and verifies certificates.
package final class HTTPClient: Sendable {
  /// The addresses that a client connects to.
  package enum Addresses: Sendable {
    /// Any address.
    case any
    /// Addresses of the public Internet alone.
    case publicOnly
  }

  /// A method of a request.
  package enum Method: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
  }

  /// A request.
  package struct Request: Sendable {
    /// The absolute http or https URL.
    package var url: String
    /// The method.
    package var method: Method
    /// Header fields, in order.
    package var fields: [(name: String, value: String)] = []
    /// The body of a POST.
    package var body: [UInt8] = []
    /// The limit of a response body in bytes; `nil` when the body is not wanted.
    package var bodyLimit: Int?

    /// Makes a request without fields and body.
    package init(_ method: Method, _ url: String) {
      (self.method, self.url) = (method, url)
    }
  }

  /// A response.
  package struct Response: Sendable {
    /// The status code.
    package var status: Int
    /// Header fields by name in lower case; the first of each name.
    package var fields: [String: String]
    /// The body; `nil` when it is longer than the request's limit, or not wanted.
    package var body: [UInt8]?
  }

  /// The time limit of a request has passed.
  package struct TimedOut: Error, CustomStringConvertible {
    /// What happened.
    package var description: String { "no answer in time" }
  }

  /// A request failed before there was a response.
  package struct Failure: Error, CustomStringConvertible {
    /// The reason, in libcurl's words.
    package var description: String
  }

  private let addresses: Addresses
  private let names = NameLookup()
  private let transfers = TransferLoop()

  /// Makes a client that connects to such addresses; its thread starts with the first request.
  package init(_ addresses: Addresses) { self.addresses = addresses }

  deinit { transfers.close() }

  /// Sends a request and returns its response, when the wanted part of the body has arrived.
  /// - Parameter limit: the time for all of it: name lookup, connection, request, response.
  /// - Throws: `TimedOut`, `Failure`, `NetworkAddress.Refusal`, `CancellationError`.
  package func send(_ request: Request, within limit: Duration) async throws -> Response {
    let start = ContinuousClock.now
    let url = try RequestURL(request.url)
    // The address is looked up here and pinned, so that it is the one that was checked. libcurl would also wait for a lookup to
    // end before it gives a transfer up, and with it all others.
    let found = try await lookUp(url.host, within: limit)
    let rest = limit - start.duration(to: .now)
    return try await transfers.run(Transfer(request, url, addresses: found, policy: addresses, limit: rest))
  }

  private func lookUp(_ host: String, within limit: Duration) async throws -> [String] {
    try await withThrowingTaskGroup(of: [String].self) { [names, addresses] group in
      group.addTask { try await names.addresses(of: host, mustBePublic: addresses == .publicOnly) }
      group.addTask {
        try await Task.sleep(for: limit)
        throw TimedOut()
      }
      defer { group.cancelAll() }
      guard let found = try await group.next() else { throw CancellationError() }
      return found
    }
  }

  /// The absolute URL of a reference in a response to a request for `url` (RFC 9110, section 10.2.2).
  /// - Throws: `Failure` when it is no http or https URL.
  package static func target(of reference: String, from url: String) throws -> String {
    try RequestURL(reference, relativeTo: url).text
  }
}
