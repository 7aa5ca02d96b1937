internal import Foundation
internal import Primitives

/// A WebSub hub: takes wishes to subscribe (section 5), which the worker verifies and serves.
package struct Hub: Sendable {
  private let store: WebSubStore
  private let worker: WebSubWorker
  private let settings: WebSubSettings

  // What a request to a hub may hold, in bytes.
  package static let mostBytes = 16_384
  private static let longestURL = 2048
  private static let longestSecret = 199
  private static let shortestLease: Int64 = 60

  /// Makes a hub upon a store, whose errands a worker does.
  package init(_ store: WebSubStore, _ worker: WebSubWorker, _ settings: WebSubSettings) {
    (self.store, self.worker, self.settings) = (store, worker, settings)
  }

  /// The number of subscriptions.
  /// - Throws: `IndexError`.
  package func subscriptionCount() throws -> Int { try store.subscriptionCount(now: WebSubWorker.now()) }

  /// What somebody gets who posts a form.
  /// - Parameters:
  ///   - baseURL: where the topics are.
  ///   - isTopic: whether there is a feed, by the names that lead to it.
  package func answer(to form: String, baseURL: String, isTopic: ([String]) throws -> Bool) throws
    -> HubAnswer
  {
    guard let all = try? Form.allValues(form[...]) else { return Self.bad("this is not a form") }
    // What it does not know a hub ignores (section 5.1), as what older subscribers say twice.
    for name in ["hub.mode", "hub.topic", "hub.callback", "hub.secret", "hub.lease_seconds"]
    where all[name]?.count ?? 1 > 1 {
      return Self.bad("\(name) is there twice")
    }
    let values = all.compactMapValues(\.first)
    let mode = values["hub.mode"] ?? ""
    let topics = (all["hub.topic"] ?? []) + (all["hub.url"] ?? [])
    guard let topic = topics.first else { return Self.bad("hub.topic is missing") }
    let areTopics = try topics.allSatisfy { try Self.names($0, baseURL).map(isTopic) ?? false }
    switch mode {
    case "publish":
      guard areTopics else { return Self.noTopic }
      // It may be that somebody else's program writes the feeds; subscribers are told only if they do not have it.
      guard try store.announce(topics, hub: baseURL + WebSubSettings.path) else { return Self.full }
      worker.wake()
      return HubAnswer(202, "subscribers will be told")
    case "subscribe", "unsubscribe":
      return try subscribe(values, topic, isTopic: areTopics, ends: mode == "unsubscribe")
    default: return Self.bad("hub.mode is \"\(mode)\" and should be subscribe, unsubscribe or publish")
    }
  }

  private static let noTopic = HubAnswer(
    404,
    "hub.topic is no feed of this site; it must be as the feed's own link rel=\"self\" has it. Feeds on demand and archive documents have no hub"
  )

  private func subscribe(_ values: [String: String], _ topic: String, isTopic: Bool, ends: Bool) throws
    -> HubAnswer
  {
    guard let callback = values["hub.callback"] else {
      return isTopic ? Self.bad("hub.callback is missing") : Self.noTopic
    }
    // A feed may have ended to which somebody has subscribed.
    guard try isTopic || ends && store.hasSubscription(callback: callback, topic: topic) else {
      return Self.noTopic
    }
    if let fault = Self.fault(ofCallback: callback) { return Self.bad("hub.callback \(fault)") }
    let secret = values["hub.secret"]
    guard (secret?.utf8.count ?? 1) <= Self.longestSecret else {
      return Self.bad("hub.secret must have fewer than 200 bytes")
    }
    var lease = Int64(settings.lease)
    if let text = values["hub.lease_seconds"], !text.isEmpty {
      guard let wanted = Int64(text), wanted > 0 else {
        return Self.bad("hub.lease_seconds is no number of seconds")
      }
      lease = min(lease, max(Self.shortestLease, wanted))
    }
    let wish = Errand.Wish(ends: ends, lease: lease, secret: secret.flatMap { $0.isEmpty ? nil : $0 })
    guard
      try store.verify(
        wish, callback: callback, topic: topic, most: settings.subscriptions)
    else { return Self.full }
    worker.wake()
    return HubAnswer(202, "the callback will be asked whether it meant this")
  }

  private static let full = HubAnswer(
    503, "there are too many subscriptions; try again later", retryAfter: 3600)

  private static func bad(_ what: String) -> HubAnswer { HubAnswer(400, "bad request: \(what)") }

  // What is wrong with a callback's URL; whether its address is public is found out when it is asked.
  private static func fault(ofCallback text: String) -> String? {
    guard text.utf8.count <= longestURL else { return "has more than \(longestURL) bytes" }
    guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URL(string: text),
      let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme), let host = url.host(),
      !host.isEmpty
    else { return "is no http or https URL" }
    // It is looked up once, and must be the same host to all who read it.
    guard host.utf8.allSatisfy({ $0 != UInt8(ascii: "%") }) else { return "names no host" }
    guard url.user() == nil, url.password() == nil, url.fragment() == nil else {
      return "must have neither user nor fragment"
    }
    if let port = url.port, port < 1024, port != 80, port != 443 {
      return "names a port that is not for HTTP"
    }
    return nil
  }

  private static func names(_ topic: String, _ baseURL: String) -> [String]? {
    guard topic.hasPrefix(baseURL), topic.utf8.count <= longestURL else { return nil }
    return topic.dropFirst(baseURL.count).split(separator: "/", omittingEmptySubsequences: false).map(
      String.init)
  }
}
