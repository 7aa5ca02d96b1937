import Foundation
import Primitives
import Publishing
import TestSupport
import Testing
import WorkspaceSupport

@testable import Purging

@Suite("Requests to caches")
struct PurgeWorkerTests {
  private let directory: TemporaryDirectory
  private let site = Site(servedAt: "https://feeds.example/")

  init() throws { directory = try TemporaryDirectory() }

  private func worker(
    _ target: PurgeTarget, environment: [String: String] = [:], timeout: Duration = .seconds(600),
    log: MessageRecorder = MessageRecorder()
  ) throws -> PurgeWorker {
    PurgeWorker(
      store: try PurgeStore(index: directory.path("state"), targets: [target]), targets: [target],
      generator: "feedgen/1 (https://feeds.example/)", timeout: timeout, environment: environment,
      logger: log.logger)
  }

  private func queue(_ paths: [String], removed: [String] = [], in worker: PurgeWorker) throws {
    let changes = PublishedChanges(
      written: paths.map { PublishedDocument(path: $0) },
      removed: removed.map { PublishedDocument(path: $0, isRemoved: true) })
    try worker.didPublish(changes, of: site)
  }

  // The queued addresses become due, as if time had passed.
  private func makeDue(_ worker: PurgeWorker) throws {
    let store = worker.store
    let requests = try worker.targets.flatMap {
      try store.claim(for: $0, limit: .max, due: .distantFuture, lease: 0)
    }
    try store.unclaim(requests, due: 0)
  }

  private func requests(_ server: Subscriber, _ count: Int) async throws -> [Subscriber.Request] {
    try #require(server.requestCount >= count)
    var requests: [Subscriber.Request] = []
    for _ in 0..<count { requests.append(try await server.next()) }
    return requests
  }

  private func waiting(_ worker: PurgeWorker) throws -> Int {
    try worker.status().map(\.waiting).reduce(0, +)
  }

  private func object(_ request: Subscriber.Request) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: request.body) as? NSDictionary)
  }

  // MARK: HTTP caches

  @Test(
    "PURGE has the path and the Host of each address; what the cache does not have is purged",
    arguments: [200, 404, 412])
  func purge(status: Int) async throws {
    let cache = try await Subscriber()
    cache.answers { _ in (status, "") }
    let worker = try worker(PurgeTarget(.http(.purge), url: cache.url + "/"))
    try queue(["all.atom", "tag/日本.atom"], removed: ["news/2014/index.html"], in: worker)
    await worker.sendDue()
    let requests = try await requests(cache, 4)
    #expect(
      Set(requests.map { "\($0.method) \($0.target)" }) == [
        "PURGE /callback/all.atom", "PURGE /callback/tag/%E6%97%A5%E6%9C%AC.atom",
        "PURGE /callback/news/2014/", "PURGE /callback/news/2014/index.html",
      ])
    #expect(requests.allSatisfy { $0.fields["host"] == "feeds.example" && $0.body.isEmpty })
    #expect(requests.allSatisfy { $0.fields["user-agent"] == "feedgen/1 (https://feeds.example/)" })
    #expect(try waiting(worker) == 0 && cache.requestCount == 4)
  }

  @Test("a cache that refuses is asked again, and the log says what to do", arguments: [403, 405])
  func refused(status: Int) async throws {
    let cache = try await Subscriber()
    cache.answers { _ in (status, "") }
    let log = MessageRecorder()
    let worker = try worker(PurgeTarget(.http(.purge), url: cache.url), log: log)
    try queue(["a.atom"], in: worker)
    let start = UnixTime.now
    await worker.sendDue()
    await worker.sendDue()
    #expect(cache.requestCount == 1)
    let message = try #require(log.all.first)
    #expect(message.contains("\(cache.url) is not purged, and is tried again in 5 s: status \(status); "))
    #expect(
      message.contains(status == 403 ? "let this machine send PURGE" : "teach the cache the method PURGE"))
    let due = try #require(try worker.store.nextDue(of: worker.targets))
    #expect((start + 5...UnixTime.now + 5).contains(due))
    // The same failure is logged once.
    try makeDue(worker)
    await worker.sendDue()
    #expect(log.all.count == 1 && cache.requestCount == 2)
    let failure = try #require(try worker.status().first?.failure)
    #expect(failure.count == 2 && failure.reason.hasPrefix("status \(status)"))
    let next = try #require(try worker.store.nextDue(of: worker.targets))
    #expect((start + 10...UnixTime.now + 10).contains(next))
    cache.answers { _ in (200, "") }
    try makeDue(worker)
    await worker.sendDue()
    #expect(try worker.status() == [PurgeStatus(target: cache.url)])
    #expect(log.all.last == "purging: \(cache.url) is purged again")
  }

  @Test("a failure ends the attempt, however many addresses wait")
  func failedLot() async throws {
    let cache = try await Subscriber()
    cache.answers { _ in (503, "") }
    cache.adds { _ in [("Retry-After", "1000")] }
    let worker = try worker(PurgeTarget(.http(.purge), url: cache.url))
    try queue((0..<500).map { "\($0).atom" }, in: worker)
    let start = UnixTime.now
    await worker.sendDue()
    #expect(cache.requestCount <= 8)
    #expect(try waiting(worker) == 500)
    // Retry-After postpones all of them, and those that come later.
    let due = try #require(try worker.store.nextDue(of: worker.targets))
    #expect(due >= start + 1000)
    try queue(["new.atom"], in: worker)
    #expect(try worker.store.nextDue(of: worker.targets) == due)
  }

  @Test("a cache that does not answer leaves the addresses in the queue of the next process")
  func silent() async throws {
    let cache = try await Subscriber()
    cache.answers { _ in nil }
    let target = PurgeTarget(.http(.purge), url: cache.url)
    let worker = try worker(target, timeout: .seconds(0.2))
    try queue(["a.atom"], in: worker)
    await worker.sendDue()
    #expect(try worker.status().first?.failure?.reason == "no answer in time")
    let next = try self.worker(target)
    cache.answers { _ in (200, "") }
    try makeDue(next)
    await next.sendDue()
    #expect(try waiting(next) == 0)
  }

  @Test("what has waited for two days is given up, and the log names it")
  func givenUp() async throws {
    let cache = try await Subscriber()
    cache.answers { _ in (500, "") }
    let log = MessageRecorder()
    let worker = try worker(PurgeTarget(.http(.purge), url: cache.url), log: log)
    let old = (10..<30).map { PublishedDocument(path: "\($0).atom") }
    try worker.store.enqueue(old, of: site, now: UnixTime.now - 3 * 86_400)
    try queue(["new.atom"], in: worker)
    await worker.sendDue()
    #expect(try waiting(worker) == 1)
    let message = try #require(log.all.last)
    #expect(message.contains("given up after two days: \(cache.url) may keep old documents of "))
    #expect(message.contains("https://feeds.example/10.atom, ") && message.contains(" and 10 others;"))
  }

  @Test("BAN has expressions that match exactly the addresses")
  func ban() throws {
    let paths = (0..<1000).map { "/a.b/\($0)(x)+$*.atom" }
    let requests = paths.map {
      PurgeRequest(.changed, of: "https://feeds.example" + $0, to: "x", queued: 0)
    }
    let sender = BanByExpression(server: "http://cache.example")
    let batches = sender.batches(of: requests)
    #expect(batches.flatMap(\.self) == requests)
    for batch in batches {
      let expression = sender.expression(of: batch)
      #expect(expression.utf8.count < 5000)
      let regex = try Regex(expression)
      for request in batch {
        let path = PurgeAddress(request.address).path
        #expect(path.firstMatch(of: regex) != nil && "\(path)?limit=5".firstMatch(of: regex) != nil)
        #expect("\(path)x".firstMatch(of: regex) == nil && "/x\(path)".firstMatch(of: regex) == nil)
        #expect(path.replacing(".", with: "x").firstMatch(of: regex) == nil)
      }
    }
    #expect(batches.count < 20)
  }

  // MARK: Fastly

  @Test("Fastly gets the keys that responses have, 256 in a request, and the token")
  func fastly() async throws {
    let api = try await Subscriber()
    api.answers { _ in (200, #"{"status": "ok"}"#) }
    let target = PurgeTarget(
      .fastly(service: "SU1"), url: api.url, secret: .variable("FASTLY_TOKEN"))
    let worker = try worker(target, environment: ["FASTLY_TOKEN": "t0ken"])
    // Two addresses of a page have one key.
    try queue((0..<600).map { "\($0)/index.html" }, in: worker)
    await worker.sendDue()
    let requests = try await requests(api, 3)
    #expect(requests.allSatisfy { $0.method == "POST" && $0.target == "/callback/service/SU1/purge" })
    #expect(requests.allSatisfy { $0.fields["fastly-key"] == "t0ken" && $0.body.isEmpty })
    let keys = requests.map { ($0.fields["surrogate-key"] ?? "").split(separator: " ").map(String.init) }
    #expect(keys.map(\.count) == [256, 256, 88])
    let wanted = (0..<600).map { SurrogateKey.of(path: "\($0)/index.html", below: site.baseURL) }
    #expect(Set(keys.flatMap(\.self)) == Set(wanted))
    #expect(try waiting(worker) == 0 && api.requestCount == 3)
  }

  @Test("the key of a document is the same for all of its addresses")
  func surrogateKeys() {
    let key = SurrogateKey.of(path: "tag/日本 1/index.html", below: "https://feeds.example/a%20b/")
    #expect(key.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    for address in ["", "index.html", "?x=1", "index.html?limit=5"] {
      let address = "https://feeds.example/a%20b/tag/%E6%97%A5%E6%9C%AC%201/" + address
      #expect(SurrogateKey.of(address: address) == key)
    }
    #expect(SurrogateKey.of(path: "all.atom", below: "https://feeds.example/a%20b/") != key)
  }

  @Test(
    "a token that an API refuses is in no message, also if the response repeats it", arguments: [401, 403])
  func refusedToken(status: Int) async throws {
    let api = try await Subscriber()
    api.answers { request in
      (
        status,
        #"{"msg": "Provided credentials are missing or invalid: \#(request.fields["fastly-key"] ?? "")"}"#
      )
    }
    let log = MessageRecorder()
    let target = PurgeTarget(.fastly(service: "SU1"), url: api.url, secret: .text("t0ken"))
    let worker = try worker(target, log: log)
    try queue(["a.atom"], in: worker)
    await worker.sendDue()
    let message = try #require(log.all.first)
    #expect(message.contains("status \(status) (Provided credentials are missing or invalid: …); check "))
    let reason = try worker.status().first?.failure?.reason ?? ""
    #expect(!"\(log.all) \(reason) \(target)".contains("t0ken"))
    #expect(try waiting(worker) == 1)
  }

  // MARK: Cloudflare

  private func cloudflare(_ api: Subscriber, limit: Int) -> PurgeTarget {
    PurgeTarget(.cloudflare(zone: "z0ne", limit: limit), url: api.url, secret: .text("t0ken"))
  }

  @Test("Cloudflare gets the addresses, 30 in a request")
  func cloudflareFiles() async throws {
    let api = try await Subscriber()
    api.answers { _ in (200, #"{"success": true, "errors": []}"#) }
    let worker = try worker(cloudflare(api, limit: 100))
    try queue((0..<100).map { "\($0).atom" }, in: worker)
    await worker.sendDue()
    let requests = try await requests(api, 4)
    #expect(
      requests.allSatisfy { $0.method == "POST" && $0.target == "/callback/zones/z0ne/purge_cache" })
    #expect(requests.allSatisfy { $0.fields["authorization"] == "Bearer t0ken" })
    #expect(requests.allSatisfy { $0.fields["content-type"] == "application/json" })
    let files = try requests.map { try object($0)["files"] as? [String] ?? [] }
    #expect(files.map(\.count) == [30, 30, 30, 10])
    #expect(Set(files.flatMap(\.self)) == Set((0..<100).map { "https://feeds.example/\($0).atom" }))
    #expect(try waiting(worker) == 0)
  }

  @Test("Cloudflare's zone is purged whole, once, when more addresses have changed than the limit")
  func cloudflareEverything() async throws {
    let api = try await Subscriber()
    api.answers { _ in (200, #"{"success": true}"#) }
    let worker = try worker(cloudflare(api, limit: 100))
    try queue((0..<5000).map { "\($0).atom" }, in: worker)
    await worker.sendDue()
    let request = try await requests(api, 1)[0]
    #expect(try object(request) == ["purge_everything": true])
    #expect(try waiting(worker) == 0 && api.requestCount == 1)
  }

  @Test("Cloudflare's limit of requests is obeyed, and a response without success is a failure")
  func cloudflareFailures() async throws {
    let api = try await Subscriber()
    api.answers { _ in (429, #"{"success": false, "errors": [{"code": 971, "message": "Please wait"}]}"#) }
    api.adds { _ in [("Retry-After", "300")] }
    let log = MessageRecorder()
    let worker = try worker(cloudflare(api, limit: 100), log: log)
    try queue(["a.atom"], in: worker)
    let start = UnixTime.now
    await worker.sendDue()
    #expect(log.all.first?.contains("tried again in 300 s: status 429 (Please wait)") == true)
    #expect(try #require(try worker.store.nextDue(of: worker.targets)) >= start + 300)
    api.adds { _ in [] }
    api.answers { _ in (200, #"{"success": false, "errors": [{"message": "no"}]}"#) }
    try makeDue(worker)
    await worker.sendDue()
    #expect(try waiting(worker) == 1)
    #expect(try worker.status().first?.failure?.reason == "status 200 (no)")
  }

  // MARK: Webhooks

  @Test("a webhook gets the changed and the removed addresses, signed")
  func webhook() async throws {
    let hook = try await Subscriber()
    hook.answers { _ in (204, "") }
    let secret = directory.path("secret")
    try directory.write("s3cret\n", to: "secret")
    let worker = try worker(PurgeTarget(.webhook(batch: 10), url: hook.url + "?a=1", secret: .file(secret)))
    try queue((10..<22).map { "\($0).atom" }, removed: ["b.atom"], in: worker)
    await worker.sendDue()
    let requests = try await requests(hook, 2)
    for request in requests {
      #expect(request.method == "POST" && request.target == "/callback?a=1")
      #expect(request.fields["content-type"] == "application/json")
      let code = SHA256Digest(authenticating: Array(request.body), key: "s3cret")
      #expect(request.fields["x-feedgen-signature"] == "sha256=\(code.hexadecimal)")
    }
    let objects = try requests.map(object)
    let changed = objects.flatMap { $0["changed"] as? [String] ?? [] }
    let removed = objects.flatMap { $0["removed"] as? [String] ?? [] }
    #expect(changed.sorted() == (10..<22).map { "https://feeds.example/\($0).atom" })
    #expect(removed == ["https://feeds.example/b.atom"])
    #expect(
      objects.map { Set($0.allKeys.compactMap { $0 as? String }) } == [
        ["changed", "removed"], ["changed", "removed"],
      ])
    #expect(try waiting(worker) == 0)
  }

  @Test("a webhook without a secret gets no signature, and its query is in no message")
  func unsignedWebhook() async throws {
    let hook = try await Subscriber()
    hook.answers { _ in (302, "") }
    hook.adds { _ in [("Location", "/b")] }
    let log = MessageRecorder()
    let worker = try worker(PurgeTarget(.webhook(batch: 10), url: hook.url + "?key=s3cret"), log: log)
    try queue(["a.atom"], in: worker)
    await worker.sendDue()
    #expect(try await hook.next().fields["x-feedgen-signature"] == nil)
    let message = try #require(log.all.first)
    #expect(message.contains("status 302, a redirect to /b") && !message.contains("s3cret"))
    #expect(try worker.status().first?.target == hook.url)
  }

  // MARK: Secrets

  @Test("a secret that is missing is said, and nothing is sent")
  func missingSecret() async throws {
    let api = try await Subscriber()
    for secret in [PurgeSecret.variable("FASTLY_TOKEN"), .file(directory.path("none"))] {
      let log = MessageRecorder()
      let worker = try worker(PurgeTarget(.fastly(service: "S"), url: api.url, secret: secret), log: log)
      try queue(["a.atom"], in: worker)
      try makeDue(worker)
      await worker.sendDue()
      #expect(log.all.first?.contains("\(secret)") == true, "\(log.all)")
    }
    #expect(api.requestCount == 0)
    #expect("\(PurgeSecret.text("t0ken")) \([PurgeSecret.text("t0ken")])".contains("t0ken") == false)
  }

  // MARK: Services

  @Test("a slow cache does not delay another, and a service sends what is queued")
  func service() async throws {
    let (slow, quick) = (try await Subscriber(), try await Subscriber())
    slow.answers { _ in nil }
    let targets = [
      PurgeTarget(.http(.purge), url: slow.url), PurgeTarget(.webhook(batch: 10), url: quick.url),
    ]
    let worker = PurgeWorker(
      store: try PurgeStore(index: directory.path("state"), targets: targets), targets: targets,
      generator: "feedgen/1", timeout: .seconds(600), environment: [:], logger: MessageRecorder().logger)
    worker.start()
    #expect(!worker.isBusy)
    try queue(["a.atom"], in: worker)
    #expect(try object(try await quick.next())["changed"] as? [String] == ["https://feeds.example/a.atom"])
    #expect(worker.isBusy)
    try queue(["b.atom"], in: worker)
    #expect(try object(try await quick.next())["changed"] as? [String] == ["https://feeds.example/b.atom"])
    await worker.stop()
    #expect(try worker.status().map(\.waiting) == [2, 0])
  }
}
