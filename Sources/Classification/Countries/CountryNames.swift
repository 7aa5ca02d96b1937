internal import EventArchive
internal import GazetteerData
package import Primitives

/// Other names of a country, by which readers search for it.
package struct CountryNames: Hashable, Sendable {
  /// Other names: official, former, abbreviated.
  package let names: [String]
  /// The names of its people and things.
  package let demonyms: [String]

  /// The names of all countries, by code.
  package static let standard = Dictionary(
    GazetteerTables.standardCountries.map { ($0.code, CountryNames($0)) },
    uniquingKeysWith: { first, _ in first })

  /// A digest that differs between versions of the names.
  package static let standardDigest = ContentDigest(
    GazetteerTables.standardCountries.map { "\($0.code) \(CountryNames($0))" }.joined(separator: "\n"))

  /// Makes the names of a country. Of spellings that differ only in case, accents and punctuation, it keeps the first.
  package init(_ country: Country) {
    var known = Set([EntityKey(country.name)].compactMap(\.self))
    func isNew(_ name: String) -> Bool { EntityKey(name).map { known.insert($0).inserted } ?? false }
    names = country.otherNames.filter(isNew)
    demonyms = country.demonyms.filter(isNew)
  }
}
