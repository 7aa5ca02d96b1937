internal import Foundation
internal import Primitives

/// A WebSub hub: accepts subscription requests (section 5), which the worker verifies and serves.
package struct Hub: Sendable {
  private let store: WebSubStore
  private let worker: WebSubWorker
  private let settings: WebSubSettings

  /// The limit of a request's body, in bytes.
  package static let bodyLimit = 16_384
  private static let maxURLLength = 2048
  private static let maxSecretLength = 199
  private static let minLease: Int64 = 60

  /// Makes a hub on a store, whose deliveries a worker sends.
  package init(store: WebSubStore, worker: WebSubWorker, settings: WebSubSettings) {
    self.store = store
    self.worker = worker
    self.settings = settings
  }

  /// The number of subscriptions.
  /// - Throws: `IndexError`.
  package func subscriptionCount() throws -> Int { try store.subscriptionCount(now: UnixTime.now) }

  // The topic of a request.
  private struct Topic {
    var url: String
    // Whether all topics of the request are feeds of the site.
    var exists: Bool
  }

  /// Responds to a form that was posted.
  /// - Parameters:
  ///   - baseURL: the URL of the site.
  ///   - isTopic: whether a feed exists, by the components of its path below `baseURL`.
  /// - Throws: `IndexError`, or what `isTopic` throws.
  package func respond(to form: String, baseURL: String, isTopic: ([String]) throws -> Bool) throws
    -> HubResponse
  {
    let all: [String: [String]]
    do {
      all = try Self.parameters(of: form)
    } catch {
      return Self.badRequest(error.reason)
    }
    let values = all.compactMapValues(\.first)
    let urls = (all["hub.topic"] ?? []) + (all["hub.url"] ?? [])
    guard let url = urls.first else { return Self.badRequest("hub.topic is missing") }
    let exist = try urls.allSatisfy { url in
      try Self.pathComponents(ofTopic: url, baseURL: baseURL).map(isTopic) ?? false
    }
    let topic = Topic(url: url, exists: exist)
    switch values["hub.mode"] ?? "" {
    case "publish":
      guard topic.exists else { return Self.unknownTopic }
      return try publish(urls, hub: baseURL + WebSubSettings.path)
    case "subscribe": return try subscribe(to: topic, values)
    case "unsubscribe": return try unsubscribe(from: topic, values)
    case let mode:
      return Self.badRequest("hub.mode is \"\(mode)\" and should be subscribe, unsubscribe or publish")
    }
  }

  // Only these parameters must be unique. Others are ignored (section 5.1); older subscribers repeat some of them.
  private static let uniqueParameters = [
    "hub.mode", "hub.topic", "hub.callback", "hub.secret", "hub.lease_seconds",
  ]

  private struct MalformedForm: Error {
    let reason: String
  }

  private static func parameters(of form: String) throws(MalformedForm) -> [String: [String]] {
    let parameters: [String: [String]]
    do {
      parameters = try Form.allValues(form[...])
    } catch {
      throw MalformedForm(reason: "this is not a form")
    }
    if let name = uniqueParameters.first(where: { (parameters[$0] ?? []).count > 1 }) {
      throw MalformedForm(reason: "\(name) is there twice")
    }
    return parameters
  }

  // Another program may write the feeds. The worker distributes a topic only if its content has changed.
  private func publish(_ topics: [String], hub: String) throws -> HubResponse {
    guard try store.enqueuePublish(topics, hub: hub) else { return Self.full }
    worker.wake()
    return HubResponse(202, "subscribers will be told")
  }

  private func subscribe(to topic: Topic, _ values: [String: String]) throws -> HubResponse {
    guard topic.exists else { return Self.unknownTopic }
    guard let callback = values["hub.callback"] else { return Self.badRequest("hub.callback is missing") }
    return try enqueueVerification(callback: callback, topic: topic, values, ends: false)
  }

  private func unsubscribe(from topic: Topic, _ values: [String: String]) throws -> HubResponse {
    guard let callback = values["hub.callback"] else {
      return topic.exists ? Self.badRequest("hub.callback is missing") : Self.unknownTopic
    }
    // A subscription may outlive its feed.
    guard try topic.exists || store.hasSubscription(callback: callback, topic: topic.url) else {
      return Self.unknownTopic
    }
    return try enqueueVerification(callback: callback, topic: topic, values, ends: true)
  }

  private func enqueueVerification(
    callback: String, topic: Topic, _ values: [String: String], ends: Bool
  ) throws -> HubResponse {
    if let fault = Self.fault(ofCallback: callback) { return Self.badRequest("hub.callback \(fault)") }
    let secret = values["hub.secret"]
    guard (secret?.utf8.count ?? 1) <= Self.maxSecretLength else {
      return Self.badRequest("hub.secret must have fewer than 200 bytes")
    }
    var lease = Int64(settings.lease)
    if let text = values["hub.lease_seconds"], !text.isEmpty {
      guard let wanted = Int64(text), wanted > 0 else {
        return Self.badRequest("hub.lease_seconds is no number of seconds")
      }
      lease = min(lease, max(Self.minLease, wanted))
    }
    let request = Delivery.SubscriptionRequest(
      ends: ends, lease: lease, secret: secret.flatMap { $0.isEmpty ? nil : $0 })
    let isQueued = try store.enqueueVerification(
      request, callback: callback, topic: topic.url, limit: settings.subscriptions)
    guard isQueued else { return Self.full }
    worker.wake()
    return HubResponse(202, "the callback will be asked whether it meant this")
  }

  private static let unknownTopic = HubResponse(
    404,
    "hub.topic is no feed of this site; it must be as the feed's own link rel=\"self\" has it. Feeds on demand and archive documents have no hub"
  )

  private static let full = HubResponse(
    503, "there are too many subscriptions; try again later", retryAfter: 3600)

  private static func badRequest(_ fault: String) -> HubResponse { HubResponse(400, "bad request: \(fault)") }

  // The fault of a callback's URL; `nil` when it is valid. The client checks its address when it connects.
  private static func fault(ofCallback text: String) -> String? {
    guard text.utf8.count <= maxURLLength else { return "has more than \(maxURLLength) bytes" }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URL(string: text),
      let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme), let host = url.host(),
      !host.isEmpty
    else { return "is no http or https URL" }
    // Percent-encoding in a host is refused, because parsers of URLs differ in its meaning.
    guard host.utf8.allSatisfy({ $0 != UInt8(ascii: "%") }) else { return "names no host" }
    guard url.user() == nil, url.password() == nil, url.fragment() == nil else {
      return "must have neither user nor fragment"
    }
    if let port = url.port, port < 1024, port != 80, port != 443 {
      return "names a port that is not for HTTP"
    }
    return nil
  }

  /// The components of the path of a topic below `baseURL`, decoded. `nil` when the topic has another URL than feeds say:
  /// updates go to the subscribers of that one alone.
  static func pathComponents(ofTopic url: String, baseURL: String) -> [String]? {
    guard url.hasPrefix(baseURL), url.utf8.count <= maxURLLength,
      let path = try? PercentCoding.decoded(url.dropFirst(baseURL.count)),
      baseURL + PercentCoding.encodedPath(path) == url
    else { return nil }
    return path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  }
}
