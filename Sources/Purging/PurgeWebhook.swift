internal import Foundation
internal import OutgoingHTTP
internal import Primitives

/// Posts lists of changed and of removed addresses as a JSON object. With a secret, the field `X-Feedgen-Signature` has the code of
/// the body by it (HMAC with SHA-256, RFC 2104).
struct PurgeWebhook: PurgeSender {
  /// The URL to post to.
  let url: String
  /// The limit of addresses in one request.
  let batch: Int

  var claimLimit: Int { max(1000, batch) }

  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]] {
    stride(from: 0, to: requests.count, by: batch).map {
      Array(requests[$0..<min($0 + batch, requests.count)])
    }
  }

  private struct Body: Encodable {
    var changed: [String]
    var removed: [String]
  }

  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws {
    let body = Body(
      changed: batch.filter { $0.kind == .changed }.map(\.address),
      removed: batch.filter { $0.kind == .removed }.map(\.address))
    var post = HTTPClient.Request(.post, url)
    post.body = try Self.json(body)
    post.fields = [("Content-Type", "application/json")]
    if let secret = client.secret {
      let code = SHA256Digest(authenticating: post.body, key: secret)
      post.fields.append(("X-Feedgen-Signature", "sha256=\(code.hexadecimal)"))
    }
    let response = try await client.send(post)
    guard (200..<300).contains(response.status) else { throw client.failure(response) }
  }

  /// A value as JSON.
  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
