internal import ArchiveIndex
internal import Foundation
internal import Logging
internal import OutgoingHTTP
internal import Primitives

/// Pings: notifications of hubs that feeds have changed.
extension WebSubWorker {
  // A batch is as large as a hub of feedgen's own takes, with room for what surrounds it.
  private static let batchBytes = 12_288
  private static let redirectLimit = 5

  // WebSub leaves it open how a hub is notified. PubSubHubbub 0.3 lets hub.url be repeated, as Google's hub documents,
  // Superfeedr promises by naming that version, and publishers such as WordPress's plug-in have long sent it. A hub that
  // refuses gets each feed alone. Switchboard does not refuse: being PHP, it reads the last hub.url, and accepts.
  private static let readsLastOnly: Set<String> = ["switchboard.p3k.io"]

  /// Notifies a hub of changed feeds: together if it takes that, else one after another; records the outcome.
  func publish(_ errands: [Errand], to hub: String) async {
    if settings.serves, hub == site.baseURL + WebSubSettings.path {
      for errand in errands { record(await outcome { try self.distributeToAll(errand) }, of: [errand]) }
      return
    }
    let hasWaited = errands.contains { $0.attempts > 0 }
    let start = ContinuousClock.now
    var rest = errands[...]
    while !rest.isEmpty {
      // A later delivery goes on; this one is not to outlast its lease.
      guard !Task.isCancelled, start.duration(to: .now) < timeout else {
        return record(.untried, of: Array(rest))
      }
      let batch = batch(rest, to: hub)
      let outcome = await outcome { try await self.ping(hub, batch, hasWaited: hasWaited) }
      if case .refused = outcome, batch.count > 1 {
        hubNotes.withLock { _ = $0.singly.insert(hub) }
        continue
      }
      rest = rest.dropFirst(batch.count)
      record(outcome, of: batch)
      // It is the hub that has failed, not one of the feeds.
      switch outcome {
      case .unanswered, .failed(_, retryAfter: .some): return record(outcome, of: Array(rest))
      case .done, .failed, .refused, .untried: continue
      }
    }
  }

  // The first requests that are sent in one ping.
  private func batch(_ errands: ArraySlice<Errand>, to hub: String) -> [Errand] {
    func goesAlone(_ errand: Errand) -> Bool {
      // Every other attempt: a hub may answer 500 to a batch that it cannot read.
      !errand.attempts.isMultiple(of: 2)
    }
    let isSingle =
      hubNotes.withLock { $0.singly.contains(hub) }
      || Self.readsLastOnly.contains(URL(string: hub)?.host()?.lowercased() ?? "")
    guard let first = errands.first, !isSingle, !goesAlone(first) else { return Array(errands.prefix(1)) }
    var bytes = 0
    return Array(
      errands.prefix { errand in
        defer { bytes += Self.parameters(errand).utf8.count }
        return bytes == 0
          || !goesAlone(errand) && bytes + Self.parameters(errand).utf8.count <= Self.batchBytes
      })
  }

  // Hubs read hub.url, as PubSubHubbub has it, or hub.topic, as WebSub calls the same elsewhere.
  private static func parameters(_ errand: Errand) -> String {
    let topic = Form.encoded(errand.topic)
    return "&hub.url=\(topic)&hub.topic=\(topic)"
  }

  private func ping(_ hub: String, _ errands: [Errand], hasWaited: Bool) async throws -> Outcome {
    var request = request(.post, hub)
    request.fields.append(("Content-Type", "application/x-www-form-urlencoded"))
    request.body = Array(("hub.mode=publish" + errands.map(Self.parameters).joined()).utf8)
    var permanentURL = hub
    for _ in 0...Self.redirectLimit {
      let response = try await hubs.send(request, within: timeout)
      guard let location = location(response, hasWaited: hasWaited) else {
        let outcome = outcome(ofPing: response)
        if case .done = outcome, permanentURL != hub { adviseMove(of: hub, to: permanentURL) }
        if (300..<400).contains(response.status), hasWaited || retryAfter(response) ?? 0 == 0 {
          complain(of: hub, response.status)
        }
        return outcome
      }
      let isPermanent = [301, 308].contains(response.status) && permanentURL == request.url
      request.url = try HTTPClient.target(of: location, from: request.url)
      if isPermanent { permanentURL = request.url }
    }
    return .failed("more than \(Self.redirectLimit) redirects")
  }

  // Where to send the same request, method and body, again: by 301 and 302 a client may make it a GET, which notifies nobody.
  private func location(_ response: HTTPClient.Response, hasWaited: Bool) -> String? {
    guard [301, 302, 307, 308].contains(response.status) else { return nil }
    // A redirect may say when to follow it.
    guard hasWaited || retryAfter(response) ?? 0 == 0 else { return nil }
    return response.fields["location"]
  }

  // A redirect that is not followed, such as 303, which leads to what a GET gets, is no delivery.
  private func outcome(ofPing response: HTTPClient.Response) -> Outcome {
    (300..<400).contains(response.status) ? failure(response) : outcome(response)
  }

  private func adviseMove(of hub: String, to url: String) {
    guard hubNotes.withLock({ $0.moved.insert(hub).inserted }) else { return }
    logger.warning(
      "WebSub: the hub \(hub) has moved for good to \(url); name it so in webSub.hubs, for subscribers find the hub there"
    )
  }

  private func complain(of hub: String, _ status: Int) {
    guard hubNotes.withLock({ $0.unusable.insert(hub).inserted }) else { return }
    logger.warning(
      "WebSub: the hub \(hub) answers a ping with status \(status), which leads to no place for the ping; look for its address, and name that in webSub.hubs"
    )
  }

  // The hub is this program: its subscribers are told if they do not have it.
  private func distributeToAll(_ errand: Errand) throws -> Outcome {
    guard let content = try content(of: errand.topic) else { return .done }
    try store.distribute(errand.topic, hash: content.hash, now: Self.now())
    return .done
  }
}
