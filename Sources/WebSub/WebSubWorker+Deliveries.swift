internal import ArchiveIndex
internal import Foundation
internal import Logging
internal import OutgoingHTTP

extension WebSubWorker {
  // The limit of attempts: over about two days to hubs, over some hours to subscribers.
  private static let tries: [Errand.Kind: Int] = [.publish: 60, .verify: 4, .distribute: 14, .denied: 14]
  private static let firstDelay: Int64 = 5
  private static let longestDelay: Int64 = 3600

  /// The outcome of a request.
  enum Outcome {
    /// It is done.
    case done
    /// The response says that it failed for now; it is to be tried again, no earlier than the response says, in seconds.
    case failed(String, retryAfter: Int64? = nil)
    /// There was no response; it is to be tried again.
    case unanswered(String)
    /// It would fail again.
    case refused(String)
    /// It was not sent.
    case untried
  }

  /// Runs a delivery, and records its outcome.
  func run(_ delivery: Delivery) async {
    if delivery.kind == .publish { return await publish(delivery.errands, to: delivery.target) }
    let errand = delivery.errands[0]
    record(
      await outcome {
        switch errand.kind {
        case .verify: try await self.verify(errand)
        case .distribute: try await self.distribute(errand)
        case .denied: try await self.deny(errand)
        case .publish: .untried
        }
      }, of: [errand])
  }

  /// The outcome of a request, or of the error with which it ended.
  func outcome(_ body: () async throws -> Outcome) async -> Outcome {
    do {
      return try await body()
    } catch {
      return Task.isCancelled ? .untried : .unanswered("\(error)")
    }
  }

  /// The outcome of a request by its response, where every failure but a passing one is a refusal.
  func outcome(_ response: HTTPClient.Response) -> Outcome {
    switch response.status {
    case 200..<300: .done
    case 408, 425, 429, 500...: failure(response)
    default: .refused("status \(response.status)")
    }
  }

  /// The failure that a response says.
  func failure(_ response: HTTPClient.Response) -> Outcome {
    .failed("status \(response.status)", retryAfter: retryAfter(response))
  }

  /// The seconds after which a response lets its request be sent again.
  func retryAfter(_ response: HTTPClient.Response) -> Int64? {
    response.fields["retry-after"].flatMap { RetryAfter.seconds($0, now: Self.now()) }
  }

  /// Records the outcome of requests of one kind to one target.
  func record(_ outcome: Outcome, of errands: [Errand]) {
    guard let first = errands.first else { return }
    do {
      try record(outcome, of: errands, first)
    } catch {
      // They are taken again when their lease has ended.
      logger.error("WebSub: the outcome of \(Self.words(errands, first)) is not recorded: \(error)")
    }
  }

  private func record(_ outcome: Outcome, of errands: [Errand], _ first: Errand) throws {
    let (what, now) = (Self.words(errands, first), Self.now())
    switch outcome {
    case .done: try store.remove(errands)
    case .refused(let reason):
      logger.warning("\(what) was refused: \(reason)")
      try store.remove(errands)
    case .unanswered(let reason): try retry(errands, reason, retryAfter: nil)
    case .failed(let reason, let retryAfter):
      try retry(errands, reason, retryAfter: retryAfter)
      if let retryAfter, retryAfter > 0 { try store.hold(first.target, until: now + retryAfter, now: now) }
    // The next worker does it at once.
    case .untried: try store.retry(errands, at: { _ in now }, isAttempt: false)
    }
  }

  private func retry(_ errands: [Errand], _ reason: String, retryAfter: Int64?) throws {
    let now = Self.now()
    let ended = errands.filter { $0.attempts + 1 >= Self.tries[$0.kind] ?? 1 }
    if let first = ended.first { logger.warning("\(Self.words(ended, first)) is given up: \(reason)") }
    try store.remove(ended)
    func delay(_ errand: Errand) -> Int64 {
      max(retryAfter ?? 0, min(Self.longestDelay, Self.firstDelay << min(errand.attempts, 20)))
    }
    let others = errands.filter { !ended.contains($0) }
    if let first = others.first {
      logger.debug("\(Self.words(others, first)) failed, and is tried again in \(delay(first)) s: \(reason)")
    }
    try store.retry(others, at: { now + delay($0) })
  }

  private static func words(_ errands: [Errand], _ first: Errand) -> String {
    let topics = errands.count == 1 ? errands[0].topic : "\(errands.count) feeds"
    return "WebSub: \(first.kind.rawValue) of \(topics) to \(first.target)"
  }

  /// The time that another server may take.
  var timeout: Duration { .seconds(settings.timeout) }

  /// A request that says who sends it.
  func request(_ method: HTTPClient.Method, _ url: String) -> HTTPClient.Request {
    var request = HTTPClient.Request(method, url)
    request.fields = [
      ("User-Agent", "\(site.generator.name)/\(site.generator.version) (\(site.baseURL))")
    ]
    return request
  }

  /// The content of a topic; `nil` when there is none.
  func content(of topic: String) throws -> TopicContent? {
    guard topic.hasPrefix(site.baseURL) else { return nil }
    return try findContent(topic.dropFirst(site.baseURL.count).split(separator: "/").map(String.init))
  }
}
