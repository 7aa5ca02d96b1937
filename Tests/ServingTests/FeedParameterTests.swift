import Classification
import Foundation
import HTTPTypes
import Primitives
import Publishing
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Serving

@Suite("Questions in the address of a feed")
struct FeedParameterTests {
  private static func archive(_ seed: Int, events: Int, formats: [FeedFormat] = [.atom]) throws -> Workspace {
    var archive = RandomArchive(seed: seed)
    let workspace = try Workspace()
    (workspace.configuration.windowEntries, workspace.configuration.formats) = (1_000, formats)
    workspace.configuration.topics = [
      try #require(workspace.topic("Bridges", "text:bridge")),
      try #require(workspace.topic("Grain or Egypt", "text:grain OR country:egypt")),
    ]
    try workspace.apply(archive.additions(events))
    try workspace.run()
    return workspace
  }

  private static func entries(_ reply: Reply) throws -> [AtomDocument.Entry] {
    try AtomDocument(Data(reply.text.utf8)).entries
  }

  @Test("choose among the entries of a topic's feed", arguments: 1...3)
  func topics(seed: Int) async throws {
    let workspace = try Self.archive(9100 + seed, events: 30)
    let routes = try SiteRoutes(workspace)
    let output = try workspace.output()
    let feeds = try CatalogueDocument(output).feeds.compactMap { $0.formats["atom"] }
    var random = SeededGenerator(seed: 9200 + seed)
    for path in feeds.shuffled(using: &random).prefix(25) + [
      "all.atom", "topic/bridges.atom", "topic/grain-or-egypt.atom",
    ] {
      let all = try AtomDocument(output, path).entries
      let oldest = Array(all.reversed())
      for limit in [1, 2, all.count + 1] {
        let newest = try Self.entries(await routes.ask("/\(path)?limit=\(limit)"))
        #expect(newest == Array(all.prefix(limit)), "\(path)")
        let first = try Self.entries(await routes.ask("/\(path)?order=oldest&limit=\(limit)"))
        #expect(first == Array(oldest.prefix(limit)), "\(path)")
      }
      for day in ["2013-11-05", "2013-11-14", "2014-02-13", "2018-03-02"] {
        let late = all.filter { $0.published >= day }
        #expect(try Self.entries(await routes.ask("/\(path)?since=\(day)")) == late, "\(path)")
        let part = try Self.entries(await routes.ask("/\(path)?limit=2&since=\(day)&order=oldest"))
        #expect(part == Array(late.reversed().prefix(2)), "\(path)")
      }
    }
  }

  @Test("leave out mentions where the feeds of countries do")
  func mentions() async throws {
    for feeds in [CountryFeeds.all, .about] {
      var archive = RandomArchive(seed: 9300)
      let workspace = try Workspace()
      (workspace.configuration.windowEntries, workspace.configuration.formats) = (1_000, [.atom])
      workspace.configuration.countryFeeds = feeds
      try workspace.apply(archive.additions(30))
      try workspace.run()
      let routes = try SiteRoutes(workspace)
      for country in ["egypt", "japan", "jordan"] {
        guard let all = try AtomDocument(workspace.output(), ifThere: "country/\(country).atom") else {
          continue
        }
        #expect(try Self.entries(await routes.ask("/country/\(country).atom?limit=1000")) == all.entries)
      }
    }
  }

  @Test("give a feed with an id, a title and an address of its own")
  func identity() async throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt"),
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"))
    try workspace.run()
    let routes = try SiteRoutes(workspace)
    let targets = [
      "/country/egypt.atom?limit=10&since=P7D&order=oldest",
      "/country/egypt.atom?order=oldest&since=p1w&limit=0010",
      "/country/egypt.atom?utm_source=%zz&&limit=10&%73ince=P07D&order=%6fldest&a=1&a=2&x",
    ]
    var bodies: Set<String> = []
    for target in targets {
      let reply = await routes.ask(target)
      #expect(reply.status == .ok, "\(target): \(reply.text)")
      bodies.insert(reply.text)
    }
    #expect(bodies.count == 1)
    let feed = try AtomDocument(Data(try #require(bodies.first).utf8))
    #expect(
      feed.texts["id"] == "tag:localhost,2000-01-01:/feeds/country/egypt?limit=10&since=P7D&order=oldest")
    #expect(
      feed.texts["title"]
        == "Egypt (country), at most 10 entries, the last 7 days, oldest first – News by topic")
    let addresses = FeedFormat.allCases.map {
      "http://localhost:8080/country/egypt.\($0.pathExtension)?limit=10&since=P7D&order=oldest"
    }
    #expect(feed.links.first { $0.relation == "self" }?.href == addresses[0])
    for address in addresses.dropFirst() { #expect(feed.links.contains { $0.href == address }) }
    #expect(!feed.links.contains { $0.relation == "hub" })
  }

  @Test("change nothing about a feed unless it is one of the three")
  func noParameters() async throws {
    let workspace = try Self.archive(9400, events: 10, formats: [.atom, .rss])
    let routes = try SiteRoutes(workspace)
    let file = await routes.ask("/all.atom")
    for query in [
      "?", "?utm_source=x", "?%zz", "?Limit=0", "?limits=0", "?sort=rank", "?match=%zz", "?order=newest",
    ] {
      for _ in 0..<2 {
        let reply = await routes.ask("/all.atom" + query)
        #expect(reply.status == .ok && reply["ETag"] == file["ETag"], "\(query)")
        let cached = routes.askCache("/all.atom" + query)
        #expect(cached?["ETag"] ?? file["ETag"] == file["ETag"])
      }
    }
    // Documents that are no feeds of topics have no parameters.
    for path in ["catalogue.json", "feeds.opml", "index.html"] {
      #expect(await routes.ask("/\(path)?limit=0&since=x").status == .ok, "\(path)")
    }
    #expect(routes.askCache("/all.atom") != nil && routes.askCache("/all.atom?utm_source=x") != nil)
    #expect(routes.askCache("/all.atom?limit=1") == nil && routes.askCache("/all.atom?%6Cimit=1") == nil)
    #expect(await routes.ask("/all.atom?limit=1")["ETag"] != file["ETag"])
  }

  @Test(
    "say what is wrong",
    arguments: [
      ("limit=0", "a number from 1 to 1000"), ("limit=1001", "a number from 1 to 1000"),
      ("limit=", "a number"),
      ("limit", "a number"), ("limit=-1", "a number"), ("limit=1e3", "a number"),
      ("limit=%D9%A1", "a number"),
      ("limit=99999999999999999999", "a number"), ("limit=+5", "a number"), ("since=", "a duration, as P7D"),
      ("since=P7", "a date, as 2026-11-01"), ("since=yesterday", "\"yesterday\""),
      ("since=2026-02-30", "a date"),
      ("since=P99999999999999999999Y", "a duration"), ("order=best", "newest or oldest"),
      ("order=rank", "newest or oldest"), ("order=", "newest or oldest"),
      ("order=Newest", "newest or oldest"),
      ("limit=1&limit=1", "?limit= is there twice"), ("limit=1&%6Cimit=1", "?limit= is there twice"),
      ("limit=%zz", "two hexadecimal digits"), ("since=%ff", "not UTF-8"),
    ])
  func badValues(query: String, message: String) async throws {
    let routes = try SiteRoutes(Self.small())
    for target in [
      "/all.atom?", "/country/egypt.rss?", "/feed.atom?match=country:egypt&", "/search.json?q=fog&",
    ] {
      // A search has one more order.
      if target.hasPrefix("/search"), query == "order=rank" { continue }
      for method in [HTTPRequest.Method.get, .head] {
        let reply = await routes.ask(target + query, method: method)
        let message =
          target.hasPrefix("/search") ? message.replacing("newest or", with: "newest, oldest or") : message
        #expect(reply.status == .badRequest, "\(target)\(query)")
        #expect(reply["Access-Control-Allow-Origin"] == "*")
        let text = message.replacing("newest, oldest or oldest", with: "newest, oldest or rank")
        #expect(
          method == .head
            ? reply.body == nil : reply.text.hasPrefix("bad request: ") && reply.text.contains(text),
          "\(reply.text)")
      }
    }
  }

  private static func small() throws -> Workspace {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/4", title: "Norland opens a bridge in Egypt", summary: "Fog, fog and fog."),
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"),
      ArchivePage(day: "2014/2/3", title: "Protest in Cairo", summary: "There was fog."))
    try workspace.run()
    return workspace
  }

  @Test(
    "name a parameter that is not known, and those that are",
    arguments: [
      (
        "/feed.atom?match=country:egypt&foo=1",
        "?foo= is not known here; the parameters are match, limit, since, order"
      ),
      ("/feed.atom?q=fog&match=country:egypt", "?q= is not known"),
      ("/feed.atom?match=country:egypt&sort=newest", "?sort= is not known"),
      ("/feed.atom?=1", "?= is not known"),
      (
        "/search.rss?q=fog&match=x",
        "?match= is not known here; the parameters are q, limit, since, order, sort"
      ),
      ("/search.rss?q=fog&Limit=5", "?Limit= is not known"),
      ("/feeds.opml?match=country:egypt&limit=5", "?limit= is not known here; the parameters are match"),
      ("/search.rss?q=fog&sort=rank&order=rank", "only one of them"),
    ])
  func unknown(target: String, message: String) async throws {
    let reply = try await SiteRoutes(Self.small()).ask(target)
    #expect(reply.status == .badRequest && reply.text.contains(message), "\(reply.text)")
  }

  @Test("narrow and sort what an expression or a search finds")
  func queries() async throws {
    let routes = try SiteRoutes(Self.small())
    func titles(_ target: String) async throws -> [String] {
      try Self.entries(await routes.ask(target)).map { String($0.title.prefix(5)) }
    }
    #expect(try await titles("/feed.atom?match=text:fog") == ["Prote", "Fog s", "Norla"])
    #expect(try await titles("/feed.atom?match=text:fog&order=oldest&limit=2") == ["Norla", "Fog s"])
    #expect(try await titles("/feed.atom?match=text:fog&since=2013-11-10") == ["Prote", "Fog s"])
    #expect(try await titles("/search.atom?q=fog&order=oldest") == ["Norla", "Fog s", "Prote"])
    let ranked = try await titles("/search.atom?q=fog&sort=rank")
    #expect(try await titles("/search.atom?q=fog&order=rank") == ranked)
    #expect(try await titles("/search.atom?q=fog&order=rank&limit=1") == Array(ranked.prefix(1)))
    #expect(
      try await titles("/search.atom?q=fog&order=rank&since=2013-11-10&limit=2")
        == Array(ranked.filter { $0 != "Norla" }.prefix(2)))
    let (old, new) = (
      await routes.ask("/search.atom?q=fog&sort=rank"), await routes.ask("/search.atom?q=fog&order=rank")
    )
    #expect(old.text == new.text && old.text.contains("q=fog&amp;sort=rank"))
  }

  @Test("count a duration from the time of the request")
  func durations() async throws {
    let routes = try SiteRoutes(Self.small())
    let target = "/all.atom?since=P10D"
    let midnight: UnixTime = 1_384_387_200  // 2013-11-14
    func ask(_ now: UnixTime) async throws -> (titles: [String], tag: String) {
      let reply = await routes.ask(target, now: now)
      return (try Self.entries(reply).map { String($0.title.prefix(5)) }, try #require(reply["ETag"]))
    }
    let early = try await ask(midnight)
    #expect(early.titles == ["Prote", "Fog s", "Norla"])
    #expect(try await ask(midnight + 59).titles == early.titles)
    let late = try await ask(midnight + 60)
    #expect(late.titles == ["Prote", "Fog s"] && late.tag != early.tag)
    // The document in memory is that of another time.
    #expect(try await ask(midnight) == early)
    let again = await routes.ask(target, ["If-None-Match": late.tag], now: midnight + 3600)
    #expect(again.status == .notModified)
  }

  @Test("are kept when the topic has another path now, and fail with its feed")
  func moved() async throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "Ministers meet", form: .handwritten, context: "Orrin, Egypt"))
    try workspace.run()
    let routes = try SiteRoutes(workspace)
    #expect(await routes.ask("/entity/egypt.atom?limit=5")["Location"] == "../country/egypt.atom?limit=5")
    #expect(await routes.ask("/entity/egypt.atom?a=b")["Location"] == "../country/egypt.atom")
    #expect(await routes.ask("/entity/nobody.atom?limit=5").status == .notFound)
    #expect(await routes.ask("/entity/nobody.atom?limit=0").status == .notFound)
    // Any format can be made, as with other feeds on demand.
    let json = await routes.ask("/country/egypt.json?limit=5")
    #expect(json.status == .ok && json["Content-Type"] == "application/feed+json")
  }
}

// MARK: Properties

extension FeedParameterTests {
  // A query of some parameters in random order, some with values that are wrong.
  private static func query(_ random: inout SeededGenerator) -> String {
    let values = [
      "limit": ["1", "02", "1000", "0", "x", ""],
      "since": ["P7D", "pt48h", "P900Y", "2013-11-5", "2014", "P"],
      "order": ["oldest", "newest", "rank", "%6Fldest"], "utm_source": ["x", "%zz"],
    ]
    let names = values.keys.sorted().shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
    return names.map { "\($0)=\(random.pick(values[$0] ?? []))" }.joined(separator: "&")
  }

  @Test("give a feed again at the address that it names, and never an error of the server", arguments: 1...60)
  func addresses(seed: Int) async throws {
    let routes = try SiteRoutes(Self.small())
    var random = SeededGenerator(seed: 9600 + seed)
    var statuses: Set<Int> = []
    for path in [
      "/all.atom?", "/country/egypt.atom?", "/search.atom?q=fog+-whale&", "/feed.atom?match=text:fog&",
    ] {
      let query = Self.query(&random)
      let reply = await routes.ask(path + query)
      statuses.insert(Int(reply.status.code))
      guard reply.status == .ok else { continue }
      let own = try #require(
        try AtomDocument(Data(reply.text.utf8)).links.first { $0.relation == "self" }?.href)
      let again = await routes.ask(String(own.dropFirst("http://localhost:8080".count)))
      #expect(again.text == reply.text && again["ETag"] == reply["ETag"], "\(path)\(query)")
    }
    #expect(statuses.isSubset(of: [200, 400]), "\(statuses)")
  }
}

// MARK: Outlines

extension FeedParameterTests {
  @Test("an outline has the feeds of topics that have a matching event", arguments: 1...3)
  func outline(seed: Int) async throws {
    let workspace = try Self.archive(9500 + seed, events: 25, formats: [.rss, .atom])
    let routes = try SiteRoutes(workspace)
    let output = try workspace.output()
    let feeds = try CatalogueDocument(output).feeds
    for expression in [
      "country:egypt", "text:bridge", "text:grain NOT country:egypt", "from:2014", "text:nowhere",
    ] {
      let query = "match=" + expression.replacing(" ", with: "+")
      let matching = Set(try Self.entries(await routes.ask("/feed.atom?limit=1000&\(query)")).map(\.id))
      for (name, format) in [("feeds.opml", "rss"), ("feeds.rss.opml", "rss"), ("feeds.atom.opml", "atom")] {
        let reply = await routes.ask("/\(name)?\(query)")
        #expect(reply.status == .ok && reply["Content-Type"] == "text/x-opml; charset=utf-8")
        #expect(reply["Access-Control-Allow-Origin"] == "*" && reply["Vary"] == "Accept-Encoding")
        let outlines = try XMLElementNode(parsing: Data(reply.text.utf8)).all("body").flatMap(Self.feeds)
        let expected = try feeds.filter { feed in
          try !AtomDocument(output, feed.formats["atom"] ?? "").entries.allSatisfy {
            !matching.contains($0.id)
          }
        }.map { "http://localhost:8080/" + ($0.formats[format] ?? "") }
        let first = try #require(outlines.first)
        #expect(first.hasPrefix("http://localhost:8080/feed.\(format)?match="))
        #expect(await routes.ask(String(first.dropFirst("http://localhost:8080".count))).status == .ok)
        #expect(Set(outlines.dropFirst()) == Set(expected) && outlines.count == expected.count + 1)
        let tag = reply["ETag"] ?? ""
        #expect(await routes.ask("/\(name)?\(query)", ["If-None-Match": tag]).status == .notModified)
      }
    }
  }

  // The addresses of the feeds in an outline, in order.
  private static func feeds(_ node: XMLElementNode) -> [String] {
    node.all("outline").flatMap { outline in
      outline.attributes["xmlUrl"].map { [$0] } ?? feeds(outline)
    }
  }

  @Test("an outline has the usual groups, and is a file without an expression")
  func groups() async throws {
    let routes = try SiteRoutes(Self.small())
    let file = await routes.ask("/feeds.opml")
    for query in ["", "?a=b", "?matches=x"] {
      let reply = await routes.ask("/feeds.opml" + query)
      #expect(reply["ETag"] == file["ETag"], "\(query)")
    }
    let reply = await routes.ask("/feeds.opml?match=country:egypt")
    for group in ["Countries", "Entities"] where file.text.contains("<outline text=\"\(group)\">") {
      #expect(reply.text.contains("<outline text=\"\(group)\">"))
    }
    #expect(reply.text.contains("<outline text=\"Countries\">"))
    #expect(
      routes.askCache("/feeds.opml") != nil && routes.askCache("/feeds.opml?match=country:egypt") == nil)
    for (query, message) in [
      ("match=", "?match= is missing"), ("match=country:egyptt", "is no country"),
      ("match=%zz", "hexadecimal"),
      ("match=text:a&match=text:b", "is there twice"),
    ] {
      let reply = await routes.ask("/feeds.opml?" + query)
      #expect(reply.status == .badRequest && reply.text.contains(message), "\(query)")
    }
    #expect(await routes.ask("/feeds.json.opml?match=country:egypt").status == .notFound)
  }
}
