internal import ArchiveIndex
internal import Foundation
internal import OutgoingHTTP
internal import Primitives

/// Requests of the hub to callbacks of subscribers.
extension WebSubWorker {
  // A longer response is no echo of a challenge.
  private static let challengeBytes = 1024

  /// Asks a subscriber whether it meant to subscribe, or to end that (section 5.3).
  func verify(_ errand: Errand) async throws -> Outcome {
    guard let wish = errand.wish else { return .refused("there is nothing to ask") }
    // The feed may have ended since it asked.
    if !wish.ends, try content(of: errand.topic) == nil { return try await deny(errand) }
    let challenge = "\(UInt64.random(in: 1 << 63...UInt64.max))"
    var parameters = [
      ("hub.mode", wish.ends ? "unsubscribe" : "subscribe"), ("hub.topic", errand.topic),
      ("hub.challenge", challenge),
    ]
    if !wish.ends { parameters.append(("hub.lease_seconds", "\(wish.lease)")) }
    let response = try await get(errand.target, parameters)
    guard (200..<300).contains(response.status) else { return outcome(response) }
    guard response.body == Array(challenge.utf8) else { return .refused("the challenge did not come back") }
    try store.apply(wish, callback: errand.target, topic: errand.topic, now: Self.now())
    return .done
  }

  /// Says to a subscriber that there is no subscription to a topic any more, and by Location to which it may subscribe instead
  /// (section 5.2).
  func deny(_ errand: Errand) async throws -> Outcome {
    let reason =
      errand.successor.map { "this feed is now at \($0)" } ?? "there is no such feed any more: it has ended"
    let response = try await get(
      errand.target,
      [("hub.mode", "denied"), ("hub.topic", errand.topic), ("hub.reason", reason)],
      fields: errand.successor.map { [("Location", $0)] } ?? [])
    // A callback that knows nothing of it is one that has been told.
    if case .refused = outcome(response) { return .done }
    return outcome(response)
  }

  /// Sends a subscriber the present content of a topic (section 7).
  func distribute(_ errand: Errand) async throws -> Outcome {
    guard let secret = try store.secret(callback: errand.target, topic: errand.topic, now: Self.now()),
      let content = try content(of: errand.topic)
    else { return .done }
    var request = request(.post, errand.target)
    request.fields.append(("Content-Type", content.mediaType))
    request.fields += site.hubs.map { ("Link", "<\($0)>; rel=\"hub\"") }
    request.fields.append(("Link", "<\(errand.topic)>; rel=\"self\""))
    if let secret {
      let code = SHA256Digest(authenticating: content.bytes, key: secret)
      request.fields.append(("X-Hub-Signature", "sha256=\(code.hexadecimal)"))
    }
    request.body = content.bytes
    let response = try await callbacks.send(request, within: timeout)
    switch response.status {
    case 200..<300: return .done
    case 410:
      try store.removeSubscription(callback: errand.target, topic: errand.topic)
      return .done
    // Anything else is a failure, a redirect too.
    default: return failure(response)
    }
  }

  private func get(
    _ callback: String, _ parameters: [(name: String, value: String)],
    fields: [(name: String, value: String)] = []
  ) async throws -> HTTPClient.Response {
    let query = parameters.map { "\($0.name)=\(Form.encoded($0.value))" }.joined(separator: "&")
    var request = request(.get, callback + (callback.contains("?") ? "&" : "?") + query)
    request.fields += fields
    request.bodyLimit = Self.challengeBytes
    return try await callbacks.send(request, within: timeout)
  }
}
