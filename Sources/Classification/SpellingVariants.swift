/// Entities that are likely one and the same, spelled differently: transliterations, doubled letters, `al-` or not,
/// middle initials.
package struct SpellingVariants: Sendable {
  /// Two entities that are likely one.
  package struct Pair: Sendable, Hashable {
    /// The one with more events, under whose name both go.
    package var main: EntityNumber
    /// The other.
    package var variant: EntityNumber
    /// How many entities and countries each of their events shares with those of the other, on average, from 0 to 1.
    package var company: Double
  }

  /// Pairs that are one beyond doubt.
  package private(set) var sure: [Pair] = []
  /// Pairs that may be one; a person has to say so.
  package private(set) var doubtful: [Pair] = []

  /// Looks for variants among the entities of an archive's events.
  package init(_ events: [Classifier.Event], _ catalogue: EntityCatalogue) {
    var groups: [[UInt8]: [EntityNumber]] = [:]
    for (number, entity) in catalogue.entities.enumerated() {
      guard MentionVocabulary.isTelling(entity.name), let sound = Self.sound(entity.key) else { continue }
      groups[sound, default: []].append(EntityNumber(number))
    }
    groups = groups.filter { $0.value.count > 1 }
    var company: [EntityNumber: Company] = [:]
    for entity in groups.values.joined() { company[entity] = Company() }
    var isWanted = [Bool](repeating: false, count: catalogue.entities.count)
    for entity in company.keys { isWanted[Int(entity)] = true }
    for event in events {
      for entity in event.entities where isWanted[Int(entity)] { company[entity]?.add(event, but: entity) }
    }
    for group in groups.values {
      let known = group.filter { company[$0]?.events ?? 0 > 0 }.sorted {
        let (left, right) = (company[$0]?.events ?? 0, company[$1]?.events ?? 0)
        return left != right ? left > right : catalogue.precedes($0, $1)
      }
      guard let main = known.first, let own = company[main] else { continue }
      for variant in known.dropFirst() {
        guard let other = company[variant] else { continue }
        let pair = Pair(main: main, variant: variant, company: own.share(with: other))
        let keys = [main, variant].map { catalogue.entities[Int($0)].key }
        if pair.company >= Self.enoughCompany, Self.areOneName(keys[0], keys[1]) {
          sure.append(pair)
        } else {
          doubtful.append(pair)
        }
      }
    }
    sure.sort { catalogue.precedes($0.variant, $1.variant) }
    doubtful.sort { catalogue.precedes($0.variant, $1.variant) }
  }

  /// The sure ones by name: for each variant the name that it goes under.
  package func names(_ catalogue: EntityCatalogue) -> [String: String] {
    var names: [String: String] = [:]
    for pair in sure {
      names[catalogue.entities[Int(pair.variant)].name] = catalogue.entities[Int(pair.main)].name
    }
    return names
  }

  // Below this, two names may be of two people.
  private static let enoughCompany = 0.1

  // What else the events of an entity are about.
  private struct Company {
    var events = 0
    var counts: [Int32: Int] = [:]

    mutating func add(_ event: Classifier.Event, but entity: EntityNumber) {
      events += 1
      for other in event.entities where other != entity { counts[other, default: 0] += 1 }
      for country in event.countries { counts[-1 - country, default: 0] += 1 }
    }

    // The cosine of both.
    func share(with other: Company) -> Double {
      let product = counts.reduce(0) { $0 + $1.value * (other.counts[$1.key] ?? 0) }
      func length(_ counts: [Int32: Int]) -> Double {
        counts.values.reduce(0) { $0 + Double($1 * $1) }.squareRoot()
      }
      let lengths = length(counts) * length(other.counts)
      return lengths > 0 ? Double(product) / lengths : 0
    }
  }
}

extension SpellingVariants {
  private static let articles: Set<Substring> = ["al", "el", "ad", "as", "ar", "an", "ash"]
  // Letters, and what they sound like; the longer come first.
  private static let sounds: [(letters: [UInt8], sound: [UInt8])] = [
    ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("w", "v"), ("x", "ks"),
    ("j", "i"),
    ("y", "i"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
  private static let soundsByFirst = Dictionary(grouping: sounds) { $0.letters[0] }

  // What names that sound alike have in common; `nil` for one that is too short to tell, or not in Latin letters.
  private static func sound(_ key: EntityKey) -> [UInt8]? {
    guard key.text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let words = key.text.split(separator: " ").filter { $0.utf8.count > 1 && !articles.contains($0) }
    guard words.count > 1 else { return nil }
    let sounding = words.map { isRomanNumber($0) ? Array($0.utf8) : sound(Array($0.utf8)[...]) }
    return sounding.reduce(0) { $0 + $1.count } < 8 ? nil : Array(sounding.joined(separator: [0x20]))
  }

  private static func sound(_ word: ArraySlice<UInt8>) -> [UInt8] {
    var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], word)
    func append(_ letter: UInt8) {
      // `ie` is `e`, and doubled letters are one.
      if letter == UInt8(ascii: "e"), result.last == UInt8(ascii: "i") { result.removeLast() }
      if result.last != letter { result.append(letter) }
    }
    while let first = rest.first {
      if let (letters, sound) = soundsByFirst[first]?.first(where: { rest.starts(with: $0.letters) }) {
        for letter in sound { append(letter) }
        rest = rest.dropFirst(letters.count)
      } else {
        append(first)
        rest = rest.dropFirst()
      }
    }
    if result.count > 3, result.last == UInt8(ascii: "h") { result.removeLast() }
    return result
  }

  // Two people may differ in a middle initial alone, or in the first letter of a name (Kim Jong-nam, Kim Yong-nam).
  private static func areOneName(_ left: EntityKey, _ right: EntityKey) -> Bool {
    func words(_ key: EntityKey) -> [Substring] {
      key.text.split(separator: " ").filter { !articles.contains($0) }
    }
    func first(_ word: Substring) -> Character { word.first.map { "ckq".contains($0) ? "k" : $0 } ?? " " }
    return words(left).map(first) == words(right).map(first)
      && words(left).filter { $0.count == 1 } == words(right).filter { $0.count == 1 }
  }

  // Super Bowl XLVI is not Super Bowl XLVII.
  private static func isRomanNumber(_ word: Substring) -> Bool { word.allSatisfy { "ivxlc".contains($0) } }
}
