import Foundation
import NIOCore
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Serving

@Suite("A feed opened in a browser")
struct BrowserTests {
  private static let paths = ["all.atom", "all.rss", "country/egypt.atom", "archive/all/1.rss"]
  private static let browser = ["Sec-Fetch-Dest": "document"]
  private static let body = "<feed>" + String(repeating: "An entry. ", count: 200) + "</feed>"

  private func routes() throws -> SiteRoutes {
    let files = (Self.paths + ["all.json", "feeds.opml", "index.html"]).map { ($0, Self.body) }
    return try SiteRoutes(Dictionary(uniqueKeysWithValues: files))
  }

  // The media type of the feed for readers.
  private func type(_ path: String) -> String {
    "application/\(path.hasSuffix(".rss") ? "rss" : "atom")+xml; charset=utf-8"
  }

  @Test("is XML for browsers and a feed for readers, from the file and from memory", arguments: paths)
  func variants(path: String) async throws {
    let routes = try routes()
    var tags: [[String: String]: String] = [:]
    for round in 0..<3 {
      for destination in ["document", nil, "empty", "Document", "document, document", "iframe"] {
        for encoding in ["gzip", nil, "br"] {
          var fields: [String: String] = [:]
          fields["Sec-Fetch-Dest"] = destination
          fields["Accept-Encoding"] = encoding
          let cached = routes.askCache("/" + path, fields)
          #expect(round == 0 || cached != nil)
          let reply: Reply
          if let cached { reply = cached } else { reply = await routes.ask("/" + path, fields) }
          let isBrowser = destination == "document"
          #expect(reply.status == .ok, "\(fields)")
          #expect(reply["Content-Type"] == (isBrowser ? "text/xml; charset=utf-8" : type(path)), "\(fields)")
          #expect(reply["Content-Encoding"] == (encoding == "gzip" ? "gzip" : nil), "\(fields)")
          #expect(reply.fields["Vary"] == ["Accept-Encoding, Sec-Fetch-Dest"])
          #expect(reply.fields["ETag"].count == 1 && reply.fields["Content-Type"].count == 1)
          if encoding != "gzip" { #expect(reply.text == Self.body) }
          let variant = ["browser": "\(isBrowser)", "gzip": "\(encoding == "gzip")"]
          let tag = try #require(reply["ETag"])
          #expect(tag.wholeMatch(of: /"[^"]+"/) != nil)
          #expect(tags[variant, default: tag] == tag)
          tags[variant] = tag
        }
      }
    }
    #expect(Set(tags.values).count == 4)
  }

  @Test("has not changed for those who have the same variant", arguments: [false, true])
  func conditions(isCached: Bool) async throws {
    let variants: [[String: String]] = [
      [:], Self.browser, ["Accept-Encoding": "gzip"],
      Self.browser.merging(["Accept-Encoding": "gzip"]) { $1 },
    ]
    let routes = try routes()
    func ask(_ fields: [String: String]) async throws -> Reply {
      if isCached { return try #require(routes.askCache("/all.atom", fields)) }
      return try await self.routes().ask("/all.atom", fields)
    }
    // The last one has the compressed form made.
    for fields in variants { _ = await routes.ask("/all.atom", fields) }
    var tags: [String] = []
    for fields in variants { tags.append(try await #require(ask(fields)["ETag"])) }
    for (place, fields) in variants.enumerated() {
      for (other, tag) in tags.enumerated() {
        for text in [tag, "W/\(tag)", "\"other\", \(tag)"] {
          let reply = try await ask(fields.merging(["If-None-Match": text]) { $1 })
          #expect(reply.status == (place == other ? .notModified : .ok))
          #expect(reply["ETag"] == tags[place] && reply["Vary"] == "Accept-Encoding, Sec-Fetch-Dest")
          if reply.status == .notModified { #expect(reply.body == nil && reply["Content-Type"] == nil) }
        }
        let match = try await ask(fields.merging(["If-Match": tag]) { $1 })
        #expect(match.status == (place == other ? .ok : .preconditionFailed))
      }
    }
  }

  @Test("is XML for browsers when its file is sent without having been read")
  func openFile() async throws {
    var settings = ServedDirectory.patient
    settings.cacheMegabytes = 0
    let served = try await ServedDirectory(settings)
    let connection = try await served.connection()
    var tags: Set<String> = []
    for _ in 0..<2 {
      for (fields, type) in [
        ([:], "application/atom+xml; charset=utf-8"), (Self.browser, "text/xml; charset=utf-8"),
      ] {
        let response = try await connection.ask("GET", "/all.atom", fields)
        #expect(response.text == ServedDirectory.feed && response["Content-Type"] == type)
        #expect(response["Vary"] == "Accept-Encoding, Sec-Fetch-Dest")
        let tag = try #require(response["ETag"])
        tags.insert(tag)
        let again = try await connection.ask(
          "GET", "/all.atom", fields.merging(["If-None-Match": tag]) { $1 })
        #expect(again.status == 304 && again["ETag"] == tag)
        let head = try await connection.ask("HEAD", "/all.atom", fields)
        #expect(
          head["Content-Type"] == type && head["Content-Length"] == "\(ServedDirectory.feed.utf8.count)")
      }
    }
    #expect(tags.count == 2)
  }

  @Test("other documents are the same for all")
  func others() async throws {
    let routes = try routes()
    for (path, type) in [
      ("all.json", "application/feed+json"), ("feeds.opml", "text/x-opml; charset=utf-8"),
      ("index.html", "text/html; charset=utf-8"),
    ] {
      let reader = await routes.ask("/" + path)
      let browser = await routes.ask("/" + path, Self.browser)
      for reply in [reader, browser] {
        #expect(reply["Content-Type"] == type && reply["Vary"] == "Accept-Encoding")
        #expect(reply["ETag"] == reader["ETag"])
      }
    }
  }

  @Test("is XML for browsers when it is made on demand")
  func onDemand() async throws {
    let workspace = try Workspace(ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"))
    try workspace.run()
    let routes = try SiteRoutes(workspace)
    for (target, type) in [
      ("/feed.atom?match=country:egypt", "application/atom+xml; charset=utf-8"),
      ("/search.rss?q=fog", "application/rss+xml; charset=utf-8"),
      ("/country/egypt.atom?limit=1", "application/atom+xml; charset=utf-8"),
    ] {
      for _ in 0..<2 {
        let reader = await routes.ask(target)
        let browser = await routes.ask(target, Self.browser)
        #expect(reader["Content-Type"] == type && browser["Content-Type"] == "text/xml; charset=utf-8")
        #expect(reader["Vary"] == "Accept-Encoding, Sec-Fetch-Dest" && browser["Vary"] == reader["Vary"])
        #expect(reader["ETag"] != browser["ETag"] && reader.text == browser.text)
        let tag = try #require(browser["ETag"])
        let again = await routes.ask(target, Self.browser.merging(["If-None-Match": tag]) { $1 })
        #expect(again.status == .notModified && again["ETag"] == tag)
      }
    }
    let json = await routes.ask("/search.json?q=fog", Self.browser)
    #expect(json["Content-Type"] == "application/feed+json" && json["Vary"] == "Accept-Encoding")
  }
}
