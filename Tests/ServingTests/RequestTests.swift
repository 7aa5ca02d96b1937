import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Serving

@Suite("What a server answers")
struct RequestTests {
  private let served: ServedDirectory

  init() async throws { served = try await ServedDirectory() }

  @Test(
    "right types",
    arguments: [
      ("/all.atom", "application/atom+xml; charset=utf-8"),
      ("/all.rss", "application/rss+xml; charset=utf-8"),
      ("/all.json", "application/feed+json"), ("/archive/all/1.atom", "application/atom+xml; charset=utf-8"),
      ("/catalogue.json", "application/json"), ("/feeds.opml", "text/x-opml; charset=utf-8"),
      ("/", "text/html; charset=utf-8"), ("/ja/", "text/html; charset=utf-8"),
      ("/index.html", "text/html; charset=utf-8"),
      ("/icon.png", "image/png"),
    ])
  func types(target: String, type: String) async throws {
    let response = try await served.ask(target)
    #expect(response.status == 200 && response["Content-Type"] == type)
    #expect(response["X-Content-Type-Options"] == "nosniff")
    #expect(response["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
  }

  @Test("scripts of other sites may read feeds, and no site may frame the page")
  func otherSites() async throws {
    for target in ["/all.atom", "/entity/egypt.atom", "/feeds.opml", "/catalogue.json"] {
      #expect(try await served.ask(target)["Access-Control-Allow-Origin"] == "*")
    }
    let page = try await served.ask("/")
    #expect(page["Access-Control-Allow-Origin"] == nil)
    #expect(page["Content-Security-Policy"]?.contains("frame-ancestors 'none'") == true)
    let before = try await served.ask("OPTIONS", "/all.atom", ["Origin": "https://example.org"])
    #expect(before.status == 204 && before["Access-Control-Allow-Origin"] == "*")
    #expect(before["Access-Control-Allow-Headers"]?.contains("If-None-Match") == true)
  }

  @Test("nothing outside the output directory, nothing hidden, no directory, no link out, no pipe")
  func outside() async throws {
    let feeds = served.directory.path("feeds")
    let links = FileManager.default
    try links.createSymbolicLink(atPath: feeds + "/link.atom", withDestinationPath: "../outside.atom")
    try links.createSymbolicLink(atPath: feeds + "/out", withDestinationPath: served.directory.path)
    try links.createSymbolicLink(atPath: feeds + "/inside.atom", withDestinationPath: "all.atom")
    // A mark that joins the character before it does not hide what that is.
    try served.directory.write("secret", to: "feeds/.\u{301}hidden.atom")
    try served.directory.write("secret", to: "\u{301}outside.atom")
    mkfifo(feeds + "/pipe.atom", 0o644)
    let targets = [
      "/../outside.atom", "/entity/../../outside.atom", "/%2e%2e/outside.atom",
      "/entity/%2E%2E/%2E%2E/outside.atom",
      "/..%2foutside.atom", "/entity%2f..%2f..%2foutside.atom", "//outside.atom", "/./all.atom", "/link.atom",
      "/out/outside.atom", "/inside.atom", "/pipe.atom", "/.all.atom.feedgen-new", "/entity", "/entity/",
      "/all.atom/", "/.%CC%81hidden.atom", "/out%2F%CC%81outside.atom",
      "/all.atom%00.png", "/..\\outside.atom", "/entity/..%5c..%5coutside.atom", "/%252e%252e/outside.atom",
      "/" + String(repeating: "a/", count: 500) + "x", "/" + String(repeating: "a", count: 300),
    ]
    for target in targets {
      let response = try await served.ask(target)
      #expect([400, 404].contains(response.status), "\(target)")
      #expect(!response.text.contains("secret"))
    }
  }

  @Test(
    "what is not well-formed is refused in plain words",
    arguments: ["/%", "/%4", "/%zz", "/%ff", "/%c3%28", "all.atom"])
  func malformed(target: String) async throws {
    let response = try await served.ask(target)
    #expect(response.status == 400 && response.text.hasPrefix("bad request: "))
    #expect(response["Content-Type"] == "text/plain; charset=utf-8")
  }

  @Test("404 and 405 say what there is")
  func notThere() async throws {
    let missing = try await served.ask("/nothing.atom")
    #expect(missing.status == 404 && missing.text.contains("catalogue.json"))
    for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE"] {
      let refused = try await served.ask(method, "/all.atom")
      #expect(refused.status == 405 && refused["Allow"] == "GET, HEAD, OPTIONS")
    }
  }

  @Test("below the path of the base URL, and without it where a server in front takes it away")
  func prefix() async throws {
    let served = try await ServedDirectory(baseURL: "https://example.org/news/feeds/")
    for target in ["/news/feeds/all.atom", "/all.atom", "/news/feeds/", "/news/feeds/healthz"] {
      #expect(try await served.ask(target).status == 200)
    }
    #expect(try await served.ask("/news/all.atom").status == 404)
  }

  @Test("HTTP/1.0, and clients that want the connection closed, see it closed")
  func closing() async throws {
    for request in [
      "GET /all.atom HTTP/1.0\r\n\r\n", "GET /all.atom HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n",
    ] {
      for _ in 0..<2 {
        let connection = try await served.connection()
        connection.send(request)
        #expect(try await connection.response().text == ServedDirectory.feed)
        #expect(try await connection.isClosed())
      }
    }
  }

  @Test(
    "an offer to go on in another protocol is passed over, and says that nothing more is answered here",
    arguments: [
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      "POST /all.atom HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\nhi",
      "CONNECT example.org:80 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /all.atom HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    ])
  func otherProtocols(request: String) async throws {
    for _ in 0..<2 {
      let connection = try await served.connection()
      connection.send(request)
      let response = try await connection.response()
      #expect([200, 400, 405].contains(response.status) && response["Connection"] == "close")
      #expect(try await connection.isClosed())
    }
  }

  @Test("a body that is not wanted is read, and the connection goes on")
  func unwantedBody() async throws {
    let connection = try await served.connection()
    for _ in 0..<2 {
      #expect(try await connection.ask("POST", "/all.atom", body: "hi").status == 405)
      #expect(try await connection.ask("GET", "/all.atom").status == 200)
    }
  }

  @Test("HEAD has no body, whatever it comes to")
  func headOnly() async throws {
    let connection = try await served.connection()
    for _ in 0..<2 {
      for (fields, status) in [(["If-Match": "\"x\""], 412), ([:], 200)] {
        #expect(try await connection.ask("HEAD", "/all.atom", fields).status == status)
        #expect(try await connection.ask("GET", "/all.atom", fields).status == status)
      }
    }
  }

  @Test("a query and OPTIONS for all are no trouble")
  func queries() async throws {
    for target in ["/all.atom", "/all.atom?utm_source=x", "/all.atom?", "/all.atom"] {
      #expect(try await served.ask(target).text == ServedDirectory.feed)
    }
    #expect(try await served.ask("OPTIONS", "*").status == 204)
  }

  @Test("an output directory that is not there is said to be missing")
  func missingOutput() async throws {
    #expect(try await served.ask("/healthz").status == 200)
    try FileManager.default.removeItem(atPath: served.directory.path("feeds"))
    let response = try await served.ask("/healthz")
    #expect(response.status == 503 && response.text.contains("output directory is not there"))
    #expect(try await served.ask("/metrics").text.contains("feedgen_healthy 0"))
  }

  @Test("an index that cannot be read is said to be so, until it can be read again")
  func unreadableIndex() async throws {
    let index = served.directory.path("state/index.sqlite")
    let bytes = try Data(contentsOf: URL(filePath: index))
    #expect(try await served.ask("/healthz").status == 200)
    for damaged in [Data("no database".utf8), Data(), bytes.prefix(bytes.count / 2), nil] as [Data?] {
      if let damaged {
        try damaged.write(to: URL(filePath: index))
      } else {
        try FileManager.default.removeItem(atPath: index)
      }
      let response = try await served.ask("/healthz")
      #expect(response.status == 503 && response.text.contains(served.directory.path("state")))
      #expect(try await served.ask("/all.atom").status == 200)
      #expect(try await served.ask("/metrics").text.contains("feedgen_healthy 0"))
    }
    try bytes.write(to: URL(filePath: index))
    #expect(try await served.ask("/healthz").status == 200)
  }

  @Test("requests in a row get answers in a row, those from memory and those that take longer")
  func pipelined() async throws {
    for _ in 0..<5 {
      let connection = try await served.connection()
      let targets = [
        "/all.atom", "/nothing", "/all.atom", "/healthz", "/entity/egypt.atom", "/%zz", "/all.atom",
      ]
      connection.send(targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined())
      var statuses: [Int] = []
      for _ in targets { statuses.append(try await connection.response().status) }
      #expect(statuses == [200, 404, 200, 200, 200, 400, 200])
    }
  }

  @Test("a client that has said all it wants to say gets its answers")
  func halfClosed() async throws {
    for _ in 0..<3 {
      let connection = try await served.connection()
      connection.send("GET /all.atom HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
      connection.finishSending()
      #expect(try await connection.response().text == ServedDirectory.feed)
      #expect(try await connection.response().status == 200)
      #expect(try await connection.isClosed())
    }
  }

  @Test("health, status, metrics")
  func reports() async throws {
    _ = try await served.ask("/all.atom")
    let tag = try await #require(served.ask("/all.atom")["ETag"])
    _ = try await served.ask("/all.atom", ["If-None-Match": tag])
    #expect(try await served.ask("/healthz").text == "healthy\n")
    let metrics = try await served.ask("/metrics")
    #expect(metrics["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    let lines = metrics.text.split(separator: "\n")
    #expect(lines.contains("feedgen_http_responses_total{code=\"304\"} 1"))
    #expect(lines.contains("feedgen_http_responses_total{code=\"200\"} 3"))
    #expect(lines.contains("feedgen_http_not_modified_ratio 0.25"))
    #expect(lines.contains("feedgen_events 7"))
    let bytes = 2 * ServedDirectory.feed.utf8.count + "healthy\n".utf8.count
    #expect(lines.contains("feedgen_http_response_bytes_total \(bytes)"))
    for line in lines where !line.hasPrefix("#") {
      let sample = /(feedgen|process)_[a-z_]+({[a-z]+="[^"]+"(,[a-z]+="[^"]+")*})? -?[0-9.e-]+/
      #expect(line.wholeMatch(of: sample) != nil, "\(line)")
    }
    let status = try JSONSerialization.jsonObject(with: await served.ask("/status").body) as? [String: Any]
    #expect(status?["healthy"] as? Bool == true)
    #expect(((status?["server"] as? [String: Any])?["responses"] as? [String: Int])?["304"] == 1)
  }

  @Test("a rebuild needs the token, and is disabled without one")
  func regenerate() async throws {
    #expect(try await served.ask("POST", "/regenerate").status == 404)
    #expect(try await served.ask("GET", "/regenerate").status == 404)
    final class Requests: Sendable { let all = Mutex<[FeedServer.Rebuild]>([]) }
    let requests = Requests()
    let guarded = try await ServedDirectory(token: "s3cret") { rebuild in
      requests.all.withLock {
        $0.append(rebuild)
        return $0.count > 2 ? "busy" : nil
      }
    }
    #expect(try await guarded.ask("POST", "/regenerate").status == 401)
    for token in ["Bearer wrong", "Bearer s3cret ", "s3cret", "Bearer s3cre", "Basic s3cret", "bearer"] {
      let response = try await guarded.ask("POST", "/regenerate", ["Authorization": token + "x"])
      #expect(response.status == 401 && response["WWW-Authenticate"] == "Bearer")
    }
    let bearer = ["Authorization": "bearer  s3cret"]
    #expect(try await guarded.ask("GET", "/regenerate", bearer).status == 405)
    #expect(requests.all.withLock { $0 } == [])
    #expect(try await guarded.ask("POST", "/regenerate", bearer, body: "").status == 202)
    #expect(try await guarded.ask("POST", "/regenerate?full=true", bearer).status == 202)
    #expect(requests.all.withLock { $0 } == [.changes, .everything])
    let busy = try await guarded.ask("POST", "/regenerate", bearer)
    #expect(busy.status == 409 && busy.text == "busy\n")
  }
}
