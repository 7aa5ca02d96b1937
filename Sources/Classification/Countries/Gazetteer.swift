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

  /// What is known of the words of names.
  package let names: NameKnowledge
  /// All countries, ordered by code.
  package let countries: [Country]
  /// By the key of an entity that is a country: the country.
  private(set) var countryOfEntity: [EntityKey: CountryNumber] = [:]
  // By key of a name: an index into `senses`.
  private var senseOfKey = NumberTable()
  private var senses = SenseList()
  private let demonyms: WordSet
  // The countries by code, slug, and key of the name.
  private let numbers: NumberTable
  private let numberOfSlug: NumberTable
  private let numberOfKey: NumberTable
  // The values are indices into `senses`, or `exception`.
  private var matcher = PhraseMatcher()
  private var cues = PhraseMatcher()
  /// Names of people, which are no places.
  let people: PersonNames
  // The words of names that are written in capitals, such as `FBI`.
  private var acronyms = WordSet()
  // The abbreviations of states in capitals, such as `KY`.
  private var states = WordSet()
  // Names whose words have capitals inside or none at the beginning, such as `AstraZeneca`.
  private var irregular: [String] = []
  // The names of each disputed territory.
  private let disputedNames: [[String]]
  private let newsSites: NewsSites
  // The country of the site; `nil` when none is configured.
  private var home: CountryNumber?

  // The value of phrases that refer to no country.
  private static let exception: Int32 = -1

  /// The gazetteer that comes with the package.
  package static let standard =
    GazetteerImage.content.map { Gazetteer(ImageReader($0)) } ?? Gazetteer(GazetteerTables.standard)

  /// A gazetteer without countries and names.
  package static let empty = Gazetteer()

  private init() {
    countries = []
    names = NameKnowledge()
    people = PersonNames(firstNames: WordSet(), surnames: WordSet(), knowledge: names)
    (demonyms, numbers, numberOfSlug, numberOfKey) = (WordSet(), NumberTable(), NumberTable(), NumberTable())
    newsSites = NewsSites([])
    disputedNames = []
  }

  /// Makes a gazetteer from tables. If several tables have the same name, the first defines its meaning.
  package init(_ tables: GazetteerTables) {
    countries = tables.countries
    demonyms = WordSet(countries.flatMap(\.demonyms).compactMap { EntityKey($0)?.text })
    numbers = Self.numbers(of: countries.map(\.code))
    numberOfSlug = Self.numbers(of: countries.map(\.slug))
    numberOfKey = Self.numbers(of: countries.map { EntityKey($0.name)?.text })
    names = NameKnowledge(tables)
    people = PersonNames(
      firstNames: WordSet(tables.firstNames), surnames: WordSet(tables.surnames), knowledge: names)
    newsSites = NewsSites(tables.hosts)
    disputedNames = tables.disputed.map(\.names)
    addHomonyms(tables.homonyms)
    addCountries()
    let provinces = Set(tables.places.lazy.filter { $0.isProvince && $0.certainty != .place }.map(\.name))
    addAffiliations(tables.affiliations, provinces: provinces)
    addPlaces(tables.places, traits: .place)
    addPlaces(tables.towns, traits: [.place, .town])
    addExceptions()
    addDisputed(tables.disputed)
    addRegularForms()
    countryOfEntity = namedCountries()
  }

  /// The number of the country with a code, `nil` for an unknown code.
  package func number(ofCode code: String) -> CountryNumber? { numbers.country(code) }

  /// The country with a name, a slug or a code of ISO 3166-1.
  package func country(named name: String) -> CountryNumber? {
    if let number = number(ofCode: name.uppercased()) { return number }
    guard let key = EntityKey(name) else { return nil }
    if let number = numberOfKey.country(key.text) ?? numberOfSlug.country(name) { return number }
    let sense = senseOfKey[key.text].map { senses[$0] }
    return sense?.isCountry == true && !demonyms.contains(key.text) ? sense?.countries.first : nil
  }
}

// MARK: Image

extension Gazetteer {
  /// The bytes of the image of a gazetteer that was made from the tables of the package.
  package var image: [UInt8] {
    let senses = senses.image
    func renumbered(_ table: NumberTable) -> NumberTable {
      table.mapValues { $0 < 0 ? $0 : senses.indices[Int($0)] }
    }
    let tables = [
      names.classes.table, names.names, names.affiliations, people.firstNames.table, people.surnames.table,
      demonyms.table, numbers, numberOfSlug, numberOfKey,
      renumbered(matcher.nodes), renumbered(senseOfKey), cues.nodes, acronyms.table, states.table,
    ]
    var beginnings = ImageWriter()
    for bits in matcher.beginnings.bits + cues.beginnings.bits { beginnings.append(bits) }
    return GazetteerImage.bytes(
      of: tables.flatMap { HashTable.bytes(of: $0.content) } + beginnings.bytes + senses.bytes
        + Self.bytes(ofEntities: countryOfEntity))
  }

  // Reads the gazetteer of an image.
  private init(_ image: ImageReader) {
    var image = image
    func table() -> NumberTable { NumberTable(HashTable(&image)) }
    let (words, sequences) = (table(), table())
    names = NameKnowledge(classes: words, names: sequences, affiliations: table())
    let (firstNames, surnames) = (WordSet(table()), WordSet(table()))
    people = PersonNames(firstNames: firstNames, surnames: surnames, knowledge: names)
    demonyms = WordSet(table())
    numbers = table()
    numberOfSlug = table()
    numberOfKey = table()
    let phrases = table()
    senseOfKey = table()
    let phrasesOfCues = table()
    acronyms = WordSet(table())
    states = WordSet(table())
    matcher = PhraseMatcher(phrases, PhraseBeginnings(&image))
    cues = PhraseMatcher(phrasesOfCues, PhraseBeginnings(&image))
    senses = SenseList(&image)
    countryOfEntity = Self.countriesOfEntities(&image)
    let tables = GazetteerTables.smallStandard
    countries = tables.countries
    newsSites = NewsSites(tables.hosts)
    disputedNames = tables.disputed.map(\.names)
  }

  // The count of entities, their countries, and the texts of their keys, one a line.
  private static func bytes(ofEntities countries: [EntityKey: CountryNumber]) -> [UInt8] {
    let countries = countries.sorted { $0.key < $1.key }
    var bytes = ImageWriter()
    bytes.append(UInt32(countries.count))
    for country in countries { bytes.append(country.value.rawValue) }
    return bytes.bytes + Array(countries.map(\.key.text).joined(separator: "\n").utf8)
  }

  private static func countriesOfEntities(_ image: inout ImageReader) -> [EntityKey: CountryNumber] {
    let numbers: UnsafeBufferPointer<Int32> = image.numbers(Int(image.number()))
    var countries: [EntityKey: CountryNumber] = [:]
    countries.reserveCapacity(numbers.count)
    GazetteerTables.forEachPart(of: image.text(), separator: .lineFeed) { key in
      let number = CountryNumber(rawValue: numbers[countries.count])
      countries[EntityKey(stored: String(decoding: key, as: UTF8.self))] = number
    }
    return countries
  }

  // The numbers of countries by texts; the first of equal texts counts.
  private static func numbers(of texts: [String?]) -> NumberTable {
    var numbers = NumberTable()
    for (number, text) in texts.enumerated() {
      if let text { numbers.insert(text, number: Int32(number)) }
    }
    return numbers
  }
}

extension NumberTable {
  /// The country of a text.
  func country(_ text: String) -> Gazetteer.CountryNumber? { self[text].map { .init(rawValue: $0) } }
}

// MARK: Tables

extension Gazetteer {
  private mutating func addHomonyms(_ rows: [GazetteerTables.Homonym]) {
    var cueCount: Int32 = 0
    for row in rows {
      var sense = Sense(countries: row.codes.compactMap(number(ofCode:)))
      sense.strength = row.hasDefault ? .likely : .weak
      sense.traits[.place] = row.isPlace
      sense.traits[.institution] = row.isInstitution
      sense.traits[.capital] = row.isCapital
      sense.traits[.office] = row.isOffice
      sense.traits[.word] = isWord(row.name)
      sense.traits[.country] = !row.isPlace && !row.isInstitution
      sense.traits[.homonym] = true
      for cue in row.cues {
        guard let country = number(ofCode: cue.code) else { continue }
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
      add(Sense(countries: [number], traits: .country), names: names)
      addKeys(of: country.demonyms)
      add(Sense(countries: [number], traits: [.country, .demonym]), names: country.demonyms)
      addKeys(of: country.capitals)
      add(Sense(countries: [number], traits: .place), names: country.capitals)
    }
  }

  private mutating func addAffiliations(_ rows: [GazetteerTables.Affiliation], provinces: Set<String>) {
    for row in rows {
      let countries = row.codes.compactMap(number(ofCode:))
      guard !countries.isEmpty else {
        for name in row.names {
          matcher.insert(name, value: Self.exception)
          if LetterCase.isIrregular(name) { irregular.append(name) }
        }
        continue
      }
      let names = row.names.filter { !provinces.contains($0) }
      if row.kind == .state {
        add(Sense(countries: countries, traits: [.place, .province, .abbreviation]), names: names)
        continue
      }
      addKeys(of: names)
      // Words decide in capitals only, where a name may be a common word.
      for (isWord, names) in Dictionary(grouping: names, by: isWord).sorted(by: { $0.value[0] < $1.value[0] })
      {
        var sense = Sense(
          countries: countries, strength: row.isChain ? .likely : .all, traits: row.kind.traits)
        sense.traits[.chain] = row.isChain
        sense.traits[.word] = isWord
        add(sense, names: names.filter { $0.contains(" ") || row.kind != .person })
        if row.kind == .person {
          sense.traits[.surname] = true
          add(sense, names: names.filter { !$0.contains(" ") })
        }
      }
    }
  }

  private mutating func addPlaces(_ rows: [GazetteerTables.Place], traits: Sense.Traits) {
    // Most places are in one country. Places with the same countries share an array.
    var lists: [[String]: [CountryNumber]] = [:]
    for row in rows {
      let countries = lists[row.codes] ?? row.codes.compactMap(number(ofCode:))
      lists[row.codes] = countries
      guard !countries.isEmpty else { continue }
      var sense = Sense(countries: countries, traits: traits)
      sense.strength =
        switch row.certainty {
        case .sure: .sure
        case .likely: .likely
        case .place: .weak
        }
      sense.traits[.minor] = !row.isProvince
      sense.traits[.province] = row.isProvince
      sense.traits[.word] = isWord(row.name)
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
          add(Sense(countries: [other], strength: .all, traits: .place), names: [phrase])
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
      var sense = value == Self.exception ? Sense(countries: []) : senses[value]
      sense.traits[.regularForm] = true
      matcher.insert(regular, value: Int32(senses.count))
      senses.append(sense)
    }
    irregular = []
  }

  // Gives the names of disputed territories the countries for which they count.
  private mutating func addDisputed(_ rows: [GazetteerTables.Disputed]) {
    for row in rows {
      if !row.isDecidedByText { setCountries(row.codes.compactMap(number(ofCode:)), of: row.names) }
    }
  }

  // Lets names refer to all of some countries, whatever else they refer to.
  private mutating func setCountries(_ countries: [CountryNumber], of names: [String]) {
    for name in names {
      var sense =
        matcher.value(of: name).flatMap { $0 == Self.exception ? nil : senses[$0] }
        ?? Sense(countries: [])
      // A country that counts for others is a place within them.
      if let own = sense.countries.first, !countries.contains(own) { sense.traits[.country] = false }
      sense.traits[.place] = sense.isPlace || !sense.isCountry
      (sense.countries, sense.strength, sense.cues) = (countries, .all, [])
      sense.traits[.homonym] = false
      matcher.set(name, value: Int32(senses.count))
      if let key = EntityKey(name) { senseOfKey.set(key.text, to: Int32(senses.count)) }
      senses.append(sense)
    }
  }

  private mutating func add(_ sense: Sense, names: [String]) {
    for name in names {
      matcher.insert(name, value: Int32(senses.count))
      if !sense.isMinor {
        let words = LetterCase.acronyms(of: name)
        for word in words {
          if sense.isAbbreviation { states.insert(word) } else { acronyms.insert(word) }
        }
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
      if let key = EntityKey(name) { senseOfKey.insert(key.text, number: Int32(senses.count)) }
    }
  }

  // The countries of a value of the matcher.
  private func countries(ofMatch value: Int32?) -> [CountryNumber] {
    guard let value, value != Self.exception else { return [] }
    return senses[value].countries
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

  /// Whether the gazetteer has a name, whatever its strength, that is not only that of a town.
  func contains(_ name: String) -> Bool {
    sense(of: name).map { !$0.isTown } ?? false
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
  package func isDemonym(_ entity: Entity) -> Bool { demonyms.contains(entity.key.text) }

  // Whether a key is that of a name of one country, and of nothing else.
  func isOneCountry(_ key: EntityKey) -> Bool {
    guard let sense = senseOfKey[key.text].map({ senses[$0] }) else { return false }
    return sense.isCountry && sense.countries.count == 1
  }

  // The first country of a key.
  func country(ofKey key: EntityKey) -> CountryNumber? {
    senseOfKey[key.text].flatMap { senses[$0].countries.first }
  }

  private func sense(of entity: Entity) -> Sense? {
    senseOfKey[entity.key.text].map { senses[$0] } ?? sense(of: entity.name)
  }

  /// The meaning of a name in exactly this spelling; `nil` for a name that refers to no country.
  func sense(of name: String) -> Sense? {
    guard let value = matcher.value(of: name), value != Self.exception else { return nil }
    let sense = senses[value]
    return sense.isRegularForm ? nil : sense
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
          guard value != Self.exception else { return }
          let sense = senses[value]
          guard !sense.countries.isEmpty, letterCase.isCapitals || !sense.isRegularForm else { return }
          disambiguator.add(sense, text: number, range: range, in: letterCase)
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
    guard let sense = sense(of: words) else { return false }
    return sense.isPlace || sense.isCountry
  }

  // The homes of a text: the countries of its sources, then that of the site.
  private func homes(of setting: TextSetting) -> [TextHome] {
    setting.sources.compactMap { source in
      newsSites.home(ofAddress: source).flatMap { home in
        number(ofCode: home.code).map { TextHome(country: $0, reach: home.isLocal ? .local : .national) }
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
    copy.home = settings.home.flatMap(number(ofCode:))
    let territories = disputedNames.map { (key: $0.first.flatMap { EntityKey($0) }, names: $0) }
    for (name, codes) in settings.disputed.sorted(by: { $0.key < $1.key }) {
      let names = territories.last { $0.key == EntityKey(name) }?.names ?? [name]
      copy.setCountries(codes.compactMap(number(ofCode:)), of: names)
    }
    copy.countryOfEntity = copy.namedCountries()
    return copy
  }
}
