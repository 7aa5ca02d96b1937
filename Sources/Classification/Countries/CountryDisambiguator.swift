/// What the texts of one event say beside a name, by which it is decided what the name tells of.
struct CountryDisambiguator {
  private struct Match {
    let sense: Gazetteer.Sense
    let text: Int
    let range: Range<Int>
    // Whether nothing but a comma, a bracket or `in` stands between it and the match before.
    let isJoined: Bool
    let isLocated: Bool
    let isFollowed: Bool
    // Whether more may follow of what it stands with.
    let isListed: Bool
    var countries: [Gazetteer.CountryNumber]?

    var strength: Gazetteer.Sense.Strength {
      countries == nil && sense.strength == .sure ? .weak : sense.strength
    }
    var isSure: Bool { sense.strength == .sure || sense.strength == .all }
  }

  // Countries that something tells of by itself, and those that a place within tells of.
  private struct Sure {
    var named: Set<Gazetteer.CountryNumber> = []
    var within: Set<Gazetteer.CountryNumber> = []
  }

  private let people: People
  private var matches: [Match] = []
  private var isClear = true

  /// Begins without matches.
  init(_ people: People) { self.people = people }

  /// Adds a name that stands at a place of one of the texts, behind those added before.
  mutating func add(
    _ sense: Gazetteer.Sense, _ text: Int, _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    let words = NameContext(bytes, range)
    if words.isMoney { return }
    // A place before, as in `Victoria Australia`, is no first name.
    let isBehindName =
      matches.last.map { $0.text == text && $0.range.upperBound + 1 == range.lowerBound } ?? false
    if sense.strength != .all || sense.isPlace, !isBehindName, words.isPerson(people) { return }
    if !sense.isPlace, !sense.isCountry, words.isCredit { return }
    var sure: [Gazetteer.CountryNumber]?
    switch sense.strength {
    case .all: sure = sense.countries
    case .likely where sense.isProvince: sure = Array(sense.countries.prefix(1))
    case .sure where !sense.isMinor || !words.isPrecededByName: sure = Array(sense.countries.prefix(1))
    default: isClear = false
    }
    var isJoined = false
    if let last = matches.last, last.text == text, range.lowerBound > last.range.upperBound {
      let gap = UnsafeBufferPointer(rebasing: bytes[last.range.upperBound..<range.lowerBound])
      isJoined = NameContext.isJoint(gap)
      // The Greek Coast Guard, Australia's Senate; the Supreme Court of India.
      if sense.isBody, NameContext.isOwner(gap), !Self.overlap(last.sense, sense) { return }
      if last.sense.isBody, sense.isCountry, NameContext.isOf(gap), !Self.overlap(last.sense, sense) {
        matches.removeLast()
      }
    }
    matches.append(
      Match(
        sense: sense, text: text, range: range, isJoined: isJoined,
        isLocated: sure == nil && words.isLocated, isFollowed: sure == nil && words.isFollowedByName,
        isListed: isJoined && words.isListed,
        countries: sure))
  }

  /// Decides what each of the names tells of. `cues` looks for the words that tell which of several countries is meant.
  mutating func resolve(_ cues: () -> Set<Int32>) -> [Gazetteer.Finding] {
    if !isClear {
      locate()
      var sure = Sure()
      for match in matches where match.isSure {
        sure.named.formUnion(match.countries ?? [])
        if match.sense.isPlace { sure.within.formUnion(match.countries ?? []) }
      }
      var present: Set<Int32>?
      for index in matches.indices where matches[index].countries == nil {
        if present == nil, !matches[index].sense.cues.isEmpty { present = cues() }
        matches[index].countries = country(of: matches[index], sure, present ?? []).map { [$0] }
      }
    }
    return matches.flatMap { match in
      (match.countries ?? []).map { Gazetteer.Finding(country: $0, text: match.text, range: match.range) }
    }
  }
}

extension CountryDisambiguator {
  private static func overlap(_ left: Gazetteer.Sense, _ right: Gazetteer.Sense) -> Bool {
    left.countries.contains { right.countries.contains($0) }
  }

  // A place beside what holds it: `Paris, Texas`; `Tbilisi, Georgia`.
  private mutating func locate() {
    for index in matches.indices.dropFirst().reversed() where matches[index].isJoined {
      let (place, holder) = (matches[index - 1], matches[index])
      // `Georgia, United States` is one place; `Georgia, United States and Russia` are three.
      guard place.sense.isPlace || place.sense.strength == .likely && !holder.isListed else { continue }
      if let countries = holder.countries, countries.count == 1 {
        let isHeld =
          place.sense.countries.contains(countries[0]) || place.strength == .weak
          || place.sense.strength == .likely && holder.sense.isProvince
        if isHeld { matches[index - 1].countries = countries }
      } else if let country = place.countries?.first, holder.sense.countries.contains(country) {
        matches[index].countries = [country]
      }
    }
  }

  private func country(of match: Match, _ sure: Sure, _ cues: Set<Int32>) -> Gazetteer.CountryNumber? {
    let sense = match.sense
    let first = sense.countries.first
    let hasDefault = match.strength != .weak
    if sense.isHomonym {
      // Tbilisi tells more of Georgia than a governor does.
      if hasDefault, let first, sure.within.contains(first) { return first }
      if let cue = sense.cues.first(where: { cues.contains($0.cue) }) { return cue.country }
      if hasDefault { return first }
    }
    if sense.isBody { return nil }
    let named = sense.countries.filter(sure.named.contains)
    if named.count == 1 || !named.isEmpty && named.count < sense.countries.count { return named.first }
    if let first, named.contains(first) { return first }
    // A place within one of its countries tells more than that country's name.
    let within = sense.countries.filter(sure.within.contains)
    if within.count == 1 { return within[0] }
    if hasDefault { return first }
    return sense.isPlace && match.isLocated && !match.isFollowed ? first : nil
  }
}
