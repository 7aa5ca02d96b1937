import ArchiveIndex
import Foundation
import OutgoingHTTP
import Primitives
import Publishing
import Serving
import TestSupport
import Testing
import WorkspaceSupport

@testable import Service
@testable import WebSub

@Suite("The hub")
struct HubTests {
  private let workspace: Workspace
  private let page = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt")
  private let topic = "http://localhost:8080/country/egypt.atom"

  init() throws {
    workspace = try Workspace(page, ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    workspace.configuration.formats = [.atom]
    workspace.configuration.serve = Workspace.patience
    workspace.configuration.webSub.serves = true
    workspace.configuration.webSub.allowsPrivateCallbacks = true
  }

  private struct Served {
    var server: FeedServer
    var service: WebSubService
    var connection: HTTPConnection

    func post(_ values: [String: String]) async throws -> HTTPConnection.Response {
      var components = URLComponents()
      components.queryItems = values.sorted { $0.key < $1.key }.map {
        URLQueryItem(name: $0.key, value: $0.value)
      }
      let form = (components.percentEncodedQuery ?? "").replacing("+", with: "%2B")
      return try await connection.ask(
        "POST", "/hub", ["Content-Type": "application/x-www-form-urlencoded"], body: form)
    }

    func end() async {
      await server.stop()
      await service.worker.stop()
    }
  }

  private func serve() async throws -> Served {
    let service = try workspace.webSub()
    let server = try FeedServer(
      workspace.configuration, hub: service.hub, logger: Workspace.logger
    ) { _ in nil }
    try await server.start()
    service.worker.start()
    return Served(server: server, service: service, connection: try await HTTPConnection(port: server.port))
  }

  @Test("a subscription is verified, gets signed content, and ends when the subscriber unsubscribes")
  func subscription() async throws {
    try workspace.publish()
    let (served, subscriber) = (try await serve(), try await Subscriber())
    let feed = try await served.connection.ask("GET", "/country/egypt.atom")
    #expect(feed["Link"] == "<http://localhost:8080/hub>; rel=\"hub\", <\(topic)>; rel=\"self\"")
    let wish = [
      "hub.mode": "subscribe", "hub.topic": topic, "hub.callback": subscriber.url + "?id=7",
      "hub.secret": "s3cret", "hub.lease_seconds": "3600",
    ]
    #expect(try await served.post(wish).status == 202)
    let question = try await subscriber.next()
    #expect(question.method == "GET" && question.target.hasPrefix("/callback?id=7&hub.mode=subscribe&"))
    #expect(question.values["hub.topic"] == topic && question.values["hub.lease_seconds"] == "3600")
    // It may have changed since the subscriber read it.
    let present = try await subscriber.next()
    #expect(try present.isSigned("s3cret") && present.body == workspace.output().files["country/egypt.atom"])
    #expect(
      try await served.connection.ask("GET", "/metrics").text.contains("feedgen_websub_subscriptions 1\n"))

    try workspace.write(ArchivePage(day: "2014/2/3", title: "Egypt buys grain"))
    try workspace.publish()
    served.service.worker.wake()
    let news = try await subscriber.next()
    #expect(news.method == "POST" && news.target == "/callback?id=7")
    #expect(news.fields["content-type"] == "application/atom+xml; charset=utf-8")
    #expect(news.fields["link"] == "<http://localhost:8080/hub>; rel=\"hub\", <\(topic)>; rel=\"self\"")
    #expect(news.isSigned("s3cret"))
    #expect(try news.body == workspace.output().files["country/egypt.atom"])

    // Who says that something has changed which has not changes nothing.
    #expect(try await served.post(["hub.mode": "publish", "hub.url": topic]).status == 202)
    #expect(
      try await served.post([
        "hub.mode": "unsubscribe", "hub.topic": topic, "hub.callback": subscriber.url + "?id=7",
      ]).status == 202)
    let end = try await subscriber.next()
    #expect(
      end.method == "GET" && end.values["hub.mode"] == "unsubscribe" && end.values["hub.lease_seconds"] == nil
    )
    try await eventually { try served.service.store.subscriptionCount(now: 0) == 0 }
    await served.end()
  }

  @Test(
    "who does not say that it meant it is not subscribed", arguments: [(200, "no"), (404, ""), (302, "")])
  func notMeant(status: Int, body: String) async throws {
    try workspace.publish()
    let (served, subscriber) = (try await serve(), try await Subscriber())
    subscriber.answers { _ in (status, body) }
    subscriber.adds { _ in status == 302 ? [("Location", "/elsewhere")] : [] }
    let wish = ["hub.mode": "subscribe", "hub.topic": topic, "hub.callback": subscriber.url]
    #expect(try await served.post(wish).status == 202)
    _ = try await subscriber.next()
    try await eventually { try served.service.store.deliveryCount() == 0 }
    #expect(try served.service.store.subscriptionCount(now: 0) == 0)
    await served.end()
  }

  @Test("subscribers that do not answer do not delay others, and get retries")
  func unanswered() async throws {
    // Longer than any time limit.
    workspace.configuration.webSub.timeout = 600
    try workspace.publish()
    let (served, stuck, other) = (try await serve(), try await Subscriber(), try await Subscriber())
    stuck.answers { _ in nil }
    let (store, now) = (served.service.store, UnixTime.now)
    let wish = Delivery.SubscriptionRequest(ends: false, lease: 3600, secret: nil)
    for number in 0..<40 {
      _ = try store.enqueueVerification(
        wish, callback: "\(stuck.url)?verify=\(number)", topic: topic, limit: 1000)
      for subscriber in [stuck, other] {
        try store.applyVerified(wish, callback: "\(subscriber.url)?told=\(number)", topic: topic, now: now)
      }
    }
    served.service.worker.wake()
    for _ in 0..<40 { _ = try await other.next() }
    try await eventually { try store.deliveryCount() <= 80 }
    await served.end()
    workspace.configuration.webSub.timeout = 0.1
    await (try workspace.webSub()).worker.sendDue()
    let deliveries =
      try store.claim(.init(limit: 100, due: .distantFuture), now: now)
      + store.claim(.init(limit: 100, kinds: [.verify], due: .distantFuture), now: now)
    #expect(deliveries.count == 80 && deliveries.allSatisfy { $0.attempts == 1 })
  }

  @Test("410 ends a subscription, other errors do not, and a lease comes to its end")
  func gone() async throws {
    try workspace.publish()
    let subscriber = try await Subscriber()
    let service = try workspace.webSub()
    let (store, now) = (service.store, UnixTime.now)
    try store.applyVerified(
      .init(ends: false, lease: 3600, secret: nil), callback: subscriber.url, topic: topic, now: now)
    try store.applyVerified(
      .init(ends: false, lease: 10, secret: nil), callback: subscriber.url + "/old", topic: topic, now: 0)
    subscriber.answers { _ in (500, "") }
    try workspace.write(ArchivePage(day: "2014/2/3", title: "Egypt buys grain"))
    try workspace.publish()
    await service.worker.sendDue()
    let news = try await subscriber.next()
    #expect(news.target == "/callback" && news.fields["x-hub-signature"] == nil)
    #expect(try store.subscriptionCount(now: 0) == 1)
    #expect(try store.deliveryCount() == 1)
    subscriber.answers { _ in (410, "") }
    try store.retry(store.claim(.init(limit: 1, due: .distantFuture), now: 0), at: { _ in 0 })
    await service.worker.sendDue()
    _ = try await subscriber.next()
    #expect(try store.subscriptionCount(now: 0) == 0 && store.deliveryCount() == 0)
  }

  @Test(
    "a client that waits for 100 gets it where its body is read, and the refusal of what is too large in its place"
  )
  func expectations() async throws {
    try workspace.publish()
    let served = try await serve()
    func ask(_ fields: String) async throws -> HTTPConnection {
      let connection = try await HTTPConnection(port: served.server.port)
      connection.send("POST /hub HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\(fields)\r\n\r\n")
      return connection
    }
    let form = "hub.mode=publish&hub.topic=\(topic)"
    let known = try await ask("Content-Length: \(form.utf8.count)")
    #expect(try await known.response().status == 100)
    known.send(form)
    #expect(try await known.response().status == 202)
    let chunked = try await ask("Transfer-Encoding: chunked")
    #expect(try await chunked.response().status == 100)
    chunked.send("\(String(form.utf8.count, radix: 16))\r\n\(form)\r\n0\r\n\r\n")
    #expect(try await chunked.response().status == 202)
    for length in ["16385", "99999999999"] {
      let large = try await ask("Content-Length: \(length)")
      let response = try await large.response()
      #expect(response.status == 413 && response["Connection"] == "close")
      #expect(try await large.isClosed())
    }
    await served.end()
  }

  @Test("subscribers of a feed that has ended get a denial, and their subscriptions end")
  func ended() async throws {
    workspace.configuration.formats = [.atom, .rss]
    try workspace.publish()
    let (subscriber, other) = (try await Subscriber(), try await Subscriber())
    let service = try workspace.webSub()
    let (store, now) = (service.store, UnixTime.now)
    let norway = "http://localhost:8080/country/norway.atom"
    let wish = Delivery.SubscriptionRequest(ends: false, lease: 3600, secret: nil)
    try store.applyVerified(wish, callback: subscriber.url + "?id=7", topic: norway, now: now)
    try store.applyVerified(wish, callback: subscriber.url + "/lapsed", topic: norway, now: 0)
    try store.applyVerified(wish, callback: other.url, topic: topic, now: now)
    await service.worker.sendDue()
    for subscriber in [subscriber, other] { #expect(try await subscriber.next().method == "POST") }

    try workspace.remove(ArchivePage(day: "2013/11/4", title: "Norway opens a bridge in Egypt"))
    try workspace.publish()
    #expect(try workspace.output().files["country/norway.atom"] == nil)
    // A subscriber that does not answer gets the denial later.
    subscriber.answers { _ in (503, "") }
    await service.worker.sendDue()
    let first = try await subscriber.next()
    #expect(first.method == "GET" && first.target.hasPrefix("/callback?id=7&hub.mode=denied&hub.topic="))
    #expect(first.values["hub.topic"] == norway && first.values["hub.reason"]?.contains("ended") == true)
    #expect(first.fields["location"] == nil)
    #expect(try store.subscriptionCount(now: 0) == 1 && store.deliveryCount() == 1)
    subscriber.answers { _ in (404, "") }
    try store.retry(
      store.claim(.init(limit: 1, kinds: [.denied], due: .distantFuture), now: 0), at: { _ in 0 })
    await service.worker.sendDue()
    #expect(try await subscriber.next().values["hub.mode"] == "denied")
    #expect(try store.deliveryCount() == 0 && subscriber.requestCount == 3)
    // The feed that goes on has changed, and its subscriber hears that and nothing else.
    #expect(try await other.next().method == "POST")
    #expect(other.requestCount == 2)
  }

  @Test("subscribers of a feed with a new URL get that URL")
  func moved() async throws {
    try workspace.write(
      ArchivePage(day: "2014/2/3", title: "A general travels", form: .handwritten, context: "Sergei Shoigu"))
    try workspace.publish()
    let subscriber = try await Subscriber()
    let store = try workspace.webSub().store
    let former = "http://localhost:8080/entity/sergei-shoigu.atom"
    try store.applyVerified(
      .init(ends: false, lease: 3600, secret: nil), callback: subscriber.url, topic: former,
      now: UnixTime.now)
    try store.remove(store.claim(.init(limit: 99, due: .distantFuture), now: 0))
    workspace.configuration.aliases = ["Sergei Shoigu": "Sergey Shoygu"]
    try workspace.publish()
    await (try workspace.webSub()).worker.sendDue()
    let present = "http://localhost:8080/entity/sergey-shoygu.atom"
    let denial = try await subscriber.next()
    #expect(denial.values["hub.mode"] == "denied" && denial.values["hub.topic"] == former)
    #expect(denial.fields["location"] == present)
    #expect(denial.values["hub.reason"]?.contains(present) == true)
    #expect(subscriber.requestCount == 1)
  }

  @Test("a wish to subscribe to a feed that ends meanwhile is denied; a new subscription takes a denial back")
  func endedMeanwhile() async throws {
    try workspace.publish()
    let subscriber = try await Subscriber()
    let service = try workspace.webSub()
    let (store, now) = (service.store, UnixTime.now)
    let wish = Delivery.SubscriptionRequest(ends: false, lease: 3600, secret: nil)
    let gone = "http://localhost:8080/country/peru.atom"
    _ = try store.enqueueVerification(wish, callback: subscriber.url, topic: gone, limit: 10)
    await service.worker.sendDue()
    let answer = try await subscriber.next()
    #expect(answer.values["hub.mode"] == "denied" && answer.values["hub.topic"] == gone)
    #expect(try store.subscriptionCount(now: 0) == 0 && store.deliveryCount() == 0)

    try store.applyVerified(wish, callback: subscriber.url, topic: topic, now: now)
    try store.willRemove([EndedTopic(url: topic, successor: nil)])
    #expect(try store.claim(.init(limit: 9, kinds: [.denied], due: 0), now: now).map(\.topic) == [topic])
    try store.applyVerified(wish, callback: subscriber.url, topic: topic, now: now)
    #expect(try store.claim(.init(limit: 9, kinds: [.denied], due: .distantFuture), now: now) == [])
  }

  @Test("feeds on demand name no hub, and the hub says that they have none")
  func onDemand() async throws {
    try workspace.publish()
    let served = try await serve()
    let feed = try await served.connection.ask("GET", "/feed.atom?match=country:egypt")
    #expect(feed.status == 200 && feed["Link"] == nil && !feed.text.contains("rel=\"hub\""))
    let answer = try await served.post([
      "hub.mode": "subscribe", "hub.topic": "http://localhost:8080/feed.atom?match=country:egypt",
      "hub.callback": "https://example.org/",
    ])
    #expect(answer.status == 404 && answer.text.contains("Feeds on demand and archive documents have no hub"))
    await served.end()
  }

  @Test("callbacks on this machine and in private networks are refused unless they are allowed")
  func privateCallbacks() async throws {
    try workspace.publish()
    workspace.configuration.webSub.allowsPrivateCallbacks = false
    let subscriber = try await Subscriber()
    let service = try workspace.webSub()
    let wish = Delivery.SubscriptionRequest(ends: false, lease: 3600, secret: nil)
    let names = [subscriber.url, subscriber.url.replacing("127.0.0.1", with: "localhost")]
    for callback in names {
      _ = try service.store.enqueueVerification(wish, callback: callback, topic: topic, limit: 10)
    }
    await service.worker.sendDue()
    #expect(try service.store.subscriptionCount(now: 0) == 0)
    // They are retried: a name may get another address.
    #expect(try service.store.deliveryCount() == 2)
    #expect(subscriber.requestCount == 0)
  }

  @Test("what is no wish to subscribe is refused in plain words")
  func badWishes() async throws {
    try workspace.publish()
    let served = try await serve()
    let good = ["hub.mode": "subscribe", "hub.topic": topic, "hub.callback": "https://example.org/"]
    let wrong: [(String, String?, Int, String)] = [
      ("hub.mode", "list", 400, "hub.mode"), ("hub.mode", nil, 400, "hub.mode"),
      ("hub.topic", nil, 400, "hub.topic is missing"),
      ("hub.topic", "http://localhost:8080/country/nowhere.atom", 404, "no feed"),
      ("hub.topic", "http://localhost:8080/catalogue.json", 404, "no feed"),
      ("hub.topic", "https://example.org/all.atom", 404, "no feed"),
      ("hub.topic", "http://localhost:8080/../all.atom", 404, "no feed"),
      ("hub.callback", nil, 400, "hub.callback is missing"),
      ("hub.callback", "ftp://example.org/", 400, "http or https"),
      ("hub.callback", "https://user:pass@example.org/", 400, "neither user"),
      ("hub.callback", "https://example.org/#x", 400, "fragment"),
      ("hub.callback", "http://example.org:25/", 400, "port"),
      ("hub.callback", "http://example.org/\r\nX: y", 400, "http or https"),
      ("hub.callback", "http://bücher.example/", 400, "http or https"),
      ("hub.callback", "http://ex%61mple.org/", 400, "no host"),
      ("hub.callback", "https://example.org/" + String(repeating: "a", count: 2048), 400, "2048"),
      ("hub.secret", String(repeating: "s", count: 200), 400, "200 bytes"),
      ("hub.lease_seconds", "soon", 400, "hub.lease_seconds"),
      ("hub.lease_seconds", "-5", 400, "hub.lease_seconds"),
    ]
    for (name, value, status, words) in wrong {
      var form = good
      form[name] = value
      let response = try await served.post(form)
      #expect(
        response.status == status && response.text.contains(words), "\(name): \(value ?? "") \(response.text)"
      )
    }
    #expect(try await served.connection.ask("GET", "/hub").status == 405)
    let large = try await HTTPConnection(port: served.server.port).ask(
      "POST", "/hub", body: String(repeating: "a", count: 20_000))
    #expect(large.status == 413)
    await served.end()
  }

  @Test("only a body that is too large is said to be; one that ends early or is none is a bad request")
  func bodies() async throws {
    try workspace.publish()
    let served = try await serve()
    let chunk = String(repeating: "a", count: 0x1000)
    let chunks = String(repeating: "1000\r\n\(chunk)\r\n", count: 5) + "0\r\n\r\n"
    for (body, status) in [
      ("Transfer-Encoding: chunked\r\n\r\n\(chunks)", 413), ("Content-Length: 100\r\n\r\nhub.mode=", 400),
      ("Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400), ("Content-Length: 0\r\n\r\n", 400),
    ] {
      let connection = try await HTTPConnection(port: served.server.port)
      connection.send("POST /hub HTTP/1.1\r\nHost: a\r\n\(body)")
      connection.finishSending()
      #expect(try await connection.response().status == status, "\(body.prefix(40))")
    }
    let options = try await served.connection.ask("OPTIONS", "/hub")
    #expect(options.status == 204 && options["Allow"] == "POST, OPTIONS")
    #expect(options["Access-Control-Allow-Origin"] == nil)
    await served.end()
  }

  @Test(
    "what older subscribers say twice is passed over, publishers name several feeds, and one that ended is left"
  )
  func otherForms() async throws {
    try workspace.publish()
    let (served, subscriber) = (try await serve(), try await Subscriber())
    func post(_ form: String) async throws -> Int {
      try await served.connection.ask("POST", "/hub", body: form).status
    }
    func encoded(_ text: String) -> String {
      text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
    let (topic, all) = (encoded(topic), encoded("http://localhost:8080/all.atom"))
    let wish = "hub.mode=subscribe&hub.topic=\(topic)&hub.callback=\(encoded(subscriber.url))"
    #expect(try await post(wish + "&hub.verify=async&hub.verify=sync") == 202)
    #expect(try await subscriber.next().values["hub.mode"] == "subscribe")
    #expect(try await post(wish + "&hub.mode=unsubscribe") == 400)
    #expect(try await post("hub.mode=publish&hub.url=\(topic)&hub.url=\(all)") == 202)
    #expect(try await post("hub.mode=publish&hub.url=\(topic)&hub.url=\(all)x") == 404)
    let ended = "http://localhost:8080/entity/nobody.atom"
    try served.service.store.applyVerified(
      .init(ends: false, lease: 3600, secret: nil), callback: subscriber.url, topic: ended,
      now: UnixTime.now)
    var leave = ["hub.mode": "unsubscribe", "hub.topic": ended, "hub.callback": subscriber.url]
    #expect(try await served.post(leave).status == 202)
    leave["hub.callback"] = subscriber.url + "?stranger"
    #expect(try await served.post(leave).status == 404)
    await served.end()
  }

  @Test("there is room for so many subscriptions and no more; who has one may renew and end it all the same")
  func full() throws {
    try workspace.publish()
    let store = try workspace.webSub().store
    var wish = Delivery.SubscriptionRequest(ends: false, lease: 3600, secret: nil)
    func hasRoom(_ name: String) throws -> Bool {
      try store.enqueueVerification(wish, callback: "https://example.org/\(name)", topic: topic, limit: 3)
    }
    try store.applyVerified(wish, callback: "https://example.org/old", topic: topic, now: 0)
    #expect(try (1...4).map { try hasRoom("new\($0)") } == [true, true, false, false])
    #expect(try hasRoom("old") && hasRoom("new1"))
    wish.ends = true
    #expect(try hasRoom("old"))
    #expect(try !hasRoom("stranger"))
  }
}
