import Primitives
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

  // What a catalogue says about each spelling.
  private func filing(_ catalogue: EntityCatalogue, _ spellings: StringInterner) -> [String] {
    spellings.enumerated().map { number, spelling in
      guard let entity = catalogue.entity(ofSpelling: SpellingNumber(number)) else {
        return "\(spelling): none"
      }
      let found = catalogue.entities[entity.index]
      return
        "\(spelling): \(found.key.text) \(found.name) \(found.slug) \(found.isHidden) \(found.type) \(found.article ?? "")"
    }
  }

  @Test(
    "names that are filed under others later are filed as if the catalogue had been made so",
    arguments: 1...60)
  func filing(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let names = [
      "Ada Quill", "ADA QUILL", "Ada Quil", "Ada Kwill", "Bryn Orrin", "Brynn Orrin", "UN", "United Nations",
      "U.N.",
      "KIA", "Kestrel Island Authority", "Kestrel Authority", "Brazilian Supreme Court",
      "Supreme Court of Brazil",
      "president", "Fog", "fóg", "Port Almira", "Port-Almira", "Almira",
    ]
    let articles = (1...3).map { "https://en.wikipedia.org/wiki/Article_\($0)" }
    var spellings = StringInterner()
    var pages: [PageRecord] = []
    for _ in 0..<Int.random(in: 5...40, using: &random) {
      let own = (0..<3).compactMap { _ -> SpellingNumber? in
        guard var text = names.randomElement(using: &random) else { return nil }
        if Bool.random(using: &random), let article = articles.randomElement(using: &random) {
          text += "\u{1E}\(article)"
        }
        return SpellingNumber(rawValue: text.withUTF8 { spellings.insert($0).number })
      }
      var page = PageRecord()
      page.setLists(own: own, countries: [], links: [], contentFingerprint: ContentFingerprint())
      pages.append(page)
    }
    var learned = LearnedNames()
    learned.abbreviations = ["KIA": "Kestrel Island Authority"]
    let configured = Bool.random(using: &random) ? ["Almira": "Port Almira"] : [:]
    func catalogue(_ aliases: [String: String], _ articles: [String: String]) -> EntityCatalogue {
      var catalogue = EntityCatalogue(
        aliases: aliases, articles: articles, apart: seed.isMultiple(of: 3) ? ["UN"] : [],
        names: NameModel(Gazetteer.standard.names, learned: learned))
      _ = catalogue.update(spellings, removing: EmptyCollection(), adding: pages)
      return catalogue
    }
    var filed = catalogue(configured, [:])
    let entities = filed.entities.map(\.name)
    var variants = filed.namesOfArticles()
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      if let name = entities.randomElement(using: &random), let main = entities.randomElement(using: &random)
      {
        variants[name] = main
      }
    }
    let aliases = variants.filter { $0.key.hasPrefix("https:") == false }.merging(configured) { $1 }
    let ofArticles = variants.filter { $0.key.hasPrefix("https:") }
    let before = filing(filed, spellings)
    let affected = filed.file(aliases: aliases, articles: ofArticles, spellings: spellings)
    let fresh = catalogue(aliases, ofArticles)
    #expect(filing(filed, spellings) == filing(fresh, spellings))
    for (number, (old, new)) in zip(before, filing(filed, spellings)).enumerated() where old != new {
      let entity = try #require(filed.entity(ofSpelling: SpellingNumber(number)))
      #expect(affected.contains(entity))
    }
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
