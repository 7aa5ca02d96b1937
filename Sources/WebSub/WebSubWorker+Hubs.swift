internal import ArchiveIndex
internal import Foundation
internal import Logging
internal import OutgoingHTTP
internal import Primitives

/// Pings: notifications of hubs that feeds have changed.
extension WebSubWorker {
  // The limit of the topics in one notification in bytes: below the body limit of this program's own hub.
  private static let batchBytes = 12_288
  private static let redirectLimit = 5

  // WebSub does not specify how publishers notify hubs. PubSubHubbub 0.3 allows several hub.url parameters: Google's hub
  // documents them, Superfeedr implements that version, and publishers such as WordPress's plug-in send them. A hub that refuses
  // several topics gets one request per topic. Switchboard does not refuse: as a PHP program, it reads the last hub.url only.
  private static let readsLastOnly: Set<String> = ["switchboard.p3k.io"]

  /// Notifies a hub of changed feeds, in one request if the hub accepts several topics; records the outcome.
  func publish(_ deliveries: [Delivery], to hub: String) async {
    if settings.serves, hub == site.baseURL + WebSubSettings.path {
      for delivery in deliveries {
        record(await outcome { try await self.enqueueDistribution(of: delivery) }, of: [delivery])
      }
      return
    }
    let hasWaited = deliveries.contains { $0.attempts > 0 }
    let start = ContinuousClock.now
    var rest = deliveries[...]
    while !rest.isEmpty {
      // The remaining ones are sent later: this batch must not outlast its lease.
      guard !Task.isCancelled, start.duration(to: .now) < timeout else {
        return record(.notSent, of: Array(rest))
      }
      let batch = batch(rest, to: hub)
      let outcome = await outcome { try await self.notify(hub, of: batch, hasWaited: hasWaited) }
      if case .refused = outcome, batch.count > 1 {
        hubObservations.withLock { _ = $0.singleTopicOnly.insert(hub) }
        continue
      }
      rest = rest.dropFirst(batch.count)
      record(outcome, of: batch)
      // The failure is of the hub, not of the topics: the remaining ones would fail too.
      switch outcome {
      case .unanswered, .failed(_, retryAfter: .some): return record(outcome, of: Array(rest))
      case .done, .failed, .refused, .notSent: continue
      }
    }
  }

  // The first deliveries, as many as one notification has.
  private func batch(_ deliveries: ArraySlice<Delivery>, to hub: String) -> [Delivery] {
    func isSentAlone(_ delivery: Delivery) -> Bool {
      // Every second attempt, because a hub may answer 500 to several topics.
      !delivery.attempts.isMultiple(of: 2)
    }
    let isSingle =
      hubObservations.withLock { $0.singleTopicOnly.contains(hub) }
      || Self.readsLastOnly.contains(URL(string: hub)?.host()?.lowercased() ?? "")
    guard let first = deliveries.first, !isSingle, !isSentAlone(first) else {
      return Array(deliveries.prefix(1))
    }
    var bytes = 0
    return Array(
      deliveries.prefix { delivery in
        defer { bytes += Self.parameters(delivery).utf8.count }
        return bytes == 0
          || !isSentAlone(delivery) && bytes + Self.parameters(delivery).utf8.count <= Self.batchBytes
      })
  }

  // Hubs read hub.url, the parameter of PubSubHubbub, or hub.topic, the term of WebSub.
  private static func parameters(_ delivery: Delivery) -> String {
    let topic = Form.encoded(delivery.topic)
    return "&hub.url=\(topic)&hub.topic=\(topic)"
  }

  private func notify(_ hub: String, of deliveries: [Delivery], hasWaited: Bool) async throws -> Outcome {
    var request = request(.post, hub)
    request.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
    request.body = Array(("hub.mode=publish" + deliveries.map(Self.parameters).joined()).utf8)
    var permanentURL = hub
    for _ in 0...Self.redirectLimit {
      let response = try await hubs.send(request, within: timeout)
      guard let location = redirectTarget(of: response, hasWaited: hasWaited) else {
        let outcome = outcome(ofNotification: response)
        if case .done = outcome, permanentURL != hub { warnMoved(of: hub, to: permanentURL) }
        if (300..<400).contains(response.status), hasWaited || retryAfter(response) ?? 0 == 0 {
          warnUnusable(hub, status: response.status)
        }
        return outcome
      }
      let isPermanent = [301, 308].contains(response.status) && permanentURL == request.url
      request.url = try HTTPClient.target(of: location, from: request.url)
      if isPermanent { permanentURL = request.url }
    }
    return .failed("more than \(Self.redirectLimit) redirects")
  }

  // The URL at which to repeat the request with the same method and body; `nil` when the response is not a redirect. With 301 and
  // 302 a client may change the method to GET, which would not notify.
  private func redirectTarget(of response: HTTPClient.Response, hasWaited: Bool) -> String? {
    guard [301, 302, 307, 308].contains(response.status) else { return nil }
    // Retry-After may postpone a redirect.
    guard hasWaited || retryAfter(response) ?? 0 == 0 else { return nil }
    return response.fields["location"]
  }

  // A redirect that is not followed is a failure. 303 redirects to a GET, which would not notify.
  private func outcome(ofNotification response: HTTPClient.Response) -> Outcome {
    (300..<400).contains(response.status) ? failure(response) : outcome(response)
  }

  private func warnMoved(of hub: String, to url: String) {
    guard hubObservations.withLock({ $0.moved.insert(hub).inserted }) else { return }
    logger.warning(
      "WebSub: the hub \(hub) has moved for good to \(url); name it so in webSub.hubs, for subscribers find the hub there"
    )
  }

  private func warnUnusable(_ hub: String, status: Int) {
    guard hubObservations.withLock({ $0.unusable.insert(hub).inserted }) else { return }
    logger.warning(
      "WebSub: the hub \(hub) answers a ping with status \(status), which leads to no place for the ping; look for its address, and name that in webSub.hubs"
    )
  }

  // The hub is this program: the topic is distributed to its subscribers if its content has changed.
  private func enqueueDistribution(of delivery: Delivery) async throws -> Outcome {
    guard let content = try await content(of: delivery.topic) else { return .done }
    try store.enqueueDistribution(delivery.topic, hash: content.hash, now: UnixTime.now)
    return .done
  }
}
