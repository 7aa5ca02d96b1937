import Foundation
import Publishing
import Testing
import WorkspaceSupport

@Suite("feedgen list")
struct ListCommandTests {
  private struct Topic: Decodable {
    let kind: String
    let name: String
    let slug: String
    let code: String?
    let events: Int
    let formats: [String: String]
  }

  @Test("shows all topics, those with most events first, with number of events and feed")
  func all() throws {
    let workspace = try workspace()
    let outcome = try FeedgenProcess.run(["list"], in: workspace.directory.path)
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(lines.first == "3  Egypt (country)  feeds/country/egypt.atom")
    #expect(lines.contains("2  Bülent Orhan  feeds/entity/bulent-orhan.atom"))
    #expect(lines.compactMap { Int($0.prefix { $0.isNumber }) } == [3, 2, 1, 1, 1, 1])
  }

  @Test(
    "finds any part of a name, case, accents and marks aside",
    arguments: [
      ("BULENT", ["bulent-orhan"]), ("lent ór", ["bulent-orhan"]), ("washington dc", ["washington-dc"]),
      ("D.C.", ["washington-dc"]), ("egypt", ["egypt"]), ("c++", ["c-plus-plus"]),
      ("москва", ["москва"]),
      ("nobody", []),
    ])
  func query(text: String, slugs: [String]) throws {
    let outcome = try workspace().runBinary("list", "--json", text)
    #expect(outcome.status == 0)
    let found = try JSONDecoder().decode([Topic].self, from: Data(outcome.output.utf8))
    #expect(Set(found.map { $0.slug.hasPrefix("name--") ? $0.name.lowercased() : $0.slug }) == Set(slugs))
  }

  @Test(
    "finds countries by every name, code and demonym, before what only shares letters",
    arguments: ["egypt", "EG", "Arab Republic of Egypt", "Égypt", "E\u{301}gypt", "egyptian", "EGYPTIANS"])
  func countryNames(text: String) throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "One.", form: .handwritten, context: "Egyptian, Eguar Quill"),
      ArchivePage(
        day: "2013/11/15", title: "Two.", form: .handwritten, context: "Eguar Quill, Egyptian Quill"))
    try workspace.run()
    let outcome = try workspace.runBinary("list", "--json", text)
    let found = try JSONDecoder().decode([Topic].self, from: Data(outcome.output.utf8))
    #expect(found.first?.slug == "egypt", "\(outcome.output)")
    #expect(found.first?.kind == "country")
  }

  @Test("finds entities by the names that are filed under theirs")
  func aliases() throws {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "One.", form: .handwritten, context: "Sergei Shoigu, Sergei Shoi")
    )
    let json = #"{"classification": {"aliases": {"Sergei Shoigu": "Sergey Shoygu"}}}"#
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    #expect(try workspace.runBinary("--quiet").status == 0)
    let output = try workspace.runBinary("list", "sergei shoigu").output
    #expect(output == "      1  Sergey Shoygu  \(workspace.configuration.output)/entity/sergey-shoygu.atom\n")
  }

  @Test("keeps to a kind", arguments: [("entity", ["Bülent Orhan"]), ("country", [])])
  func kind(kind: String, names: [String]) throws {
    let outcome = try workspace().runBinary("list", "--json", "--kind", kind, "orhan")
    let found = try JSONDecoder().decode([Topic].self, from: Data(outcome.output.utf8))
    #expect(found.map(\.name) == names)
    #expect(found.allSatisfy { $0.kind == kind })
  }

  @Test("gives JSON with the members of the catalogue, an empty array when nothing is found")
  func json() throws {
    let workspace = try workspace()
    let found = try JSONDecoder().decode(
      [Topic].self, from: Data(workspace.runBinary("list", "--json").output.utf8))
    let catalogue = try CatalogueDocument(workspace.output()).feeds.filter { $0.kind != "all" }
    #expect(Set(found.map(\.slug)) == Set(catalogue.map(\.slug)))
    for topic in found {
      #expect(
        catalogue.contains {
          $0.formats == topic.formats && $0.events == topic.events && $0.code == topic.code
        })
    }
    let none = try workspace.runBinary("list", "--json", "zzz").output
    #expect(try JSONDecoder().decode([Topic].self, from: Data(none.utf8)).isEmpty)
  }

  @Test("counts an event of several names once")
  func severalNames() throws {
    let old = ArchivePage(day: "2018/03/1", title: "Nine are lost.", form: .later, topic: "Ossa")
    var new = ArchivePage(day: "2018/03/1", title: "Ten are lost.", form: .later, topic: "Ossa")
    new.changes = old.changes(replaced: "2018-03-01 08:30:11")
    let workspace = try Workspace(old, new)
    try workspace.run()
    #expect(try workspace.runBinary("list", "ossa").output.hasPrefix("      1  Ossa"))
  }

  private func workspace() throws -> Workspace {
    let workspace = try Workspace(
      ArchivePage(day: "2013/11/14", title: "One.", form: .handwritten, context: "Bülent Orhan, Egyptian"),
      ArchivePage(day: "2013/11/15", title: "Two.", form: .handwritten, context: "Bülent Orhan, Egyptian"),
      ArchivePage(
        day: "2013/11/16", title: "Three in Egypt.", form: .handwritten,
        context: "Washington, D.C., C++, Москва"))
    try workspace.run()
    return workspace
  }
}
