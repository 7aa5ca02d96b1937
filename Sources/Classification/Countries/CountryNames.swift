internal import EventArchive
package import Primitives
internal import Synchronization

/// Other names of a country, by which readers search for it.
package struct CountryNames: Hashable, Sendable {
  /// Other names: official, former, abbreviated.
  package let names: [String]
  /// The names of its people and things.
  package let demonyms: [String]

  // By code, the names that were asked for. Each is made once in a process.
  private static let made = Mutex<[String: CountryNames]>([:])

  /// The names of the country with a code; `nil` for an unknown code.
  package static func standard(ofCode code: String) -> CountryNames? {
    if let names = made.withLock({ $0[code] }) { return names }
    guard let number = Gazetteer.standard.number(ofCode: code) else { return nil }
    let names = CountryNames(Gazetteer.standard.countries[number.index])
    made.withLock { $0[code] = names }
    return names
  }

  /// A digest that differs between versions of the names.
  package static let standardDigest = GazetteerTables.countriesDigest

  /// Makes the names of a country. Of spellings that differ only in case, accents and punctuation, it keeps the first.
  package init(_ country: Country) {
    var known = Set([EntityKey(country.name)].compactMap(\.self))
    func isNew(_ name: String) -> Bool { EntityKey(name).map { known.insert($0).inserted } ?? false }
    names = country.otherNames.filter(isNew)
    demonyms = country.demonyms.filter(isNew)
  }
}
