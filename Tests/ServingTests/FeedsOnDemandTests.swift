import Classification
import Foundation
import Publishing
import Serving
import Syndication
import TestSupport
import Testing
import WorkspaceSupport

@testable import Pipeline

@Suite("Feeds on demand")
struct FeedsOnDemandTests {
  private let workspace: Workspace

  init() throws {
    workspace = try Workspace(
      ArchivePage(
        day: "2013/11/4", title: "Norland opens a bridge in Egypt", summary: "Fog, fog and protesters."),
      ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt"),
      ArchivePage(
        day: "2014/2/3", title: "Protest against fog in Cairo", summary: "Nobody *protested* in vain."))
    try workspace.run()
  }

  private func titles(_ question: FeedQuery, _ onDemand: FeedsOnDemand? = nil) throws -> [String] {
    let document = try (onDemand ?? workspace.onDemand()).feed(question, .atom)
    return try AtomDocument(Data(document)).entries.map(\.title)
  }

  private func search(_ words: String, sortedBy order: FeedQuery.Order = .newest) throws -> [String] {
    try titles(.searching(WordSearch(words), order)).map { String($0.prefix(5)) }
  }

  @Test("find words: all of them, side by side, beginnings, and without others")
  func words() throws {
    #expect(try search("fog") == ["Prote", "Fog s", "Norla"])
    #expect(try search("FOG egypt") == ["Fog s", "Norla"])
    #expect(try search("\"the ferries\"") == ["Fog s"])
    #expect(try search("\"ferries the\"") == [])
    #expect(try search("ferr*") == ["Fog s"])
    #expect(try search("fog -bridge -\"the ferries\"") == ["Prote"])
    #expect(try search("“the ferries”") == ["Fog s"] && search("„ferries the”") == [])
    #expect(try search("protest") == ["Prote", "Norla"])
    // Twice in the summary weighs less than once in the title.
    #expect(try search("fog", sortedBy: .relevance).last == "Norla")
    #expect(try search("nowhere") == [])
    #expect(try search("\"OR NEAR(a b) AND\" entry:fog ^fog + {title}") == [])
  }

  @Test("distinguish words with one stem in an expression")
  func exactWords() throws {
    func titles(_ text: String) throws -> [String] {
      try self.titles(.matching(Workspace.expression(text))).map { String($0.prefix(5)) }
    }
    #expect(try titles("text:protesters") == ["Norla"])
    #expect(try titles("text:protested") == ["Prote"])
    #expect(try titles("NOT text:protested") == ["Fog s", "Norla"])
  }

  @Test(
    "say what is wrong with a search",
    arguments: [
      ("", "no words"), ("  ... ", "no words"), ("-fog", "left out"), ("a*", "two letters"),
      (String(repeating: "a ", count: 17), "too long"), (String(repeating: "a", count: 201), "too long"),
      (String(repeating: "&", count: 67), "too long"),
    ])
  func badSearch(text: String, message: String) throws {
    do {
      _ = try WordSearch(text)
      Issue.record("\"\(text)\" was taken")
    } catch {
      #expect("\(error)".contains(message))
    }
  }

  @Test("follow what is edited, renamed and removed when words are looked for")
  func changes() throws {
    let onDemand = try workspace.onDemand()
    let question = FeedQuery.searching(try WordSearch("ferries"), .newest)
    #expect(try titles(question, onDemand) == ["Fog stops the ferries of Egypt"])
    var page = ArchivePage(day: "2013/11/14", title: "Fog stops the ferries of Egypt")
    page.summary = "Snow."
    (page.slug, page.title) = (
      page.path.split(separator: "/").last.map { String($0.dropLast(3)) }, "Fog stops boats"
    )
    try workspace.write(page)
    try workspace.run()
    #expect(try titles(question, onDemand) == [])
    #expect(try titles(.searching(WordSearch("boat snow"), .relevance), onDemand) == ["Fog stops boats"])
    try workspace.remove(page)
    try workspace.run()
    #expect(try titles(.searching(WordSearch("boat"), .newest), onDemand) == [])
    // A removed state is built again.
    try workspace.write(page)
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    try workspace.run()
    #expect(try titles(.searching(WordSearch("boat"), .newest), onDemand) == ["Fog stops boats"])
  }

  @Test("are not taken from an index that was removed, though the new one has seen as many runs")
  func anotherIndex() throws {
    let onDemand = try workspace.onDemand()
    let question = FeedQuery.matching(try Workspace.expression("country:egypt"))
    let before = (try onDemand.indexRevision(), try titles(question, onDemand))
    #expect(try titles(.searching(WordSearch("whales"), .newest), onDemand) == [])
    try FileManager.default.removeItem(atPath: workspace.configuration.state)
    try workspace.write(ArchivePage(day: "2012/5/6", title: "Whales pass Egypt"))
    try workspace.run()
    #expect(try onDemand.indexRevision() != before.0)
    #expect(try titles(question, onDemand) == before.1 + ["Whales pass Egypt"])
    #expect(try titles(.searching(WordSearch("whales"), .newest), onDemand) == ["Whales pass Egypt"])
  }

  @Test("are made anew from a damaged index of words, or one that is gone")
  func damage() throws {
    let path = workspace.configuration.state + "/search.sqlite"
    #expect(try search("ferries") == ["Fog s"])
    try Data(repeating: 7, count: 10_000).write(to: URL(filePath: path))
    #expect(try search("ferries") == ["Fog s"])
    try FileManager.default.removeItem(atPath: path)
    #expect(try search("ferries") == ["Fog s"])
    // One that goes on working does so as well.
    let onDemand = try workspace.onDemand()
    let question = FeedQuery.searching(try WordSearch("ferries"), .newest)
    for spoil in [Data(), Data(repeating: 7, count: 10_000), nil, Data()] {
      #expect(try titles(question, onDemand) == ["Fog stops the ferries of Egypt"])
      if let spoil {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 0)
        file.write(spoil)
        try file.close()
      } else {
        try FileManager.default.removeItem(atPath: path)
      }
    }
    #expect(try titles(question, onDemand) == ["Fog stops the ferries of Egypt"])
    let text = FeedQuery.matching(try Workspace.expression("text:ferries"))
    try FileManager.default.removeItem(atPath: path)
    #expect(try titles(text, onDemand) == ["Fog stops the ferries of Egypt"])
  }

  @Test("are refused when they would search too many texts")
  func tooBroad() throws {
    let onDemand = try FeedsOnDemand(
      site: workspace.configuration.site, index: workspace.configuration.state, maxTexts: 2)
    func titles(_ text: String) throws -> [String] {
      try self.titles(.matching(Workspace.expression(text)), onDemand)
    }
    #expect(try titles("text:bridge NOT text:bridge") == [])
    #expect(try titles("text:ferries OR text:bridge").count == 2)
    #expect { try titles("text:fog") } throws: { "\($0)".contains("more than 2 events; narrow it") }
  }

  @Test("have one id and one address for one question, however it is written")
  func identity() throws {
    func feed(_ text: String) throws -> AtomDocument {
      try AtomDocument(Data(workspace.onDemand().feed(.matching(Workspace.expression(text)), .atom)))
    }
    let feed1 = try feed("country:egypt AND entity:\"Sergey  LAVROV\"")
    let feed2 = try feed(" ( country:Egypt entity:\"sergey lavrov\" ) ")
    #expect(feed1 == feed2)
    #expect(
      feed1.texts["id"]
        == "tag:localhost,2000-01-01:/feeds/feed?match=country:egypt+AND+entity:%22sergey+lavrov%22")
    #expect(
      feed1.links.contains {
        $0.relation == "self"
          && $0.href == "http://localhost:8080/feed.atom?match=country:egypt+AND+entity:%22sergey+lavrov%22"
      })
    #expect(try feed("country:egypt").texts["id"] != feed1.texts["id"])
    let same = [
      [
        "country:usa", "country:US", "country:\"united states\"", "NOT NOT country:us",
        "country:us country:USA",
      ],
      [
        "text:a text:b text:c", "(text:c text:b) AND text:a", "text:a (text:b (text:c))",
        "text:a text:c text:b text:a",
      ],
      ["NOT (text:b OR text:a)", "NOT (text:a OR text:b OR text:a)"],
      [#"entity:"a--b\" c""#, #"entity:"A b C""#], ["entity:\"x--\n\"", "entity:x"],
    ]
    for texts in same {
      #expect(Set(try texts.map { try Workspace.expression($0).normalText }).count == 1, "\(texts)")
    }
    let searches = ["war  Peace -b -a", "peace war -a -b", "war \"peace\" war -a -b -a"]
    #expect(Set(try searches.map { try WordSearch($0).normalText }) == ["peace war -a -b"])
  }

  @Test(
    "an expression means the same in its normal writing",
    arguments: [
      "country:egypt", "NOT country:egypt", "NOT (country:egypt OR text:fog)",
      "country:eg OR text:fog text:bridge",
      "(country:eg OR text:fog) text:bridge", "NOT NOT text:fog", "from:2013 to:2014",
      "from:2013-11-05 to:2013-11-30",
      "to:9999", "entity:\"AT&T\" OR entity:\"C++\"", "entity:name--0123456789abcdef",
      "((text:a AND text:b) AND (text:c OR (text:d OR text:e)))",
    ])
  func normalText(text: String) throws {
    let expression = try Workspace.expression(text)
    let again = try Workspace.expression(expression.normalText)
    #expect(again.normalText == expression.normalText)
    #expect(try titles(.matching(expression)) == titles(.matching(again)))
  }
}
