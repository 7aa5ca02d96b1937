import Foundation
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Every document made of the sample archive")
struct FeedDocumentTests {
  private let output: FileTree
  private let feeds: [String: AtomDocument]
  // The copies of feeds of countries at the paths of entities, by path.
  private let copies: [String: AtomDocument]
  private static let baseURL = "https://feeds.example/by-topic/"

  init() throws { (output, feeds, copies) = try Self.made.get() }

  // Made once for all tests.
  private static let made = Result {
    let workspace = try Workspace()
    workspace.configuration.content = FeedgenProcess.packageRoot + "/content"
    workspace.configuration.baseURL = baseURL
    workspace.configuration.pagesURL = "https://pages.example"
    workspace.configuration.formats = FeedFormat.allCases
    try workspace.run()
    let output = try workspace.output()
    let atom = output.files.filter { $0.key.hasSuffix(".atom") }
    let documents = try atom.mapValues { try AtomDocument($0) }
    func isCopy(_ path: String, _ feed: AtomDocument) -> Bool {
      path.hasPrefix("entity/") && feed.texts["title"]?.contains("(country)") == true
    }
    return (output, documents.filter { !isCopy($0.key, $0.value) }, documents.filter(isCopy))
  }

  @Test("is well-formed XML or JSON, UTF-8, with nothing before it")
  func wellFormed() throws {
    #expect(feeds.count > 100)
    for (path, data) in output.files {
      switch path.split(separator: ".").last {
      case "atom", "rss", "opml", "xml", "well-known/feeds":
        #expect(data.starts(with: Data("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)), "\(path)")
        #expect(XMLParser(data: data).parse(), "\(path)")
      case "json": #expect(throws: Never.self, "\(path)") { try JSONSerialization.jsonObject(with: data) }
      case "png": #expect(data.starts(with: Data([0x89, 0x50, 0x4E, 0x47])))
      case "html": #expect(data.starts(with: Data("<!doctype html>\n<html lang=\"en\">\n".utf8)), "\(path)")
      case "ico": #expect(data.starts(with: Data([0, 0, 1, 0, 1, 0, 64, 64])))
      default:
        #expect(
          ["assets/page.js", "assets/topic.js", "assets/page.css", "assets/feed.css", "robots.txt"].contains(
            path))
      }
      if !["icon.png", "favicon.ico"].contains(path) {
        #expect(String(validating: data, as: UTF8.self) != nil, "\(path)")
      }
    }
  }

  @Test("is there in all formats, which hold the same entries and name each other")
  func formats() throws {
    for (path, feed) in feeds {
      let stem = String(path.dropLast(5))
      let rss = try RSSDocument(#require(output.files[stem + ".rss"]))
      let json = try JSONFeedDocument(#require(output.files[stem + ".json"]))
      let ids = feed.entries.map(\.id)
      #expect(rss.items.map { $0["guid"] } == ids, "\(path)")
      #expect(json.items.map(\.id) == ids, "\(path)")
      #expect(rss.items.map { $0["title"] } == feed.titles, "\(path)")
      #expect(json.items.map(\.title) == feed.titles, "\(path)")
      let pages = feed.entries.map { $0.links.first?.href }
      #expect(rss.items.map { $0["link"] } == pages, "\(path)")
      #expect(json.items.map(\.url) == pages, "\(path)")
      #expect(rss.items.map { $0["atom:updated"] } == feed.entries.map(\.updated), "\(path)")
      #expect(json.items.map(\.dateModified) == feed.entries.map(\.updated), "\(path)")
      #expect(json.items.map(\.datePublished) == feed.entries.map(\.published), "\(path)")
      #expect(
        rss.items.map { $0["content:encoded"] ?? $0["description"] } == feed.entries.map(\.content), "\(path)"
      )
      #expect(json.items.map(\.contentHtml) == feed.entries.map(\.content), "\(path)")
      #expect(json.feedUrl == Self.baseURL + stem + ".json", "\(path)")
      for other in ["rss", "json"] {
        #expect(
          feed.links.contains { $0.relation == "alternate" && $0.href == Self.baseURL + stem + "." + other })
      }
    }
  }

  @Test("of a country has a copy at the path of the entity with a name of it")
  func copiesOfCountries() throws {
    #expect(copies.count > 10)
    for (path, copy) in copies {
      let original = try #require(
        copy.links.first { $0.relation == "self" }?.href.dropFirst(Self.baseURL.count))
      #expect(original.hasPrefix("country/") && feeds[String(original)] != nil, "\(path)")
      for format in FeedFormat.allCases.map(\.pathExtension) {
        let files = [path, String(original)].map { output.files[$0.dropLast(4) + format] }
        #expect(files[0] != nil && files[0] == files[1], "\(path) \(format)")
      }
    }
  }

  @Test("names itself by an absolute link, base URL and path")
  func selfLinks() {
    for (path, feed) in feeds {
      #expect(feed.links.filter { $0.relation == "self" }.map(\.href) == [Self.baseURL + path], "\(path)")
      #expect(feed.links.contains { $0.relation == "alternate" }, "\(path)")
    }
  }

  @Test("has an id of its own, and so has each entry; an event has one in all feeds")
  func ids() {
    #expect(Set(feeds.values.map { $0.texts["id"] }).count == feeds.count)
    var names: [String: Set<String>] = [:]
    for (path, feed) in feeds {
      #expect(Set(feed.entries.map(\.id)).count == feed.entries.count, "\(path)")
      for entry in feed.entries {
        #expect(
          entry.id.wholeMatch(of: /tag:feeds\.example,\d{4}-\d\d-\d\d:\/news\/[!-~]+/) != nil, "\(entry.id)")
        names[entry.links.first?.href ?? "", default: []].insert(entry.id)
      }
    }
    #expect(names.values.allSatisfy { $0.count == 1 })
  }

  @Test("has complete entries: the alternate link first, title, dates, content")
  func entries() {
    for (path, feed) in feeds {
      for entry in feed.entries {
        #expect(entry.links.first?.relation == "alternate", "\(path)")
        #expect(entry.links.filter { $0.relation == "alternate" }.count == 1, "\(path)")
        #expect(entry.links.allSatisfy { URL(string: $0.href)?.host() != nil }, "\(path)")
        #expect(!entry.title.isEmpty && !entry.content.isEmpty, "\(path)")
        #expect(Set(entry.categories).count == entry.categories.count, "\(path)")
      }
    }
  }

  @Test(
    "has dates of RFC 3339; none is updated before it was published, and a feed is as new as its newest entry"
  )
  func dates() {
    for (path, feed) in feeds {
      #expect(feed.texts["updated"] == feed.entries.map(\.updated).max(), "\(path)")
      for entry in feed.entries {
        #expect(entry.updated >= entry.published, "\(entry.id)")
        for date in [entry.updated, entry.published] {
          #expect(date.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil, "\(date)")
        }
      }
      #expect(feed.entries.map(\.published) == feed.entries.map(\.published).sorted(by: >), "\(path)")
    }
  }

  @Test("holds an entry if, and only if, the entry has its category")
  func categories() throws {
    let entries = try #require(feeds["all.atom"]?.entries)
    for (path, feed) in feeds where path != "all.atom" {
      let category = Self.baseURL + path.dropLast(5)
      #expect(feed.entries == entries.filter { $0.categories.contains(category) }, "\(path)")
    }
  }

  @Test("is listed in catalogue and OPML with its name, number of events and date")
  func lists() throws {
    let catalogue = try CatalogueDocument(output).feeds
    #expect(Set(catalogue.compactMap { $0.formats["atom"] }) == Set(feeds.keys))
    let opml = try #require(output.text("feeds.opml"))
    for format in ["rss", "json"] {
      let other = try #require(output.text("feeds.\(format).opml"))
      let type = format == "json" ? "JSONFeed" : "rss"
      #expect(
        other
          == opml.replacing(".atom\"", with: ".\(format)\"").replacing(
            "type=\"rss\"", with: "type=\"\(type)\""))
    }
    for listed in catalogue {
      let path = listed.formats["atom"] ?? ""
      let feed = try #require(feeds[path])
      let stem = path.dropLast(5)
      #expect(listed.formats == ["atom": "\(stem).atom", "rss": "\(stem).rss", "json": "\(stem).json"])
      #expect(listed.events == feed.entries.count, "\(path)")
      #expect(listed.updated == feed.texts["updated"], "\(path)")
      #expect(path == (listed.kind == "all" ? "all" : listed.kind + "/" + listed.slug) + ".atom")
      #expect((listed.code != nil) == (listed.kind == "country"))
      #expect(opml.contains("xmlUrl=\"\(Self.baseURL + path)\""), "\(path)")
    }
    let titles = opml.matches(of: /\ title="([^"]*)"/).map { $0.output.1 }
    #expect(titles.count == feeds.count)
    #expect(Set(titles).count == titles.count)
  }
}
