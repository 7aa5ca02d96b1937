/// The counts of the words and names of an archive. Those that matter to no decision are left out when the counting ends.
package struct NameStatistics: Sendable {
  /// How a word is written, of all its cases.
  struct WordCounts: Sendable {
    /// Inside sentences, with a capital.
    var capital: Int32 = 0
    /// Inside sentences, small.
    var small: Int32 = 0
    /// At the begin of sentences.
    var start: Int32 = 0

    /// Adds other counts.
    mutating func add(_ other: Self) {
      capital += other.capital
      small += other.small
      start += other.start
    }
  }

  /// What follows and precedes a capitalized word that stands alone.
  struct Neighbours: Sendable {
    /// Its occurrences.
    var all: Int32 = 0
    /// Those that what follows a noun follows.
    var noun: Int32 = 0
    /// Those behind a preposition of places.
    var place: Int32 = 0

    /// Adds other counts.
    mutating func add(_ other: Self) {
      all += other.all
      noun += other.noun
      place += other.place
    }
  }

  /// How a pair of words is written.
  struct PairCounts: Sendable {
    /// Both with a capital.
    var capital: Int32 = 0
    /// Any other way.
    var other: Int32 = 0

    /// Adds other counts.
    mutating func add(_ other: Self) {
      capital += other.capital
      self.other += other.other
    }
  }

  /// What precedes and follows a run of capitalized words.
  struct Uses: Sendable {
    /// Its occurrences.
    var all: Int32 = 0
    /// Those behind a title or role of a person.
    var person: Int32 = 0
    /// Those behind a preposition of places, or before a comma and a country or place.
    var place: Int32 = 0
    /// Those behind an article.
    var article: Int32 = 0

    /// Adds other counts a number of times.
    mutating func add(_ other: Uses, times: Int32 = 1) {
      all += other.all * times
      person += other.person * times
      place += other.place * times
      article += other.article * times
    }
  }

  /// By folded word.
  var words = CountTable(empty: WordCounts())
  /// By word.
  var neighbours = CountTable(empty: Neighbours())
  /// By pair of folded words.
  var pairs = CountTable(empty: PairCounts())
  /// By title and word behind it.
  var titled = CountTable(empty: Int32(0))
  /// By word: the texts that have it with a capital.
  var texts = CountTable(empty: Int32(0))
  /// By sequence: the texts that have it in a run of capitalized words.
  var any = CountTable(empty: Int32(0))
  /// By sequence: the texts in which it is a name by itself.
  var alone = CountTable(empty: Int32(0))
  /// By name: the events that have it.
  var names = CountTable(empty: Int32(0))
  /// By run of capitalized words.
  var uses = CountTable(empty: Uses())

  /// Makes empty counts.
  package init() {}

  /// Whether nothing was counted.
  var isEmpty: Bool { words.isEmpty }

  /// The key of no words, to which `mix` adds words.
  static let emptyKey: UInt64 = 0x9E37_79B9_7F4A_7C15

  /// The key of a sequence of words.
  static func key(of tokens: some Sequence<NameToken>) -> UInt64 {
    tokens.reduce(emptyKey) { mix($0, $1.hash) }
  }

  /// The key of a sequence and a word behind it.
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let value = (left ^ right) &* 0xBF58_476D_1CE4_E5B9
    return value ^ (value >> 29)
  }

  /// The key of a pair of words, by their hashes.
  static func pair(_ left: UInt64, _ right: UInt64) -> UInt64 { mix(mix(0x51_7C_C1B7, left), right) }

  /// Counts the words of a text.
  mutating func count(_ tokens: [NameToken]) {
    countCases(tokens)
    var seen: [UInt64] = []
    for index in tokens.indices {
      let token = tokens[index]
      if token.form.contains(.capital), !seen.contains(token.hash) {
        seen.append(token.hash)
        texts.update(token.hash) { $0 += 1 }
      }
      guard index + 1 < tokens.count else { continue }
      countPair(token, tokens[index + 1])
      if index > 0 { countNeighbours(of: token, last: tokens[index - 1], next: tokens[index + 1]) }
    }
  }

  private mutating func countPair(_ token: NameToken, _ next: NameToken) {
    if token.classes.contains(.title), next.form.contains(.capital) {
      titled.update(Self.pair(token.hash, next.hash)) { $0 += 1 }
    }
    guard !token.isStart, token.form.contains(.alphabetic), next.form.contains(.alphabetic) else { return }
    let pair = Self.pair(token.folded, next.folded)
    if token.form.contains(.capital) && next.form.contains(.capital) {
      pairs.update(pair) { $0.capital += 1 }
    } else {
      pairs.update(pair) { $0.other += 1 }
    }
  }

  // Counts the words around a word with a capital between others without.
  private mutating func countNeighbours(of token: NameToken, last: NameToken, next: NameToken) {
    guard token.form.contains(.capital), !token.isStart, !next.form.contains(.capital),
      !last.form.contains(.capital)
    else { return }
    neighbours.update(token.hash) { counts in
      counts.all += 1
      if Self.followsNoun(next) { counts.noun += 1 }
      if last.classes.contains(.beforePlace) { counts.place += 1 }
    }
  }

  // Whether a word or sign follows nouns, and hardly ever adjectives.
  private static func followsNoun(_ token: NameToken) -> Bool {
    token.classes.contains(.afterNoun) || token.form.contains(.possessive)
      || token.form.isDisjoint(with: [.alphabetic, .digits])
  }

  // A text in which nearly all words have a capital teaches nothing.
  private mutating func countCases(_ tokens: [NameToken]) {
    if Self.isTitleCase(tokens) { return }
    for token in tokens where token.form.contains(.alphabetic) {
      words.update(token.folded) { counts in
        if token.isStart {
          counts.start += 1
        } else if token.form.contains(.capitalized) {
          counts.capital += 1
        } else {
          counts.small += 1
        }
      }
    }
  }

  // The words that are small in titles in which others have a capital.
  private static let titleWords = Set(
    "a an the and but or nor for of in on at to by with from as via vs into over".split(separator: " ").map {
      WordClasses.hash(String($0))
    })

  /// Whether all words of a text but articles, conjunctions and prepositions have a capital, as in some headlines.
  static func isTitleCase(_ tokens: [NameToken]) -> Bool {
    var capitals = 0
    for token in tokens where token.form.contains(.alphabetic) {
      if token.form.contains(.capital) {
        capitals += 1
      } else if !token.isJoint, !titleWords.contains(token.hash) {
        return false
      }
    }
    return capitals > 1
  }

  /// Adds the counts of words in other texts. Those of names follow when the counting ends.
  mutating func add(_ other: NameStatistics) {
    words.add(other.words) { $0.add($1) }
    neighbours.add(other.neighbours) { $0.add($1) }
    pairs.add(other.pairs) { $0.add($1) }
    titled.add(other.titled, +=)
    texts.add(other.texts, +=)
  }

  /// The share of the occurrences of a word inside sentences that have a capital; `nil` when it never stands there.
  func ratio(_ token: NameToken) -> Double? {
    guard let counts = words[token.folded], counts.capital + counts.small > 0 else { return nil }
    return Double(counts.capital) / Double(counts.capital + counts.small)
  }

  /// A use of a run of capitalized words behind a token, if there is one.
  static func use(behind last: NameToken?) -> Uses {
    var use = Uses()
    use.all = 1
    guard let last else { return use }
    if !last.classes.isDisjoint(with: [.personTitle, .role]) { use.person = 1 }
    if last.folded == WordClasses.the { use.article = 1 }
    if last.classes.contains(.beforePlace), last.hash != WordClasses.of, last.hash != Self.to {
      use.place = 1
    }
    return use
  }

  /// Whether a comma and a country or place follow the tokens before an index.
  static func isPlace(_ tokens: [NameToken], before end: Int) -> Bool {
    end + 1 < tokens.count && tokens[end].hash == comma
      && !tokens[end + 1].classes.isDisjoint(with: [.country, .place])
  }

  private static let to = WordClasses.hash("to")
  private static let comma = WordClasses.hash(",")

  /// Counts the parts of a run of capitalized words that may be names.
  mutating func countParts(of run: [NameToken], times: Int32) {
    for start in run.indices where !run[start].isJoint {
      var key = Self.emptyKey
      for end in start..<min(run.count, start + Self.mostWords) {
        key = Self.mix(key, run[end].hash)
        if !run[end].isJoint { any.update(key) { $0 += times } }
      }
    }
  }

  // The length of the longest part that is counted.
  private static let mostWords = 9

  /// The counts without those that say no more than that there is none.
  var trimmed: NameStatistics {
    var statistics = self
    statistics.words = words.filter { $0.capital + $0.small > 0 || $0.start > 1 }
    statistics.neighbours = neighbours.filter { $0.all >= 3 }
    statistics.pairs = pairs.filter { $0.capital >= 2 }
    statistics.titled = titled.filter { $0 >= 3 }
    statistics.texts = texts.filter { $0 >= 3 }
    statistics.any = any.filter { $0 >= 2 }
    statistics.alone = alone.filter { $0 >= 2 }
    statistics.names = names.filter { $0 >= 2 }
    statistics.uses = uses.filter { $0.all >= 2 || $0.person > 0 }
    return statistics
  }
}
