import EventArchive
import TestSupport
import Testing

@testable import Classification

@Suite("Lists of names")
struct ContextListTests {
  @Test(
    "a comma that belongs to a name does not divide",
    arguments: [
      ("Facebook, Inc., Egypt", ["Facebook, Inc.", "Egypt"]),
      ("Egypt, Washington, D.C., Russia", ["Egypt", "Washington, D.C.", "Russia"]),
      ("Almiran general election, 2018, Port Almira", ["Almiran general election, 2018", "Port Almira"]),
      (
        "Ferry season, 2018–19, Ferry season, 2018-2019",
        ["Ferry season, 2018–19", "Ferry season, 2018-2019"]
      ),
      ("Strikes, 2018&ndash;19", ["Strikes, 2018&ndash;19"]), ("Ann Poe, Jr.", ["Ann Poe, Jr."]),
      ("Almira Ferries, Ltd., Inc.", ["Almira Ferries, Ltd., Inc."]),
    ])
  func joined(text: String, names: [String]) {
    #expect(ContextList.names(text) == names)
  }

  @Test(
    "any other comma divides",
    arguments: [
      ("Ministry of Defence, Russia", ["Ministry of Defence", "Russia"]),
      ("Cairo, Egypt, Russia", ["Cairo", "Egypt", "Russia"]),
      ("Almira, 2018 Almiran election", ["Almira", "2018 Almiran election"]),
      ("Almira, 12th century", ["Almira", "12th century"]),
      ("Almira, 2018th day", ["Almira", "2018th day"]), ("Incident, Incas", ["Incident", "Incas"]),
      ("90,000 birds, Almira", ["90,000 birds", "Almira"]),
      ("MV ''SEA Lar''k, Almira", ["MV ''SEA Lar''k", "Almira"]),
      ("東京, 京都", ["東京", "京都"]), ("Almira", ["Almira"]),
    ])
  func divided(text: String, names: [String]) {
    #expect(ContextList.names(text) == names)
  }

  @Test("nothing is no name", arguments: ["", " ", ", ", ", , ", "  ,  "])
  func empty(text: String) {
    #expect(ContextList.names(text).filter { EntityKey($0) != nil } == [])
  }

  @Test func `a tail with nothing before it stands by itself`() {
    #expect(ContextList.names("Inc., Egypt") == ["Inc.", "Egypt"])
    #expect(ContextList.names("2018") == ["2018"])
  }

  @Test func `joining the names gives the text again`() {
    var random = SeededGenerator(seed: 3)
    let parts = ["Egypt", "Inc.", "D.C.", "2018", "2018-19", "Cairo", "C++", "東京", "Jr.", "a b"]
    for _ in 0..<2000 {
      let text = (1...Int.random(in: 1...8, using: &random)).compactMap { _ in
        parts.randomElement(using: &random)
      }
      .joined(separator: ", ")
      let names = ContextList.names(text)
      #expect(names.joined(separator: ", ") == text)
      #expect(names.dropFirst().allSatisfy { !["Inc.", "D.C.", "2018", "2018-19", "Jr."].contains($0) })
    }
  }
}
