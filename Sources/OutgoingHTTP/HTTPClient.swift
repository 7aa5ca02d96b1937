internal import Foundation

/// An HTTP client on libcurl: all transfers of a client share one thread and a pool of connections.
///
/// It follows no redirect, uses no proxy, and verifies certificates.
package final class HTTPClient: Sendable {
  /// The policy of addresses that a client connects to.
  package enum AddressPolicy: Sendable {
    /// Any address.
    case any
    /// Public addresses only.
    case publicOnly
  }

  /// A method of a request.
  package struct Method: RawRepresentable, Hashable, Sendable {
    /// The name, which is case-sensitive.
    package var rawValue: String

    /// Makes a method.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// GET.
    package static let get = Method(rawValue: "GET")
    /// POST.
    package static let post = Method(rawValue: "POST")
    /// PURGE, by which caches remove a document.
    package static let purge = Method(rawValue: "PURGE")
    /// BAN, by which Varnish is told to remove documents.
    package static let ban = Method(rawValue: "BAN")
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
      self.method = method
      self.url = url
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
    /// The message.
    package var description: String { "no answer in time" }
  }

  /// A request failed before there was a response.
  package struct Failure: Error, CustomStringConvertible {
    /// The reason, in libcurl's words.
    package var description: String
  }

  private let policy: AddressPolicy
  private let names = NameLookup()
  private let transfers = TransferLoop()

  /// Makes a client. Its thread starts with the first request.
  package init(_ policy: AddressPolicy) { self.policy = policy }

  deinit { transfers.close() }

  /// Sends a request and returns the response.
  /// - Parameter limit: the time limit for name lookup, connection, request and response together.
  /// - Throws: `TimedOut`, `Failure`, `NetworkAddress.Refusal`, `CancellationError`.
  package func send(_ request: Request, within limit: Duration) async throws -> Response {
    let start = ContinuousClock.now
    let url = try RequestURL(request.url)
    // The checked address is pinned: the transfer connects to no other. A look-up by libcurl would also delay all transfers when
    // one is cancelled.
    let addresses = try await lookUp(url.host, within: limit)
    let rest = limit - start.duration(to: .now)
    return try await transfers.run(
      Transfer(request, url, addresses: addresses, policy: policy, limit: rest))
  }

  private func lookUp(_ host: String, within limit: Duration) async throws -> [String] {
    try await withThrowingTaskGroup(of: [String].self) { [names, policy] group in
      group.addTask { try await names.addresses(of: host, policy: policy) }
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
