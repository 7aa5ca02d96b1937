import HTTPTypes
import NIOCore
import Syndication
import Testing
import WorkspaceSupport

@testable import Serving

@Suite("Addresses that people and programs guess")
struct AddressTests {
  private static let feeds = ["all.atom": "<feed/>", "all.rss": "<rss/>", "all.json": "{}"]

  @Test(
    "lead to the feed of all events, with and without a slash at the end",
    arguments: [
      ("feed", "all.atom"), ("rss", "all.rss"), ("rss.xml", "all.rss"), ("atom.xml", "all.atom"),
      ("feed.xml", "all.atom"), ("index.xml", "all.atom"), ("feed/atom", "all.atom"), ("feed/rss", "all.rss"),
      ("feed/json", "all.json"), ("feed.json", "all.json"),
    ])
  func guesses(path: String, feed: String) async throws {
    for (base, prefix) in [
      ("http://localhost/", "/"), ("http://localhost/a/b/", "/a/b/"), ("http://localhost/a/b/", "/"),
    ] {
      let routes = try SiteRoutes(Self.feeds, formats: [.atom, .rss, .json], baseURL: base)
      let depth = path.split(separator: "/").count
      for slash in ["", "/"] {
        let up = String(repeating: "../", count: depth - 1 + slash.count)
        for method in [HTTPRequest.Method.get, .head] {
          let reply = await routes.ask(prefix + path + slash, method: method)
          #expect(
            reply.status == .movedPermanently && reply["Location"] == up + feed, "\(prefix)\(path)\(slash)")
          #expect((reply.body == nil) == (method == .head))
        }
        #expect(await routes.ask(prefix + path + slash, method: .post).status == .methodNotAllowed)
      }
    }
  }

  @Test("lead to a format that is published, or nowhere")
  func formats() async throws {
    let json = try SiteRoutes(["all.json": "{}"], formats: [.json])
    for path in ["feed", "rss", "rss.xml", "atom.xml", "feed.xml", "index.xml", "feed.json", "feed/json"] {
      #expect(await json.ask("/" + path)["Location"]?.hasSuffix("all.json") == true, "\(path)")
    }
    for path in ["feed/atom", "feed/rss"] { #expect(await json.ask("/" + path).status == .notFound) }
    let rss = try SiteRoutes(["all.rss": "<rss/>"], formats: [.rss, .atom])
    #expect(await rss.ask("/feed")["Location"] == "all.rss")
    #expect(await rss.ask("/atom.xml?a=b")["Location"] == "all.atom?a=b")
    #expect(await rss.ask("/feed.json").status == .badRequest)
    #expect(await rss.ask("/feed/feed").status == .notFound)
  }

  @Test("do not hide files and directories with these names")
  func files() async throws {
    let routes = try SiteRoutes(
      ["feed": "a", "rss.xml": "b", "rss/index.html": "c", "feed.json": "d"], formats: [.json])
    for (target, text) in [("/feed", "a"), ("/rss.xml", "b"), ("/rss/", "c"), ("/feed.json", "d")] {
      let reply = await routes.ask(target)
      #expect(reply.status == .ok && reply.text == text, "\(target)")
    }
    #expect(await routes.ask("/rss")["Location"] == "rss/")
    // A query is for the feed on demand.
    #expect(await routes.ask("/feed.json?match=").status == .badRequest)
  }

  @Test("a directory with a page has it at the path with a slash")
  func directories() async throws {
    let pages = ["country/index.html", "news/2013/11/14/index.html", "a b/?#:/index.html"]
    let files = Dictionary(
      uniqueKeysWithValues: pages.map { ($0, "<!doctype html>") } + [("entity/x.atom", "x")])
    for base in ["http://localhost/", "http://localhost/news/"] {
      let routes = try SiteRoutes(files, baseURL: base)
      for (target, location) in [
        ("/country", "country/"), ("/country?a=b&c", "country/?a=b&c"), ("/%63ountry", "country/"),
        ("/news/2013/11/14", "14/"), ("/a%20b/%3F%23:", "%3F%23%3A/"),
      ] where base == "http://localhost/" || !target.hasPrefix("/news") {
        let reply = await routes.ask(target)
        #expect(reply.status == .movedPermanently && reply["Location"] == location, "\(target)")
      }
      #expect(await routes.ask("/country/").status == .ok)
      for target in ["/entity", "/entity/", "/country//", "/none", "/.well-known", "/country/index.html/"] {
        #expect(await routes.ask(target).status == .notFound, "\(target)")
      }
    }
  }

  @Test("documents of the site have their types")
  func types() async throws {
    let types = [
      "opensearch.xml": "application/opensearchdescription+xml", "sitemap.xml": "application/xml",
      "sitemap-1.xml": "application/xml", "sitemaps/2013.xml": "application/xml",
      "robots.txt": "text/plain; charset=utf-8", "favicon.ico": "image/x-icon",
      ".well-known/feeds": "text/x-opml; charset=utf-8",
      ".well-known/security.txt": "text/plain; charset=utf-8",
    ]
    let routes = try SiteRoutes(types)
    for (path, type) in types {
      let reply = await routes.ask("/" + path)
      #expect(reply.status == .ok && reply["Content-Type"] == type, "\(path)")
      #expect(reply["Access-Control-Allow-Origin"] == (path == ".well-known/feeds" ? "*" : nil), "\(path)")
    }
    let tag = await routes.ask("/.well-known/feeds")["ETag"] ?? ""
    #expect(await routes.ask("/.well-known/feeds", ["If-None-Match": tag]).status == .notModified)
  }

  @Test("only well-known paths may begin with a dot")
  func hidden() async throws {
    let routes = try SiteRoutes([
      ".well-known/.hidden": "secret", ".well-known/.a/b.txt": "secret", "a/.well-known/feeds": "secret",
      ".git/config": "secret",
    ])
    for path in [
      ".well-known/.hidden", ".well-known/.a/b.txt", "a/.well-known/feeds", ".git/config", ".well-known/",
      ".well-known", ".well-known/../.git/config", ".keep",
    ] {
      let reply = await routes.ask("/" + path)
      #expect([.notFound, .badRequest].contains(reply.status) && !reply.text.contains("secret"), "\(path)")
    }
    let file = try SiteRoutes([".well-known": "secret"])
    #expect(await file.ask("/.well-known").status == .notFound)
  }

  @Test("pages of topics and events may show pictures of other sites, and load nothing else from there")
  func policies() async throws {
    let others = ["country/egypt.html", "news/2013/11/14/slug.html", "all.html", "country/index.html"]
    let routes = try SiteRoutes(
      Dictionary(uniqueKeysWithValues: (others + ["index.html"]).map { ($0, "<!doctype html>") }))
    func policy(_ path: String) async throws -> [String: String] {
      let text = try #require(await routes.ask("/" + path)["Content-Security-Policy"])
      let parts = text.split(separator: ";").map { $0.split(separator: " ", maxSplits: 1).map(String.init) }
      return Dictionary(uniqueKeysWithValues: parts.map { ($0[0], $0[1]) })
    }
    var page = try await policy("index.html")
    #expect(page["img-src"] == "'self'" && page["default-src"] == "'none'")
    page["img-src"] = "'self' https: http:"
    for path in others { #expect(try await policy(path) == page, "\(path)") }
  }

  @Test("scripts of other sites may read why there is no document")
  func reasons() async throws {
    let routes = try SiteRoutes(Self.feeds)
    for (target, status) in [
      ("/%zz", 400), ("/../x", 400), ("/feed.atom", 400), ("/search.json?q=", 400),
      ("/none", 404), ("/a%2Fb", 404), ("/feed", 301), ("/entity/x.html", 404),
    ] {
      let reply = await routes.ask(target)
      #expect(Int(reply.status.code) == status && reply["Access-Control-Allow-Origin"] == "*", "\(target)")
    }
    let failed = await routes.ask("/all.atom", ["If-Match": "\"x\""])
    #expect(failed.status == .preconditionFailed && failed["Access-Control-Allow-Origin"] == "*")
  }

  @Test("a start page that is missing leads nowhere")
  func noStartPage() async throws {
    for base in ["http://localhost/", "http://localhost/a/"] {
      let routes = try SiteRoutes(Self.feeds, baseURL: base)
      for target in ["/", "/?limit=5", "/index.html", "//", "/index.html/"] {
        #expect(await routes.ask(target).status == .notFound, "\(target)")
      }
    }
  }
}
