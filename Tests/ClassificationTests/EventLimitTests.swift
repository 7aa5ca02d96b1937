import EventArchive
import Testing

@testable import Classification

@Suite("Topics of an event that many pages name")
struct EventLimitTests {
  private typealias Page = Archive.Page

  private static func name(_ number: Int) -> String { "page-\(number)" }

  // The names of the entities of the event that the first page shows.
  private static func entities(_ pages: [Page]) -> [String] {
    let archive = Archive(pages)
    var facts = archive.facts
    let catalogue = EntityCatalogue(facts)
    let grouping = EventGrouping(&facts, history: archive.history)
    let events = Classifier.classify(
      facts, grouping: grouping, catalogue: catalogue, gazetteer: .standard, countsMentions: true
    ).events
    let id = archive.facts.number(of: Archive.name("fog"))
    return events.first { $0.id == id }?.entities.map { catalogue.entities[$0.index].name } ?? []
  }

  @Test func `are at most so many, those that its own page lists before those that are named most elsewhere`()
  {
    let own = (0..<10).map { "Zebra \($0)" }
    let fog = Page("fog", contexts: [own.joined(separator: ", ")])
    // Name n is given by n pages, from 1 to 20; there are 200 more that are given once.
    var others: [Page] = []
    for number in 1...20 {
      for copy in 0..<number {
        others.append(Page(Self.name(100 * number + copy), related: [("fog", "Often \(number)")]))
      }
    }
    for number in 0..<200 {
      others.append(Page(Self.name(10_000 + number), related: [("fog", "Once \(1_000 + number)")]))
    }
    let found = Self.entities([fog] + others)
    #expect(found.count == PageLimits.entities)
    #expect(Set(own).isSubset(of: found))
    #expect((2...20).allSatisfy { found.contains("Often \($0)") })
    // Of those that are named equally often, the first by their keys.
    #expect(found.filter { $0.hasPrefix("Once") } == (1_000..<1_070).map { "Once \($0)" })
    #expect(found == Self.entities(others.reversed() + [fog]))
    #expect(found == Self.entities(Array(others[..<50]) + [fog] + others[50...]))
  }

  @Test func `are at most so many countries, those that its own text names first`() {
    let all = Set(Gazetteer.standard.countries.indices.map { Gazetteer.CountryNumber($0) })
    let last = Array(all.sorted().suffix(3))
    let limited = Classifier.limited(all, first: last)
    #expect(limited.count == PageLimits.countries)
    #expect(Set(last).isSubset(of: limited))
    #expect(limited == limited.sorted())
    #expect(limited.prefix(61) == all.sorted().prefix(61))
  }
}
