import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite("HTTP as its specifications have it")
struct ProtocolTests {
  private let served: ServedDirectory

  init() async throws { served = try await ServedDirectory() }

  // Sends the text of a head, less the line that ends it, on a connection of its own.
  private func ask(_ head: String) async throws -> HTTPConnection.Response {
    let connection = try await served.connection()
    connection.send(head.replacing("\n", with: "\r\n") + "\r\n\r\n")
    return try await connection.response(toHead: head.hasPrefix("HEAD"))
  }

  @Test(
    "a target in absolute-form is answered as its path is",
    arguments: [
      ("http://example.org/all.atom", 200), ("HTTP://example.org:8080/all.atom", 200),
      ("https://[::1]/entity/egypt.atom?a=b", 200), ("http://example.org", 200),
      ("http://example.org?a", 200),
      ("http://example.org/nothing.atom", 404),
    ])
  func absoluteForm(target: String, status: Int) async throws {
    for _ in 0..<2 {
      #expect(try await ask("GET \(target) HTTP/1.1\nHost: a").status == status)
    }
  }

  @Test(
    "fields of one name are one list",
    arguments: [
      ("Accept-Encoding: br\nAccept-Encoding: gzip", "gzip"),
      ("Accept-Encoding: gzip;q=0\nAccept-Encoding: *", nil),
      ("Accept-Encoding: *\nAccept-Encoding: gzip;q=0", nil),
      ("Accept-Encoding: gzip;q=0.5\nAccept-Encoding: identity", nil),
      ("Accept-Encoding:\nAccept-Encoding: gzip", "gzip"), ("accept-encoding: , gzip ,", "gzip"),
    ])
  func repeatedEncodings(fields: String, encoding: String?) async throws {
    for _ in 0..<2 {
      let response = try await ask("GET /all.atom HTTP/1.1\nHost: a\n\(fields)")
      #expect(response.status == 200 && response["Content-Encoding"] == encoding)
      #expect(response["Vary"] == "Accept-Encoding, Sec-Fetch-Dest")
    }
  }

  @Test("conditions may be in several fields, but a date that is there twice is none")
  func repeatedConditions() async throws {
    let tag = try #require(try await served.ask("/all.atom")["ETag"])
    let then = "Tue, 13 May 2014 16:53:20 GMT"
    for (fields, status) in [
      ("If-None-Match: \"x\"\nIf-None-Match: \(tag)", 304),
      ("If-None-Match: \(tag)\nIf-None-Match: \"x\"", 304), ("If-Match: \"x\"\nIf-Match: \(tag)", 200),
      ("If-Match: \"x\"\nIf-Match: \"y\"", 412), ("If-Modified-Since: \(then)", 304),
      ("If-Modified-Since: \(then)\nIf-Modified-Since: \(then)", 200),
      ("If-Unmodified-Since: \(then)\nIf-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT", 200),
    ] {
      for _ in 0..<2 {
        #expect(try await ask("GET /all.atom HTTP/1.1\nHost: a\n\(fields)").status == status, "\(fields)")
      }
    }
  }

  @Test(
    "gzip is for those who take it and do not like identity better",
    arguments: [
      (nil, false), ("", false), ("gzip", true), ("GZip", true), ("x-gzip", true), ("deflate, br", false),
      ("*", true), ("*;q=0", false), ("gzip;q=0", false), ("gzip;q=0.000", false), ("gzip; Q=0", false),
      ("gzip;q=0, *", false), ("gzip, *;q=0", true), ("identity;q=0", false), ("gzip, identity;q=0", true),
      ("identity;q=0, *;q=0", false), ("gzip;q=0.5, identity;q=0.9", false), ("gzip, identity", true),
      ("gzip;q=0.3, *;q=0.5", false), ("gzip\t;\tq=0.5", true), ("gzip;q=x", false), ("gzip;q=nan", false),
      ("gzip;q=", false), ("gzip, gzip;q=0", false), (";q=1", false),
    ] as [(String?, Bool)])
  func encodings(field: String?, takesGzip: Bool) { #expect(AcceptEncoding.takesGzip(field) == takesGzip) }

  @Test(
    "no body is asked for by 100 where the head alone decides, and the connection ends",
    arguments: ["1.0", "1.1"])
  func interimResponses(version: String) async throws {
    for (head, status) in [
      ("POST /all.atom", 405), ("PUT /hub", 405), ("POST /hub", 405), ("DELETE /nothing", 405),
      ("GET /all.atom", 200), ("POST /%zz", 400),
    ] {
      let connection = try await served.connection()
      connection.send(
        "\(head) HTTP/\(version)\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
      let response = try await connection.response()
      #expect(response.status == status && response["Connection"] == "close", "\(head)")
      #expect(try await connection.isClosed(), "\(head)")
    }
  }

  @Test(
    "a request line that is none that is served has the status of its fault",
    arguments: [
      ("FOO / HTTP/1.1", 501), ("get /all.atom HTTP/1.1", 501), ("GETS /all.atom HTTP/1.1", 501),
      ("G /all.atom HTTP/1.1", 501), ("B!R-2 /all.atom HTTP/1.0", 501), ("Foo http://a/ HTTP/1.1", 501),
      ("GET / HTTP/2.0", 505), ("GET / HTTP/3.0", 505), ("GET / HTTP/0.9", 505), ("FOO / HTTP/2.0", 505),
      ("PRI * HTTP/2.0", 505), ("GET / HTTP/1.7", 400), ("GET / HTTP/11", 400), ("GET / HTTP/1.10", 400),
      ("GET / http/1.1", 400), ("GET / HTTPS/1.1", 400), ("FOO /", 400), ("FOO", 400),
      ("F<O / HTTP/1.1", 400),
      ("PROPFIND /all.atom HTTP/1.1", 405), ("TRACE /all.atom HTTP/1.1", 405),
      ("GET /all.atom HTTP/1.1", 200),
    ])
  func requestLines(line: String, status: Int) async throws {
    for parts in [[line + "\r\nHost: a\r\n\r\n"], line.map(String.init) + ["\r\n", "Host: a\r\n\r\n"]] {
      // Whether it comes at once or byte by byte, first or behind another.
      for first in ["", "GET /all.atom HTTP/1.1\r\nHost: a\r\n\r\n"] {
        let connection = try await served.connection()
        connection.send(first)
        if !first.isEmpty, parts.count > 1 { #expect(try await connection.response().status == 200) }
        for part in parts { connection.send(part) }
        if !first.isEmpty, parts.count == 1 { #expect(try await connection.response().status == 200) }
        let response = try await connection.response()
        // Of a line that comes byte by byte, the method may be all that is known.
        let isUnknown = parts.count > 1 && line.hasPrefix("FOO") && response.status == 501
        #expect(response.status == status || isUnknown, "\(line): \(response.status)")
        if status > 405 || status == 400 { #expect(response["Connection"] == "close") }
      }
    }
    #expect(try await served.ask("/all.atom").status == 200)
  }

  @Test("a target that is too long is 414, fields that are too large are 431")
  func lengths() async throws {
    let long = String(repeating: "a", count: 20_000)
    for (head, status) in [
      ("GET /\(long) HTTP/1.1\nHost: a", 414), ("GET /all.atom?\(long) HTTP/1.1\nHost: a", 414),
      ("GET /\(long)", 414), ("GET /all.atom HTTP/1.1\nHost: a\nX: \(long)", 431),
      ("GET /\(long.prefix(9_000)) HTTP/1.1\nHost: a\nX: \(long.prefix(9_000))", 431),
      ("GET /\(long.prefix(9_000)) HTTP/1.1\nHost: a", 404),
    ] {
      let response = try await ask(head)
      #expect(response.status == status, "\(head.prefix(40))")
      let behind = try await ask("GET /all.atom HTTP/1.1\nHost: a\n\n" + head)
      #expect(behind.status == 200)
    }
  }

  @Test("errors have no body for HEAD, and the length of the one that they have for GET")
  func headOfErrors() async throws {
    for (target, fields, status) in [
      ("/nothing.atom", "Host: a", 404), ("/%zz", "Host: a", 400), ("/entity%2Fegypt.atom", "Host: a", 404),
      ("/all.atom", "Host: a\nIf-Match: \"x\"", 412), ("/feed.atom", "Host: a", 400),
      ("/all.atom", "X: no host", 400), ("/all.atom", "Host: a\nHost: b", 400),
    ] {
      let whole = try await ask("GET \(target) HTTP/1.1\nConnection: close\n\(fields)")
      let connection = try await served.connection()
      let head = "HEAD \(target) HTTP/1.1\nConnection: close\n\(fields)\n\n"
      connection.send(head.replacing("\n", with: "\r\n"))
      let response = try await connection.response(toHead: true)
      #expect(response.status == status && whole.status == status, "\(target)")
      #expect(response["Content-Length"] == "\(whole.body.count)" && !whole.body.isEmpty, "\(target)")
      #expect(try await connection.isClosed(), "\(target)")
    }
  }

  @Test("pages of other sites may read errors too")
  func errorsForOtherSites() async throws {
    let origin = "Origin: https://example.org"
    try FileManager.default.removeItem(atPath: served.directory.path("state/index.sqlite"))
    for (request, status) in [
      ("GET /nothing.atom", 404), ("GET /%zz", 400), ("POST /all.atom", 405), ("GET /all.atom", 412),
      ("GET /feed.atom?match=country:egypt", 503), ("GET /feed.atom", 400), ("POST /nothing", 405),
      ("GET /healthz", 503),
    ] {
      let response = try await ask("\(request) HTTP/1.1\nHost: a\n\(origin)\nIf-Match: \"x\"")
      #expect(response.status == status && response["Access-Control-Allow-Origin"] == "*", "\(request)")
    }
    let refused = try await ask("GET /all.atom HTTP/1.1\n\(origin)")
    #expect(refused.status == 400 && refused["Access-Control-Allow-Origin"] == "*")
    let large = try await ask("GET /all.atom HTTP/1.1\nHost: a\nX: \(String(repeating: "x", count: 20_000))")
    #expect(large.status == 431 && large["Access-Control-Allow-Origin"] == "*")
  }

  @Test("a path that has an encoded slash names no document, whatever the slash would lead to")
  func encodedSlashes() async throws {
    for target in [
      "/entity%2Fegypt.atom", "/entity%2fegypt.atom", "/%2Fall.atom", "/all.atom%2F", "/%2F",
      "/archive%2Fall/1.atom",
      "/archive/all%2F1.atom", "/entity/..%2Fall.atom", "/health%2Fz", "/healthz%2F", "/%2Fhealthz",
    ] {
      #expect(try await served.ask(target).status == 404, "\(target)")
      #expect(try await served.ask("HEAD", target).status == 404, "\(target)")
    }
    #expect(try await served.ask("POST", "/entity%2Fegypt.atom").status == 405)
    #expect(try await served.ask("OPTIONS", "/entity%2Fegypt.atom").status == 204)
  }

  @Test("the path of the place itself leads to the place with its slash, and keeps the query")
  func placeWithoutSlash() async throws {
    let served = try await ServedDirectory(baseURL: "https://example.org/news%20of/feeds/")
    for (target, location) in [
      ("/news%20of/feeds", "/news%20of/feeds/"), ("/news%20of/%66eeds", "/news%20of/feeds/"),
      ("/news%20of/feeds?a=b&c", "/news%20of/feeds/?a=b&c"),
      ("http://a/news%20of/feeds", "/news%20of/feeds/"),
    ] {
      for method in ["GET", "HEAD"] {
        let connection = try await served.connection()
        let response = try await connection.ask(method, target)
        #expect(response.status == 301 && response["Location"] == location, "\(target)")
        #expect(response["Access-Control-Allow-Origin"] == "*")
        // A server in front that takes the path away leaves a slash.
        for target in [location, "/"] {
          #expect(try await served.ask(target).text == "<!doctype html>")
        }
      }
    }
    #expect(try await served.ask("POST", "/news%20of/feeds").status == 405)
    #expect(try await served.ask("OPTIONS", "/news%20of/feeds").status == 204)
    for target in ["/news%20of", "/feeds", "/news%20of%2Ffeeds", "/news%20of/feeds//", "/news%20of//feeds"] {
      #expect(try await served.ask(target).status == 404, "\(target)")
    }
  }

  @Test("what is not there may be there the next moment, so that no cache answers for the server")
  func keepingErrors() async throws {
    #expect(try await served.ask("/nothing.atom")["Cache-Control"] == "no-cache")
    #expect(try await served.ask("/%zz")["Cache-Control"] == "no-store")
    #expect(try await served.ask("/healthz")["Cache-Control"] == "no-store")
  }
}
