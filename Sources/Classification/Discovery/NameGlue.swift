internal import Primitives

/// Cuts runs of capitalized words into names, and remembers how.
///
/// A run is cut between two parts that are names by themselves if they are seldom together, in proportion to the rarer part. The joining
/// word between them decides how seldom.
struct NameGlue {
  private typealias Words = NameModel.Words
  // A place to cut a run. Without `right`, only the left part is kept.
  private typealias Cut = (left: Words, right: Words?)
  // The weight of the glue between two parts, and the weight below which it does not hold.
  private typealias Glue = (weight: Double, limit: Double)

  private let model: NameModel
  // By key of a run: the places of the names in it.
  private var known: [UInt64: [Range<Int>]] = [:]

  /// Makes an empty memory.
  init(_ model: NameModel) { self.model = model }

  /// The names in a run of capitalized words, in their order.
  mutating func names(in run: ArraySlice<NameToken>) -> [ArraySlice<NameToken>] {
    if run.count == 1 { return [run] }
    let key = NameStatistics.key(of: run)
    let start = run.startIndex
    if let places = known[key] {
      return places.map { run[(start + $0.lowerBound)..<(start + $0.upperBound)] }
    }
    let names: [ArraySlice<NameToken>] =
      switch cut(run) {
      case nil: [run]
      case (let left, nil)?: self.names(in: left)
      case (let left, let right?)?: self.names(in: left) + self.names(in: right)
      }
    known[key] = names.map { ($0.startIndex - start)..<($0.endIndex - start) }
    return names
  }

  private func cut(_ run: Words) -> Cut? {
    if model.isPlace(run) { return nil }
    let all = max(1, model.occurrences(of: run))
    if let rest = behindDemonym(run, all: all) { return (rest, nil) }
    if let name = beforeWord(run, all: all) { return (name, nil) }
    var best: (share: Double, cut: Cut)?
    for end in (run.startIndex + 1)..<run.endIndex where !run[end - 1].isJoint {
      guard let start = run[end...].firstIndex(where: { !$0.isJoint }) else { break }
      let (left, right) = (run[..<end], run[start...])
      guard let glue = glue(run, left: left, right: right, joint: run[end..<start], all: all),
        glue.weight < glue.limit
      else { continue }
      let share = glue.weight / glue.limit
      if best.map({ share < $0.share }) ?? true { best = (share, (left, right)) }
    }
    return best?.cut
  }

  // The name behind a demonym or country: `French President Macron`, `United States Barack Obama`.
  private func behindDemonym(_ run: Words, all: Int) -> Words? {
    guard let length = lengthOfPeople(run) else { return nil }
    let rest = run.dropFirst(length)
    let isRareCountry = length == 1 && run.first.map(isFullCountry) == true
    if isRareCountry { return run.count > 2 && model.isPerson(rest) ? rest : nil }
    guard let first = rest.first, !first.isJoint, !model.isOrdinary(first) else { return nil }
    if model.isPerson(rest) { return rest }
    let uses = strength(rest)
    return uses >= 2 && 2 * all < uses ? rest : nil
  }

  // The length of the demonym or country at the begin of a run; `nil` when there is none.
  private func lengthOfPeople(_ run: Words) -> Int? {
    guard let first = run.first else { return nil }
    if first.classes.contains(.demonym) { return 1 }
    let pair = run.prefix(2)
    if run.count > 2, model.knowledge.isDemonym(pair) { return 2 }
    if first.classes.contains(.country), !isFullCountry(first) { return 1 }
    if run.count > 3, model.knowledge.isCountry(pair) { return 2 }
    // `Uganda Ada Quill`, behind an office; but not `Jordan Quill`
    return first.classes.contains(.country) && !first.classes.contains(.firstName) ? 1 : nil
  }

  // Whether a word is the name of a country, and no abbreviation of one.
  private func isFullCountry(_ word: NameToken) -> Bool {
    word.classes.contains(.country) && !word.classes.contains(.demonym)
      && word.form.isDisjoint(with: [.allCapitals, .abbreviated])
  }

  // A very frequent name before an ordinary word.
  private func beforeWord(_ run: Words, all: Int) -> Words? {
    guard run.count == 2, let last = run.last, model.isOrdinary(last), !last.classes.contains(.feature) else {
      return nil
    }
    let name = run.dropLast()
    return strength(name) >= 200 && 200 * all < model.uses(of: name) ? name : nil
  }

  // How often a sequence is a name by itself; 0 for one that may be no name.
  private func strength(_ words: Words) -> Int {
    guard let first = words.first else { return 0 }
    if words.count == 1 {
      if first.classes.contains(.compass) { return 0 }
      if first.classes.contains(.firstName), first.classes.isDisjoint(with: [.place, .country]) { return 0 }
    }
    let uses = model.uses(of: words)
    let isPlain = words.allSatisfy { $0.isJoint || $0.form.contains(.digits) || model.isOrdinary($0) }
    return !isPlain || words.count > 1 && uses >= 5 && model.isBody(words) ? uses : 0
  }
}

// MARK: Glue

extension NameGlue {
  // `nil` when the parts belong together.
  private func glue(_ run: Words, left: Words, right: Words, joint: Words, all: Int) -> Glue? {
    let word = joint.first { $0.hash != WordClasses.the } ?? joint.first
    let limit = word.map(limit(of:)) ?? 0.35
    if let isCut = isCutInAnyCase(run, left: left, right: right, word: word, all: all) {
      return isCut ? (0, limit) : nil
    }
    let (first, second) = (strength(left), strength(right))
    if first >= 2, second >= 2 { return (Double(all) / Double(min(first, second)), limit) }
    guard let word else { return nil }
    if Self.places.contains(word.hash), first >= 2 || second >= 2 {
      return weight(with: first >= 2 ? right : left, known: max(first, second), all: all).map { ($0, limit) }
    }
    if word.form.contains(.possessive), first >= 3 {
      return (all < 2 ? Double(all) / Double(first) : 1, limit)
    }
    return nil
  }

  // The weight of a preposition of places between a known name and another part; `nil` when the other part is no name.
  private func weight(with other: Words, known: Int, all: Int) -> Double? {
    if model.arePlain(other) { return nil }
    let isRare = all < 2 || 10 * all < 7 * max(1, model.occurrences(of: other))
    return isRare ? Double(all) / Double(known) : 1
  }

  // Whether the joining word alone decides; `nil` when it does not.
  private func isCutInAnyCase(
    _ run: Words, left: Words, right: Words, word: NameToken?, all: Int
  ) -> Bool? {
    guard let word, let next = right.first else { return nil }
    if model.statistics.isEmpty, let isCut = isCutWithoutCounts(left, right, word: word) { return isCut }
    if Self.places.contains(word.hash) { return isCutAtPlace(left, right, all: all) ? true : nil }
    if word.hash == Self.and {
      return all < 2 && isKnown(left, right) && areNames(left, right) ? true : nil
    }
    if word.hash == WordClasses.of, left.count == 1, left.first?.classes.contains(.placeHead) == true {
      return model.isOrdinary(next) ? nil : true
    }
    return word.form.contains(.possessive) ? isCutBehindOwner(run, left: left, right: right) : nil
  }

  // Whether one of two parts is a name by itself.
  private func isKnown(_ left: Words, _ right: Words) -> Bool { strength(left) >= 2 || strength(right) >= 2 }

  // Whether a place follows that is also a name by itself, and is seldom behind the left part.
  private func isCutAtPlace(_ left: Words, _ right: Words, all: Int) -> Bool {
    let isPlace =
      model.isPlace(right) || right.first?.classes.contains(.place) == true || isKnown(left, right)
    return isPlace && !model.isPartOfNames(right) && all < 7
      && (all < 3 || 2 * all < model.occurrences(of: right))
  }

  // Whether the possessive of a name alone decides; `nil` when it does not.
  private func isCutBehindOwner(_ run: Words, left: Words, right: Words) -> Bool? {
    let owner = run[(left.endIndex - 1)..<left.endIndex]
    let pair = model.occurrences(of: run[(left.endIndex - 1)...right.startIndex])
    let rarer = min(model.occurrences(of: owner), model.occurrences(of: right.prefix(1)))
    // `People's Party`
    if pair >= 2, 10 * pair >= 3 * rarer { return false }
    let isPlain = right.allSatisfy {
      $0.classes.contains(.title) || $0.classes.contains(.joining) || model.isOrdinary($0)
    }
    return isPlain && (strength(left) >= 20 || model.isPlace(left)) ? true : nil
  }

  private func isCutWithoutCounts(_ left: Words, _ right: Words, word: NameToken) -> Bool? {
    if Self.places.contains(word.hash) { return true }
    if word.hash == Self.and { return areNames(left, right) ? true : nil }
    // `Norland's Brynmoor`, `Apple's European`
    let isOwner =
      model.isPlace(left) || right.allSatisfy { !$0.classes.isDisjoint(with: [.demonym, .adjective]) }
    return word.form.contains(.possessive) && isOwner ? true : nil
  }

  private func areNames(_ left: Words, _ right: Words) -> Bool {
    !model.arePlain(left) && !model.arePlain(right)
  }

  // `Rio Grande da Serra` is never cut.
  private func limit(of word: NameToken) -> Double { word.joinsNames ? 0 : Self.limits[word.hash] ?? 0.1 }

  private static let and = WordClasses.hash("and")
  private static let places = Set(["in", "on", "at"].map(WordClasses.hash))
  private static let limits: [UInt64: Double] = [
    and: 0.35, WordClasses.hash("in"): 0.3, WordClasses.hash("on"): 0.3, WordClasses.hash("at"): 0.3,
    WordClasses.hash("for"): 0.2, WordClasses.of: 0.15, WordClasses.possessive: 0.25,
  ]
}
