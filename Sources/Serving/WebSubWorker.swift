package import EventIndex
internal import Foundation
package import Logging
package import Publishing
internal import Synchronization

/// Tells hubs which feeds have changed, and as a hub asks and tells subscribers; again and again until it is done (WebSub).
package final class WebSubWorker: Sendable {
  /// What is to be told to whom.
  let store: WebSubStore
  /// What the hub may do.
  let settings: WebSubSettings
  /// Whose feeds they are.
  let site: Publishing.Site
  /// The output directory.
  let output: String
  /// Where it is said what fails.
  let logger: Logger
  private let state = Mutex(State())

  private struct State {
    var work: Task<Void, Never>?
    // What is waited for when there is nothing to do.
    var rest: Task<Void, Never>?
    var isWoken = false
    // The errands that are being done, by what tells them apart, with the hosts of those that ask or tell subscribers.
    var running: [String: (kind: Errand.Kind, host: String?)] = [:]
  }

  // So many errands are done at once. Strangers can have anybody asked whether he wishes to subscribe: that keeps nobody from
  // being told what is new, nor does a host that does not answer.
  private static let atOnce = 256
  private static let verificationsAtOnce = 64
  private static let atOnceOfHost: [Errand.Kind: Int] = [.verify: 2, .distribute: 8]

  /// Makes a worker that does nothing yet.
  /// - Parameter output: the output directory, whose feeds are distributed.
  package init(
    _ store: WebSubStore, _ settings: WebSubSettings, _ site: Publishing.Site, output: String, logger: Logger
  ) {
    (self.store, self.settings, self.site) = (store, settings, site)
    (self.output, self.logger) = (output, logger)
  }

  /// Begins to do errands, and goes on until told to stop.
  package func start() {
    state.withLock { $0.work = Task.detached { [self] in await run() } }
  }

  /// Says that there may be new errands.
  package func wake() {
    state.withLock {
      $0.isWoken = true
      $0.rest?.cancel()
    }
  }

  /// Leaves errands that are not done to the next worker.
  package func stop() async {
    let work = state.withLock { $0.work }
    work?.cancel()
    wake()
    await work?.value
  }

  /// Does what is due now, once each, and returns when that is done; what cannot be done is left to the next worker.
  package func finish() async { await work(isOnce: true) }

  private func run() async { await work(isOnce: false) }

  private func work(isOnce: Bool) async {
    let start = Self.now()
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        do {
          for errand in try take(due: isOnce ? start : Self.now()) {
            group.addTask {
              await self.run(errand)
              self.end(errand)
            }
          }
        } catch {
          logger.error("WebSub: \(error)")
        }
        if isOnce, state.withLock({ $0.running.isEmpty }) { return }
        let due = (try? store.nextDue()) ?? nil
        // Other processes may have errands for this one.
        await rest(.seconds(min(30, max(1, (due ?? .max / 2) - Self.now()))))
      }
    }
  }

  // Takes errands that are due and can be done now: neither an earlier one of the same is being done, nor too many at its host.
  private func take(due: Int64) throws -> [Errand] {
    let running = state.withLock { $0.running }
    var names = Set(running.keys)
    var hosts: [String: Int] = [:]
    for host in running.values.compactMap(\.host) { hosts[host, default: 0] += 1 }
    func isFree(_ errand: Errand) -> Bool {
      guard !names.contains(Self.name(errand)) else { return false }
      if let host = Self.host(errand) {
        guard hosts[host, default: 0] < Self.atOnceOfHost[errand.kind] ?? 1 else { return false }
        hosts[host, default: 0] += 1
      }
      names.insert(Self.name(errand))
      return true
    }
    let verifications = running.values.count { $0.kind == .verify }
    let errands =
      try store.take(
        Self.atOnce - (running.count - verifications), due: due, now: Self.now(), where: isFree)
      + store.take(
        Self.verificationsAtOnce - verifications, verifying: true, due: due, now: Self.now(), where: isFree)
    state.withLock { state in
      for errand in errands { state.running[Self.name(errand)] = (errand.kind, Self.host(errand)) }
    }
    return errands
  }

  private func end(_ errand: Errand) {
    state.withLock { $0.running[Self.name(errand)] = nil }
    wake()
  }

  // The host and port of a subscriber, for each kind apart: those who are to be told are not to wait for those who are asked.
  private static func host(_ errand: Errand) -> String? {
    guard errand.kind != .publish else { return nil }
    let authority = errand.target.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 2).dropFirst().first
    return errand.kind.rawValue + (authority.flatMap { String($0.prefix { $0 != UInt8(ascii: "?") }) } ?? "")
  }

  private static func name(_ errand: Errand) -> String {
    "\(errand.kind.rawValue) \(errand.target) \(errand.topic)"
  }

  // Waits for a while, or until somebody wakes.
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
