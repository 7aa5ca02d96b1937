import Classification
import Foundation
import Syndication
import Testing

@testable import Publishing

@Suite("Finding topics by what people type")
struct TopicQueryTests {
  // What the page and `feedgen list` are both to answer.
  private struct Examples: Decodable {
    struct Topic: Decodable {
      let kind: String
      let name: String
      let slug: String
      let code: String?
      let events: Int
      let aliases: [String]?
      let demonyms: [String]?
    }

    let topics: [Topic]
    let queries: [String: [String]]
  }

  private static let directory = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "search")
  private static let hasNode = (try? output(of: ["node", "--version"])) != nil
  private let examples: Examples

  init() throws {
    let data = try Data(contentsOf: Self.directory.appending(path: "examples.json"))
    examples = try JSONDecoder().decode(Examples.self, from: data)
  }

  @Test("puts the best answers first")
  func ranking() throws {
    let feeds = try examples.topics.map { topic in
      Catalogue.Feed(
        kind: try #require(TopicKind.named(topic.kind)), slug: topic.slug, name: topic.name, code: topic.code,
        aliases: topic.aliases ?? [], demonyms: topic.demonyms ?? [], events: topic.events, updated: 0,
        formats: [.atom])
    }
    for (query, wanted) in examples.queries {
      var catalogue = Catalogue(feeds)
      catalogue.select(matching: query)
      #expect(catalogue.feeds.map(\.path) == wanted, "\(query)")
    }
  }

  @Test("does so on the page as well", .enabled(if: hasNode, "node is not there"))
  func page() throws {
    let output = try Self.output(of: ["node", Self.directory.appending(path: "run.js").path])
    let answers = try JSONDecoder().decode([String: [String]].self, from: Data(output.utf8))
    #expect(answers == examples.queries)
  }

  @Test("is of the same rank whatever form of Unicode the query is typed in")
  func normalisation() throws {
    let feed = Catalogue.Feed(
      kind: .entity, slug: "x", name: "Zo\u{EB} Qu\u{ED}ll", events: 1, updated: 0, formats: [.atom])
    for query in [
      "zo\u{EB} qu\u{ED}ll", "ZOE\u{308} QUI\u{301}LL", "zoe quill", "zoe-quill", " Zoe  Quill. ",
    ] {
      #expect(TopicQuery(query)?.rank(of: feed) == .name, "\(query)")
    }
  }

  @Test("asks nothing without a letter or digit", arguments: ["", " ", "?!", "\u{301}"])
  func empty(query: String) { #expect(TopicQuery(query) == nil) }

  @Test("knows the names that the gazetteer has, each once")
  func countryNames() throws {
    for (code, name) in [
      ("US", "USA"), ("GB", "UK"), ("NL", "Holland"), ("CZ", "Czechia"), ("MM", "Burma"), ("AE", "UAE"),
      ("CD", "DRC"),
    ] {
      #expect(CountryNames.standard(ofCode: code)?.names.contains(name) == true, "\(name)")
    }
    #expect(CountryNames.standard(ofCode: "NL")?.demonyms.contains("Dutch") == true)
    for country in Gazetteer.standard.countries {
      let names = try #require(CountryNames.standard(ofCode: country.code))
      let keys = (names.names + names.demonyms).compactMap { EntityKey($0) }
      #expect(Set(keys).count == keys.count, "\(country.code)")
    }
  }

  private static func output(of command: [String]) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    return String(decoding: data, as: UTF8.self)
  }
}
