import EventArchive
import Foundation
import Primitives
import Testing

@testable import Classification

@Suite("The gazetteer")
struct GazetteerTests {
  private let gazetteer = Gazetteer.standard

  private func codes(_ text: String) -> [String] {
    gazetteer.countries(in: [TextSlice(text)]).map { gazetteer.countries[$0.index].code }
  }

  @Test func `it holds all 249 of ISO 3166-1 and Kosovo, each once`() {
    let codes = gazetteer.countries.map(\.code)
    #expect(codes.count == 250)
    #expect(Set(codes).count == 250)
    #expect(codes == codes.sorted())
    #expect(Set(codes).isSubset(of: Locale.Region.isoRegions.map(\.identifier)))
    #expect(codes.contains("XK"))
    #expect(["PS", "TW", "HK"].allSatisfy(codes.contains))
  }

  @Test func `every country has a name and a slug that no other has`() {
    #expect(gazetteer.countries.allSatisfy { !$0.name.isEmpty })
    #expect(Set(gazetteer.countries.map(\.slug)).count == 250)
  }

  @Test func `every name, demonym and capital of a country means that country alone`() {
    for (number, country) in gazetteer.countries.enumerated() {
      for name in [country.name] + country.otherNames + country.demonyms + country.capitals {
        #expect(codes("Envoys of \(name) met.") == [country.code], "\(name)")
        let entity = EntityKey(name).map { Entity(key: $0, name: name, slug: $0.slug) }
        #expect(
          entity.flatMap { gazetteer.countries(of: $0).candidates.first } == Gazetteer.CountryNumber(number),
          "\(name)")
      }
    }
  }

  @Test func `no exception means the country it is an exception to`() {
    for country in gazetteer.countries {
      for phrase in country.exceptions {
        #expect(!codes("Near \(phrase) it rained.").contains(country.code), "\(phrase)")
      }
    }
  }

  @Test(
    "the longest name counts",
    arguments: [
      ("Rebels seize a town in South Sudan", ["SS"]), ("Sudan and South Sudan sign a treaty", ["SD", "SS"]),
      ("A storm hits New Mexico", ["US"]), ("A storm hits Mexico City", ["MX"]),
      ("Papua New Guinea votes", ["PG"]),
      ("Equatorial Guinea and Guinea-Bissau play", ["GQ", "GW"]), ("Guinea votes", ["GN"]),
      ("Northern Ireland votes", ["GB"]), ("The Dominican Republic votes", ["DO"]),
      ("Dominica votes", ["DM"]),
      ("The Democratic Republic of the Congo votes", ["CD"]), ("The Republic of the Congo votes", ["CG"]),
      ("The People's Republic of China", ["CN"]), ("The Republic of China", ["TW"]),
      ("Fires near Atlanta, Georgia", ["US"]),
      ("North Korea and South Korea talk", ["KP", "KR"]), ("American Samoa is hit", ["AS"]),
      ("South America is hit", []),
      ("British Virgin Islands", ["VG"]), ("The Netherlands Antilles", ["NL"]),
    ])
  func longest(text: String, expected: [String]) {
    #expect(codes(text) == expected)
  }

  @Test(
    "a country is named by its demonym, possessive or abbreviation",
    arguments: [
      ("Egypt's parliament meets", ["EG"]), ("Egypt’s parliament meets", ["EG"]),
      ("The Egyptians' vote", ["EG"]),
      ("An Egyptian-French film", ["EG", "FR"]), ("U.S. troops leave", ["US"]), ("US-led talks", ["US"]),
      ("In the U.S., people vote", ["US"]), ("\"Russia\" (and Kosovo)", ["RU", "XK"]),
      ("Côte d'Ivoire votes", ["CI"]),
      ("Talks in Washington, D.C. fail", ["US"]), ("Palestinian talks", ["PS"]), ("Türkiye", ["TR"]),
    ])
  func forms(text: String, expected: [String]) {
    #expect(codes(text) == expected)
  }

  @Test(
    "words that only look like a country's name name none",
    arguments: [
      "Roast turkey on china plates", "They told us so", "Egyptology and Egyptair", "Vernon Jordan retires",
      "Lake Chad",
      "the Jordan River", "chad and mali and niger", "Guinea pig",
    ])
  func others(text: String) {
    #expect(codes(text) == [])
  }

  @Test func `mentions tell the words of the text in its order`() {
    let text = "Russian envoys and Egypt’s meet in Egypt."
    let findings = gazetteer.findings(in: [TextSlice(text)])
    #expect(
      findings.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) } == [
        "Russian", "Egypt", "Egypt",
      ])
    #expect(findings.map { gazetteer.countries[$0.country.index].code } == ["RU", "EG", "EG"])
  }
}
