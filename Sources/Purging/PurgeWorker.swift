internal import ArchiveIndex
internal import Foundation
package import Logging
internal import OutgoingHTTP
internal import Primitives
package import Publishing
internal import Queueing
internal import Synchronization

/// Sends queued requests to caches, and repeats those that fail.
package final class PurgeWorker: Sendable {
  /// The queue.
  package let store: PurgeStore
  /// The caches.
  package let targets: [PurgeTarget]

  private let userAgent: String
  private let timeout: Duration
  private let environment: [String: String]
  private let logger: Logger
  private let http = HTTPClient(.any)
  private let loop = QueueLoop<Lot>()
  private let state = Mutex(State())

  private struct State {
    // The targets of lots in progress, by their ids.
    var running: Set<String> = []
    var progressHandler: (@Sendable () -> Void)?
  }

  // Requests to one target that are claimed together.
  private struct Lot: Sendable {
    var target: PurgeTarget
    var requests: [PurgeRequest]
  }

  // The delays between attempts, in seconds: they double from the first to the last.
  private static let firstDelay: Int64 = 5
  private static let maxDelay: Int64 = 3600
  // The time after which a request is given up, in seconds.
  private static let maxAge: Int64 = 2 * 86_400
  // The limit of addresses in a message.
  private static let named = 10

  /// Makes a worker, which sends nothing before `start`.
  /// - Parameters:
  ///   - generator: the name and the version of the program and the URL of the site, for the receiver.
  ///   - timeout: the time limit of a request.
  ///   - environment: the environment variables, which may have secrets.
  package init(
    store: PurgeStore, targets: [PurgeTarget], generator: String, timeout: Duration = .seconds(30),
    environment: [String: String] = ProcessInfo.processInfo.environment, logger: Logger
  ) {
    self.store = store
    self.targets = targets
    userAgent = generator
    self.timeout = timeout
    self.environment = environment
    self.logger = logger
  }

  /// Starts to send, until `stop`.
  package func start() {
    prepare()
    loop.start(steps)
  }

  /// Wakes the worker, because there may be new requests.
  package func wake() { loop.wake() }

  /// Stops the worker. The next worker sends the requests that are left.
  package func stop() async { await loop.stop() }

  /// Sends the requests that are due now once, and returns. The next worker repeats those that fail.
  package func sendDue() async {
    prepare()
    await loop.sendDue(steps)
  }

  /// The state of the requests to each cache.
  /// - Throws: `IndexError`.
  package func status() throws -> [PurgeStatus] { try store.status(of: targets) }

  /// Whether requests are in progress or due: caches may still have old documents.
  package var isBusy: Bool {
    if state.withLock({ !$0.running.isEmpty }) { return true }
    do {
      return try store.nextDue(of: targets).map { $0 <= UnixTime.now } ?? false
    } catch {
      // The loop reports the error.
      return false
    }
  }

  /// Sets what is called when a batch of requests was sent.
  package func onProgress(_ handler: (@Sendable () -> Void)?) {
    state.withLock { $0.progressHandler = handler }
  }
}

extension PurgeWorker: PublicationListener {
  package var consequenceOfFailure: String { store.consequenceOfFailure }

  package func recover(_ site: Site) throws { try store.recover(site) }

  package func willPublish(_ documents: [PublishedDocument], of site: Site) throws {
    try store.willPublish(documents, of: site)
  }

  package func didPublish(_ changes: PublishedChanges, of site: Site) throws {
    try store.didPublish(changes, of: site)
    wake()
  }
}

// MARK: Sending

extension PurgeWorker {
  private func prepare() {
    do {
      try store.removeRequests(exceptTo: targets, queuedBefore: UnixTime.now - Self.maxAge)
    } catch {
      report(error)
    }
  }

  private var steps: QueueLoop<Lot>.Steps {
    .init(
      claim: { [self] in try claim(due: $0) },
      send: { [self] lot in
        await send(lot)
        state.withLock { _ = $0.running.remove(lot.target.id) }
        state.withLock { $0.progressHandler }?()
      },
      nextDue: { [self] in try store.nextDue(of: targets, damaged: report) },
      report: { [self] in report($0) })
  }

  private func report(_ error: any Error) { logger.error("purging: \(error)") }

  // Claims a lot for each target without one in progress, so that a slow target does not block others.
  private func claim(due: UnixTime) throws -> [Lot] {
    let running = state.withLock { $0.running }
    var lots: [Lot] = []
    for target in targets where !running.contains(target.id) {
      let sender = target.sender
      func claim(_ limit: Int) throws -> [PurgeRequest] {
        try store.claim(for: target, limit: limit, due: due, lease: lease, damaged: report)
      }
      var requests = try claim(sender.claimLimit)
      let more = sender.furtherClaims(after: requests.count)
      if more > 0 { requests += try claim(more) }
      guard !requests.isEmpty else { continue }
      lots.append(Lot(target: target, requests: requests))
      state.withLock { _ = $0.running.insert(target.id) }
    }
    return lots
  }

  // A lot ends before its lease: no request starts after one time limit, and the last takes another.
  private var lease: Int64 { 60 + 2 * (timeout.components.seconds + 1) }

  // The outcome of a lot.
  private struct Outcome {
    var sent: [PurgeRequest] = []
    var failed: [PurgeRequest] = []
    var notSent: [PurgeRequest] = []
    var failure: PurgeFailure?
  }

  private func send(_ lot: Lot) async {
    let outcome = await outcome(of: lot)
    do {
      try record(outcome, of: lot.target)
    } catch {
      // They are claimed again when their lease has ended.
      report(error)
    }
  }

  private func outcome(of lot: Lot) async -> Outcome {
    var outcome = Outcome()
    let client: PurgeClient
    do {
      client = PurgeClient(
        http: http, userAgent: userAgent, timeout: timeout,
        secret: try lot.target.secret?.value(environment: environment))
    } catch {
      outcome.failed = lot.requests
      outcome.failure = error
      return outcome
    }
    let sender = lot.target.sender
    var rest = sender.batches(of: lot.requests)[...]
    let start = ContinuousClock.now
    while !rest.isEmpty, outcome.failure == nil, !Task.isCancelled, start.duration(to: .now) < timeout {
      let batches = rest.prefix(sender.concurrency)
      rest = rest.dropFirst(batches.count)
      await send(Array(batches), by: sender, using: client, into: &outcome)
    }
    outcome.notSent += rest.flatMap(\.self)
    return outcome
  }

  // Sends some batches at the same time.
  private func send(
    _ batches: [[PurgeRequest]], by sender: any PurgeSender, using client: PurgeClient,
    into outcome: inout Outcome
  ) async {
    let failures = await withTaskGroup(of: (Int, PurgeFailure?).self) { group in
      for (index, batch) in batches.enumerated() {
        group.addTask { (index, await Self.failure { try await sender.send(batch, by: client) }) }
      }
      return await group.reduce(into: [PurgeFailure?](repeating: nil, count: batches.count)) {
        $0[$1.0] = $1.1
      }
    }
    for (batch, failure) in zip(batches, failures) {
      guard let failure else {
        outcome.sent += batch
        continue
      }
      if Task.isCancelled {
        outcome.notSent += batch
      } else {
        outcome.failed += batch
        if outcome.failure == nil || failure.retryAfter != nil { outcome.failure = failure }
      }
    }
  }

  // The failure of a request; `nil` when it succeeds.
  private static func failure(_ body: () async throws -> Void) async -> PurgeFailure? {
    do {
      try await body()
      return nil
    } catch let failure as PurgeFailure {
      return failure
    } catch {
      return PurgeFailure("\(error)")
    }
  }
}

// MARK: Outcomes

extension PurgeWorker {
  private func record(_ outcome: Outcome, of target: PurgeTarget) throws {
    let now = UnixTime.now
    try store.remove(outcome.sent)
    guard let failure = outcome.failure else {
      // The next worker sends them at once.
      try store.unclaim(outcome.notSent, due: now)
      guard !outcome.sent.isEmpty, try store.recordSuccess(of: target) != nil else { return }
      logger.notice("purging: \(target.name) is purged again")
      return
    }
    let before = try store.failure(of: target)
    let delay = Self.delay(after: before?.count ?? 0, retryAfter: failure.retryAfter)
    try store.unclaim(outcome.notSent, due: now)
    try store.postpone(outcome.failed, to: target, until: now + delay, now: now)
    let record = PurgeStatus.Failure(
      since: before?.since ?? now, count: (before?.count ?? 0) + 1, reason: failure.description)
    try store.record(record, of: target)
    let isNews = before?.reason != record.reason
    logger.log(
      level: isNews ? .warning : .debug,
      "purging: \(target.name) is not purged, and is tried again in \(delay) s: \(failure)")
    try giveUp(target, failure, now: now)
  }

  private static func delay(after failures: Int, retryAfter: Int64?) -> Int64 {
    max(retryAfter ?? 0, min(maxDelay, firstDelay << min(failures, 20)))
  }

  // Removes requests that have waited for too long.
  private func giveUp(_ target: PurgeTarget, _ failure: PurgeFailure, now: UnixTime) throws {
    let (count, addresses) = try store.removeRequests(
      to: target, queuedBefore: now - Self.maxAge, named: Self.named)
    guard count > 0 else { return }
    let others = count > addresses.count ? " and \(count - addresses.count) others" : ""
    logger.warning(
      "purging: given up after two days: \(target.name) may keep old documents of \(addresses.joined(separator: ", "))\(others); purge it by hand (\(failure))"
    )
  }
}
