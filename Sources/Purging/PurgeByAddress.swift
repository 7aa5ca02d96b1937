internal import OutgoingHTTP

/// Purges an HTTP cache: one request for each address, with the path and the Host of the address.
struct PurgeByAddress: PurgeSender {
  /// The URL of the cache, without a slash at its end. A path in it comes before that of the address.
  let server: String

  var concurrency: Int { 8 }

  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]] { requests.map { [$0] } }

  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws {
    for request in batch {
      let address = PurgeAddress(request.address)
      var purge = HTTPClient.Request(.purge, server + address.path)
      purge.fields = [("Host", address.host)]
      let response = try await client.send(purge)
      // ngx_cache_purge answers 404 or 412 when the cache does not have the document.
      guard (200..<300).contains(response.status) || [404, 412].contains(response.status) else {
        throw client.failure(response, advice: Self.advice(for: "PURGE"))
      }
    }
  }

  /// What to do about the statuses of a cache that does not accept a method.
  static func advice(for method: String) -> [Int: String] {
    let forbidden = "let this machine send \(method) in the configuration of the cache"
    let unknown = "teach the cache the method \(method), and let this machine send it"
    return [401: forbidden, 403: forbidden, 405: unknown, 501: unknown]
  }
}

/// The parts of an address.
struct PurgeAddress {
  /// Host and port, as in the field Host.
  let host: String
  /// The path with its leading slash.
  let path: String

  /// Divides an absolute URL.
  init(_ address: String) {
    let rest = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    host = String(rest.prefix { $0 != "/" })
    path = rest.count > host.count ? String(rest.dropFirst(host.count)) : "/"
  }
}
