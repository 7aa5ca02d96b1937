internal import Primitives

/// Disambiguates the names of places and countries in the texts of one event by the other names in these texts.
struct CountryDisambiguator {
  private struct Match {
    let sense: Gazetteer.Sense
    let text: Int
    let range: Range<Int>
    // A digest of the words.
    let name: UInt64
    // The connection to the match before.
    let joint: Joint
    // Whether a list of names may continue after it.
    var isListed = false
    // Whether it follows a word such as `in`, or is the place of a dateline.
    var isLocated = false
    // Whether people or a building of the place follow, as in `a Weston woman`.
    var isOfLocals = false
    var isFollowed = false
    // Whether it may be part of the name of a person.
    var isDoubtful = false
    // Whether a name beside it says in which country it is.
    var isPlaced = false
    // Whether it is that of a source (`an Indonesian daily reports`), or of the name of an institution, as in `the Royal
    // Alexandria Hospital`.
    var isIndirect = false
    // The countries it refers to; `nil` until these are decided.
    var countries: [Gazetteer.CountryNumber]?

    var strength: Gazetteer.Sense.Strength {
      countries == nil && sense.strength == .sure ? .weak : sense.strength
    }
    // Whether it is a place that a word such as `in` locates, and no part of a longer name.
    var isLocatedPlace: Bool { sense.isPlace && isLocated && !isFollowed }
    // Whether words beside it locate it.
    var isNear: Bool { isLocated || isOfLocals }
    var isSure: Bool { !isIndirect && (sense.strength == .sure || sense.strength == .all) }

    // Whether it refers to a country only if no other name does.
    var isLast: Bool { isIndirect || sense.isChain }

    // Sets what the words around an ambiguous or little known name say.
    mutating func setContext(_ context: NameContext, isDateline: Bool) {
      isLocated = isDateline || (sense.isTown ? context.isLocatedTown : context.isLocated)
      isOfLocals = sense.isPlace && !sense.isWord && context.isOfLocals
      isFollowed = !isDateline && context.isFollowedByName
      isDoubtful =
        sense.isMinor && context.isPrecededByName
        || (sense.isMinor || sense.isHomonym) && context.isJoinedByParticle
    }
  }

  // The countries that unambiguous names refer to, and those of them that follow from places within the country.
  private struct SureCountries {
    var named: Set<Gazetteer.CountryNumber> = []
    // By country: the count of its names.
    var counts: [Gazetteer.CountryNumber: Int] = [:]
    var namedInText: [Int: Set<Gazetteer.CountryNumber>] = [:]
    var within: Set<Gazetteer.CountryNumber> = []
    // By country: the names of places within it.
    var places: [Gazetteer.CountryNumber: Set<UInt64>] = [:]

    // Adds the countries of an unambiguous name.
    mutating func insert(_ match: Match) {
      for country in match.countries ?? [] {
        named.insert(country)
        counts[country, default: 0] += 1
        namedInText[match.text, default: []].insert(country)
        if match.sense.isPlace {
          within.insert(country)
          places[country, default: []].insert(match.name)
        }
      }
    }

    // The one of several countries, beside the first, that has two places or more in the texts.
    func countryOfPlaces(among countries: [Gazetteer.CountryNumber]) -> Gazetteer.CountryNumber? {
      let found = countries.dropFirst().filter { places[$0].map { $0.count > 1 } ?? false }
      return found.count == 1 ? found[0] : nil
    }
  }

  private let people: PersonNames
  private let setting: TextSetting
  private var matches: [Match] = []
  private var isUnambiguous = true
  // The last words of the names of persons, by digest.
  private var persons: Set<UInt64> = []
  // The names of schools and other bodies that are the names of places, by digest.
  private var bodies: Set<UInt64> = []

  /// Makes a disambiguator without names.
  init(_ people: PersonNames, setting: TextSetting = TextSetting()) {
    self.people = people
    self.setting = setting
  }

  /// Adds a name.
  /// - Parameters:
  ///   - sense: the meaning of the name.
  ///   - text: the index of the text; names come in the order of the texts.
  ///   - range: the place of the name in the text, in bytes.
  mutating func add(_ sense: Gazetteer.Sense, text: Int, range: Range<Int>, in letters: LetterCase.Text) {
    let context = NameContext(letters.context, range: range)
    if sense.isPerson { persons.insert(Self.digest(ofLastWordOf: letters.names[range])) }
    if isExcluded(sense) { return }
    let name = Self.digest(letters.names[range])
    if Self.isOther(sense, context, isCapitals: letters.isCapitals) {
      remember(other: name, sense, context)
      return
    }
    if isPerson(sense, text: text, range: range, context) {
      persons.insert(name)
      return
    }
    let joint = joint(of: sense, text: text, range: range, in: letters)
    if joint.isOtherInstitution { return }
    if joint.replacesLast { matches.removeLast() }
    let match = Match(sense: sense, text: text, range: range, name: name, joint: joint)
    append(match, context: context, isDateline: !letters.dateline.isEmpty && letters.dateline.overlaps(range))
  }

  /// Decides the countries of all names.
  /// - Parameters:
  ///   - homes: finds the countries from which the texts are written; called at most once.
  ///   - cues: finds the cues in the texts; called at most once, when a name has several meanings.
  mutating func resolve(homes: () -> [TextHome], cues: () -> Set<Int32>) -> [Gazetteer.Finding] {
    if !isUnambiguous {
      matches.removeAll {
        $0.sense.isMinor && (!$0.isLocated || $0.sense.isTown) && persons.contains($0.name)
      }
      decide(homes: homes, cues: cues)
    }
    return matches.flatMap { match in
      (match.countries ?? []).map { Gazetteer.Finding(country: $0, text: match.text, range: match.range) }
    }
  }
}

// MARK: Names

extension CountryDisambiguator {
  // The connection of a name to the one before it.
  private struct Joint {
    // Whether only a comma, a bracket or `in` separates the two.
    var isJoined = false
    // Whether only a comma or a bracket does.
    var isTight = false
    // Whether one is near the other.
    var isNear = false
    // Whether the name is an institution of the other country before it: the Greek Coast Guard.
    var isOtherInstitution = false
    // Whether the name before is that of another institution or person: the Supreme Court of India.
    var replacesLast = false

    init() {}

    init(_ gap: UnsafeBufferPointer<UInt8>) {
      isNear = NameContext.isNear(gap)
      isJoined = isNear || NameContext.isJoint(gap)
      isTight = gap.elementsEqual(", ".utf8) || gap.elementsEqual(" (".utf8)
    }
  }

  // Adds a match with what its context says. Most names are unambiguous, and need no context.
  private mutating func append(_ match: Match, context: NameContext, isDateline: Bool) {
    var match = match
    match.isIndirect = Self.isIndirect(match.sense, context)
    if !match.isIndirect, !isDateline || !match.sense.isMinor {
      match.countries = Self.sureCountries(of: match.sense, in: context)
    }
    match.isListed = match.joint.isJoined && context.isListed
    if match.countries == nil || match.sense.isMinor {
      match.setContext(context, isDateline: isDateline)
      if match.isDoubtful { persons.insert(match.name) }
      isUnambiguous = false
    }
    if match.sense.isAbbreviation { isUnambiguous = false }
    matches.append(match)
  }

  // Whether a name refers to its country only if no other name refers to one.
  private static func isIndirect(_ sense: Gazetteer.Sense, _ context: NameContext) -> Bool {
    if sense.isDemonym { return context.isSource }
    return sense.isPlace && !sense.isProvince && sense.countries.count > 1 && context.isPrecededByName
      && context.isInstitution
  }

  // Remembers a little known place that is the name of a person or a school, whose other names are no places either.
  private mutating func remember(other name: UInt64, _ sense: Gazetteer.Sense, _ context: NameContext) {
    guard sense.isPlace, sense.isMinor || sense.strength == .weak else { return }
    if context.isSpeaker { persons.insert(name) }
    if context.isSchool { bodies.insert(name) }
  }

  // The connection of a name to the last match.
  private func joint(
    of sense: Gazetteer.Sense, text: Int, range: Range<Int>, in letters: LetterCase.Text
  ) -> Joint {
    guard let last = matches.last, last.text == text, range.lowerBound > last.range.upperBound else {
      return Joint()
    }
    let gap = UnsafeBufferPointer(rebasing: letters.context[last.range.upperBound..<range.lowerBound])
    var joint = Joint(gap)
    joint.isOtherInstitution =
      sense.isInstitution && NameContext.isPossessive(gap) && !Self.overlap(last.sense, sense)
    joint.replacesLast =
      isInstitution(last.sense, ofCountry: sense, gap: gap)
      || isOtherPerson(last.sense, from: sense, gap: gap)
    return joint
  }

  // Whether a measurement leaves names of this kind out.
  private func isExcluded(_ sense: Gazetteer.Sense) -> Bool {
    if setting.excluded.isEmpty || sense.isPlace { return false }
    if sense.isCountry { return sense.isDemonym && setting.excluded.contains(.demonyms) }
    return setting.excluded.contains(sense.isPerson ? .persons : .companies)
  }

  // Whether the words around a name say that it is another thing.
  private static func isOther(_ sense: Gazetteer.Sense, _ context: NameContext, isCapitals: Bool) -> Bool {
    if context.isMoney || context.isOrigin || context.isNewspaper { return true }
    if sense.isAbbreviation { return !context.isAbbreviationOfState }
    if isCapitals, sense.isWord, isCommonWord(sense, context) { return true }
    if sense.isCountry { return sense.isDemonym && context.isLanguage }
    return sense.isPlace ? isOtherPlace(sense, context) : isOtherName(sense, context)
  }

  // Whether a name in capitals is a common word.
  private static func isCommonWord(_ sense: Gazetteer.Sense, _ context: NameContext) -> Bool {
    if sense.isCountry || sense.isPerson { return false }
    return !sense.isPlace || !context.isLocated
  }

  private static func isOtherPlace(_ sense: Gazetteer.Sense, _ context: NameContext) -> Bool {
    if context.isCodeName { return true }
    if sense.strength == .weak, context.isInstitution { return true }
    if sense.countries.count > 1, !sense.isProvince, context.isSchool { return true }
    return sense.isMinor
      && (context.isSpeaker || context.isCompany || context.isPartOfDoubleName || context.isMaker)
  }

  private static func isOtherName(_ sense: Gazetteer.Sense, _ context: NameContext) -> Bool {
    if context.isCredit || sense.isMedia && context.isReport { return true }
    if context.isMedium || context.isBranch { return true }
    return !sense.isPerson && !sense.isInstitution && context.isMaker
  }

  // `Najib, a Syrian` is not the Najib of Malaysia.
  private func isOtherPerson(
    _ last: Gazetteer.Sense, from sense: Gazetteer.Sense, gap: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    last.isPerson && sense.isDemonym && !Self.overlap(last, sense)
      && [", a ", ", an "].contains { gap.elementsEqual($0.utf8) }
  }

  private static func digest(_ words: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    var hash = FNV1a()
    for byte in words { hash.append(byte) }
    return hash.value
  }

  private static func digest(ofLastWordOf words: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    let start = words.lastIndex(of: 0x20).map { $0 + 1 } ?? words.startIndex
    return digest(words[start...])
  }
}

extension CountryDisambiguator {
  // Whether a name is part of the name of a person.
  private func isPerson(
    _ sense: Gazetteer.Sense, text: Int, range: Range<Int>, _ context: NameContext
  ) -> Bool {
    // Another person with the surname of a well known one.
    if sense.isSurname { return context.followsFirstName(of: people) }
    guard sense.strength != .all || sense.isPlace else {
      return !sense.isCountry && !sense.isPerson && !sense.isInstitution && !sense.isMedia
        && context.isSurname(people)
    }
    // A place before, as in `Victoria Australia`, is no first name.
    if let last = matches.last, last.text == text, last.range.upperBound + 1 == range.lowerBound {
      return false
    }
    return context.isPerson(people, sense: sense)
  }

  // The countries that a name refers to whatever else the texts say; `nil` when this depends on them.
  private static func sureCountries(
    of sense: Gazetteer.Sense, in context: NameContext
  ) -> [Gazetteer.CountryNumber]? {
    switch sense.strength {
    case .all: sense.countries
    case .likely where sense.isProvince: Array(sense.countries.prefix(1))
    case .sure where !sense.isMinor || !context.isPrecededByName && !context.isJoinedByParticle:
      Array(sense.countries.prefix(1))
    default: nil
    }
  }

  private func isInstitution(
    _ last: Gazetteer.Sense, ofCountry sense: Gazetteer.Sense, gap: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    last.isInstitution && sense.isCountry && NameContext.isOf(gap) && !Self.overlap(last, sense)
  }

  private static func overlap(_ left: Gazetteer.Sense, _ right: Gazetteer.Sense) -> Bool {
    left.countries.contains { right.countries.contains($0) }
  }
}

// MARK: Decisions

extension CountryDisambiguator {
  private mutating func decide(homes: () -> [TextHome], cues: () -> Set<Int32>) {
    locate()
    matches.removeAll { !$0.isPlaced && $0.sense.isPlace && bodies.contains($0.name) }
    spreadLocated()
    var sure = SureCountries()
    for match in matches where match.isSure { sure.insert(match) }
    var present: Set<Int32>?
    var known: [TextHome]?
    for index in matches.indices where matches[index].countries == nil && !matches[index].isLast {
      if present == nil, !matches[index].sense.cues.isEmpty { present = cues() }
      if known == nil { known = homes() }
      let country = country(of: matches[index], sure: sure, cues: present ?? [], homes: known ?? [])
      matches[index].countries = country.map { [$0] }
    }
    decideLast()
  }

  // Lets sources, institutions and chains refer to their countries if no other name refers to any.
  private mutating func decideLast() {
    if matches.contains(where: { !$0.isLast && $0.countries?.isEmpty == false }) { return }
    for index in matches.indices where matches[index].isLast && matches[index].countries == nil {
      matches[index].countries = Array(matches[index].sense.countries.prefix(1))
    }
  }

  // Decides names that are joined: `Paris, Texas`; `Tbilisi, Georgia`.
  private mutating func locate() {
    for index in matches.indices.dropFirst().reversed() where matches[index].joint.isJoined {
      let place = matches[index - 1]
      let container = matches[index]
      if isWithin(place, container) {
        matches[index].countries = [stateCountry(of: container, for: place)]
        matches[index - 1].countries = matches[index].countries
        matches[index - 1].isPlaced = true
        continue
      }
      // `Georgia, United States` is one place; `Georgia, United States and Russia` are three.
      guard place.sense.isPlace || place.sense.strength == .likely && !container.isListed else { continue }
      if let countries = container.countries, countries.count == 1 {
        let isContained =
          place.sense.countries.contains(countries[0]) || place.strength == .weak
          || place.sense.strength == .likely && container.sense.isProvince
        if isContained {
          matches[index - 1].countries = countries
          matches[index - 1].isPlaced = true
        }
      } else if let country = place.countries?.first, container.sense.countries.contains(country) {
        matches[index].countries = [country]
      }
    }
  }

  // Whether a state after a comma contains the place or country of the same name before it: `Lebanon, Pa.`; `Moscow, Idaho`.
  private func isWithin(_ place: Match, _ state: Match) -> Bool {
    if state.joint.isNear { return place.countries == nil && state.countries?.count == 1 }
    guard state.joint.isTight, state.sense.isProvince, place.sense.isPlace || place.sense.isCountry else {
      return false
    }
    if state.sense.isAbbreviation { return true }
    return place.sense.isPlace && !place.sense.isProvince && !state.isListed && state.countries?.count == 1
  }

  // The country of a state: that of a place in `Munich, DE`.
  private func stateCountry(of state: Match, for place: Match) -> Gazetteer.CountryNumber {
    let countries = state.sense.countries
    guard state.sense.isAbbreviation, countries.count > 1, let other = countries.last,
      place.sense.countries.contains(other), !place.sense.countries.contains(countries[0])
    else { return state.countries?.first ?? countries[0] }
    return other
  }

  // A name that one sentence locates is the same place in the others.
  private mutating func spreadLocated() {
    var placed: [UInt64: [Gazetteer.CountryNumber]] = [:]
    for match in matches where match.isPlaced && match.sense.isPlace {
      if placed[match.name] == nil { placed[match.name] = match.countries }
    }
    if placed.isEmpty { return }
    for index in matches.indices where !matches[index].isPlaced && matches[index].sense.isPlace {
      if let countries = placed[matches[index].name] { matches[index].countries = countries }
    }
  }

  private func country(
    of match: Match, sure: SureCountries, cues: Set<Int32>, homes: [TextHome]
  ) -> Gazetteer.CountryNumber? {
    let sense = match.sense
    if match.isDoubtful { return match.isLocatedPlace ? sense.countries.first : nil }
    let preferred = match.strength == .weak ? nil : sense.countries.first
    // Tbilisi is stronger evidence for Georgia than a governor is for the state.
    if sense.isHomonym, let preferred, sure.within.contains(preferred) { return preferred }
    if let cue = sense.cues.first(where: { cues.contains($0.phrase) }) { return cue.country }
    if sense.isInstitution { return country(ofInstitution: sense, sure: sure, homes: homes) }
    if sense.isHomonym, let preferred {
      return country(ofHomonym: sense, preferred: preferred, sure: sure, homes: homes)
    }
    return country(ofPlace: match, preferred: preferred, sure: sure, homes: homes)
  }

  // The country of an office, if the texts refer to no country.
  private func country(
    ofInstitution sense: Gazetteer.Sense, sure: SureCountries, homes: [TextHome]
  ) -> Gazetteer.CountryNumber? {
    guard sense.isOffice, sure.named.isEmpty else { return nil }
    return home(of: sense, homes) ?? sense.countries.first
  }

  // The country of a homonym that refers to a country unless the texts refer to another.
  private func country(
    ofHomonym sense: Gazetteer.Sense, preferred: Gazetteer.CountryNumber, sure: SureCountries,
    homes: [TextHome]
  ) -> Gazetteer.CountryNumber {
    if sure.named.contains(preferred) { return preferred }
    let other = sense.isPlace && !sense.isCapital ? sure.countryOfPlaces(among: sense.countries) : nil
    return other ?? home(of: sense, homes) ?? preferred
  }

  private func country(
    ofPlace match: Match, preferred: Gazetteer.CountryNumber?, sure: SureCountries, homes: [TextHome]
  ) -> Gazetteer.CountryNumber? {
    let sense = match.sense
    if sense.isTown { return country(ofTown: match, sure: sure, homes: homes) }
    // A weak name before another name is part of that of a person, as `Lamont` in `Lamont Sweet`.
    if preferred == nil, match.isFollowed, !match.isNear { return nil }
    if let named = namedCountry(of: match, preferred: preferred, sure: sure) { return named }
    let isLocated = match.isLocatedPlace || match.isOfLocals && sure.named.isEmpty
    return preferred != nil || isLocated ? home(of: sense, homes) ?? sense.countries.first : nil
  }

  // The country of a place that the texts name, by itself or by a place within it.
  private func namedCountry(
    of match: Match, preferred: Gazetteer.CountryNumber?, sure: SureCountries
  ) -> Gazetteer.CountryNumber? {
    // A weak name needs its country in the same text.
    let near = preferred == nil && !match.isNear ? sure.namedInText[match.text] ?? [] : sure.named
    if let named = match.sense.countries.first(where: near.contains) { return named }
    let within = match.sense.countries.filter(sure.within.contains)
    return within.count == 1 ? within[0] : nil
  }

  // The country of a town: the one that the texts name most, if there are towns of this name in several.
  private func country(
    ofTown match: Match, sure: SureCountries, homes: [TextHome]
  ) -> Gazetteer.CountryNumber? {
    guard match.isLocatedPlace || match.isOfLocals else { return nil }
    let sense = match.sense
    let named = sense.countries.filter(sure.named.contains)
    // In a text that names other countries it is one of the many villages that no table has.
    if named.isEmpty, !sure.named.isEmpty { return nil }
    if named.isEmpty, !sense.isWord, sense.countries.count == 1 { return sense.countries[0] }
    return named.max { sure.counts[$0, default: 0] < sure.counts[$1, default: 0] } ?? home(of: sense, homes)
  }

  // The country that decides a name because the text is from there.
  private func home(of sense: Gazetteer.Sense, _ homes: [TextHome]) -> Gazetteer.CountryNumber? {
    homes.first { home in
      sense.countries.contains(home.country) && (home.reach != .national || !sense.isCapital)
    }?.country
  }
}
