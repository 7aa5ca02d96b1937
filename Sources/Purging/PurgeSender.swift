internal import Foundation
internal import OutgoingHTTP
internal import Primitives

/// Sends requests to a target: divides addresses into HTTP requests, and decides what a response means.
protocol PurgeSender: Sendable {
  /// The limit of addresses that are claimed at once.
  var claimLimit: Int { get }
  /// The limit of HTTP requests at the same time.
  var concurrency: Int { get }

  /// The number of further addresses to claim after some; `Int.max` for all of them.
  func furtherClaims(after count: Int) -> Int

  /// Divides requests, never none, into those of one HTTP request each.
  func batches(of requests: [PurgeRequest]) -> [[PurgeRequest]]

  /// Sends the HTTP request of a batch.
  /// - Throws: `PurgeFailure`, or an error of `HTTPClient`.
  func send(_ batch: [PurgeRequest], by client: PurgeClient) async throws
}

extension PurgeSender {
  var claimLimit: Int { 1000 }
  var concurrency: Int { 1 }
  func furtherClaims(after count: Int) -> Int { 0 }
}

extension PurgeTarget {
  /// The sender of its requests.
  var sender: any PurgeSender {
    switch kind {
    case .http(.purge): PurgeByAddress(server: base)
    case .http(.ban): BanByExpression(server: base)
    case .fastly: FastlyPurge(url: id + "/purge")
    case .cloudflare(_, let limit): CloudflarePurge(url: id + "/purge_cache", limit: limit)
    case .webhook(let batch): PurgeWebhook(url: url, batch: batch)
    }
  }
}

/// Sends the HTTP requests to one target.
struct PurgeClient: Sendable {
  /// The HTTP client.
  let http: HTTPClient
  /// The value of User-Agent.
  let userAgent: String
  /// The time limit of a request.
  let timeout: Duration
  /// The token or the key of signatures; `nil` when the target has none.
  let secret: String?

  // The limit of a response's body, which may have the reason of a failure, in bytes.
  private static let bodyLimit = 65_536
  // The limit of a reason in a response, in characters.
  private static let reasonLimit = 200

  /// Sends a request, and returns the response.
  func send(_ request: HTTPClient.Request) async throws -> HTTPClient.Response {
    var request = request
    request.fields.append(("User-Agent", userAgent))
    request.bodyLimit = Self.bodyLimit
    return try await http.send(request, within: timeout)
  }

  /// The failure that a response reports.
  /// - Parameter advice: what to do about some statuses.
  func failure(_ response: HTTPClient.Response, advice: [Int: String] = [:]) -> PurgeFailure {
    var text = "status \(response.status)"
    if let reason = Self.reason(in: response.body) { text += " (\(reason))" }
    if let location = response.fields["location"], (300..<400).contains(response.status) {
      text += ", a redirect to \(location); name that as \"url\""
    }
    if let advice = advice[response.status] { text += "; \(advice)" }
    // A server may repeat what it was sent.
    if let secret { text = text.replacing(secret, with: "…") }
    let delay = response.fields["retry-after"].flatMap { RetryAfter.seconds($0, now: UnixTime.now) }
    return PurgeFailure(text.printable, retryAfter: delay)
  }

  // The messages of the APIs: {"msg": "…", "detail": "…"}, and {"errors": [{"message": "…"}]}.
  private struct Answer: Decodable {
    struct Fault: Decodable {
      var message: String?
    }
    var msg: String?
    var detail: String?
    var errors: [Fault]?
  }

  private static func reason(in body: [UInt8]?) -> String? {
    // A body that is no such object has no reason to print.
    guard let body, let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else { return nil }
    let texts = [answer.msg, answer.detail] + (answer.errors ?? []).map(\.message)
    let text = texts.compactMap(\.self).joined(separator: "; ")
    return text.isEmpty ? nil : String(text.prefix(reasonLimit))
  }
}
