import Foundation
import Primitives
import TestSupport
import Testing

@testable import OutgoingHTTP

@Suite("The HTTP client")
struct HTTPClientTests {
  // So long that no test waits for it.
  private let patience = Duration.seconds(600)
  private let client = HTTPClient(.any)

  private static func request(_ method: HTTPClient.Method, _ url: String) -> HTTPClient.Request {
    var request = HTTPClient.Request(method, url)
    request.bodyLimit = 5000
    return request
  }

  @Test("sends method, fields and body, and returns status, fields and body")
  func exchange() async throws {
    let server = try await Subscriber()
    server.answers { _ in (201, "done") }
    server.adds { _ in [("Location", "/a"), ("location", "/b"), ("X-Empty", "")] }
    var request = HTTPClient.Request(.post, server.url + "/../x?y=%7e")
    request.fields = [("Content-Type", "text/plain"), ("X-Name", "one"), ("X-Name", "two"), ("X-None", "")]
    request.body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    request.bodyLimit = 4
    let response = try await client.send(request, within: patience)
    #expect(response.status == 201 && response.body == Array("done".utf8))
    #expect(response.fields["location"] == "/a" && response.fields["x-empty"] == "")
    let received = try await server.next()
    #expect(received.method == "POST" && received.target == "/callback/../x?y=%7e")
    #expect(received.body == Data(request.body))
    #expect(received.fields["content-type"] == "text/plain" && received.fields["x-name"] == "one, two")
    #expect(received.fields["x-none"] == "" && received.fields["expect"] == nil)
  }

  @Test(
    "sends every method, with a body where it has one", arguments: [HTTPClient.Method.put, .head, .delete])
  func methods(method: HTTPClient.Method) async throws {
    let server = try await Subscriber()
    server.answers { _ in (200, "") }
    var request = Self.request(method, server.url)
    request.body = method == .put ? Array("a body".utf8) : []
    let response = try await client.send(request, within: patience)
    #expect(response.status == 200 && response.body == [])
    let received = try await server.next()
    #expect(received.method == method.rawValue && received.body == Data(request.body))
    #expect(received.fields["authorization"] == nil)
  }

  @Test("signs a request, and neither sends nor shows the secret")
  func signature() async throws {
    let server = try await Subscriber()
    var request = Self.request(.put, server.url)
    request.fields = [("x-amz-content-sha256", "UNSIGNED-PAYLOAD")]
    request.signingKey = .init(accessKey: "AKID", secretKey: "s3cret", region: "eu-west-1", service: "s3")
    _ = try await client.send(request, within: patience)
    let fields = try await server.next().fields
    let authorization = try #require(fields["authorization"])
    #expect(authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/"))
    #expect(authorization.contains("/eu-west-1/s3/aws4_request"))
    #expect(authorization.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date"))
    #expect(!fields.values.contains { $0.contains("s3cret") })
  }

  @Test("a body that is too long, or not wanted, is none", arguments: [nil, 3])
  func bodies(limit: Int?) async throws {
    let server = try await Subscriber()
    for length in [4, 1_000_000] {
      server.answers { _ in (200, String(repeating: "a", count: length)) }
      var request = HTTPClient.Request(.get, server.url)
      request.bodyLimit = limit
      let response = try await client.send(request, within: patience)
      #expect(response.status == 200 && response.body == nil)
    }
  }

  @Test("follows no redirect", arguments: [301, 303, 308])
  func redirects(status: Int) async throws {
    let server = try await Subscriber()
    server.answers { _ in (status, "") }
    server.adds { _ in [("Location", "/elsewhere")] }
    let response = try await client.send(HTTPClient.Request(.get, server.url), within: patience)
    #expect(response.status == status && server.requestCount == 1)
  }

  @Test("requests one after another share a connection, and many at once are answered")
  func connections() async throws {
    let server = try await Subscriber()
    server.answers { ($0.target.hasSuffix("7") ? 404 : 200, $0.target) }
    // Not on the pool of threads, which other tests block: libcurl does not use a connection again that has been idle for 118 seconds.
    try Blocking.wait { [client, patience, url = server.url] in
      for _ in 0..<5 { _ = try await client.send(HTTPClient.Request(.post, url), within: patience) }
    }
    #expect(server.connectionCount == 1)
    let statuses: [Int: Int] = try await withThrowingTaskGroup(of: Int.self) { [client, patience] group in
      for number in 0..<100 {
        group.addTask {
          try await client.send(HTTPClient.Request(.get, server.url + "?\(number)"), within: patience).status
        }
      }
      return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    #expect(statuses == [200: 90, 404: 10])
  }

  @Test("gives up when the time is over, before a response and within it, and when it is cancelled")
  func limits() async throws {
    let server = try await Subscriber()
    server.answers { _ in nil }
    for method in [HTTPClient.Method.get, .post] {
      let request = Self.request(method, server.url)
      await #expect(throws: HTTPClient.TimedOut.self) {
        try await client.send(request, within: .milliseconds(50))
      }
      let task = Task { [client, patience] in try await client.send(request, within: patience) }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("a response is one though its body never comes, if that is not wanted")
  func unfinishedBody() async throws {
    let server = try await Subscriber()
    server.answers { _ in nil }
    let request = HTTPClient.Request(.get, server.url)
    // As long as a slow machine needs to answer at all.
    var statuses: [Int] = []
    for limit in [0.5, 2, 8, 32, 128] where statuses.isEmpty {
      if let response = try? await client.send(request, within: .seconds(limit)) {
        statuses.append(response.status)
      }
    }
    #expect(statuses == [200])
  }

  @Test("reports the failure: unknown host, refused connection, invalid URL, other scheme")
  func failures() async throws {
    func failure(_ url: String) async -> String {
      do {
        let response = try await client.send(HTTPClient.Request(.get, url), within: patience)
        return "\(response.status)"
      } catch {
        return "\(error)"
      }
    }
    #expect(await failure("http://no-such-host.invalid/") == "no-such-host.invalid is no known host")
    #expect(await failure("ftp://127.0.0.1/").contains("no http or https URL"))
    #expect(await failure("http://[/").contains("no URL"))
    #expect(await failure("").contains("no URL"))
    // To a server that does not speak TLS.
    let server = try await Subscriber()
    #expect(await failure(server.url.replacing("http:", with: "https:")).contains("SSL"))
    #expect(server.requestCount == 0)
  }

  @Test("reads a URL's host as it is connected to")
  func hosts() throws {
    #expect(try RequestURL("http://2130706433/").host == "127.0.0.1")
    #expect(try RequestURL("http://example.org@127.0.0.1:8080/").host == "127.0.0.1")
    #expect(try RequestURL("HTTPS://[::1]/").host == "[::1]")
    #expect(try RequestURL("https://example.org/").port == "443")
    #expect(
      try RequestURL("../b c?d", relativeTo: "http://example.org:81/a/").text
        == "http://example.org:81/b%20c?d")
    #expect(
      try RequestURL("//example.com", relativeTo: "https://example.org/").text == "https://example.com/")
  }

  @Test("connects to no address that is not public, wherever the address came from")
  func peer() async throws {
    let server = try await Subscriber()
    let (request, loop) = (HTTPClient.Request(.get, server.url), TransferLoop())
    for url in [server.url, server.url.replacing("127.0.0.1", with: "example.org")] {
      let transfer = Transfer(
        request, try RequestURL(url), addresses: ["127.0.0.1"], policy: .publicOnly, limit: patience)
      await #expect(throws: NetworkAddress.Refusal.self) { try await loop.run(transfer) }
    }
    let transfer = Transfer(
      request, try RequestURL(server.url.replacing("127.0.0.1", with: "example.org")),
      addresses: ["127.0.0.1"], policy: .any, limit: patience)
    #expect(try await loop.run(transfer).status == 200)
    #expect(server.requestCount == 1)
    loop.close()
  }
}
