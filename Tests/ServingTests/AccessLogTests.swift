import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Primitives
import Synchronization
import TestSupport
import Testing

@testable import Serving

@Suite("The access log")
struct AccessLogTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path("access.log") }

  init() throws { directory = try TemporaryDirectory() }

  private func served(
    _ format: AccessLogFormat = .combined, _ change: (inout ServerSettings) -> Void = { _ in }
  ) async throws -> ServedDirectory {
    var settings = ServedDirectory.patient
    settings.accessLog = path
    settings.accessLogFormat = format
    change(&settings)
    return try await ServedDirectory(settings)
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func lines(count: Int) async throws -> [String] {
    try await eventually { try lines().count >= count }
    return try lines()
  }

  // A line without its time, and without the time it took.
  private static func timeless(_ line: String) -> String {
    line.replacing(/\[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000\]/, with: "[time]")
  }

  @Test("has a line in the combined form for each answered request, with what a client can make up escaped")
  func combined() async throws {
    let served = try await served()
    let connection = try await served.connection()
    let fields = ["User-Agent": "Quill/1.0 \"é\\", "Referer": "https://example.org/\tx"]
    for target in ["/all.atom", "/all.atom", "/nothing", "/%zz"] {
      _ = try await connection.ask("GET", target, fields)
    }
    _ = try await connection.ask("HEAD", "/all.atom")
    _ = try await connection.ask("POST", "/all.atom")
    let client = "127.0.0.1 - - [time]"
    let size = ServedDirectory.feed.utf8.count
    let escaped = "\"https://example.org/\\x09x\" \"Quill/1.0 \\x22\\xC3\\xA9\\x5C\""
    let lines = try await lines(count: 6).map(Self.timeless)
    #expect(lines[0] == "\(client) \"GET /all.atom HTTP/1.1\" 200 \(size) \(escaped)")
    #expect(lines[1] == lines[0])
    #expect(lines[2].hasPrefix("\(client) \"GET /nothing HTTP/1.1\" 404 "))
    #expect(lines[3].hasPrefix("\(client) \"GET /%zz HTTP/1.1\" 400 "))
    #expect(lines[4] == "\(client) \"HEAD /all.atom HTTP/1.1\" 200 0 \"-\" \"-\"")
    #expect(lines[5].hasPrefix("\(client) \"POST /all.atom HTTP/1.1\" 405 "))
  }

  @Test("has an object for each request, if it is in JSON")
  func json() async throws {
    struct Entry: Decodable, Equatable {
      var time: String
      var client: String
      var method: String?
      var target: String?
      var version: String?
      var status: Int
      var bytes: Int
      var duration: Double
      var referrer: String?
      var userAgent: String?
      var host: String?
    }
    let served = try await served(.json)
    _ = try await served.ask("/all.atom?a=\"b", ["User-Agent": "a\\\"ö\tb"])
    let broken = try await served.connection()
    broken.send("\u{16}\u{3}\u{1}\"\r\n\r\n")
    _ = try await broken.response()
    let entries = try await lines(count: 2).map { try JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
    #expect(entries[0].method == "GET" && entries[0].target == "/all.atom?a=\"b")
    #expect(entries[0].version == "HTTP/1.1" && entries[0].host == "localhost" && entries[0].referrer == nil)
    #expect(entries[0].userAgent == "a\\\"ö\tb" && entries[0].client == "127.0.0.1")
    #expect(entries[0].status == 200 && entries[0].bytes == ServedDirectory.feed.utf8.count)
    #expect(entries[0].duration > 0 && entries[0].duration < 600)
    #expect(entries[1].status == 400 && entries[1].method == "\u{16}\u{3}\u{1}\"" && entries[1].target == nil)
    let time = try #require(entries[0].time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/))
    #expect(!time.0.isEmpty)
  }

  @Test("has requests that are refused, with their first line as far as it was received")
  func refused() async throws {
    let served = try await served { $0.headerBytes = 2048 }
    let long = String(repeating: "x", count: 4000)
    for (request, line, status) in [
      ("FOO /a\"b HTTP/1.1\r\n\r\n", "FOO /a\\x22b HTTP/1.1", 501),
      ("GET /all.atom HTTP/1.1\r\n\r\n", "GET /all.atom HTTP/1.1", 400),
      ("GET /all.atom HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n", "GET /all.atom HTTP/1.1", 431),
      ("GET /all.atom HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n", "GET /all.atom HTTP/1.1", 400),
      ("GET / HTTP/2.0\r\n\r\n", "GET / HTTP/2.0", 505), ("\u{0}garbage\r\n\r\n", "\\x00garbage", 400),
    ] {
      let before = try lines().count
      let connection = try await served.connection()
      connection.send("GET /all.rss HTTP/1.1\r\nHost: a\r\n\r\n" + request)
      #expect(try await connection.response().status == 200)
      #expect(try await connection.response().status == status)
      let new = try await lines(count: before + 2).dropFirst(before)
      #expect(new.count == 2 && new.first?.contains("\"GET /all.rss HTTP/1.1\" 200") == true)
      #expect(new.last?.contains("\"\(line)\" \(status) ") == true, "\(new)")
    }
    let connection = try await served.connection()
    connection.send("GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try await connection.response().status == 414)
    let last = try await lines(count: 13).last ?? ""
    #expect(last.contains("\"GET /xxx") && last.contains("\" 414 ") && last.utf8.count < 800)
  }

  @Test("has 408 for a request that does not arrive in time")
  func timeouts() async throws {
    let served = try await served { $0.requestTimeout = 0.1 }
    // On a slow machine, the time may be over before the first bytes arrive.
    try await eventually {
      let connection = try await served.connection()
      connection.send("GET /all.atom HTTP/1.1\r\nHos")
      return try await connection.isClosed() && !lines().isEmpty
    }
    #expect(try lines()[0].contains("\"GET /all.atom HTTP/1.1\" 408 0 "))
    // The end of the connection is no malformed request.
    let count = try lines().count
    try await eventually {
      let connection = try await served.connection()
      connection.send("GET /all.rss HTTP/1.1\r\nHost: a\r\n\r\n")
      // The time of this request may be over, too.
      return (try? await connection.response().status) == 200
    }
    let all = try await lines(count: count + 1)
    #expect(all.filter { $0.contains("\" 400 ") } == [])
  }

  @Test(
    "names the last address in X-Forwarded-For if the other side is on this machine",
    arguments: [
      ("203.0.113.9", "203.0.113.9"), ("10.0.0.1, 203.0.113.9", "203.0.113.9"),
      ("2001:db8::1", "2001:db8::1"),
      ("203.0.113.9:4711", "203.0.113.9"), ("[2001:db8::1]x", "127.0.0.1"),
      ("[2001:db8::1]:4711", "2001:db8::1"), ("", "127.0.0.1"),
      ("::ffff:203.0.113.9", "203.0.113.9"), ("203.0.113.9, unknown", "127.0.0.1"), ("\"x", "127.0.0.1"),
      ("203.0.113.9,", "203.0.113.9"),
    ])
  func forwarded(field: String, client: String) async throws {
    let served = try await served()
    _ = try await served.ask("/all.atom", ["X-Forwarded-For": field])
    #expect(try await lines(count: 1)[0].hasPrefix("\(client) - - ["))
  }

  @Test("has whole lines of all connections at once")
  func concurrency() async throws {
    let served = try await served()
    let port = served.server.port
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          let connection = try await HTTPConnection(port: port)
          for _ in 0..<50 { _ = try await connection.ask("GET", "/nothing-\(number)") }
        }
      }
      try await group.waitForAll()
    }
    let lines = try await lines(count: 400)
    #expect(lines.count == 400)
    for line in lines {
      #expect(
        Self.timeless(line).wholeMatch(
          of: /127\.0\.0\.1 - - \[time\] "GET \/nothing-\d HTTP\/1\.1" 404 \d+ "-" "-"/) != nil)
    }
  }

  @Test("is opened again after it was moved away, and is for its user and group alone")
  func rotation() async throws {
    let served = try await served()
    _ = try await served.ask("/all.atom")
    _ = try await lines(count: 1)
    try FileManager.default.moveItem(atPath: path, toPath: directory.path("access.log.1"))
    _ = try await served.ask("/all.rss")
    served.server.reopenAccessLog()
    try await eventually { FileManager.default.fileExists(atPath: path) }
    _ = try await served.ask("/all.json")
    #expect(try await lines(count: 1)[0].contains("/all.json"))
    let old = try String(contentsOfFile: directory.path("access.log.1"), encoding: .utf8)
    #expect(old.contains("/all.atom") && old.contains("/all.rss"))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? Int ?? 0) & 0o007 == 0)
  }

  @Test(
    "that cannot be written costs no response, is named by /healthz and /status, and is written when it can be"
  )
  func unwritable() async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let served = try await served()
    for _ in 0..<3 { #expect(try await served.ask("/all.atom").status == 200) }
    let health = try await served.ask("/healthz")
    #expect(health.status == 200 && health.text.contains("access log: \(path): cannot be opened"))
    #expect(try await served.ask("/status").text.contains("cannot be opened"))
    #expect(try await served.metric("access_log_failing") == 1)
    try FileManager.default.removeItem(atPath: path)
    try await eventually { try await served.metric("access_log_failing") == 0 }
    #expect(try await served.ask("/healthz").text == "healthy\n")
    let lines = try await lines(count: 5)
    #expect(lines.prefix(3).allSatisfy { $0.contains("\"GET /all.atom HTTP/1.1\" 200") })
  }

  @Test("on a full disk ends with a whole line, is reported once, and loses no more than it has no room for")
  func fullDisk() async throws {
    let messages = MessageRecorder()
    // Every write to this device fails as on a full disk.
    let log = AccessLog(path: "/dev/full", format: .combined, logger: messages.logger)
    let line = Array((String(repeating: "x", count: 1023) + "\n").utf8)
    for _ in 0..<5000 { log.append(line) }
    try await eventually { log.health.problem != nil }
    await log.flush()
    let health = log.health
    #expect(health.problem?.contains("No space left on device") == true)
    #expect(health.lost >= 5000 - 4096 && health.lost < 5000)
    #expect(messages.all.filter { $0.contains("/dev/full") }.count == 1)
  }
}
