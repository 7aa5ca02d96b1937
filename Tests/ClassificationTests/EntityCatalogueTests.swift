import TestSupport
import Testing

@testable import Classification

@Suite("The catalogue of entities")
struct EntityCatalogueTests {
  private func names(_ contexts: [String], aliases: [String: String] = [:]) -> [String] {
    let pages = contexts.enumerated().map { Archive.Page("p\($0.offset)", contexts: [$0.element]) }
    return EntityCatalogue(Archive(pages).facts, aliases: aliases).entities.map(\.name)
  }

  @Test func `the most frequent spelling is shown`() {
    #expect(names(["Sergéy Shoygu", "SERGEY SHOYGU", "Sergéy Shoygu"]) == ["Sergéy Shoygu"])
    #expect(names(["Sergey Shoygu, Egypt", "SERGEY SHOYGU", "SERGEY SHOYGU"]) == ["Egypt", "SERGEY SHOYGU"])
  }

  @Test func `of spellings as frequent the smallest is shown, whatever the order`() {
    #expect(names(["al-Quds", "Al-Quds", "AL QUDS"]) == ["AL QUDS"])
    #expect(names(["AL QUDS", "Al-Quds", "al-Quds"]) == ["AL QUDS"])
  }

  @Test func `entities are ordered by key and each is there once`() {
    #expect(names(["Zeta, Élan, alpha", "elan, ZETA", "Elan, Zeta"]) == ["alpha", "Elan", "Zeta"])
  }

  @Test func `contexts of links, of day pages, of bodies and topics all count`() {
    var archive = Archive([
      .init("a", topic: "Fog", related: [("b", "Ferries")], contexts: ["Port Almira"])
    ])
    archive.addDay([(name: "a", context: "Harbours, Inc., Pilots")])
    let names = EntityCatalogue(archive.facts).entities.map(\.name)
    #expect(names == ["Ferries", "Fog", "Harbours, Inc.", "Pilots", "Port Almira"])
  }

  @Test func `a spelling that no page uses any more is no entity`() {
    var archive = Archive([.init("a", contexts: ["Fog"]), .init("b", contexts: ["Rain"])])
    archive.remove("a")
    #expect(EntityCatalogue(archive.facts).entities.map(\.name) == ["Rain"])
  }

  @Test func `an alias files a name under another and gives the spelling`() {
    #expect(
      names(["Sergey Shoigu", "Sergey Shoigu"], aliases: ["sergey shoigu": "Sergey Shoygu"]) == [
        "Sergey Shoygu"
      ])
    let both = ["Shoigu", "SERGEY SHOYGU", "SERGEY SHOYGU"]
    #expect(names(both, aliases: ["Shoigu": "Sergey Shoygu"]) == ["Sergey Shoygu"])
    #expect(names(["SERGEY SHOYGU"], aliases: ["Shoigu": "Sergey Shoygu"]) == ["Sergey Shoygu"])
  }

  @Test func `a chain of aliases is followed to its end`() {
    let aliases = ["A one": "B two", "B two": "C three", "C three": "D four"]
    #expect(names(["A one", "B two", "C three", "D four"], aliases: aliases) == ["D four"])
  }

  @Test func `aliases in a circle end, and lose no name`() {
    #expect(names(["A one", "B two"], aliases: ["A one": "B two", "B two": "A one"]) == ["A one", "B two"])
    #expect(names(["A one"], aliases: ["A one": "a ONE"]) == ["A one"])
    let names = names(["A", "B", "C"], aliases: ["A": "B", "B": "C", "C": "B"])
    #expect(names == ["B", "C"])
  }

  @Test func `an alias from or to no name changes nothing`() {
    #expect(names(["Fog"], aliases: ["": "Rain", "Fog": "...", "!": "?"]) == ["Fog"])
  }

  @Test func `two aliases that spell one target differently always give the same spelling`() {
    var aliases: [String: String] = [:]
    for number in 0..<40 {
      aliases["First \(number)"] = "TARGET \(number)"
      aliases["Second \(number)"] = "target \(number)"
    }
    let found = names((0..<40).map { "Target \($0)" }, aliases: aliases)
    #expect(Set(found.map { $0.prefix(6) }).count == 1)
  }

  @Test func `abbreviations that the archive gives, and names of bodies with their country, are other names`()
  {
    var learned = LearnedNames()
    learned.abbreviations = ["KIA": "Kestrel Island Authority"]
    let pages = [Archive.Page("a", contexts: ["KIA, Parliament of Canada, Ada Quill, U.S. Senate"])]
    let catalogue = EntityCatalogue(
      Archive(pages).facts, names: NameModel(Gazetteer.standard.names, learned: learned))
    let others = Dictionary(
      uniqueKeysWithValues: catalogue.entities.map { ($0.name, catalogue.aliases(of: $0)) })
    #expect(others["Kestrel Island Authority"] == ["KIA"])
    #expect(others["Parliament (Canada)"] == ["Canadian Parliament", "Parliament of Canada"])
    #expect(
      others["Senate (United States)"]?.filter { !$0.hasPrefix("U") } == [
        "American Senate", "Senate of the United States",
      ])
    #expect(others["Ada Quill"] == [])
    for name in others.flatMap(\.value) { #expect(catalogue.number(named: name) != nil, "\(name)") }
  }

  @Test func `the order of pages does not matter`() {
    var random = SeededGenerator(seed: 4)
    let spellings = ["Fog", "FOG", "fog", "Fóg", "Rain", "rain", "C++", "c++", "C", "東京"]
    for _ in 0..<50 {
      let contexts = (0..<20).compactMap { _ in spellings.randomElement(using: &random) }
      #expect(names(contexts.shuffled(using: &random)) == names(contexts))
    }
  }
}
