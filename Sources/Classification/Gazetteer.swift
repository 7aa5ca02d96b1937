package import EventArchive
internal import GazetteerData

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

  // What a name tells of.
  fileprivate struct Sense: Sendable {
    enum Strength: Sendable {
      // It tells of all its countries by itself.
      case all
      // It tells of its first country by itself.
      case sure
      // It does unless the text tells of another one of its countries.
      case likely
      // It does after a word as `in`, or beside its country.
      case weak
    }

    var countries: [CountryNumber]
    var strength = Strength.sure
    // Whether it may be part of a person's name: a place that few have heard of.
    var isMinor = false
    // Whether it is a place within a country.
    var isPlace = false
    // Whether that holds cities.
    var isProvince = false
    // Words that tell which of the countries is meant.
    var cues: [(country: CountryNumber, words: String)] = []
  }

  /// All countries, ordered by code.
  package let countries: [Country]
  private var senses: [Sense] = []
  private var byKey: [EntityKey: Int] = [:]
  private let demonyms: Set<EntityKey>
  private let numbers: [String: CountryNumber]
  private var matcher = PhraseMatcher()

  private static let exception: Int32 = -1

  /// The gazetteer that comes with the package.
  package static let standard = Gazetteer(GazetteerTables.standard)

  /// Reads tables, in each of which lines that begin with `#` are comments; the first that has a name says what it means.
  package init(_ tables: GazetteerTables) {
    countries = tables.countries
    demonyms = Set(countries.flatMap(\.demonyms).compactMap { EntityKey($0) })
    numbers = Dictionary(zip(countries.map(\.code), CountryNumber(0)...)) { first, _ in first }
    for row in tables.homonyms {
      var sense = Sense(
        countries: row.codes.compactMap { numbers[$0] }, strength: .likely, isPlace: row.isPlace)
      if !row.hasDefault { sense.strength = .weak }
      sense.cues = row.cues.compactMap { cue in numbers[cue.code].map { ($0, cue.words) } }
      add(sense, names: [row.name], isKey: true)
    }
    for (number, country) in countries.enumerated() {
      let number = CountryNumber(number)
      add(
        Sense(countries: [number]), names: [country.name] + country.otherNames + country.demonyms, isKey: true
      )
      add(Sense(countries: [number], isPlace: true), names: country.capitals, isKey: true)
    }
    let provinces = Set(tables.places.lazy.filter { $0.isProvince && $0.how != "place" }.map(\.name))
    for row in tables.homes {
      let homes = row.codes.compactMap { numbers[$0] }
      if !homes.isEmpty {
        add(
          Sense(countries: homes, strength: .all, isPlace: row.isPlace),
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
    // Last, for some of these phrases tell of another country; so does the place that a homonym is in.
    let homonyms = Set(tables.homonyms.map(\.name))
    for phrase in countries.flatMap(\.exceptions) {
      let parts = phrase.split(separator: ", ").map(String.init)
      if parts.count == 1 || homonyms.isDisjoint(with: parts) {
        matcher.insert(phrase, value: Self.exception)
      }
    }
  }

  /// The number of the country with a code, `nil` for one that there is not.
  package func number(_ code: String) -> CountryNumber? { numbers[code] }

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
  /// The countries that an entity's name may tell of: the one meant unless something else is known first, `nil` for a
  /// name that tells nothing by itself.
  package func country(of entity: Entity) -> CountryNumber? {
    guard let sense = sense(of: entity), sense.strength != .weak else { return nil }
    return sense.countries.first
  }

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

  /// Those of some ranges of a text whose words tell of a country, but are part of a longer name that does not.
  func misleadingRanges(in text: UnsafeBufferPointer<UInt8>, among ranges: [Range<Int>]) -> Set<Range<Int>> {
    func countries(_ value: Int32?) -> [CountryNumber] {
      value.map { $0 == Self.exception ? [] : senses[Int($0)].countries } ?? []
    }
    var misleading: Set<Range<Int>> = []
    matcher.forEachMatch(in: text) { value, longer in
      for range in ranges
      where range != longer && longer.lowerBound <= range.lowerBound && range.upperBound <= longer.upperBound
      {
        let words = String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
        let own = countries(matcher.value(of: words))
        if !own.isEmpty, Set(own).isDisjoint(with: countries(value)) { misleading.insert(range) }
      }
    }
    return misleading
  }

  /// The words in the texts of one event that tell of countries, in their order.
  package func findings(in texts: [TextSlice]) -> [Finding] {
    var context = Context()
    for (number, text) in texts.enumerated() {
      text.withBytes { bytes in
        matcher.forEachMatch(in: bytes) { value, range in
          // `US$` is money.
          let isMoney = range.upperBound < bytes.count && bytes[range.upperBound] == UInt8(ascii: "$")
          if value == Self.exception || isMoney { return }
          context.add(senses[Int(value)], number, range, bytes)
        }
      }
    }
    return context.resolve(texts)
  }

  // What a text says beside a name.
  private struct Context {
    private struct Match {
      let sense: Sense
      let text: Int
      let range: Range<Int>
      // Whether nothing but a comma, a bracket or `in` stands between it and the match before.
      let isJoined: Bool
      let isLocated: Bool
      let isFollowed: Bool
      var countries: [CountryNumber]?

      var strength: Sense.Strength { countries == nil && sense.strength == .sure ? .weak : sense.strength }
    }

    private var matches: [Match] = []
    private var isClear = true

    mutating func add(_ sense: Sense, _ text: Int, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
      var sure: [CountryNumber]?
      switch sense.strength {
      case .all: sure = sense.countries
      case .likely where sense.isProvince: sure = Array(sense.countries.prefix(1))
      case .sure where !sense.isMinor || !Gazetteer.isPrecededByName(bytes, before: range.lowerBound):
        sure = Array(sense.countries.prefix(1))
      default: isClear = false
      }
      var isJoined = false
      if let last = matches.last, last.text == text, range.lowerBound > last.range.upperBound {
        isJoined = Gazetteer.isJoint(
          UnsafeBufferPointer(rebasing: bytes[last.range.upperBound..<range.lowerBound]))
      }
      matches.append(
        Match(
          sense: sense, text: text, range: range, isJoined: isJoined,
          isLocated: sure == nil && Gazetteer.isLocated(bytes, before: range.lowerBound),
          isFollowed: sure == nil && Gazetteer.isFollowedByName(bytes, after: range.upperBound),
          countries: sure))
    }

    // A place beside a place that holds it: `Paris, Texas`.
    private mutating func locate() {
      for index in matches.indices.dropFirst().reversed() where matches[index].isJoined {
        let (place, holder) = (matches[index - 1].sense, matches[index].countries ?? [])
        guard place.isPlace, holder.count == 1 else { continue }
        let isHeld =
          place.countries.contains(holder[0]) || matches[index - 1].strength == .weak
          || place.strength == .likely && matches[index].sense.isProvince
        if isHeld { matches[index - 1].countries = holder }
      }
    }

    mutating func resolve(_ texts: [TextSlice]) -> [Finding] {
      if !isClear {
        locate()
        var words: [String]?
        for index in matches.indices where matches[index].countries == nil {
          matches[index].countries = country(of: matches[index], texts, &words).map { [$0] }
        }
      }
      return matches.flatMap { match in
        (match.countries ?? []).map { Finding(country: $0, text: match.text, range: match.range) }
      }
    }

    private func country(of match: Match, _ texts: [TextSlice], _ words: inout [String]?) -> CountryNumber? {
      let sense = match.sense
      if !sense.cues.isEmpty {
        let strings = words ?? texts.map(\.string)
        words = strings
        for cue in sense.cues where strings.contains(where: { $0.contains(cue.words) }) { return cue.country }
      }
      let sure = matches.filter { $0.sense.strength == .sure || $0.sense.strength == .all }
      // A place within one of its countries tells more than that country's name.
      let within = sense.countries.filter { country in
        sure.contains { $0.sense.isPlace && $0.countries?.contains(country) == true }
      }
      let named = sense.countries.filter { country in
        sure.contains { $0.countries?.contains(country) == true }
      }
      if sense.cues.isEmpty, named.count == 1 || !named.isEmpty && named.count < sense.countries.count {
        return named.first
      }
      if let first = sense.countries.first, named.contains(first) { return first }
      if within.count == 1 { return within[0] }
      switch match.strength {
      case .all, .sure, .likely: return sense.countries.first
      case .weak: return sense.isPlace && match.isLocated && !match.isFollowed ? sense.countries.first : nil
      }
    }
  }
}

// MARK: Words around a name

extension Gazetteer {
  private static let locating: Set<String> = [
    "in", "at", "near", "of", "from", "around", "outside", "inside", "into", "towards", "toward", "across",
    "to",
    "hit", "hits", "strike", "strikes", "rock", "rocks", "over", "off",
  ]

  fileprivate static func isJoint(_ gap: UnsafeBufferPointer<UInt8>) -> Bool {
    [", ", " (", ", in ", " in ", ", the ", " in the "].contains { gap.elementsEqual($0.utf8) }
  }

  // Whether a word as `in` stands before.
  fileprivate static func isLocated(_ bytes: UnsafeBufferPointer<UInt8>, before index: Int) -> Bool {
    guard index > 1, bytes[index - 1] == 0x20 else { return false }
    let word = bytes[..<(index - 1)].reversed().prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    guard word.count < 12 else { return false }
    return locating.contains(String(decoding: word.reversed(), as: UTF8.self).lowercased())
  }

  private static let lonely: Set<String> = [
    "The", "In", "Near", "At", "From", "To", "Of", "And", "On", "For", "As", "After", "Western", "Eastern",
    "Northern",
    "Southern", "East", "West", "North", "South", "Central", "Greater", "Downtown", "Old", "Upper", "Lower",
    "Outside",
    "Around", "When", "While", "Police", "Rural", "Nearby",
  ]

  // Whether a word with a capital stands before, as a first name does.
  fileprivate static func isPrecededByName(_ bytes: UnsafeBufferPointer<UInt8>, before index: Int) -> Bool {
    guard index > 1, bytes[index - 1] == 0x20 else { return false }
    let word = bytes[..<(index - 1)].reversed().prefix { $0 != 0x20 }.reversed()
    guard let first = word.first, (0x41...0x5A).contains(first) || first >= 0xC3, let last = word.last else {
      return false
    }
    let isWord =
      (0x61...0x7A).contains(last | 0x20) || last >= 0x80 || last == UInt8(ascii: ".") && word.count < 4
    return isWord && !lonely.contains(String(decoding: word, as: UTF8.self))
  }

  // Whether another word with a capital follows, so that the name may be part of a longer one.
  fileprivate static func isFollowedByName(_ bytes: UnsafeBufferPointer<UInt8>, after index: Int) -> Bool {
    index + 1 < bytes.count && bytes[index] == 0x20 && (0x41...0x5A).contains(bytes[index + 1])
  }
}
