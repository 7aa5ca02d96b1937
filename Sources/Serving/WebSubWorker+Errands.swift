internal import AsyncHTTPClient
internal import Crypto
internal import EventIndex
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

extension WebSubWorker {
  // How often an errand is tried: over about two days, what is for hubs; over some hours, what is for subscribers.
  private static let tries: [Errand.Kind: Int] = [.publish: 60, .verify: 4, .distribute: 14]
  private static let firstDelay: Int64 = 5
  private static let longestDelay: Int64 = 3600

  // What came of an errand.
  private enum Outcome {
    case done
    case failed(String)
    // It would fail again.
    case refused(String)
  }

  /// Does an errand, and notes what has come of it.
  func run(_ errand: Errand) async {
    do {
      let outcome = try await Self.within(seconds: settings.timeout) {
        switch errand.kind {
        case .publish: try await self.publish(errand)
        case .verify: try await self.verify(errand)
        case .distribute: try await self.distribute(errand)
        }
      }
      try note(outcome, of: errand)
    } catch {
      try? note(Task.isCancelled ? nil : .failed("\(error)"), of: errand)
    }
  }

  private struct TimedOut: Error, CustomStringConvertible { var description: String { "no answer in time" } }

  private static func within<Result: Sendable>(
    seconds: Double, _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    try await withThrowingTaskGroup { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw TimedOut()
      }
      defer { group.cancelAll() }
      guard let result = try await group.next() else { throw CancellationError() }
      return result
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
    // It may have been taken out of the configuration.
    guard site.hubs.contains(errand.target) else { return .done }
    if settings.serves, errand.target == site.baseURL + WebSubSettings.path {
      guard let file = try file(of: errand.topic) else { return .done }
      try store.distribute(errand.topic, hash: Document.hash(file.bytes), now: Self.now())
      return .done
    }
    var request = request(errand.target, .POST)
    request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
    let topic = Form.encoded(errand.topic)
    request.body = .bytes(ByteBuffer(string: "hub.mode=publish&hub.url=\(topic)&hub.topic=\(topic)"))
    let response = try await HTTPClient.shared.execute(
      request, timeout: .milliseconds(Int64(settings.timeout * 1000)), logger: quiet)
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
    let address = try await Self.waiting {
      try NetworkAddress.resolve(host, mustBePublic: mustBePublic)
    }
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.dnsOverride = [host: address]
    configuration.timeout = .init(connect: .seconds(10))
    let client = HTTPClient(
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
    do {
      let response = try await client.execute(
        request, timeout: .milliseconds(Int64(settings.timeout * 1000)), logger: quiet)
      // What is said to a delivery does not matter.
      let body = request.method == .GET ? try await Self.beginning(of: response.body) : nil
      try await client.shutdown()
      return (Int(response.status.code), body.map { String(buffer: $0) } ?? "")
    } catch {
      try? await client.shutdown()
      throw error
    }
  }

  // A body that is not too long to be a challenge.
  private static func beginning(of body: HTTPClientResponse.Body) async throws -> ByteBuffer? {
    do {
      return try await body.collect(upTo: 1024)
    } catch is NIOTooManyBytesError {
      return nil
    }
  }

  // Does what waits for the network on a thread of its own; who waits for it may give up.
  private static func waiting(_ work: @escaping @Sendable () throws -> String) async throws -> String {
    let (results, continuation) = AsyncThrowingStream.makeStream(of: String.self)
    ThreadPools.names.submit { _ in
      do {
        continuation.yield(try work())
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    for try await result in results { return result }
    throw CancellationError()
  }
}
