internal import ArchiveIndex
internal import Foundation
internal import Logging
internal import OutgoingHTTP
internal import Primitives

extension WebSubWorker {
  // The limits of attempts. With the delays below, they last about two days for hubs and some hours for subscribers.
  private static let maxAttempts: [Delivery.Kind: Int] = [
    .publish: 60, .verify: 4, .distribute: 14, .denied: 14,
  ]
  // The delays between attempts, in seconds: they double from the first to the last.
  private static let firstDelay: Int64 = 5
  private static let maxDelay: Int64 = 3600

  /// The outcome of a request.
  enum Outcome {
    /// The request has succeeded.
    case done
    /// The response reports a temporary failure; the request is retried, not before the delay of Retry-After in seconds.
    case failed(String, retryAfter: Int64? = nil)
    /// There was no response; the request is retried.
    case unanswered(String)
    /// The response reports a permanent failure; the request is not retried.
    case refused(String)
    /// The request was not sent.
    case notSent
  }

  /// Sends a batch of deliveries, and records the outcome.
  func run(_ batch: DeliveryBatch) async {
    if batch.kind == .publish { return await publish(batch.deliveries, to: batch.target) }
    let delivery = batch.deliveries[0]
    record(
      await outcome {
        switch delivery.kind {
        case .verify: try await self.verify(delivery)
        case .distribute: try await self.distribute(delivery)
        case .denied: try await self.deny(delivery)
        case .publish: .notSent
        }
      }, of: [delivery])
  }

  /// The outcome that `body` returns, or that its error means.
  func outcome(_ body: () async throws -> Outcome) async -> Outcome {
    do {
      return try await body()
    } catch {
      return Task.isCancelled ? .notSent : .unanswered("\(error)")
    }
  }

  /// The outcome of a response: statuses that are not known to be temporary are permanent.
  func outcome(_ response: HTTPClient.Response) -> Outcome {
    switch response.status {
    case 200..<300: .done
    case 408, 425, 429, 500...: failure(response)
    default: .refused("status \(response.status)")
    }
  }

  /// A temporary failure with the status of a response.
  func failure(_ response: HTTPClient.Response) -> Outcome {
    .failed("status \(response.status)", retryAfter: retryAfter(response))
  }

  /// The delay of a Retry-After field, in seconds; `nil` without a valid field.
  func retryAfter(_ response: HTTPClient.Response) -> Int64? {
    response.fields["retry-after"].flatMap { RetryAfter.seconds($0, now: UnixTime.now) }
  }

  /// Records the outcome of deliveries of one kind to one target.
  func record(_ outcome: Outcome, of deliveries: [Delivery]) {
    guard let first = deliveries.first else { return }
    do {
      try store(outcome, of: deliveries, target: first.target)
    } catch {
      // They are claimed again when their lease has ended.
      logger.error("WebSub: the outcome of \(Self.description(of: deliveries)) is not recorded: \(error)")
    }
  }

  private func store(_ outcome: Outcome, of deliveries: [Delivery], target: String) throws {
    let now = UnixTime.now
    switch outcome {
    case .done: try store.remove(deliveries)
    case .refused(let reason):
      logger.warning("\(Self.description(of: deliveries)) was refused: \(reason)")
      try store.remove(deliveries)
    case .unanswered(let reason): try retry(deliveries, reason: reason, retryAfter: nil)
    case .failed(let reason, let retryAfter):
      try retry(deliveries, reason: reason, retryAfter: retryAfter)
      if let retryAfter, retryAfter > 0 { try store.hold(target, until: now + retryAfter, now: now) }
    // The next worker sends them at once.
    case .notSent: try store.unclaim(deliveries, due: now)
    }
  }

  private func retry(_ deliveries: [Delivery], reason: String, retryAfter: Int64?) throws {
    let now = UnixTime.now
    let ended = deliveries.filter { $0.attempts + 1 >= Self.maxAttempts[$0.kind] ?? 1 }
    if !ended.isEmpty { logger.warning("\(Self.description(of: ended)) is given up: \(reason)") }
    try store.remove(ended)
    func delay(_ delivery: Delivery) -> Int64 {
      max(retryAfter ?? 0, min(Self.maxDelay, Self.firstDelay << min(delivery.attempts, 20)))
    }
    let others = deliveries.filter { !ended.contains($0) }
    if let first = others.first {
      let what = Self.description(of: others)
      logger.debug("\(what) failed, and is tried again in \(delay(first)) s: \(reason)")
    }
    try store.retry(others, at: { now + delay($0) })
  }

  // Deliveries of one kind to one target, for the log.
  private static func description(of deliveries: [Delivery]) -> String {
    guard let first = deliveries.first else { return "WebSub" }
    let topics = deliveries.count == 1 ? first.topic : "\(deliveries.count) feeds"
    return "WebSub: \(first.kind.rawValue) of \(topics) to \(first.target)"
  }

  /// The time limit of a request.
  var timeout: Duration { .seconds(settings.timeout) }

  /// A request with the User-Agent field.
  func request(_ method: HTTPClient.Method, _ url: String) -> HTTPClient.Request {
    var request = HTTPClient.Request(method, url)
    request.fields = [
      ("User-Agent", "\(site.generator.name)/\(site.generator.version) (\(site.baseURL))")
    ]
    return request
  }

  /// The content of a topic; `nil` when the topic does not exist.
  func content(of topic: String) async throws -> TopicContent? {
    guard let names = Hub.pathComponents(ofTopic: topic, baseURL: site.baseURL) else { return nil }
    return try await findContent(names)
  }
}
