internal import ArchiveIndex
internal import Foundation
internal import OutgoingHTTP
internal import Primitives

/// Requests of the hub to the callbacks of subscribers.
extension WebSubWorker {
  // The limit of a response in bytes; an echo of the challenge is shorter.
  private static let responseLimit = 1024

  /// Verifies the intent of a subscriber (section 5.3).
  func verify(_ delivery: Delivery) async throws -> Outcome {
    guard let request = delivery.request else { return .refused("there is nothing to ask") }
    // The topic may have ended since the request.
    if !request.ends, try await content(of: delivery.topic) == nil { return try await deny(delivery) }
    let challenge = "\(UInt64.random(in: 1 << 63...UInt64.max))"
    var parameters = [
      ("hub.mode", request.ends ? "unsubscribe" : "subscribe"), ("hub.topic", delivery.topic),
      ("hub.challenge", challenge),
    ]
    if !request.ends { parameters.append(("hub.lease_seconds", "\(request.lease)")) }
    let response = try await get(delivery.target, parameters: parameters)
    guard (200..<300).contains(response.status) else { return outcome(response) }
    guard response.body == Array(challenge.utf8) else { return .refused("the challenge did not come back") }
    try store.applyVerified(request, callback: delivery.target, topic: delivery.topic, now: UnixTime.now)
    return .done
  }

  /// Informs a subscriber that its subscription has ended (section 5.2). Location is the topic that takes the place of the old one.
  func deny(_ delivery: Delivery) async throws -> Outcome {
    let reason =
      delivery.successor.map { "this feed is now at \($0)" } ?? "there is no such feed any more: it has ended"
    let response = try await get(
      delivery.target,
      parameters: [("hub.mode", "denied"), ("hub.topic", delivery.topic), ("hub.reason", reason)],
      fields: delivery.successor.map { [("Location", $0)] } ?? [])
    // A callback that answers with a permanent failure does not want to know.
    if case .refused = outcome(response) { return .done }
    return outcome(response)
  }

  /// Sends the present content of a topic to a subscriber (section 7).
  func distribute(_ delivery: Delivery) async throws -> Outcome {
    guard
      let subscription = try store.subscription(
        callback: delivery.target, topic: delivery.topic, now: UnixTime.now),
      let content = try await content(of: delivery.topic)
    else { return .done }
    var request = request(.post, delivery.target)
    request.fields.append(("Content-Type", content.mediaType))
    request.fields += site.hubs.map { ("Link", "<\($0)>; rel=\"hub\"") }
    request.fields.append(("Link", "<\(delivery.topic)>; rel=\"self\""))
    if let secret = subscription.secret {
      let code = SHA256Digest(authenticating: content.bytes, key: secret)
      request.fields.append(("X-Hub-Signature", "sha256=\(code.hexadecimal)"))
    }
    request.body = content.bytes
    let response = try await callbacks.send(request, within: timeout)
    switch response.status {
    case 200..<300: return .done
    case 410:
      try store.removeSubscription(callback: delivery.target, topic: delivery.topic)
      return .done
    // All other statuses are failures, redirects included.
    default: return failure(response)
    }
  }

  private func get(
    _ callback: String, parameters: [(name: String, value: String)],
    fields: [(name: String, value: String)] = []
  ) async throws -> HTTPClient.Response {
    let query = parameters.map { "\($0.name)=\(Form.encoded($0.value))" }.joined(separator: "&")
    var request = request(.get, callback + (callback.contains("?") ? "&" : "?") + query)
    request.fields += fields
    request.bodyLimit = Self.responseLimit
    return try await callbacks.send(request, within: timeout)
  }
}
