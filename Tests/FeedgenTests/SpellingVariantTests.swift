import Foundation
import TestSupport
import Testing
import WorkspaceSupport

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
    // Not the same: another first letter, a number, another middle initial, other company.
    try write("Kim Yong-nal", 3, with: "Tea, Mountains")
    try write("Kim Jong-nal", 3, with: "Tea, Mountains")
    try write("Great Game II", 2, with: "Boats, Rowing")
    try write("Great Game III", 2, with: "Boats, Rowing")
    try write("Adelina Quillon", 3, with: "Choirs, Songs")
    try write("Adelina B. Quillon", 2, with: "Choirs, Songs")
    try write("Ottilie F. Brennar", 3, with: "Zoos, Elephants")
    try write("Ottilie G. Brennar", 2, with: "Zoos, Elephants")
    // Nor these: other years, other provinces, or people of one country.
    try write("2002 Boat Games", 3, with: "Sails, Marinas")
    try write("2022 Boat Games", 2, with: "Sails, Marinas")
    try write("Hunan Province", 3, with: "Rice, Terraces")
    try write("Henan Province", 2, with: "Rice, Terraces")
    try write("Johann Smidt", 3, with: "Germany, Baseball Club")
    try write("Johann Smitt", 2, with: "Germany, Bridge Club")
    // The same but for vowels.
    try write("Yassar Harafin", 3, with: "Olives, Presses")
    try write("Yassir Harafin", 2, with: "Olives, Presses")
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
    let output = try workspace.runBinary("entities").output
    #expect(
      output
        == """
        "Adelina B. Quillon": "Adelina Quillon"  spelling
        "Germany": "Germany"  country
        "Mahmud Tarin": "Mahmoud al-Tarin"  spelling
        "Sergei Kolynov": "Sergey Kolynov"  spelling
        "Yassir Harafin": "Yassar Harafin"  spelling

        """)
    let kolynov = try AtomDocument(workspace.output(), "entity/sergey-kolynov.atom")
    #expect(kolynov.entries.count == 9)
    #expect(try !feeds().contains("entity/sergei-kolynov.atom"))
    for slug in [
      "kim-yong-nal", "kim-jong-nal", "great-game-ii", "great-game-iii", "ottilie-f-brennar",
      "ottilie-g-brennar", "2002-boat-games", "2022-boat-games", "hunan-province", "henan-province",
      "johann-smidt", "johann-smitt",
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
    #expect(output.contains("\"Ottilie G. Brennar\": \"Ottilie F. Brennar\"  co-occurrence "))
    #expect(output.contains("\"Henan Province\": \"Hunan Province\"  co-occurrence "))
    #expect(output.contains("\"Boris Tamov\": \"Boris Tammov\"  co-occurrence 0.00"))
    #expect(!output.contains("Kolynov"))
    #expect(!output.contains("Great Game"))
  }

  @Test func `follow the aliases of the configuration, whatever was found before`() throws {
    try workspace.run()
    let json = #"{"classification": {"aliases": {"SERGEY KOLYNOV": "Sergei Kolynov"}}}"#
    try Data(json.utf8).write(to: URL(filePath: workspace.directory.path("config.json")))
    workspace.configuration.aliases = ["SERGEY KOLYNOV": "Sergei Kolynov"]
    try workspace.run()
    #expect(try AtomDocument(workspace.output(), "entity/sergei-kolynov.atom").entries.count == 9)
    #expect(try workspace.output().differences(from: workspace.fullOutput()) == [])
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
