/// Disambiguates the names of places and countries in the texts of one event by the other names in these texts.
struct CountryDisambiguator {
  private struct Match {
    let sense: Gazetteer.Sense
    let text: Int
    let range: Range<Int>
    // Whether only a comma, a bracket or `in` separates it from the match before.
    let isJoined: Bool
    let isLocated: Bool
    let isFollowed: Bool
    // Whether a list of names may continue after it.
    let isListed: Bool
    // The countries it refers to; `nil` until these are decided.
    var countries: [Gazetteer.CountryNumber]?

    var strength: Gazetteer.Sense.Strength {
      countries == nil && sense.strength == .sure ? .weak : sense.strength
    }
    var isSure: Bool { sense.strength == .sure || sense.strength == .all }
  }

  // The countries that unambiguous names refer to, and those of them that follow from places within the country.
  private struct SureCountries {
    var named: Set<Gazetteer.CountryNumber> = []
    var within: Set<Gazetteer.CountryNumber> = []
  }

  private let people: PersonNames
  private var matches: [Match] = []
  private var isUnambiguous = true

  /// Makes a disambiguator without names.
  init(_ people: PersonNames) { self.people = people }

  /// Adds a name.
  /// - Parameters:
  ///   - sense: the meaning of the name.
  ///   - text: the index of the text; names come in the order of the texts.
  ///   - range: the place of the name in the text, in bytes.
  mutating func add(
    _ sense: Gazetteer.Sense, text: Int, range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>
  ) {
    let context = NameContext(bytes, range: range)
    if context.isMoney || isPerson(sense, text: text, range: range, context) { return }
    if !sense.isPlace, !sense.isCountry, context.isCredit { return }
    let countries = Self.sureCountries(of: sense, in: context)
    if countries == nil { isUnambiguous = false }
    var isJoined = false
    if let last = matches.last, last.text == text, range.lowerBound > last.range.upperBound {
      let gap = UnsafeBufferPointer(rebasing: bytes[last.range.upperBound..<range.lowerBound])
      isJoined = NameContext.isJoint(gap)
      // The Greek Coast Guard, Australia's Senate; the Supreme Court of India.
      if sense.isInstitution, NameContext.isPossessive(gap), !Self.overlap(last.sense, sense) { return }
      if isInstitution(last.sense, ofCountry: sense, gap: gap) { matches.removeLast() }
    }
    let isSure = countries != nil
    matches.append(
      Match(
        sense: sense, text: text, range: range, isJoined: isJoined,
        isLocated: !isSure && context.isLocated, isFollowed: !isSure && context.isFollowedByName,
        isListed: isJoined && context.isListed, countries: countries))
  }

  /// Decides the countries of all names.
  /// - Parameter cues: finds the cues in the texts; called at most once, when a name has several meanings.
  mutating func resolve(_ cues: () -> Set<Int32>) -> [Gazetteer.Finding] {
    if !isUnambiguous { decide(cues) }
    return matches.flatMap { match in
      (match.countries ?? []).map { Gazetteer.Finding(country: $0, text: match.text, range: match.range) }
    }
  }
}

// MARK: Names

extension CountryDisambiguator {
  // Whether a name is part of the name of a person.
  private func isPerson(
    _ sense: Gazetteer.Sense, text: Int, range: Range<Int>, _ context: NameContext
  ) -> Bool {
    guard sense.strength != .all || sense.isPlace else { return false }
    // A place before, as in `Victoria Australia`, is no first name.
    if let last = matches.last, last.text == text, last.range.upperBound + 1 == range.lowerBound {
      return false
    }
    return context.isPerson(people)
  }

  // The countries that a name refers to whatever else the texts say; `nil` when this depends on them.
  private static func sureCountries(
    of sense: Gazetteer.Sense, in context: NameContext
  ) -> [Gazetteer.CountryNumber]? {
    switch sense.strength {
    case .all: sense.countries
    case .likely where sense.isProvince: Array(sense.countries.prefix(1))
    case .sure where !sense.isMinor || !context.isPrecededByName: Array(sense.countries.prefix(1))
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
  private mutating func decide(_ cues: () -> Set<Int32>) {
    locate()
    var sure = SureCountries()
    for match in matches where match.isSure {
      sure.named.formUnion(match.countries ?? [])
      if match.sense.isPlace { sure.within.formUnion(match.countries ?? []) }
    }
    var present: Set<Int32>?
    for index in matches.indices where matches[index].countries == nil {
      if present == nil, !matches[index].sense.cues.isEmpty { present = cues() }
      let country = country(of: matches[index], sure: sure, cues: present ?? [])
      matches[index].countries = country.map { [$0] }
    }
  }

  // Decides names that are joined: `Paris, Texas`; `Tbilisi, Georgia`.
  private mutating func locate() {
    for index in matches.indices.dropFirst().reversed() where matches[index].isJoined {
      let place = matches[index - 1]
      let container = matches[index]
      // `Georgia, United States` is one place; `Georgia, United States and Russia` are three.
      guard place.sense.isPlace || place.sense.strength == .likely && !container.isListed else { continue }
      if let countries = container.countries, countries.count == 1 {
        let isContained =
          place.sense.countries.contains(countries[0]) || place.strength == .weak
          || place.sense.strength == .likely && container.sense.isProvince
        if isContained { matches[index - 1].countries = countries }
      } else if let country = place.countries?.first, container.sense.countries.contains(country) {
        matches[index].countries = [country]
      }
    }
  }

  private func country(
    of match: Match, sure: SureCountries, cues: Set<Int32>
  ) -> Gazetteer.CountryNumber? {
    let sense = match.sense
    let first = sense.countries.first
    let preferred = match.strength == .weak ? nil : first
    if sense.isHomonym, let country = country(ofHomonym: sense, preferred: preferred, sure: sure, cues: cues)
    {
      return country
    }
    if sense.isInstitution { return nil }
    if let named = sense.countries.first(where: sure.named.contains) { return named }
    // A place within one of its countries, whose name is not in the texts.
    let within = sense.countries.filter(sure.within.contains)
    if within.count == 1 { return within[0] }
    if preferred != nil { return preferred }
    return sense.isPlace && match.isLocated && !match.isFollowed ? first : nil
  }

  private func country(
    ofHomonym sense: Gazetteer.Sense, preferred: Gazetteer.CountryNumber?, sure: SureCountries,
    cues: Set<Int32>
  ) -> Gazetteer.CountryNumber? {
    // Tbilisi is stronger evidence for Georgia than a governor is for the state.
    if let preferred, sure.within.contains(preferred) { return preferred }
    let cue = sense.cues.first { cues.contains($0.phrase) }
    return cue?.country ?? preferred
  }
}
