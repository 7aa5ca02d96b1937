import Foundation
import Testing

@testable import feedgen

@Suite("Spellings of one name")
struct SpellingVariantTests {
  private let workspace: Workspace
  private var number = 0

  init() throws {
    workspace = try Workspace()
    try write("Sergey Kolynov", 6, with: "Norland Navy, Harbours")
    try write("Sergei Kolynov", 3, with: "Norland Navy, Harbours")
    try write("Mahmoud al-Tarin", 4, with: "Lake Vorra, Ferries")
    try write("Mahmud Tarin", 2, with: "Lake Vorra, Ferries")
    // Not the same: another first letter, a number, a middle initial, other company.
    try write("Kim Yong-nal", 3, with: "Tea, Mountains")
    try write("Kim Jong-nal", 3, with: "Tea, Mountains")
    try write("Great Game II", 2, with: "Boats, Rowing")
    try write("Great Game III", 2, with: "Boats, Rowing")
    try write("Adelina Quillon", 3, with: "Choirs, Songs")
    try write("Adelina B. Quillon", 2, with: "Choirs, Songs")
    try write("Boris Tammov", 2, with: "Chess, Clocks")
    try write("Boris Tamov", 1, with: "Wheat, Barley")
  }

  private mutating func write(_ name: String, _ count: Int, with company: String) throws {
    for _ in 1...count {
      number += 1
      var page = ArchivePage(
        day: "2014/02/\(number % 28 + 1)", title: "Something happens for the time \(number)",
        form: .handwritten)
      page.context = "\(name), \(company)"
      try workspace.write(page)
    }
  }

  private func feeds() throws -> [String] {
    try workspace.output().files.keys.filter { $0.hasPrefix("entity/") }.sorted()
  }

  @Test mutating func `go to one feed when they are surely one, under the name that is used most`() throws {
    try workspace.run()
    #expect(
      try workspace.runBinary("entities").output
        == "\"Mahmud Tarin\": \"Mahmoud al-Tarin\"\n\"Sergei Kolynov\": \"Sergey Kolynov\"\n")
    let kolynov = try AtomDocument(workspace.output(), "entity/sergey-kolynov.atom")
    #expect(kolynov.entries.count == 9)
    #expect(try !feeds().contains("entity/sergei-kolynov.atom"))
    for slug in [
      "kim-yong-nal", "kim-jong-nal", "great-game-ii", "great-game-iii", "adelina-quillon",
      "adelina-b-quillon",
    ] {
      #expect(try feeds().contains("entity/\(slug).atom"))
    }
    // A later event is filed in the same way, whether by a run or by a full one.
    try write("Sergei Kolynov", 1, with: "Norland Navy")
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "entity/sergey-kolynov.atom").entries.count == 10)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
  }

  @Test func `are shown for the aliases when they may be one`() throws {
    try workspace.run()
    let output = try workspace.runBinary("entities", "--similar").output
    #expect(output.contains("\"Adelina B. Quillon\": \"Adelina Quillon\"  company "))
    #expect(output.contains("\"Boris Tamov\": \"Boris Tammov\"  company 0.00"))
    #expect(!output.contains("Kolynov"))
    #expect(!output.contains("Great Game"))
  }

  @Test func `are told apart where the configuration says so`() throws {
    let json = #"{"classification": {"aliases": {"Sergei Kolynov": "Sergei Kolynov the Younger"}}}"#
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    workspace.configuration.aliases = ["Sergei Kolynov": "Sergei Kolynov the Younger"]
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "entity/sergey-kolynov.atom").entries.count == 6)
    #expect(try feeds().contains("entity/sergei-kolynov-the-younger.atom"))
  }
}
