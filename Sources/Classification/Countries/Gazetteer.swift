internal import EventArchive
internal import GazetteerData
package import Primitives

/// The countries of the world, and the names that refer to them: of the countries themselves, their people, capitals, cities,
/// provinces, governments, parties, companies and persons.
package struct Gazetteer: Sendable {
  /// An index into `countries`.
  package typealias CountryNumber = ItemNumber<Country>

  /// A name in a text that refers to a country.
  package struct Finding: Sendable {
    /// The country.
    package let country: CountryNumber
    /// The index of the text.
    package let text: Int
    /// The place of the name in the text, in bytes.
    package let range: Range<Int>
  }

  /// The meaning of a name.
  struct Sense: Sendable {
    /// How certain a name is evidence for its countries.
    enum Strength: Sendable {
      /// It refers to all its countries by itself.
      case all
      /// It refers to its first country by itself.
      case sure
      /// It refers to its first country, unless the text refers to another of its countries.
      case likely
      /// It refers to a country only after a word such as `in`, or beside the country.
      case weak
    }

    /// A phrase that decides between the countries of a name.
    struct Cue: Sendable {
      /// The country that the name refers to if the texts contain the phrase.
      let country: CountryNumber
      /// The value of the phrase in the matcher of cues.
      let phrase: Int32
    }

    /// The countries.
    var countries: [CountryNumber]
    /// How certain the name is evidence for them.
    var strength = Strength.sure
    /// Whether it may be part of a person's name, because it is a little known place.
    var isMinor = false
    /// Whether it is a place within a country.
    var isPlace = false
    /// Whether it is a place that contains cities.
    var isProvince = false
    /// Whether it is a country or its people.
    var isCountry = false
    /// Whether it is the people of a country.
    var isDemonym = false
    /// Whether it is a person.
    var isPerson = false
    /// Whether it is one word of the name of a person.
    var isSurname = false
    /// Whether it is a source of news, which often only reports the event.
    var isMedia = false
    /// Whether it abbreviates a state or province, and counts only after a name and a comma.
    var isAbbreviation = false
    /// Whether it is the capital of its first country, which a text far from its other places means.
    var isCapital = false
    /// Whether it is an office of its first country if the text refers to no other country.
    var isOffice = false
    /// Whether its one word is a common word if it is written small.
    var isWord = false
    /// Whether it is a spelling that only a text in capitals gets.
    var isRegularForm = false
    /// Whether it is an institution that other countries have too: the Greek Coast Guard is not that of the United States.
    var isInstitution = false
    /// Whether only its cues, and a name that it is joined to, decide for its other countries.
    var isHomonym = false
    /// The phrases that decide between its countries.
    var cues: [Cue] = []
  }

  /// What is known of the words of names.
  package let names: NameKnowledge
  /// All countries, ordered by code.
  package let countries: [Country]
  private var senses: [Sense] = []
  // By key: an index into `senses`.
  // By key of a name of one country.
  private(set) var countryOfEntity: [EntityKey: CountryNumber] = [:]
  private var senseOfKey: [EntityKey: Int] = [:]
  private let demonyms: Set<EntityKey>
  private let numbers: [String: CountryNumber]
  // Countries by slug, and by name.
  private let numberOfSlug: [String: CountryNumber]
  private let numberOfKey: [EntityKey: CountryNumber]
  // The values are indices into `senses`, or `exception`.
  private var matcher = PhraseMatcher()
  private var cues = PhraseMatcher()
  /// Names of people, which are no places.
  let people: PersonNames
  // The words of names that are written in capitals, such as `FBI`.
  private var acronyms: Set<String> = []
  // The abbreviations of states in capitals, such as `KY`.
  private var states: Set<String> = []
  // Names whose words have capitals inside or none at the beginning, such as `AstraZeneca`.
  private var irregular: [String] = []
  // By the key of its first name: the names of a disputed territory.
  private var disputedNames: [EntityKey: [String]] = [:]
  private let newsSites: NewsSites
  // The country of the site; `nil` when none is configured.
  private var home: CountryNumber?

  // The value of phrases that refer to no country.
  private static let exception: Int32 = -1

  /// The gazetteer that comes with the package.
  package static let standard = Gazetteer(GazetteerTables.standard)

  /// Makes a gazetteer from tables. If several tables have the same name, the first defines its meaning.
  package init(_ tables: GazetteerTables) {
    countries = tables.countries
    demonyms = Set(countries.flatMap(\.demonyms).compactMap { EntityKey($0) })
    numbers = Dictionary(countries.enumerated().map { ($1.code, CountryNumber($0)) }) { first, _ in first }
    numberOfSlug = Dictionary(countries.enumerated().map { ($1.slug, CountryNumber($0)) }) { first, _ in first
    }
    numberOfKey = Dictionary(
      countries.enumerated().compactMap { index, country in
        EntityKey(country.name).map { ($0, CountryNumber(index)) }
      }
    ) { first, _ in first }
    names = NameKnowledge(tables)
    people = PersonNames(firstNames: tables.firstNames, surnames: tables.surnames, knowledge: names)
    newsSites = NewsSites(tables.hosts)
    addHomonyms(tables.homonyms)
    addCountries()
    let provinces = Set(tables.places.lazy.filter { $0.isProvince && $0.certainty != .place }.map(\.name))
    addAffiliations(tables.affiliations, provinces: provinces)
    addPlaces(tables.places)
    addExceptions()
    addDisputed(tables.disputed)
    addRegularForms()
    countryOfEntity = namedCountries()
  }

  /// The number of the country with a code, `nil` for an unknown code.
  package func number(ofCode code: String) -> CountryNumber? { numbers[code] }

  /// The country with a name, a slug or a code of ISO 3166-1.
  package func country(named name: String) -> CountryNumber? {
    if let number = numbers[name.uppercased()] { return number }
    guard let key = EntityKey(name) else { return nil }
    if let number = numberOfKey[key] ?? numberOfSlug[name] { return number }
    let sense = senseOfKey[key].map { senses[$0] }
    return sense?.isCountry == true && !demonyms.contains(key) ? sense?.countries.first : nil
  }
}

// MARK: Tables

extension Gazetteer {
  private mutating func addHomonyms(_ rows: [GazetteerTables.Homonym]) {
    var cueCount: Int32 = 0
    for row in rows {
      var sense = Sense(countries: row.codes.compactMap { numbers[$0] })
      sense.strength = row.hasDefault ? .likely : .weak
      sense.isPlace = row.isPlace
      sense.isInstitution = row.isInstitution
      sense.isCapital = row.isCapital
      sense.isOffice = row.isOffice
      sense.isWord = isWord(row.name)
      sense.isCountry = !row.isPlace && !row.isInstitution
      sense.isHomonym = true
      for cue in row.cues {
        guard let country = numbers[cue.code] else { continue }
        let phrase = cues.insert(cue.words, value: cueCount) ?? cueCount
        sense.cues.append(Sense.Cue(country: country, phrase: phrase))
        cueCount += 1
      }
      addKeys(of: [row.name])
      add(sense, names: [row.name])
    }
  }

  private mutating func addCountries() {
    for (number, country) in countries.enumerated() {
      let number = CountryNumber(number)
      let names = [country.name] + country.otherNames
      addKeys(of: names)
      add(Sense(countries: [number], isCountry: true), names: names)
      addKeys(of: country.demonyms)
      add(Sense(countries: [number], isCountry: true, isDemonym: true), names: country.demonyms)
      addKeys(of: country.capitals)
      add(Sense(countries: [number], isPlace: true), names: country.capitals)
    }
  }

  private mutating func addAffiliations(_ rows: [GazetteerTables.Affiliation], provinces: Set<String>) {
    for row in rows {
      let countries = row.codes.compactMap { numbers[$0] }
      guard !countries.isEmpty else {
        for name in row.names {
          matcher.insert(name, value: Self.exception)
          if LetterCase.isIrregular(name) { irregular.append(name) }
        }
        continue
      }
      let names = row.names.filter { !provinces.contains($0) }
      if row.kind == .state {
        add(Sense(countries: countries, isPlace: true, isProvince: true, isAbbreviation: true), names: names)
        continue
      }
      addKeys(of: names)
      // Words decide in capitals only, where a name may be a common word.
      for (isWord, names) in Dictionary(grouping: names, by: isWord).sorted(by: { $0.value[0] < $1.value[0] })
      {
        var sense = Sense(
          countries: countries, strength: .all, isPlace: row.kind == .place, isPerson: row.kind == .person,
          isMedia: row.kind == .media, isInstitution: row.kind == .body)
        sense.isWord = isWord
        add(sense, names: names.filter { $0.contains(" ") || row.kind != .person })
        if row.kind == .person {
          sense.isSurname = true
          add(sense, names: names.filter { !$0.contains(" ") })
        }
      }
    }
  }

  private mutating func addPlaces(_ rows: [GazetteerTables.Place]) {
    // Most places are in one country. Places with the same countries share an array.
    var lists: [[String]: [CountryNumber]] = [:]
    for row in rows {
      let countries = lists[row.codes] ?? row.codes.compactMap { numbers[$0] }
      lists[row.codes] = countries
      guard !countries.isEmpty else { continue }
      var sense = Sense(countries: countries, isPlace: true)
      sense.strength =
        switch row.certainty {
        case .sure: .sure
        case .likely: .likely
        case .place: .weak
        }
      sense.isMinor = !row.isProvince
      sense.isProvince = row.isProvince
      sense.isWord = isWord(row.name)
      add(sense, names: [row.name])
    }
  }

  // Adds the exceptions after all names, because some of them refer to another country: the country of their last part.
  private mutating func addExceptions() {
    for (number, country) in countries.enumerated() {
      for phrase in country.exceptions {
        let last = phrase.components(separatedBy: ", ").dropFirst().last
        let others = countries(ofMatch: last.flatMap { matcher.value(of: $0) })
        if let other = others.first(where: { $0 != CountryNumber(number) }) {
          add(Sense(countries: [other], strength: .all, isPlace: true), names: [phrase])
        } else {
          matcher.insert(phrase, value: Self.exception)
        }
      }
    }
  }

  // Adds the spellings that irregular names have after a text in capitals is made small.
  private mutating func addRegularForms() {
    let letterCase = LetterCase(names: names, acronyms: acronyms, states: states)
    for name in irregular {
      let regular = letterCase.regular(name)
      guard let value = matcher.value(of: name), matcher.value(of: regular) == nil else { continue }
      var sense = value == Self.exception ? Sense(countries: []) : senses[Int(value)]
      sense.isRegularForm = true
      matcher.insert(regular, value: Int32(senses.count))
      senses.append(sense)
    }
    irregular = []
  }

  // Gives the names of disputed territories the countries for which they count.
  private mutating func addDisputed(_ rows: [GazetteerTables.Disputed]) {
    for row in rows {
      if let first = row.names.first, let key = EntityKey(first) { disputedNames[key] = row.names }
      if !row.isDecidedByText { setCountries(row.codes.compactMap { numbers[$0] }, of: row.names) }
    }
  }

  // Lets names refer to all of some countries, whatever else they refer to.
  private mutating func setCountries(_ countries: [CountryNumber], of names: [String]) {
    for name in names {
      var sense =
        matcher.value(of: name).flatMap { $0 == Self.exception ? nil : senses[Int($0)] }
        ?? Sense(countries: [])
      // A country that counts for others is a place within them.
      if let own = sense.countries.first, !countries.contains(own) { sense.isCountry = false }
      sense.isPlace = sense.isPlace || !sense.isCountry
      (sense.countries, sense.strength, sense.isHomonym, sense.cues) = (countries, .all, false, [])
      matcher.set(name, value: Int32(senses.count))
      if let key = EntityKey(name) { senseOfKey[key] = senses.count }
      senses.append(sense)
    }
  }

  private mutating func add(_ sense: Sense, names: [String]) {
    for name in names {
      matcher.insert(name, value: Int32(senses.count))
      if !sense.isMinor {
        let words = LetterCase.acronyms(of: name)
        if sense.isAbbreviation { states.formUnion(words) } else { acronyms.formUnion(words) }
        if LetterCase.isIrregular(name) { irregular.append(name) }
      }
    }
    senses.append(sense)
  }

  // Whether a name is one word that is common when it is written small.
  private func isWord(_ name: String) -> Bool { names.isCommon(word: name) }

  // Makes the sense that is added next the meaning of the keys of names, unless they have one.
  private mutating func addKeys(of names: [String]) {
    for name in names {
      if let key = EntityKey(name), senseOfKey[key] == nil { senseOfKey[key] = senses.count }
    }
  }

  // The countries of a value of the matcher.
  private func countries(ofMatch value: Int32?) -> [CountryNumber] {
    guard let value, value != Self.exception else { return [] }
    return senses[Int(value)].countries
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

  /// Whether the gazetteer has a name, whatever its strength.
  func contains(_ name: String) -> Bool {
    matcher.value(of: name).map { $0 != Self.exception && !senses[Int($0)].isRegularForm } ?? false
  }

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

  /// Whether the name of an entity is that of a country.
  func isCountry(_ entity: Entity) -> Bool { sense(of: entity)?.isCountry == true }

  /// Whether an entity is a demonym, which has no feed of its own but that of its country.
  package func isDemonym(_ entity: Entity) -> Bool { demonyms.contains(entity.key) }

  // Whether a key is that of a name of one country, and of nothing else.
  func isOneCountry(_ key: EntityKey) -> Bool {
    senseOfKey[key].map { senses[$0].isCountry && senses[$0].countries.count == 1 } ?? false
  }

  // The first country of a key.
  func country(ofKey key: EntityKey) -> CountryNumber? {
    senseOfKey[key].flatMap { senses[$0].countries.first }
  }

  private func sense(of entity: Entity) -> Sense? {
    senseOfKey[entity.key].map { senses[$0] } ?? sense(of: entity.name)
  }

  /// The meaning of a name in exactly this spelling; `nil` for a name that refers to no country.
  func sense(of name: String) -> Sense? {
    guard let value = matcher.value(of: name), value != Self.exception else { return nil }
    return senses[Int(value)].isRegularForm ? nil : senses[Int(value)]
  }
}

// MARK: Texts

extension Gazetteer {
  /// The countries that the texts of one event refer to, each once, ordered by number.
  package func countries(in texts: [TextSlice], setting: TextSetting = TextSetting()) -> [CountryNumber] {
    var found: [CountryNumber] = []
    for finding in findings(in: texts, setting: setting) where !found.contains(finding.country) {
      found.append(finding.country)
    }
    return found.sorted()
  }

  /// The ranges whose words refer to a country, but are part of a longer name that does not refer to it.
  /// - Parameter ranges: ranges of the text, in its order.
  func misleadingRanges(in text: UnsafeBufferPointer<UInt8>, among ranges: [Range<Int>]) -> Set<Range<Int>> {
    var misleading: Set<Range<Int>> = []
    // Neither the ranges nor the matches overlap, and both are in the order of the text.
    var rest = ranges[...]
    matcher.forEachMatch(in: text) { value, longer in
      rest = rest.drop { $0.lowerBound < longer.lowerBound }
      while let range = rest.first, range.upperBound <= longer.upperBound {
        rest.removeFirst()
        if range == longer { continue }
        let words = String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
        let own = countries(ofMatch: matcher.value(of: words))
        if !own.isEmpty, Set(own).isDisjoint(with: countries(ofMatch: value)) { misleading.insert(range) }
      }
    }
    return misleading
  }

  /// The names of the English tables in the texts of one event that refer to countries, in the order of the texts.
  func englishFindings(in texts: [TextSlice], setting: TextSetting) -> [Finding] {
    var disambiguator = CountryDisambiguator(people, setting: setting)
    for (number, text) in texts.enumerated() {
      withLetterCase(of: text) { letterCase in
        matcher.forEachMatch(in: letterCase.names) { value, range in
          guard value != Self.exception, !senses[Int(value)].countries.isEmpty,
            letterCase.isCapitals || !senses[Int(value)].isRegularForm
          else { return }
          disambiguator.add(senses[Int(value)], text: number, range: range, in: letterCase)
        }
      }
    }
    return disambiguator.resolve(
      homes: { homes(of: setting) },
      cues: {
        var present: Set<Int32> = []
        for text in texts {
          withLetterCase(of: text) { letterCase in
            cues.forEachOccurrence(in: letterCase.names) { present.insert($0) }
            if letterCase.isCapitals { cues.forEachOccurrence(in: letterCase.context) { present.insert($0) } }
          }
        }
        return present
      })
  }

  private func withLetterCase(of text: TextSlice, _ body: (LetterCase.Text) -> Void) {
    text.withBytes { bytes in
      LetterCase(names: names, acronyms: acronyms, states: states).withText(
        bytes, isPlace: { isPlace($0) }, body)
    }
  }

  // Whether words are the name of a country or of a place.
  private func isPlace(_ words: String) -> Bool {
    guard let value = matcher.value(of: words), value != Self.exception, !senses[Int(value)].isRegularForm
    else { return false }
    return senses[Int(value)].isPlace || senses[Int(value)].isCountry
  }

  // The homes of a text: the countries of its sources, then that of the site.
  private func homes(of setting: TextSetting) -> [TextHome] {
    setting.sources.compactMap { source in
      newsSites.home(ofAddress: source).flatMap { home in
        numbers[home.code].map { TextHome(country: $0, reach: home.isLocal ? .local : .national) }
      }
    } + (home.map { [TextHome(country: $0, reach: .site)] } ?? [])
  }
}

// MARK: Settings

extension Gazetteer {
  /// The gazetteer with the settings of a site.
  package func adapted(to settings: CountrySettings) -> Gazetteer {
    if settings == CountrySettings() { return self }
    var copy = self
    copy.home = settings.home.flatMap { numbers[$0] }
    for (name, codes) in settings.disputed.sorted(by: { $0.key < $1.key }) {
      let names = EntityKey(name).flatMap { disputedNames[$0] } ?? [name]
      copy.setCountries(codes.compactMap { numbers[$0] }, of: names)
    }
    copy.countryOfEntity = copy.namedCountries()
    return copy
  }
}
