internal import EventArchive
internal import GazetteerData
package import Primitives

/// The countries of the world, and the words that tell of them: names, demonyms, capitals, cities, provinces, governments,
/// parties, companies, people.
package struct Gazetteer: Sendable {
  /// An index into `countries`.
  package typealias CountryNumber = Int32

  /// Words of a text that tell of a country.
  package struct Finding: Sendable {
    /// The country.
    package let country: CountryNumber
    /// Which of the texts the words stand in.
    package let text: Int
    /// Where they stand in it, in bytes.
    package let range: Range<Int>
  }

  /// What a name tells of.
  struct Sense: Sendable {
    /// How much it tells.
    enum Strength: Sendable {
      /// It tells of all its countries by itself.
      case all
      /// It tells of its first country by itself.
      case sure
      /// It does unless the text tells of another one of its countries.
      case likely
      /// It does after a word as `in`, or beside its country.
      case weak
    }

    /// The countries.
    var countries: [CountryNumber]
    /// How much it tells of them.
    var strength = Strength.sure
    /// Whether it may be part of a person's name: a place that few have heard of.
    var isMinor = false
    /// Whether it is a place within a country.
    var isPlace = false
    /// Whether it is a place that holds cities.
    var isProvince = false
    /// Whether it is a country, or its people; what is neither that nor a place is a name.
    var isCountry = false
    /// Whether it is a body as other countries have too: the Greek Coast Guard is not the one that needs no country.
    var isBody = false
    /// Whether somebody has written down what tells of its other countries: nothing else does but what it is joined to.
    var isHomonym = false
    /// Words that tell which of the countries is meant: what they mean as cues.
    var cues: [(country: CountryNumber, cue: Int32)] = []
  }

  /// All countries, ordered by code.
  package let countries: [Country]
  private var senses: [Sense] = []
  private var byKey: [EntityKey: Int] = [:]
  private let demonyms: Set<EntityKey>
  private let numbers: [String: CountryNumber]
  private var matcher = PhraseMatcher()
  private var cues = PhraseMatcher()
  private let people: People

  private static let exception: Int32 = -1

  /// The country with a name, a slug or a code of ISO 3166-1.
  package func country(named name: String) -> CountryNumber? {
    if let number = numbers[name.uppercased()] { return number }
    guard let key = EntityKey(name) else { return nil }
    if let index = countries.firstIndex(where: { EntityKey($0.name) == key || $0.slug == name }) {
      return CountryNumber(index)
    }
    let sense = byKey[key].map { senses[$0] }
    return sense?.isCountry == true && !demonyms.contains(key) ? sense?.countries.first : nil
  }

  /// The gazetteer that comes with the package.
  package static let standard = Gazetteer(GazetteerTables.standard)

  /// Reads tables, in each of which lines that begin with `#` are comments; the first that has a name says what it means.
  package init(_ tables: GazetteerTables) {
    countries = tables.countries
    demonyms = Set(countries.flatMap(\.demonyms).compactMap { EntityKey($0) })
    numbers = Dictionary(zip(countries.map(\.code), CountryNumber(0)...)) { first, _ in first }
    people = People(firstNames: tables.firstNames, surnames: tables.surnames)
    var cueCount: Int32 = 0
    for row in tables.homonyms {
      var sense = Sense(
        countries: row.codes.compactMap { numbers[$0] }, strength: .likely, isPlace: row.isPlace)
      if !row.hasDefault { sense.strength = .weak }
      sense.isHomonym = true
      (sense.isBody, sense.isCountry) = (row.isBody, !row.isPlace && !row.isBody)
      for cue in row.cues {
        guard let country = numbers[cue.code] else { continue }
        sense.cues.append((country, cues.insert(cue.words, value: cueCount) ?? cueCount))
        cueCount += 1
      }
      add(sense, names: [row.name], isKey: true)
    }
    for (number, country) in countries.enumerated() {
      let number = CountryNumber(number)
      add(
        Sense(countries: [number], isCountry: true),
        names: [country.name] + country.otherNames + country.demonyms, isKey: true
      )
      add(Sense(countries: [number], isPlace: true), names: country.capitals, isKey: true)
    }
    let provinces = Set(tables.places.lazy.filter { $0.isProvince && $0.how != "place" }.map(\.name))
    for row in tables.affiliations {
      let affiliations = row.codes.compactMap { numbers[$0] }
      if !affiliations.isEmpty {
        add(
          Sense(countries: affiliations, strength: .all, isPlace: row.isPlace, isBody: row.isBody),
          names: row.names.filter { !provinces.contains($0) }, isKey: true)
      } else {
        for name in row.names { matcher.insert(name, value: Self.exception) }
      }
    }
    // Most are in one country: they share its list.
    var lists: [[String]: [CountryNumber]] = [:]
    for row in tables.places {
      let countries = lists[row.codes] ?? row.codes.compactMap { numbers[$0] }
      lists[row.codes] = countries
      guard !countries.isEmpty else { continue }
      let strength: Sense.Strength = row.how == "sure" ? .sure : row.how == "likely" ? .likely : .weak
      var sense = Sense(countries: countries, strength: strength, isPlace: true)
      (sense.isMinor, sense.isProvince) = (!row.isProvince, row.isProvince)
      add(sense, names: [row.name], isKey: false)
    }
    // Last, for some of these phrases tell of another country, the one that their last part is in.
    for (number, country) in countries.enumerated() {
      for phrase in country.exceptions {
        let holder = phrase.components(separatedBy: ", ").dropFirst().last.flatMap { matcher.value(of: $0) }
        let holding = holder.map { $0 == Self.exception ? [] : senses[Int($0)].countries } ?? []
        if let other = holding.first(where: { $0 != CountryNumber(number) }) {
          add(Sense(countries: [other], strength: .all, isPlace: true), names: [phrase], isKey: false)
        } else {
          matcher.insert(phrase, value: Self.exception)
        }
      }
    }
  }

  /// The number of the country with a code, `nil` for one that there is not.
  package func number(ofCode code: String) -> CountryNumber? { numbers[code] }

  private mutating func add(_ sense: Sense, names: [String], isKey: Bool) {
    for name in names {
      matcher.insert(name, value: Int32(senses.count))
      if isKey, let key = EntityKey(name), byKey[key] == nil { byKey[key] = senses.count }
    }
    senses.append(sense)
  }
}

// MARK: Entities

extension Gazetteer {
  /// The countries that an entity's name refers to.
  package struct EntityCountries: Sendable {
    /// The countries; none for a name that refers to no country by itself.
    package let candidates: [CountryNumber]
    /// Whether the name refers to all candidates; otherwise it refers to the first, unless the event has another of them.
    package let areSure: Bool
  }

  /// The countries that an entity's name refers to.
  package func countries(of entity: Entity) -> EntityCountries {
    guard let sense = sense(of: entity) else { return EntityCountries(candidates: [], areSure: true) }
    switch sense.strength {
    case .all: return EntityCountries(candidates: sense.countries, areSure: true)
    case .sure: return EntityCountries(candidates: Array(sense.countries.prefix(1)), areSure: true)
    case .likely: return EntityCountries(candidates: sense.countries, areSure: sense.countries.count == 1)
    case .weak: return EntityCountries(candidates: [], areSure: true)
    }
  }

  /// Whether a name is one of those that are known, whatever it tells by itself.
  func knows(_ name: String) -> Bool { matcher.value(of: name).map { $0 != Self.exception } ?? false }

  /// Calls `body` with the countries that the entities of one event refer to, and the index of the entity. An ambiguous name
  /// adds no country if one of its candidates is in `named` or follows from another entity.
  static func forEachCountry(
    of entities: [EntityCountries], named: [CountryNumber], _ body: (CountryNumber, Int) -> Void
  ) {
    var known = named
    for (index, countries) in entities.enumerated() where countries.areSure {
      for country in countries.candidates { body(country, index) }
      known += countries.candidates
    }
    for (index, countries) in entities.enumerated() where !countries.areSure {
      if let first = countries.candidates.first, !countries.candidates.contains(where: known.contains) {
        body(first, index)
      }
    }
  }

  /// Whether an entity is a country by its name.
  func isCountry(_ entity: Entity) -> Bool { sense(of: entity)?.isCountry == true }

  /// Whether an entity is but a demonym, so that its feed is its country's.
  package func isDemonym(_ entity: Entity) -> Bool { demonyms.contains(entity.key) }

  private func sense(of entity: Entity) -> Sense? {
    if let known = byKey[entity.key] { return senses[known] }
    guard let value = matcher.value(of: entity.name), value != Self.exception else { return nil }
    return senses[Int(value)]
  }
}

// MARK: Texts

extension Gazetteer {
  /// The countries that the texts of one event tell of, each once, ordered by number.
  package func countries(in texts: [TextSlice]) -> [CountryNumber] {
    var found: [CountryNumber] = []
    for finding in findings(in: texts) where !found.contains(finding.country) {
      found.append(finding.country)
    }
    return found.sorted()
  }

  /// Those of some ranges of a text, in its order, whose words tell of a country, but are part of a longer name that does not.
  func misleadingRanges(in text: UnsafeBufferPointer<UInt8>, among ranges: [Range<Int>]) -> Set<Range<Int>> {
    func countries(_ value: Int32?) -> [CountryNumber] {
      value.map { $0 == Self.exception ? [] : senses[Int($0)].countries } ?? []
    }
    var misleading: Set<Range<Int>> = []
    // Neither the ranges nor the matches overlap, and both come in the text's order.
    var rest = ranges[...]
    matcher.forEachMatch(in: text) { value, longer in
      rest = rest.drop { $0.lowerBound < longer.lowerBound }
      while let range = rest.first, range.upperBound <= longer.upperBound {
        rest.removeFirst()
        if range == longer { continue }
        let words = String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
        let own = countries(matcher.value(of: words))
        if !own.isEmpty, Set(own).isDisjoint(with: countries(value)) { misleading.insert(range) }
      }
    }
    return misleading
  }

  /// The words in the texts of one event that tell of countries, in their order.
  package func findings(in texts: [TextSlice]) -> [Finding] {
    var context = CountryDisambiguator(people)
    for (number, text) in texts.enumerated() {
      text.withBytes { bytes in
        matcher.forEachMatch(in: bytes) { value, range in
          if value != Self.exception { context.add(senses[Int(value)], number, range, bytes) }
        }
      }
    }
    return context.resolve {
      var present: Set<Int32> = []
      for text in texts {
        text.withBytes { bytes in cues.forEachOccurrence(in: bytes) { present.insert($0) } }
      }
      return present
    }
  }
}
