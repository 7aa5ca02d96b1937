/// Entities that are countries. Such an entity has no feed of its own: its events are in the country's.
extension Gazetteer {
  // Parts of countries, former states and other things, whose names the tables give to a country.
  private static let parts = Set(
    [
      "England", "Scotland", "Wales", "Northern Ireland", "Gaza", "Gaza Strip", "West Bank",
      "Palestinian Authority",
      "Palestinian National Authority", "East Germany", "West Germany", "German Democratic Republic",
      "East Pakistan",
      "West Pakistan", "North Vietnam", "South Vietnam", "North Yemen", "South Yemen", "Yemen Arab Republic",
      "Turkish Republic of Northern Cyprus", "TRNC", "Emirates", "Tahiti", "Monte Carlo", "Monte-Carlo",
      "Antigua",
      "Barbuda", "Bosnia", "Trinidad", "Tobago", "Nevis", "Saint Kitts", "Grenadines", "Diego Garcia",
      "Chagos Islands",
      "Wake Island", "Midway Atoll", "Tristan da Cunha", "Ascension Island", "Jan Mayen", "Svalbard",
      "Grand Cayman",
      "Providenciales", "Bonaire", "Kerguelen", "Tanganyika", "Transjordan", "Dutch East Indies",
    ].compactMap { EntityKey($0) })

  /// Whether the tables give a name to a country that is only a part of it, a former state or another thing.
  static func isPartOfCountry(_ name: String) -> Bool { EntityKey(name).map(parts.contains) ?? false }

  /// The country whose name an entity has; `nil` for names of other things, of several things and of parts of a country.
  package func country(ofEntity key: EntityKey) -> CountryNumber? { countryOfEntity[key] }

  /// The country of a name or a people; `nil` for names of other things, and of several things.
  func country(ofNameOrPeople name: String) -> CountryNumber? {
    EntityKey(name).flatMap { isOneCountry($0) ? country(ofKey: $0) : nil }
  }

  /// Whether the words of a key end with the name, the abbreviation or the people of a country.
  func isEndOfCountry(_ words: Substring) -> Bool {
    let words = words.split(separator: " ")
    return (1...3).contains { count in
      count <= words.count && country(ofNameOrPeople: words.suffix(count).joined(separator: " ")) != nil
    }
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
