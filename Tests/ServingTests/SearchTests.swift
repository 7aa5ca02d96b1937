import Foundation
import Primitives
import TestSupport
import Testing
import WorkspaceSupport

@testable import Serving

@Suite("A search finds the same events in each kind of index")
struct SearchTests {
  // Stems, stop words of English, short words, phrases, prefixes, other scripts, words that must not occur.
  private static let searches = [
    "fishing", "fished", "fish", "fish*", "the", "of", "is", "us", "u.s.", "a", "general election",
    "\"general election\"", "\"election general\"", "egypt -grain", "egypt*", "norland 2018", "日本", "Москва",
    "nations*", "relational", "ties", "ti*", "9", "9½", "c++", "washington d.c.", "\"lake vor\"*", "bulent",
  ]

  @Test("whatever the words", arguments: TestIndex.available.filter { $0 != .sqlite })
  func sameEvents(_ kind: TestIndex) throws {
    let workspaces = try [Workspace(), Workspace(index: kind)]
    for workspace in workspaces {
      var archive = RandomArchive(seed: 77)
      try workspace.apply(archive.additions(14))
      for (day, title) in Self.titles.enumerated() {
        try workspace.write(ArchivePage(day: "2014/3/\(day + 1)", title: title))
      }
      try workspace.run()
    }
    let feeds = try workspaces.map { try $0.onDemand() }
    for text in Self.searches {
      let query = FeedQuery.searching(try WordSearch(text), .newest)
      let found = try feeds.map { try $0.feed(query, .atom) }
      #expect(found[0] == found[1], "\(text)")
    }
    // After a change, the full-text index follows.
    for workspace in workspaces {
      try workspace.write(ArchivePage(day: "2014/3/1", title: "Kestrels were relating a fish story"))
      try workspace.run()
    }
    for text in ["relational", "kestrel", "election", "fish"] {
      let query = FeedQuery.searching(try WordSearch(text), .newest)
      let found = try feeds.map { try $0.feed(query, .atom) }
      #expect(found[0] == found[1], "\(text)")
    }
  }

  private static let titles = [
    "Relational ties of the United States and us", "It is as it was: a general election in Sudhaven",
    "The election general of Brynmoor resigns", "Fishing, fished and fish in Lake Vorra",
    "Nations hold nationwide national holidays", "Egypt buys grain", "9½ weeks of 9 strikes",
    "Titles and ties: tied teams", "日本 and Москва sign", "Generally elected elections",
  ]

  @Test(
    "and the best first: a match in a title comes before one in a summary", arguments: TestIndex.available)
  func relevance(_ kind: TestIndex) throws {
    let workspace = try Workspace(index: kind)
    try workspace.write(
      ArchivePage(day: "2014/3/1", title: "Orrin opens a bridge", summary: "The ferry of Sudhaven ends."))
    try workspace.write(
      ArchivePage(day: "2014/3/2", title: "The ferry of Sudhaven ends", summary: "Orrin opens a bridge."))
    try workspace.run()
    let feeds = try workspace.onDemand()
    for (text, first) in [("bridge", "Orrin opens a bridge"), ("ferry", "The ferry of Sudhaven ends")] {
      let feed = try feeds.feed(.searching(try WordSearch(text), .relevance), .atom)
      #expect(try AtomDocument(Data(feed)).entries.map(\.title).first == first)
    }
  }
}
