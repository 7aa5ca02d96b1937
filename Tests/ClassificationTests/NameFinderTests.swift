import Primitives
import TestSupport
import Testing

@testable import Classification

@Suite("Names in texts")
struct NameFinderTests {
  private static let knowledge = Gazetteer.standard.names

  private func names(_ text: String, counting texts: [String] = []) -> [String] {
    var statistics = NameStatistics()
    if !texts.isEmpty {
      var learner = NameLearner(Self.knowledge)
      for text in texts { TextSlice(text).withBytes { learner.count($0) } }
      statistics = learner.finish()
    }
    var finder = NameFinder(NameModel(Self.knowledge, statistics: statistics))
    return finder.names(in: [TextSlice(text)])
  }

  @Test(
    "are found without counts",
    arguments: [
      ("Police arrest Ada Quill in Norland.", ["Ada Quill", "Norland"]),
      ("The ferry Brynmoor sinks off Kestrel Island.", ["Kestrel Island"]),
      ("President Vladimir Putin meets Prime Minister Narendra Modi.", ["Vladimir Putin", "Narendra Modi"]),
      ("U.S. Secretary of State John Kerry arrives.", ["John Kerry"]),
      ("Pope Francis prays for peace.", ["Pope Francis"]),
      ("The United Nations Security Council meets.", ["United Nations Security Council"]),
      ("Fog closes the airport of Kestrel.", ["Kestrel"]),
      ("Norland's Bryn Harbour is closed.", ["Norland", "Bryn Harbour"]),
      ("Egypt's Suez Canal is closed.", ["Suez Canal"]),
      ("The 2024 Summer Olympics begin.", ["2024 Summer Olympics"]),
      ("Hassan al-Quill leads the Kestrel Front.", ["Hassan al-Quill", "Kestrel Front"]),
      ("NATO and the BBC respond.", ["NATO", "BBC"]),
      ("A plane falls in Rio Quill da Brynmoor.", ["Rio Quill da Brynmoor"]),
      (
        "Three die in the Rio Quill da Brynmoor floods.",
        ["Rio Quill da Brynmoor", "Rio Quill da Brynmoor floods"]
      ),
      ("20th Brynmoor Festival opens.", ["20th Brynmoor Festival"]),
      ("Three die in the Kestrel war, 2014.", ["Kestrel war, 2014"]),
      ("President of Uganda Anna Orrin resigns.", ["Anna Orrin"]),
    ])
  func found(text: String, expected: [String]) {
    #expect(names(text) == expected)
  }

  @Test(
    "are no common words, titles, months, peoples, first names or countries",
    arguments: [
      "Overnight shelling kills ten people.", "Police say so.", "The President resigns on Monday.",
      "Egyptian officials in Egypt agree.", "In March, John leaves.", "", "…", "12 people die in 2014.",
      "the secretary of state", "Moscow-based", "C, C++ and C#", "The Egypt-Russia talks",
      "Crowds greet Quill.", "A comet comes within 0.5 AU.", "The plant makes 12.5 MW of power.",
      "Ada Quill Opens a Bridge in Brynmoor",
    ])
  func notFound(text: String) {
    #expect(names(text).filter { $0 != "Moscow" } == [])
  }

  @Test("are cut where the parts stand alone elsewhere, and whole where they do not")
  func glue() {
    let texts =
      (1...6).flatMap { number in
        [
          "On day \(number), talks fail in Brynmoor.", "Rain floods Kestrel.",
          "Voters of Trinor and Tabor choose.", "The council of Trinor and Tabor meets.",
        ]
      }
    #expect(names("Police search Brynmoor and Kestrel.", counting: texts) == ["Brynmoor", "Kestrel"])
    #expect(names("Police search Trinor and Tabor.", counting: texts) == ["Trinor and Tabor"])
  }

  @Test("are words that nearly always have a capital")
  func cases() {
    let texts = (1...5).flatMap { _ in
      ["They met near Ridge.", "They walk over the ridge.", "They met near Quor."]
    }
    #expect(names("A fire burns near Ridge.", counting: texts) == [])
    #expect(names("A fire burns near Quor.", counting: texts) == ["Quor"])
  }

  @Test("do not depend on the order of the texts", arguments: 1...5)
  func order(seed: Int) {
    var random = SeededGenerator(seed: seed)
    let texts = (1...40).map { number in
      [
        "Talks in Brynmoor and Kestrel fail.", "Ada Quill leads the Kestrel Front.",
        "Kestrel Front day \(number).",
      ]
      .randomElement(using: &random) ?? ""
    }
    let text = "The Kestrel Front of Ada Quill leaves Brynmoor and Kestrel."
    #expect(names(text, counting: texts) == names(text, counting: texts.shuffled(using: &random)))
  }

  @Test func `several learners count as one`() {
    let texts = (1...60).map { number in
      [
        "Ada Quill and the Kestrel Front (KF) met in Brynmoor on day \(number).",
        "President Bryn Orrin of Norland leaves.",
      ][
        number % 2]
    }
    func learner(_ texts: some Sequence<String>) -> NameLearner {
      var learner = NameLearner(Self.knowledge)
      for text in texts { TextSlice(text).withBytes { learner.count($0) } }
      return learner
    }
    let one = learner(texts)
    var sum = learner(texts[..<7])
    sum.add(learner(texts[7..<40]))
    sum.add(learner(texts[40...]))
    #expect(sum.abbreviations == one.abbreviations)
    #expect(!one.abbreviations.isEmpty)
    #expect(sum.finish().stored == one.finish().stored)
  }

  @Test("are found by counts that were stored, and damaged counts are noticed")
  func stored() throws {
    var learner = NameLearner(Self.knowledge)
    let texts = (1...9).map { "Ada Quill and the Kestrel Front met in Brynmoor on day \($0)." }
    for text in texts { TextSlice(text).withBytes { learner.count($0) } }
    let bytes = learner.finish().stored
    let again = try #require(bytes.withUnsafeBufferPointer { NameStatistics(stored: $0) })
    #expect(again.stored == bytes)
    for count in [0, 3, bytes.count - 1] {
      #expect(bytes.prefix(count).withUnsafeBufferPointer { NameStatistics(stored: $0) } == nil)
    }
    #expect((bytes + [0]).withUnsafeBufferPointer { NameStatistics(stored: $0) } == nil)
  }
}
