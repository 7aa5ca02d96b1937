internal import Primitives

/// The rules by which sequences of words are names: what is known of words, and what was counted in an archive.
package struct NameModel: Sendable {
  /// A part of a text.
  typealias Words = ArraySlice<NameToken>

  /// What is known of words.
  let knowledge: NameKnowledge
  /// What was counted; empty for a small archive, in which counts would say little.
  package internal(set) var statistics: NameStatistics
  /// What was learned about surnames and bodies; empty for a small archive.
  package var learned = LearnedNames()

  /// Makes the rules.
  package init(
    _ knowledge: NameKnowledge, statistics: NameStatistics = NameStatistics(),
    learned: LearnedNames = LearnedNames()
  ) {
    self.learned = learned
    self.knowledge = knowledge
    self.statistics = statistics
  }

  /// Whether the words of the archive were counted.
  package var hasCounts: Bool { !statistics.isEmpty }

  /// The least number of events of a discovered name that is a topic. In a small archive, two would leave too few names.
  package var leastEvents: Int { statistics.isEmpty ? 1 : 2 }

  /// Whether a word is written small more often than seldom.
  func isOrdinary(_ word: NameToken) -> Bool {
    if word.form.contains(.allCapitals) { return false }
    guard let ratio = statistics.ratio(word) else { return isKnownAsCommon(word) }
    return ratio < 0.85
  }

  // Whether a word is common by the tables: with a capital inside a sentence, one that is also a name is none.
  private func isKnownAsCommon(_ word: NameToken) -> Bool {
    knowledge.isCommon(word.folded) && (word.isStart || !knowledge.isAlsoName(word))
  }

  /// Whether words are ordinary, or join others.
  func arePlain(_ words: some Sequence<NameToken>) -> Bool {
    words.allSatisfy { $0.isJoint || isOrdinary($0) }
  }

  /// Whether a sequence is the name of a place in the tables.
  func isPlace(_ words: Words) -> Bool {
    guard let first = words.first else { return false }
    if words.count == 1 { return !first.classes.isDisjoint(with: [.place, .country]) }
    return knowledge.isPlace(words)
  }

  /// How often a sequence is in a run of capitalized words.
  func occurrences(of words: Words) -> Int { Int(statistics.any[NameStatistics.key(of: words)] ?? 0) }

  /// How often a sequence is a name by itself.
  func uses(of words: Words) -> Int { Int(statistics.alone[NameStatistics.key(of: words)] ?? 0) }

  /// Whether a sequence is the name of a person: it begins with a first name, or titles of persons precede it.
  func isPerson(_ words: Words) -> Bool {
    guard (2...4).contains(words.count), let first = words.first, let last = words.last,
      last.form.contains(.capital), !last.form.contains(.allCapitals), !isOrdinary(last),
      last.classes.isDisjoint(with: [.body, .feature, .yearly, .happening, .title, .country])
    else { return false }
    if first.classes.contains(.firstName) { return true }
    guard let uses = statistics.uses[NameStatistics.key(of: words)] else { return false }
    return uses.person > 1 && 10 * uses.person >= uses.all
  }

  /// Whether common words are the name of a body, because they are hardly ever written small: `Security Council`.
  func isBody(_ words: Words) -> Bool {
    guard let first = words.first, let last = words.last else { return false }
    if statistics.isEmpty {
      // `International Committee of the Red Cross`
      let head = words.prefix { $0.hash != WordClasses.of }.last
      return last.classes.contains(.body) || words.count > 2 && head?.classes.contains(.body) == true
    }
    guard words.count == 2 else { return true }
    guard let pair = statistics.pairs[NameStatistics.pair(first.folded, last.folded)] else { return false }
    return pair.capital >= 2 && 10 * pair.capital > 9 * (pair.capital + pair.other)
  }
}

extension NameModel {
  /// Whether a sequence of words is a name.
  func isName(_ words: Words) -> Bool {
    guard let first = words.first, let last = words.last else { return false }
    if words.count == 1 { return isName(first) }
    if words.allSatisfy({ $0.isJoint || $0.form.contains(.single) }) { return false }
    if last.classes.contains(.title), isOrdinary(first) { return false }
    if areWordsWithNumber(words) { return occurrences(of: words) >= 20 }
    if areWordsOfPeople(words, last: last) {
      if words.count == 2 || statistics.isEmpty { return isBody(words) && !first.classes.contains(.time) }
      return occurrences(of: words) >= 2
    }
    return !first.classes.contains(.time) && !knowledge.isDemonym(words)
  }

  // Whether all words are ordinary but a number.
  private func areWordsWithNumber(_ words: Words) -> Bool {
    words.contains { $0.form.contains(.digits) }
      && words.allSatisfy { $0.form.contains(.digits) || isOrdinary($0) }
  }

  // Whether all words are ordinary, titles or demonyms: `East German`.
  private func areWordsOfPeople(_ words: Words, last: NameToken) -> Bool {
    let plain: WordClass =
      last.classes.contains(.demonym) ? [.demonym, .title, .compass] : [.demonym, .title]
    return words.allSatisfy { $0.isJoint || !$0.classes.isDisjoint(with: plain) || isOrdinary($0) }
  }

  // Whether a single word is a name.
  private func isName(_ word: NameToken) -> Bool {
    guard word.form.contains(.alphabetic), word.form.isDisjoint(with: [.single, .abbreviated, .smallEnd]),
      word.classes.isDisjoint(with: [.time, .title, .joining])
    else { return false }
    if word.isPartOfPlaces || isPartOfNames(word) { return false }
    if word.form.contains(.allCapitals) { return !word.classes.contains(.abbreviation) }
    if let ratio = statistics.ratio(word) ?? (isKnownAsCommon(word) ? 0 : nil), ratio < 0.9 {
      return false
    }
    if !word.classes.isDisjoint(with: [.demonym, .adjective]) { return false }
    if isFirstName(word), !isBehindPrepositions(word) { return false }
    return word.classes.contains(.country) || !isAdjective(word)
  }

  // Whether the word is nearly always a part of longer names, as York is.
  private func isPartOfNames(_ word: NameToken) -> Bool {
    let key = NameStatistics.key(of: [word])
    let (all, alone) = (statistics.any[key] ?? 0, max(1, statistics.alone[key] ?? 0))
    return 100 * Int(alone) < 8 * Int(all)
  }

  // Whether the word is a first name, and no country or large place.
  private func isFirstName(_ word: NameToken) -> Bool {
    word.classes.contains(.firstName) && word.classes.isDisjoint(with: [.country, .largePlace])
  }

  // Whether nouns follow the word more often than what follows a noun.
  private func isAdjective(_ word: NameToken) -> Bool {
    guard let counts = statistics.neighbours[word.hash] else { return false }
    return counts.all >= 5 && 5 * counts.noun < counts.all
  }

  func isBehindPrepositions(_ word: NameToken) -> Bool {
    guard let counts = statistics.neighbours[word.hash] else { return false }
    return counts.all >= 3 && 5 * counts.place >= 2 * counts.all
  }
}
