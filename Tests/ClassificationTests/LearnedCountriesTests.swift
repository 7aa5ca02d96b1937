import Primitives
import Testing

@testable import Classification

@Suite("Learned countries")
struct LearnedCountriesTests {
  private let gazetteer = Gazetteer.standard

  // The countries that the first of some entities implies, whose twelve events all belong to the United States.
  private func learned(_ names: [String]) throws -> [String] {
    let pages = (1...12).map {
      Archive.Page("2014/2/\($0)/a", title: "day \($0)", contexts: [names.joined(separator: ", ")])
    }
    let catalogue = EntityCatalogue(Archive(pages).facts)
    let country = try #require(gazetteer.number(ofCode: "US"))
    let entities = catalogue.entities.indices.map { EntityNumber($0) }
    let events = (0..<12).map {
      Classifier.Event(
        id: NameNumber($0), page: $0,
        markedEntities: entities.map { Classifier.Marked($0, isMention: false) },
        markedCountries: [Classifier.Marked(country, isMention: false)])
    }
    return LearnedCountries(from: events, catalogue: catalogue, gazetteer: gazetteer).associations
      .filter { $0.key == EntityKey(names[0]) }.map { gazetteer.countries[$0.country.index].code }
  }

  @Test(
    "rest on evidence other than the entity itself",
    arguments: [
      (["Kestrel Front"], ["US"]), (["Liberal Democrats Abroad"], []), (["Texas Kestrel Front"], []),
      (["Texas Kestrel Front", "Ohio"], ["US"]), (["Texas Kestrel Front", "Texas"], []),
      (["Texas Kestrel Front", "Kestrel Bridge"], []), (["Texas Kestrel Front", "White House Lawn"], ["US"]),
    ])
  func otherEvidence(names: [String], expected: [String]) throws {
    #expect(try learned(names) == expected)
  }
}
