internal import ArchiveIndex
internal import Foundation
package import Logging
internal import OutgoingHTTP
internal import Primitives
package import Publishing
internal import Queueing
internal import Synchronization

/// Sends queued deliveries: notifications to hubs, and as a hub, requests to subscribers.
package final class WebSubWorker: Sendable {
  /// The queue and the subscriptions.
  let store: WebSubStore
  /// The settings.
  let settings: WebSubSettings
  /// The site of the feeds.
  let site: Site
  /// Finds the content of topics.
  let findContent: TopicContent.Finder
  /// The logger of failures.
  let logger: Logger
  /// The client for hubs, which the configuration names.
  let hubs = HTTPClient(.any)
  /// The client for subscribers, whose URLs come from strangers. It shares no connections with the client for hubs.
  let callbacks: HTTPClient
  /// The observations about hubs.
  let hubObservations = Mutex(HubObservations())
  private let mayNotifyHubs: @Sendable () -> Bool
  private let state = Mutex(State())
  private let loop = QueueLoop<DeliveryBatch>()

  /// Observations about hubs since the start of the process.
  struct HubObservations {
    /// Hubs that refuse a notification of several topics.
    var singleTopicOnly: Set<String> = []
    /// Hubs whose new URL was logged.
    var moved: Set<String> = []
    /// Hubs whose unusable redirects were logged.
    var unusable: Set<String> = []
  }

  /// Deliveries that are sent together: several to one hub, or one to a subscriber.
  struct DeliveryBatch: Sendable {
    /// The deliveries, of one kind and one target; never empty.
    var deliveries: [Delivery]

    /// The kind of the deliveries.
    var kind: Delivery.Kind { deliveries[0].kind }
    /// The target of the deliveries.
    var target: String { deliveries[0].target }
    // Batches with equal keys are sent one after another.
    fileprivate var key: String {
      kind == .publish ? "\(kind.rawValue) \(target)" : "\(kind.rawValue) \(target) \(deliveries[0].topic)"
    }
    fileprivate var host: String? { WebSubWorker.host(deliveries[0]) }
  }

  // A batch in progress.
  private struct Running {
    var kind: Delivery.Kind
    // The host of a subscriber.
    var host: String?
  }

  private struct State {
    // The batches in progress, by key.
    var running: [String: Running] = [:]
    // Errors of rows of the queue that were logged.
    var damages: Set<String> = []
  }

  // The limits of concurrent batches. Strangers can cause verifications at any host: their separate limit keeps distribution
  // free, and the limits per host keep one slow host from blocking others.
  private static let maxConcurrent = 256
  private static let maxConcurrentVerifications = 64
  private static let maxConcurrentPerHost: [Delivery.Kind: Int] = [.verify: 2, .distribute: 8, .denied: 2]

  /// Makes a worker, which sends nothing before `start`.
  /// - Parameters:
  ///   - mayNotifyHubs: whether hubs that are notified now get the new feeds.
  ///   - findContent: finds the content of topics.
  package init(
    store: WebSubStore, settings: WebSubSettings, site: Site, logger: Logger,
    mayNotifyHubs: @escaping @Sendable () -> Bool = { true }, findContent: @escaping TopicContent.Finder
  ) {
    self.store = store
    self.settings = settings
    self.site = site
    self.logger = logger
    self.mayNotifyHubs = mayNotifyHubs
    self.findContent = findContent
    callbacks = HTTPClient(settings.allowsPrivateCallbacks ? .any : .publicOnly)
  }

  /// Starts to send, until `stop`.
  package func start() {
    prepare()
    loop.start(steps)
  }

  /// Wakes the worker, because there may be new deliveries.
  package func wake() { loop.wake() }

  /// Stops the worker. The next worker sends the deliveries that are left.
  package func stop() async { await loop.stop() }

  /// Sends the deliveries that are due now once, and returns. The next worker retries those that fail.
  package func sendDue() async {
    prepare()
    await loop.sendDue(steps)
  }

  private func prepare() {
    do {
      try store.removeNotifications(exceptTo: site.hubs)
    } catch {
      report(error)
    }
  }

  private var steps: QueueLoop<DeliveryBatch>.Steps {
    .init(
      claim: { [self] in try claim(due: $0) },
      send: { [self] batch in
        await run(batch)
        state.withLock { $0.running[batch.key] = nil }
      },
      nextDue: { [self] in try store.nextDue(damaged: reportDamage) },
      report: { [self] in report($0) })
  }

  private func report(_ error: any Error) { logger.error("WebSub: \(error)") }

  // Claims deliveries that are due and can be sent now: within all limits, and with no batch of the same key in progress.
  private func claim(due: UnixTime) throws -> [DeliveryBatch] {
    let running = state.withLock { $0.running }
    var batches: [DeliveryBatch] = []
    func room() -> Int {
      Self.maxConcurrent - running.values.count { $0.kind != .verify } - batches.count { $0.kind != .verify }
    }
    let now = UnixTime.now
    let lease = 60 + 2 * Int64(settings.timeout)
    let hubs = mayNotifyHubs() ? site.hubs : []
    // One batch per hub at a time: its requests share a connection, and a hub that does not answer blocks no other.
    for hub in hubs where running["\(Delivery.Kind.publish.rawValue) \(hub)"] == nil && room() > 0 {
      let deliveries = try store.claim(
        .init(limit: settings.batch, kinds: [.publish], target: hub, due: due), now: now, lease: lease,
        damaged: reportDamage)
      if !deliveries.isEmpty { batches.append(DeliveryBatch(deliveries: deliveries)) }
    }
    var keys = Set(running.keys)
    var hosts: [String: Int] = [:]
    for host in running.values.compactMap(\.host) { hosts[host, default: 0] += 1 }
    func isFree(_ delivery: Delivery) -> Bool {
      let batch = DeliveryBatch(deliveries: [delivery])
      guard !keys.contains(batch.key), let host = batch.host,
        hosts[host, default: 0] < Self.maxConcurrentPerHost[delivery.kind] ?? 1
      else { return false }
      hosts[host, default: 0] += 1
      keys.insert(batch.key)
      return true
    }
    let verifications = running.values.count { $0.kind == .verify }
    let distributions = try store.claim(
      .init(limit: room(), kinds: [.distribute, .denied], due: due), now: now, lease: lease, where: isFree,
      damaged: reportDamage)
    let verificationRoom = Self.maxConcurrentVerifications - verifications
    let newVerifications = try store.claim(
      .init(limit: verificationRoom, kinds: [.verify], due: due), now: now, lease: lease, where: isFree,
      damaged: reportDamage)
    batches += (distributions + newVerifications).map { DeliveryBatch(deliveries: [$0]) }
    state.withLock { state in
      for batch in batches { state.running[batch.key] = Running(kind: batch.kind, host: batch.host) }
    }
    return batches
  }

  // Logs the error of a damaged row once.
  private func reportDamage(_ error: any Error) {
    let isNew = state.withLock { state in
      state.damages.count < Self.maxDamages && state.damages.insert("\(error)").inserted
    }
    if isNew { report(error) }
  }

  private static let maxDamages = 100

  // The kind, host and port of a subscriber; `nil` for a hub. The limits hold per kind, so that verifications do not delay
  // distribution.
  private static func host(_ delivery: Delivery) -> String? {
    guard delivery.kind != .publish else { return nil }
    let authority = delivery.target.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2).dropFirst().first
    return delivery.kind.rawValue
      + (authority.flatMap { String($0.prefix { $0 != UInt8(ascii: "?") }) } ?? "")
  }
}
