internal import AsyncHTTPClient
internal import Crypto
package import EventIndex
internal import Foundation
package import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
package import Publishing
internal import Synchronization

/// Tells hubs which feeds have changed, and as a hub asks and tells subscribers; again and again until it is done (WebSub).
package final class WebSubWorker: Sendable {
  private let store: WebSubStore
  private let settings: WebSubSettings
  private let site: Publishing.Site
  private let output: String
  private let logger: Logger
  private let state = Mutex(State())

  private struct State {
    var work: Task<Void, Never>?
    // What is waited for when there is nothing to do.
    var rest: Task<Void, Never>?
    var isWoken = false
  }

  // So many errands are done at once: servers that do not answer are not to keep the others waiting.
  private static let atOnce = 64
  // How often an errand is tried: over about two days, what is for hubs; over some hours, what is for subscribers.
  private static let tries: [Errand.Kind: Int] = [.publish: 60, .verify: 4, .distribute: 14]
  private static let firstDelay: Int64 = 5
  private static let longestDelay: Int64 = 3600

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
  package func finish() async {
    let now = Self.now()
    await doErrands { now }
  }

  private func run() async {
    while !Task.isCancelled {
      await doErrands(due: Self.now)
      let due = (try? store.nextDue()) ?? nil
      // Other processes may have errands for this one.
      await rest(.seconds(min(30, max(1, (due ?? .max / 2) - Self.now()))))
    }
  }

  // Waits for a while, or until somebody wakes.
  private func rest(_ duration: Duration) async {
    let rest = state.withLock { state in
      let rest = Task { _ = try? await Task.sleep(for: duration) }
      if state.isWoken { rest.cancel() }
      (state.isWoken, state.rest) = (false, rest)
      return rest
    }
    await rest.value
  }

  // Does errands until none is due at the time that `due` says.
  private func doErrands(due: () -> Int64) async {
    await withTaskGroup(of: Void.self) { group in
      var running = 0
      while !Task.isCancelled {
        do {
          for errand in try store.take(Self.atOnce - running, due: due(), now: Self.now()) {
            group.addTask { await self.run(errand) }
            running += 1
          }
        } catch {
          logger.error("WebSub: \(error)")
          break
        }
        guard running > 0 else { break }
        await group.next()
        running -= 1
      }
    }
  }

  static func now() -> Int64 { Int64(Date().timeIntervalSince1970) }
}

// MARK: Errands

extension WebSubWorker {
  // What came of an errand.
  private enum Outcome {
    case done
    case failed(String)
    // It would fail again.
    case refused(String)
  }

  private func run(_ errand: Errand) async {
    do {
      let outcome =
        switch errand.kind {
        case .publish: try await publish(errand)
        case .verify: try await verify(errand)
        case .distribute: try await distribute(errand)
        }
      try note(outcome, of: errand)
    } catch {
      try? note(Task.isCancelled ? nil : .failed("\(error)"), of: errand)
    }
  }

  private func note(_ outcome: Outcome?, of errand: Errand) throws {
    let what = "WebSub: \(errand.kind.rawValue) of \(errand.topic) to \(errand.target)"
    switch outcome {
    case .done: try store.remove(errand)
    case .refused(let reason):
      logger.warning("\(what) was refused: \(reason)")
      try store.remove(errand)
    case .failed(let reason):
      guard errand.attempts + 1 < Self.tries[errand.kind] ?? 1 else {
        logger.warning("\(what) is given up: \(reason)")
        return try store.remove(errand)
      }
      let delay = min(Self.longestDelay, Self.firstDelay << min(errand.attempts, 20))
      logger.debug("\(what) failed, and is tried again in \(delay) s: \(reason)")
      try store.retry(errand, at: Self.now() + delay)
    // The worker was stopped meanwhile; the next one does it at once.
    case nil: try store.retry(errand, at: Self.now(), isAttempt: false)
    }
  }

  // Tells a hub that a topic has changed; by the convention that all hubs know, for the specification leaves it open.
  private func publish(_ errand: Errand) async throws -> Outcome {
    if settings.serves, errand.target == site.baseURL + WebSubSettings.path {
      guard let file = try file(of: errand.topic) else { return .done }
      try store.distribute(errand.topic, hash: Document.hash(file.bytes), now: Self.now())
      return .done
    }
    var request = request(errand.target, .POST)
    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    let topic = Form.encoded(errand.topic)
    request.body = .bytes(ByteBuffer(string: "hub.mode=publish&hub.url=\(topic)&hub.topic=\(topic)"))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30), logger: quiet)
    return Self.outcome(response)
  }

  // Asks a subscriber whether it meant it (section 5.3).
  private func verify(_ errand: Errand) async throws -> Outcome {
    guard let wish = errand.wish else { return .refused("there is nothing to ask") }
    let challenge = UInt64.random(in: 1 << 63...UInt64.max)
    var query = "hub.mode=\(wish.ends ? "unsubscribe" : "subscribe")&hub.topic=\(Form.encoded(errand.topic))"
    query += "&hub.challenge=\(challenge)"
    if !wish.ends { query += "&hub.lease_seconds=\(wish.lease)" }
    let mark = errand.target.contains("?") ? "&" : "?"
    let (status, body) = try await ask(request(errand.target + mark + query, .GET))
    switch status {
    case 200..<300 where body == "\(challenge)":
      try store.apply(wish, callback: errand.target, topic: errand.topic, now: Self.now())
      return .done
    case 500...: return .failed("status \(status)")
    default: return .refused(status < 300 ? "the challenge did not come back" : "status \(status)")
    }
  }

  // Tells a subscriber what the topic is now (section 7).
  private func distribute(_ errand: Errand) async throws -> Outcome {
    guard let secret = try store.secret(callback: errand.target, topic: errand.topic, now: Self.now()),
      let file = try file(of: errand.topic)
    else { return .done }
    var request = request(errand.target, .POST)
    let names = errand.topic.dropFirst(site.baseURL.count).split(separator: "/").map(String.init)
    request.headers.add(name: "Content-Type", value: MediaType.type(of: names).type)
    for hub in site.hubs { request.headers.add(name: "Link", value: "<\(hub)>; rel=\"hub\"") }
    request.headers.add(name: "Link", value: "<\(errand.topic)>; rel=\"self\"")
    if let secret {
      let signature = file.bytes.withUnsafeReadableBytes {
        HMAC<SHA256>.authenticationCode(for: $0, using: SymmetricKey(data: Data(secret.utf8)))
      }
      let hex = signature.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      request.headers.add(name: "X-Hub-Signature", value: "sha256=\(hex)")
    }
    request.body = .bytes(file.bytes)
    let (status, _) = try await ask(request)
    switch status {
    case 200..<300: return .done
    case 410:
      try store.removeSubscription(callback: errand.target, topic: errand.topic)
      return .done
    default: return .failed("status \(status)")
    }
  }

  private func file(of topic: String) throws -> ServedFile? {
    guard topic.hasPrefix(site.baseURL) else { return nil }
    return try ServedFile(
      topic.dropFirst(site.baseURL.count).split(separator: "/").map(String.init), below: output)
  }
}

// MARK: Requests

extension WebSubWorker {
  private var quiet: Logger { Logger(label: "feedgen.websub") { _ in SwiftLogNoOpLogHandler() } }

  private func request(_ url: String, _ method: HTTPMethod) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url)
    request.method = method
    request.headers.add(
      name: "User-Agent", value: "\(site.generator.name)/\(site.generator.version) (\(site.baseURL))")
    return request
  }

  private static func outcome(_ response: HTTPClientResponse) -> Outcome {
    switch response.status.code {
    case 200..<300: .done
    case 408, 425, 429, 500...: .failed("status \(response.status.code)")
    default: .refused("status \(response.status.code)")
    }
  }

  // Asks a server that strangers have named, at the very address that was found to be public; follows it nowhere.
  private func ask(_ request: HTTPClientRequest) async throws -> (status: Int, body: String) {
    guard let host = URL(string: request.url)?.host(percentEncoded: false) else {
      throw NetworkAddress.Refusal.unknown(request.url)
    }
    let mustBePublic = !settings.allowsPrivateCallbacks
    let address = try await ThreadPools.names.runIfActive {
      try NetworkAddress.resolve(host, mustBePublic: mustBePublic)
    }
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.dnsOverride = [host: address]
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(20))
    let client = HTTPClient(
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    do {
      let response = try await client.execute(request, timeout: .seconds(30), logger: quiet)
      let body = try? await response.body.collect(upTo: 1024)
      try await client.shutdown()
      return (Int(response.status.code), body.map { String(buffer: $0) } ?? "")
    } catch {
      try? await client.shutdown()
      throw error
    }
  }
}
