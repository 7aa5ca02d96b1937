internal import EventArchive
internal import GazetteerData
package import Primitives

/// Other names of a country, by which people search for it.
package struct CountryNames: Hashable, Sendable {
  /// Other names: official, former, abbreviated.
  package let names: [String]
  /// What its people and things are called.
  package let demonyms: [String]

  /// The names of all countries, by code.
  package static let standard = Dictionary(
    GazetteerTables.standardCountries.map { ($0.code, CountryNames($0)) },
    uniquingKeysWith: { first, _ in first })

  /// Differs between versions of the names.
  package static let standardDigest = ContentDigest(
    GazetteerTables.standardCountries.map { "\($0.code) \(CountryNames($0))" }.joined(separator: "\n"))

  /// Takes the names of a country, of spellings that differ in case, accents and punctuation alone the first.
  package init(_ country: Country) {
    var known = Set([EntityKey(country.name)].compactMap(\.self))
    func unknown(_ name: String) -> Bool { EntityKey(name).map { known.insert($0).inserted } ?? false }
    names = country.otherNames.filter(unknown)
    demonyms = country.demonyms.filter(unknown)
  }
}
