internal import Foundation
internal import Synchronization

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
    /// HEAD.
    package static let head = Method(rawValue: "HEAD")
    /// POST.
    package static let post = Method(rawValue: "POST")
    /// PUT.
    package static let put = Method(rawValue: "PUT")
    /// DELETE.
    package static let delete = Method(rawValue: "DELETE")
    /// PURGE, by which caches remove a document.
    package static let purge = Method(rawValue: "PURGE")
    /// BAN, by which Varnish is told to remove documents.
    package static let ban = Method(rawValue: "BAN")
  }

  /// The key of a signature in AWS Signature Version 4. libcurl computes the signature, of the host, the date and all fields of the
  /// request. The request must have the digest of its body in the field x-amz-content-sha256, and its query must be sorted and have
  /// a `=` behind each name. No name of a field that is signed may be the beginning of another: libcurl before 8.0 sorts whole lines.
  package struct SigningKey: Sendable {
    /// The public part of the key.
    package var accessKey: String
    /// The secret part of the key.
    package var secretKey: String
    /// The region.
    package var region: String
    /// The name of the service.
    package var service: String

    /// Makes a key.
    package init(accessKey: String, secretKey: String, region: String, service: String) {
      self.accessKey = accessKey
      self.secretKey = secretKey
      self.region = region
      self.service = service
    }
  }

  /// A request.
  package struct Request: Sendable {
    /// The absolute http or https URL.
    package var url: String
    /// The method.
    package var method: Method
    /// Header fields, in order.
    package var fields: [(name: String, value: String)] = []
    /// The body of a POST or PUT.
    package var body: [UInt8] = []
    /// The limit of a response body in bytes; `nil` when the body is not wanted.
    package var bodyLimit: Int?
    /// The key to sign the request with; `nil` for a request without a signature.
    package var signingKey: SigningKey?

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
  private let addressLifetime: Duration
  private let knownAddresses = Mutex<[String: KnownAddresses]>([:])
  private let names = NameLookup()
  private let transfers = TransferLoop()

  // The addresses of a host that were looked up.
  private struct KnownAddresses {
    var addresses: [String]
    var end: ContinuousClock.Instant
  }

  /// Makes a client. Its thread starts with the first request.
  /// - Parameter addressLifetime: how long addresses of hosts are used without being looked up again. A client of hosts whose names
  ///   come from strangers must look them up for each request.
  package init(_ policy: AddressPolicy, addressLifetime: Duration = .zero) {
    self.policy = policy
    self.addressLifetime = addressLifetime
  }

  deinit { transfers.close() }

  /// Sends a request and returns the response.
  /// - Parameter limit: the time limit for name lookup, connection, request and response together.
  /// - Throws: `TimedOut`, `Failure`, `NetworkAddress.Refusal`, `CancellationError`.
  package func send(_ request: Request, within limit: Duration) async throws -> Response {
    let start = ContinuousClock.now
    let url = try RequestURL(request.url)
    // The checked address is pinned: the transfer connects to no other. A look-up by libcurl would also delay all transfers when
    // one is cancelled.
    let addresses = try await addresses(of: url.host, within: limit)
    let rest = limit - start.duration(to: .now)
    return try await transfers.run(
      Transfer(request, url, addresses: addresses, policy: policy, limit: rest))
  }

  private func addresses(of host: String, within limit: Duration) async throws -> [String] {
    // No thread is needed to look up an address.
    if policy == .any, NetworkAddress.isLiteral(host) { return [host] }
    if let known = knownAddresses.withLock({ $0[host] }), known.end > .now { return known.addresses }
    let found = try await lookUp(host, within: limit)
    if addressLifetime > .zero {
      let known = KnownAddresses(addresses: found, end: .now + addressLifetime)
      knownAddresses.withLock { $0[host] = known }
    }
    return found
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
