import Foundation
import TestSupport
import Testing

@testable import Serving

@Suite("What caches are told")
struct CachingTests {
  // A request and what comes of it; in the fields, TAG stands for the entity tag of the document as it is, GZIP for that
  // of its compressed form.
  struct Cell: CustomTestStringConvertible {
    var method = "GET"
    var target = "/all.atom"
    var fields: [String: String]
    var status: Int

    init(_ fields: [String: String], _ status: Int, method: String = "GET", target: String = "/all.atom") {
      (self.fields, self.status, self.method, self.target) = (fields, status, method, target)
    }

    var testDescription: String { "\(method) \(target) \(fields.sorted { $0.key < $1.key }) is \(status)" }
  }

  private static let then = "Tue, 13 May 2014 16:53:20 GMT"
  private static let before = "Tue, 13 May 2014 16:53:19 GMT"
  private static let after = "Wed, 14 May 2014 00:00:00 GMT"
  private static let future = "Fri, 13 May 2139 16:53:20 GMT"

  static let cells: [Cell] = [
    Cell([:], 200),
    Cell(["If-None-Match": "TAG"], 304),
    Cell(["If-None-Match": "W/TAG"], 304),
    Cell(["If-None-Match": "\"other\""], 200),
    Cell(["If-None-Match": "\"other\", TAG"], 304),
    Cell(["If-None-Match": "\"a,b\",W/\"c\" ,, TAG"], 304),
    Cell(["If-None-Match": "*"], 304),
    Cell(["If-None-Match": "\"*\""], 200),
    Cell(["If-None-Match": "GZIP"], 200),
    Cell(["If-None-Match": "GZIP", "Accept-Encoding": "gzip"], 304),
    Cell(["If-None-Match": "TAG", "Accept-Encoding": "gzip"], 200),
    Cell(["If-None-Match": "TAG", "Accept-Encoding": "gzip;q=0"], 304),
    Cell(["If-None-Match": "GZIP", "Accept-Encoding": "br, *;q=0.5"], 304),
    Cell(["If-None-Match": "TAG", "Accept-Encoding": "*;q=0"], 304),
    Cell(["If-None-Match": "garbage"], 200),
    Cell(["If-None-Match": ""], 200),
    Cell(["If-None-Match": "\"unclosed"], 200),
    Cell(["If-Modified-Since": then], 304),
    Cell(["If-Modified-Since": after], 304),
    Cell(["If-Modified-Since": before], 200),
    Cell(["If-Modified-Since": "Tuesday, 13-May-14 16:53:20 GMT"], 304),
    Cell(["If-Modified-Since": "Tue May 13 16:53:20 2014"], 304),
    Cell(["If-Modified-Since": "yesterday"], 200),
    Cell(["If-Modified-Since": future], 200),
    Cell(["If-None-Match": "\"other\"", "If-Modified-Since": then], 200),
    Cell(["If-None-Match": "TAG", "If-Modified-Since": before], 304),
    Cell(["If-Match": "TAG"], 200),
    Cell(["If-Match": "*"], 200),
    Cell(["If-Match": "\"other\""], 412),
    Cell(["If-Match": "W/TAG"], 412),
    Cell(["If-Match": "TAG", "If-None-Match": "TAG"], 304),
    Cell(["If-Unmodified-Since": before], 412),
    Cell(["If-Unmodified-Since": then], 200),
    Cell(["Range": "bytes=0-3"], 200),
    Cell(["If-None-Match": "TAG"], 304, method: "HEAD"),
    Cell([:], 200, method: "HEAD"),
    Cell(["If-None-Match": "TAG"], 405, method: "POST"),
    Cell(["If-None-Match": "*"], 404, target: "/nothing.atom"),
  ]

  private let served: ServedDirectory

  init() async throws { served = try await ServedDirectory() }

  @Test("each cell, from the file and from memory", arguments: cells)
  func cell(_ cell: Cell) async throws {
    let tag = try await #require(served.ask("/all.atom")["ETag"])
    let gzipTag = try await #require(served.ask("/all.atom", ["Accept-Encoding": "gzip"])["ETag"])
    #expect(tag != gzipTag)
    #expect(tag.wholeMatch(of: /"[^"]+"/) != nil && gzipTag.wholeMatch(of: /"[^"]+"/) != nil)
    let fields = cell.fields.mapValues {
      $0.replacing("TAG", with: tag).replacing("GZIP", with: gzipTag)
    }
    let fresh = try await ServedDirectory()
    for server in [fresh, fresh, served] {
      let connection = try await server.connection()
      let response = try await connection.ask(cell.method, cell.target, fields)
      #expect(response.status == cell.status)
      if response.status == 304 {
        #expect(response.body.isEmpty)
        #expect(
          response["ETag"]
            == (fields["Accept-Encoding"].map(AcceptEncoding.takesGzip) == true ? gzipTag : tag))
        for name in ["Cache-Control", "Vary", "Date"] { #expect(response[name] != nil) }
        #expect(response["Content-Length"] == nil && response["Content-Type"] == nil)
      }
      if cell.method == "HEAD", cell.status == 200 {
        #expect(response["Content-Length"] == "\(ServedDirectory.feed.utf8.count)")
      }
      // Whatever came, the connection can be used again.
      #expect(try await connection.ask("GET", "/all.atom").text == ServedDirectory.feed)
    }
  }

  @Test("Last-Modified is when the document changed, but not within the second of the change")
  func lastModified() async throws {
    #expect(try await served.ask("/all.atom")["Last-Modified"] == Self.then)
    let path = served.directory.path("feeds/all.atom")
    try ServedDirectory.date(path, Int(Date().timeIntervalSince1970) + 3600)
    #expect(try await served.ask("/all.atom")["Last-Modified"] == nil)
  }

  @Test("a document that changes is another from then on, whatever it had for a date")
  func change() async throws {
    let tag = try await #require(served.ask("/all.atom")["ETag"])
    try served.directory.write("<feed>new</feed>", to: "feeds/all.atom")
    try ServedDirectory.date(served.directory.path("feeds/all.atom"), ServedDirectory.changed)
    let response = try await served.ask("/all.atom", ["If-None-Match": tag])
    #expect(response.status == 200 && response.text == "<feed>new</feed>")
    try FileManager.default.removeItem(atPath: served.directory.path("feeds/all.atom"))
    #expect(try await served.ask("/all.atom").status == 404)
  }

  @Test("the gzip representation has the same content, its own entity tag, and Vary")
  func gzip() async throws {
    let response = try await served.ask("/all.atom", ["Accept-Encoding": "deflate, gzip;q=0.8"])
    #expect(response["Content-Encoding"] == "gzip" && response["Vary"] == "Accept-Encoding, Sec-Fetch-Dest")
    #expect(response.body.count < 400)
    let file = served.directory.path("x.gz")
    try response.body.write(to: URL(filePath: file))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    #expect(pipe.fileHandleForReading.readDataToEndOfFile() == Data(ServedDirectory.feed.utf8))
    #expect(try await served.ask("/icon.png", ["Accept-Encoding": "gzip"])["Content-Encoding"] == nil)
    #expect(try await served.ask("/catalogue.json", ["Accept-Encoding": "gzip"])["Content-Encoding"] == nil)
  }

  @Test("how long to keep a feed differs by a tenth from feed to feed, and never for one feed")
  func maxAge() async throws {
    func age(_ path: String) async throws -> Int {
      let field = try await #require(served.ask(path)["Cache-Control"])
      let match = try #require(try /public, max-age=(\d+), stale-while-revalidate=600/.wholeMatch(in: field))
      return try #require(Int(match.output.1))
    }
    var ages: Set<Int> = []
    for number in 0..<40 {
      try served.directory.write("<feed/>", to: "feeds/entity/e\(number).atom")
      let first = try await age("/entity/e\(number).atom")
      #expect(try await age("/entity/e\(number).atom") == first)
      #expect((270...330).contains(first))
      ages.insert(first)
    }
    #expect(ages.count > 10)
  }

  @Test("a file that was written over is another, though its size and date are the same")
  func writtenOver() async throws {
    let served = try await ServedDirectory()
    let before = try await served.ask("/all.atom")
    let path = served.directory.path("feeds/all.atom")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    handle.write(Data("<FEED>".utf8))
    try handle.close()
    try ServedDirectory.date(path, ServedDirectory.changed)
    let after = try await served.ask("/all.atom", ["If-None-Match": before["ETag"] ?? ""])
    #expect(after.status == 200 && after.text.hasPrefix("<FEED>"))
    #expect(after["ETag"] != before["ETag"] && after["Last-Modified"] == before["Last-Modified"])
  }
}
