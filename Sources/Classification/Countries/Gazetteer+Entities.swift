/// Entities that are countries. Such an entity has no feed of its own: its events are in the country's.
extension Gazetteer {
  // Parts of countries, whose names the tables give to the whole.
  private static let parts = Set(
    ["England", "Scotland", "Wales", "Northern Ireland"].compactMap { EntityKey($0) })

  /// The country whose name an entity has; `nil` for names of other things, of several things and of parts of a country.
  package func country(ofEntity key: EntityKey) -> CountryNumber? { countryOfEntity[key] }

  /// The country of a name or a people; `nil` for names of other things, and of several things.
  func country(ofNameOrPeople name: String) -> CountryNumber? {
    EntityKey(name).flatMap { isOneCountry($0) ? country(ofKey: $0) : nil }
  }

  /// The keys of the names of countries, with their countries, ordered by key.
  var countryEntities: [(key: EntityKey, country: CountryNumber)] {
    countryOfEntity.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // The countries by the keys of their names.
  func namedCountries() -> [EntityKey: CountryNumber] {
    var named: [EntityKey: CountryNumber] = [:]
    for (number, country) in countries.enumerated() {
      for name in [country.name] + country.otherNames {
        guard let key = EntityKey(name), !Self.parts.contains(key), isOneCountry(key) else { continue }
        named[key] = CountryNumber(number)
      }
    }
    return named
  }
}
