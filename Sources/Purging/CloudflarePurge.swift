internal import Foundation
internal import OutgoingHTTP

/// Purges Cloudflare by addresses, or the whole zone when too many have changed:
/// https://developers.cloudflare.com/api/resources/cache/methods/purge/
struct CloudflarePurge: PurgeSender {
  /// The URL of purging a zone.
  let url: String
  /// The limit of addresses that are purged one by one.
  let limit: Int

  // The limit of addresses in one request.
  private static let batch = 30

  // One more than the limit shows that there are too many.
  var claimLimit: Int { limit + 1 }

  func furtherClaims(after count: Int) -> Int { count > limit ? .max : 0 }

  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]] {
    if requests.count > limit { return [requests] }
    return stride(from: 0, to: requests.count, by: Self.batch).map {
      Array(requests[$0..<min($0 + Self.batch, requests.count)])
    }
  }

  private struct Body: Encodable {
    var files: [String]?
    var purgesEverything: Bool?

    enum CodingKeys: String, CodingKey {
      case files
      case purgesEverything = "purge_everything"
    }
  }

  private struct Answer: Decodable {
    var success: Bool
  }

  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws {
    let body =
      batch.count > limit ? Body(purgesEverything: true) : Body(files: batch.map(\.address))
    var purge = HTTPClient.Request(.post, url)
    purge.fields = [
      ("Authorization", "Bearer \(client.secret ?? "")"), ("Content-Type", "application/json"),
    ]
    purge.body = try PurgeWebhook.json(body)
    let response = try await client.send(purge)
    guard (200..<300).contains(response.status), Self.isSuccess(response.body) else {
      throw client.failure(
        response,
        advice: [
          400: "check \"zone\", and that baseURL is in it", 401: "check the token",
          403: "check that the token may purge the zone", 404: "check \"zone\"",
        ])
    }
  }

  private static func isSuccess(_ body: [UInt8]?) -> Bool {
    // A body that cannot be decoded does not report success.
    guard let body, let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
      return false
    }
    return answer.success
  }
}
