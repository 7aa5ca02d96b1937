import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Serving

@Suite("What a server bears")
struct AbuseTests {
  private static func settings(_ change: (inout ServerSettings) -> Void) -> ServerSettings {
    var settings = ServedDirectory.patient
    change(&settings)
    return settings
  }

  // A large document. A string of so many characters takes a second.
  private static func text(bytes count: Int) -> Data { Data(repeating: UInt8(ascii: "x"), count: count) }

  @Test("a header that is too large, in one field or in many, is refused, and others are served")
  func largeHeaders() async throws {
    let served = try await ServedDirectory(Self.settings { $0.headerBytes = 2048 })
    let other = try await served.connection()
    for fields in [
      "X: \(String(repeating: "x", count: 3000))\r\n", String(repeating: "X-Y: 0123456789\r\n", count: 300),
      String(repeating: "A: \r\n", count: 101),
    ] {
      for target in ["/all.atom", "/" + String(repeating: "a", count: 3000)] {
        let connection = try await served.connection()
        connection.send("GET \(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
        let response = try await connection.response()
        #expect(response.status == (target == "/all.atom" ? 431 : 414) && response["Connection"] == "close")
        #expect(try await connection.isClosed())
      }
      #expect(try await other.ask("GET", "/all.atom").status == 200)
    }
  }

  @Test(
    "what is not HTTP is refused",
    arguments: [
      "\u{16}\u{3}\u{1}\u{2}hello\r\n\r\n", "GET\r\n\r\n", "GET /all.atom\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\n\r\n", "GET /all.atom HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a/b c\r\n\r\n", "GET /all.atom HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n",
      "POST /all.atom HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /all.atom HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      "POST /all.atom HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
      "POST /all.atom HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])
  func garbage(request: String) async throws {
    let served = try await ServedDirectory()
    let connection = try await served.connection()
    connection.send(request)
    let response = try await connection.response()
    #expect(response.status == 400 && response["Connection"] == "close")
    #expect(try await connection.isClosed())
    #expect(try await served.ask("/all.atom").status == 200)
  }

  @Test("garbage after good requests does not take their answers away")
  func garbageBehind() async throws {
    let served = try await ServedDirectory()
    for _ in 0..<3 {
      let connection = try await served.connection()
      connection.send("GET /all.atom HTTP/1.1\r\nHost: a\r\n\r\n\u{0}garbage\r\n\r\n")
      #expect(try await connection.response().text == ServedDirectory.feed)
      #expect(try await connection.response().status == 400)
      #expect(try await connection.isClosed())
    }
  }

  @Test("a request without a host is refused also behind others, and a body that is none ends the connection")
  func faultsBehind() async throws {
    let served = try await ServedDirectory()
    for _ in 0..<3 {
      let connection = try await served.connection()
      connection.send("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\nHEAD /all.atom HTTP/1.1\r\n\r\n")
      #expect(try await connection.response().status == 404)
      #expect(try await connection.response(toHead: true).status == 400)
      #expect(try await connection.isClosed())
      let body = try await served.connection()
      body.send("POST /all.atom HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
      #expect(try await [400, 405].contains(body.response().status))
      #expect(try await body.isClosed())
    }
  }

  @Test("bytes behind the last request of a connection are ignored, and the connection ends")
  func behindTheLast() async throws {
    let served = try await ServedDirectory()
    let more = String(repeating: "GET /all.atom HTTP/1.1\r\nHost: a\r\n\r\n", count: 3000)
    for last in [
      "GET /nothing HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
      "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
      "GET /all.atom HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
      "POST /all.atom HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
    ] {
      for behind in [more, "garbage\r\n\r\n"] {
        let connection = try await served.connection()
        connection.send(last + behind)
        #expect(try await [200, 404, 405].contains(connection.response().status))
        #expect(try await connection.isClosed())
      }
    }
    try await eventually { try await served.metric("http_connections_open") <= 1 }
    #expect(try await served.metric("http_malformed_total") == 0)
  }

  @Test(
    "an answer that has begun is sent as a whole, whoever wants the connection to end",
    arguments: ["half-closed", "last", "garbage", "no host", "stopping"])
  func wholeAnswers(end: String) async throws {
    let served = try await ServedDirectory()
    let size = 20 << 20
    try served.directory.write(Self.text(bytes: size), to: "feeds/entity/large.atom")
    #expect(try await served.ask("HEAD", "/entity/large.atom").status == 200)
    let connection = try await served.connection()
    let close = ["last", "stopping"].contains(end) ? "Connection: close\r\n" : ""
    let behind = ["garbage": "FOO BAR\r\n\r\n", "no host": "GET / HTTP/1.1\r\n\r\n"][end] ?? ""
    connection.send("GET /entity/large.atom HTTP/1.1\r\nHost: a\r\n\(close)\r\n\(behind)")
    if end == "half-closed" { connection.finishSending() }
    if end == "stopping" {
      try await eventually { try await served.metric("http_response_bytes_total") >= size }
      let server = served.server
      Task.detached { await server.stop() }
    }
    #expect(try await connection.response().body.count == size)
    if !behind.isEmpty { #expect(try await connection.response().status == 400) }
    #expect(try await connection.isClosed())
  }

  #if os(Linux)
    @Test("a client that requests large documents and receives none has one file open")
    func openFiles() async throws {
      let served = try await ServedDirectory()
      try served.directory.write(Self.text(bytes: 20 << 20), to: "feeds/entity/large.atom")
      #expect(try await served.ask("HEAD", "/entity/large.atom").status == 200)
      let connection = try await HTTPConnection(port: served.server.port, reads: false)
      connection.send(String(repeating: "GET /entity/large.atom HTTP/1.1\r\nHost: a\r\n\r\n", count: 300))
      try await eventually { try await served.metric("http_response_bytes_total") != 0 }
      for _ in 0..<20 {
        #expect(try await served.ask("/healthz").status == 200)
        let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
          let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0)
          return target == served.directory.path("feeds/entity/large.atom")
        }
        #expect(links.count <= 2)
      }
    }
  #endif

  @Test("who sends a request too slowly is let go, in the header or in the body")
  func slow() async throws {
    let served = try await ServedDirectory(Self.settings { $0.requestTimeout = 0.2 })
    let (header, body) = (try await served.connection(), try await served.connection())
    header.send("GET /all.atom HTTP/1.1\r\nHost: a\r\nX: ")
    #expect(try await header.isClosed())
    // The second of a connection as well as the first.
    var second = try await served.connection()
    try await eventually {
      if (try? await second.ask("GET", "/all.atom"))?.status == 200 { return true }
      second = try await served.connection()  // it was too slow itself
      return false
    }
    second.send("GET /all.atom HT")
    #expect(try await second.isClosed())
    body.send("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123")
    try await eventually { (try? await body.response()) == nil }
  }

  @Test("an idle connection is closed")
  func idle() async throws {
    let served = try await ServedDirectory(Self.settings { $0.idleTimeout = 0.2 })
    let connection = try await served.connection()
    #expect(try await connection.ask("GET", "/all.atom").status == 200)
    #expect(try await connection.isClosed())
    #expect(try await served.metric("http_timeouts_total") == 1)
  }

  @Test("who does not fetch answers gets no more of them, and is let go")
  func unread() async throws {
    let served = try await ServedDirectory(Self.settings { $0.sendTimeout = 0.5 })
    let large = Self.text(bytes: 8 << 20)
    try served.directory.write(large, to: "feeds/entity/large.atom")
    let connection = try await HTTPConnection(port: served.server.port, reads: false)
    connection.send(String(repeating: "GET /entity/large.atom HTTP/1.1\r\nHost: a\r\n\r\n", count: 50))
    try await eventually { try await served.metric("http_timeouts_total") != 0 }
    #expect(try await served.metric("http_timeouts_total") == 1)
  }

  @Test("more connections than are allowed wait until there is room")
  func manyConnections() async throws {
    let served = try await ServedDirectory(Self.settings { $0.connections = 3 })
    var open: [HTTPConnection] = []
    for _ in 0..<3 { open.append(try await served.connection()) }
    for connection in open { #expect(try await connection.ask("GET", "/all.atom").status == 200) }
    let waiting = try await served.connection()
    waiting.send("GET /all.atom HTTP/1.1\r\nHost: a\r\n\r\n")
    open.removeFirst()
    #expect(try await waiting.response().status == 200)
  }

  @Test(
    "stopping lets answers that have begun be fetched, and takes no more connections", arguments: [8, 20])
  func draining(megabytes: Int) async throws {
    let served = try await ServedDirectory()
    let size = megabytes << 20
    try served.directory.write(Self.text(bytes: size), to: "feeds/entity/large.atom")
    let (fetching, idle) = (try await served.connection(), try await served.connection())
    #expect(try await idle.ask("GET", "/all.atom").status == 200)
    // What is not too large is in memory from now on.
    #expect(try await fetching.ask("HEAD", "/entity/large.atom").status == 200)
    fetching.send("GET /entity/large.atom HTTP/1.1\r\nHost: a\r\n\r\n")
    try await eventually { try await served.metric("http_response_bytes_total") >= size }
    #expect(try await served.isListening())
    let server = served.server
    let stopping = Task.detached { await server.stop() }
    #expect(try await idle.isClosed())
    #expect(try await fetching.response().body.count == size)
    #expect(try await fetching.isClosed())
    await stopping.value
    #expect(try await !served.isListening())
  }

  @Test("a client that fetches nothing does not keep the server from stopping")
  func stuckClient() async throws {
    let served = try await ServedDirectory(Self.settings { $0.drain = 0.2 })
    try served.directory.write(Self.text(bytes: 20 << 20), to: "feeds/entity/large.atom")
    let stuck = try await HTTPConnection(port: served.server.port, reads: false)
    for _ in 0..<2 { stuck.send("GET /entity/large.atom HTTP/1.1\r\nHost: a\r\n\r\n") }
    try await eventually { try await served.metric("http_response_bytes_total") >= 20 << 20 }
    #expect(try await served.isListening())
    await served.server.stop()
    #expect(try await !served.isListening())
    stuck.finishSending()
  }

  private final class Stopped: Sendable { let isTrue = Mutex(false) }

  @Test("a server that is told to stop while clients connect stops")
  func stoppingAmidConnections() async throws {
    for _ in 0..<6 {
      let served = try await ServedDirectory()
      let (server, port) = (served.server, served.server.port)
      let stopped = Stopped()
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            while !stopped.isTrue.withLock({ $0 }) { _ = try? await HTTPConnection(port: port) }
          }
        }
        group.addTask {
          for _ in 0..<3 { _ = try? await HTTPConnection(port: port).ask("GET", "/all.atom") }
          await server.stop()
          stopped.isTrue.withLock { $0 = true }
        }
      }
      #expect(try await !served.isListening())
    }
  }
}
