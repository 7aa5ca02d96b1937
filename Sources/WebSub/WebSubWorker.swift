internal import ArchiveIndex
internal import Foundation
package import Logging
internal import OutgoingHTTP
package import Publishing
internal import Synchronization

/// Sends queued WebSub requests: to hubs, that feeds have changed; as a hub, to subscribers. Retries them until they are done.
package final class WebSubWorker: Sendable {
  /// The queue of requests, and the subscriptions.
  let store: WebSubStore
  /// What the hub may do.
  let settings: WebSubSettings
  /// The site of the feeds.
  let site: Site
  /// Finds the content of topics.
  let findContent: TopicContent.Finder
  /// The log of what fails.
  let logger: Logger
  /// The client for hubs, which the configuration names.
  let hubs = HTTPClient(.any)
  /// The client for subscribers, which anybody may name: none of its connections is one of the other client's.
  let callbacks: HTTPClient
  /// What has been learned of hubs.
  let hubNotes = Mutex(HubNotes())
  private let state = Mutex(State())

  /// What has been learned of hubs since the process began.
  struct HubNotes {
    /// Hubs that refuse a ping that names several feeds.
    var singly: Set<String> = []
    /// Hubs of whose new address the log says.
    var moved: Set<String> = []
    /// Hubs of which the log says that they redirect to no place for a ping.
    var unusable: Set<String> = []
  }

  /// Requests that are sent as one piece of work: several to one hub, or one to a subscriber.
  struct Delivery: Sendable {
    /// The requests, of one kind and one target.
    var errands: [Errand]

    /// The kind of the requests.
    var kind: Errand.Kind { errands[0].kind }
    /// The target of the requests.
    var target: String { errands[0].target }
    // No other delivery of the same name begins before this one has ended.
    fileprivate var name: String {
      kind == .publish ? "\(kind.rawValue) \(target)" : "\(kind.rawValue) \(target) \(errands[0].topic)"
    }
    fileprivate var host: String? { WebSubWorker.host(errands[0]) }
  }

  private struct State {
    var work: Task<Void, Never>?
    // The pause until something is due.
    var rest: Task<Void, Never>?
    var isWoken = false
    // The deliveries that are running, by name, with the hosts of subscribers.
    var running: [String: (kind: Errand.Kind, host: String?)] = [:]
    // What is wrong with rows of the queue, of which the log says already.
    var damages: Set<String> = []
  }

  // So many deliveries run at once. Strangers can have anybody asked whether he wishes to subscribe: that keeps nobody from
  // being told what is new, nor does a host that does not answer.
  private static let atOnce = 256
  private static let verificationsAtOnce = 64
  private static let atOnceOfHost: [Errand.Kind: Int] = [.verify: 2, .distribute: 8, .denied: 2]

  /// Makes a worker that does nothing yet.
  /// - Parameter findContent: finds the feeds that are distributed.
  package init(
    _ store: WebSubStore, _ settings: WebSubSettings, _ site: Site,
    findContent: @escaping TopicContent.Finder,
    logger: Logger
  ) {
    (self.store, self.settings, self.site) = (store, settings, site)
    (self.findContent, self.logger) = (findContent, logger)
    callbacks = HTTPClient(settings.allowsPrivateCallbacks ? .any : .publicOnly)
  }

  /// Begins to send, and goes on until it is stopped.
  package func start() {
    state.withLock { $0.work = Task.detached { [self] in await run() } }
  }

  /// Says that there may be new requests.
  package func wake() {
    state.withLock {
      $0.isWoken = true
      $0.rest?.cancel()
    }
  }

  /// Leaves requests that are not done to the next worker.
  package func stop() async {
    let work = state.withLock { $0.work }
    work?.cancel()
    wake()
    await work?.value
  }

  /// Sends what is due now, once each, and returns when that is done; what fails is left to the next worker.
  package func finish() async { await work(isOnce: true) }

  private func run() async { await work(isOnce: false) }

  private func work(isOnce: Bool) async {
    let start = Self.now()
    do {
      try store.removePings(exceptTo: site.hubs)
    } catch {
      logger.error("WebSub: \(error)")
    }
    // What was wrong the last time, which is not said again and again.
    var failure: String?
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        var due: Int64?
        do {
          for delivery in try take(due: isOnce ? start : Self.now()) {
            group.addTask {
              await self.run(delivery)
              self.end(delivery)
            }
          }
          due = try store.nextDue(damaged: reportDamage)
          failure = nil
        } catch {
          due = nil
          if failure != "\(error)" { logger.error("WebSub: \(error)") }
          failure = "\(error)"
        }
        if isOnce, state.withLock({ $0.running.isEmpty }) { return }
        // Other processes may have requests for this one.
        await rest(.seconds(min(30, max(1, (due ?? .max / 2) - Self.now()))))
      }
    }
  }

  // Takes what is due and can be sent now: nothing of the same name is running, and not too much to its host.
  private func take(due: Int64) throws -> [Delivery] {
    let running = state.withLock { $0.running }
    var deliveries: [Delivery] = []
    func room() -> Int {
      Self.atOnce - running.values.count { $0.kind != .verify } - deliveries.count { $0.kind != .verify }
    }
    let (now, lease) = (Self.now(), 60 + 2 * Int64(settings.timeout))
    // One delivery for each hub at a time: its pings share a connection, and a hub that does not answer holds up nothing else.
    for hub in site.hubs where running["\(Errand.Kind.publish.rawValue) \(hub)"] == nil && room() > 0 {
      let errands = try store.take(
        settings.batch, [.publish], to: hub, due: due, now: now, lease: lease, damaged: reportDamage)
      if !errands.isEmpty { deliveries.append(Delivery(errands: errands)) }
    }
    var names = Set(running.keys)
    var hosts: [String: Int] = [:]
    for host in running.values.compactMap(\.host) { hosts[host, default: 0] += 1 }
    func isFree(_ errand: Errand) -> Bool {
      let delivery = Delivery(errands: [errand])
      guard !names.contains(delivery.name), let host = delivery.host,
        hosts[host, default: 0] < Self.atOnceOfHost[errand.kind] ?? 1
      else { return false }
      hosts[host, default: 0] += 1
      names.insert(delivery.name)
      return true
    }
    let verifications = running.values.count { $0.kind == .verify }
    let others =
      try store.take(
        room(), [.distribute, .denied], due: due, now: now, lease: lease, where: isFree,
        damaged: reportDamage)
      + store.take(
        Self.verificationsAtOnce - verifications, [.verify], due: due, now: now, lease: lease, where: isFree,
        damaged: reportDamage)
    deliveries += others.map { Delivery(errands: [$0]) }
    state.withLock { state in
      for delivery in deliveries { state.running[delivery.name] = (delivery.kind, delivery.host) }
    }
    return deliveries
  }

  // Says once of a damaged row what is wrong with it.
  private func reportDamage(_ error: any Error) {
    let isNew = state.withLock { state in
      state.damages.count < Self.mostDamages && state.damages.insert("\(error)").inserted
    }
    if isNew { logger.error("WebSub: \(error)") }
  }

  private static let mostDamages = 100

  private func end(_ delivery: Delivery) {
    state.withLock { $0.running[delivery.name] = nil }
    wake()
  }

  // The host and port of a subscriber, for each kind apart: those who are to be told are not to wait for those who are asked.
  private static func host(_ errand: Errand) -> String? {
    guard errand.kind != .publish else { return nil }
    let authority = errand.target.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2).dropFirst().first
    return errand.kind.rawValue + (authority.flatMap { String($0.prefix { $0 != UInt8(ascii: "?") }) } ?? "")
  }

  // Waits for a while, or until the worker is woken.
  private func rest(_ duration: Duration) async {
    let rest = state.withLock { state in
      let rest = Task { _ = try? await Task.sleep(for: duration) }
      if state.isWoken { rest.cancel() }
      (state.isWoken, state.rest) = (false, rest)
      return rest
    }
    await withTaskCancellationHandler {
      await rest.value
    } onCancel: {
      rest.cancel()
    }
  }

  static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }
}
