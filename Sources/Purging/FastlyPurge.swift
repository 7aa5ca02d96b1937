internal import OutgoingHTTP
internal import Publishing

/// Purges Fastly by surrogate keys: https://www.fastly.com/documentation/reference/api/purging/
struct FastlyPurge: PurgeSender {
  /// The URL of purging a service.
  let url: String

  // The limit of keys in one request.
  private static let keyLimit = 256

  var claimLimit: Int { 10 * Self.keyLimit }

  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]] {
    // The addresses of a document share its key.
    var places: [String: Int] = [:]
    var byKey: [[PurgeRequest]] = []
    for request in requests {
      let key = SurrogateKey.of(address: request.address)
      if let place = places[key] {
        byKey[place].append(request)
      } else {
        places[key] = byKey.count
        byKey.append([request])
      }
    }
    return stride(from: 0, to: byKey.count, by: Self.keyLimit).map { start in
      byKey[start..<min(start + Self.keyLimit, byKey.count)].flatMap(\.self)
    }
  }

  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws {
    var keys: [String] = []
    for request in batch {
      let key = SurrogateKey.of(address: request.address)
      if keys.last != key { keys.append(key) }
    }
    var purge = HTTPClient.Request(.post, url)
    purge.fields = [
      ("Fastly-Key", client.secret ?? ""), ("Accept", "application/json"),
      ("Surrogate-Key", keys.joined(separator: " ")),
    ]
    let response = try await client.send(purge)
    guard (200..<300).contains(response.status) else {
      throw client.failure(
        response,
        advice: [
          401: "check the token", 403: "check that the token may purge", 404: "check \"service\"",
        ])
    }
  }
}
