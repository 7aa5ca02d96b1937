internal import Foundation
internal import Primitives

/// Entities that are probably one, spelled differently: transliterations, doubled letters, with or without `al-`, middle
/// initials.
package struct SpellingVariants: Sendable {
  /// Two entities that are probably one.
  package struct Pair: Sendable, Hashable {
    /// The entity with more events, whose name both get.
    package var main: EntityNumber
    /// The other entity.
    package var variant: EntityNumber
    /// The similarity of the other entities of their events, weighted by rarity, from 0 to 1.
    package var coOccurrence: Double
  }

  /// Pairs that are merged.
  package private(set) var sure: [Pair] = []
  /// Pairs that may be one; an editor has to decide.
  package private(set) var doubtful: [Pair] = []

  /// Searches for variants among the entities of an archive's events.
  /// - Parameter threshold: only the entities that are topics by it count; `nil` for all.
  package init(
    of events: [Classifier.Event], above threshold: EntityThreshold?, catalogue: EntityCatalogue,
    gazetteer: Gazetteer
  ) {
    let groups = Self.groups(of: catalogue)
    let statistics = Statistics(
      events, of: Set(groups.joined()), above: threshold, catalogue: catalogue, gazetteer: gazetteer)
    for group in groups {
      let names = group.compactMap { number -> Name? in
        guard let others = statistics.others[number], others.events > 0 else { return nil }
        return Name(number, text: catalogue.entities[number.index].name, others: others)
      }
      let sorted = names.sorted { left, right in
        left.others.events != right.others.events
          ? left.others.events > right.others.events : catalogue.precedes(left.number, right.number)
      }
      compare(sorted, statistics: statistics, gazetteer: gazetteer)
    }
    sure.sort { catalogue.precedes($0.variant, $1.variant) }
    doubtful.sort { catalogue.precedes($0.variant, $1.variant) }
  }

  /// The sure variants: by the name of each, the name of the main entity.
  package func names(in catalogue: EntityCatalogue) -> [String: String] {
    var names: [String: String] = [:]
    for pair in sure {
      names[catalogue.entities[pair.variant.index].name] = catalogue.entities[pair.main.index].name
    }
    return names
  }
}

// MARK: Comparison

extension SpellingVariants {
  // Below the first, two names may be of two people; below the second, two that differ in vowels or a middle initial.
  private static let enoughCoOccurrence = 0.03
  private static let muchCoOccurrence = 0.2

  // The name of an entity, with the properties that are compared.
  private struct Name {
    let number: EntityNumber
    let text: String
    let sound: [UInt8]?
    let initials: [Substring]
    let others: OtherEntities

    init(_ number: EntityNumber, text: String, others: OtherEntities) {
      self.number = number
      self.text = text
      self.others = others
      sound = SpellingVariants.sound(of: text)
      initials = SpellingVariants.initials(of: text)
    }
  }

  private enum Verdict {
    case sure, doubtful, different
  }

  // The entities whose names sound nearly alike.
  private static func groups(of catalogue: EntityCatalogue) -> [[EntityNumber]] {
    var groups: [[UInt8]: [EntityNumber]] = [:]
    let entities = catalogue.entities
    ParallelMap.run(entities.indices.chunks(of: 4_096)) { numbers in
      numbers.compactMap { number -> (skeleton: [UInt8], number: EntityNumber)? in
        let entity = entities[number]
        guard !entity.key.isTerm, !entity.isHidden, MentionVocabulary.isDistinctive(entity.name) else {
          return nil
        }
        return sound(of: entity.name).map { (skeleton(of: $0), EntityNumber(number)) }
      }
    } consume: { found in
      for (skeleton, number) in found { groups[skeleton, default: []].append(number) }
    }
    return groups.values.filter { $0.count > 1 }
  }

  // Compares the first name, which has the most events, with each of the others.
  private mutating func compare(_ names: [Name], statistics: Statistics, gazetteer: Gazetteer) {
    guard let main = names.first else { return }
    let length = statistics.length(of: main.others)
    let hasOneInitial = Set(names.map(\.initials).filter { !$0.isEmpty }).count == 1
    for variant in names.dropFirst() {
      let coOccurrence = statistics.similarity(of: variant.others, to: main.others, length: length)
      let pair = Pair(main: main.number, variant: variant.number, coOccurrence: coOccurrence)
      switch Self.verdict(
        on: variant, main: main, coOccurrence: coOccurrence, hasOneInitial: hasOneInitial,
        gazetteer: gazetteer)
      {
      case .sure: sure.append(pair)
      case .doubtful: doubtful.append(pair)
      case .different: break
      }
    }
  }

  private static func verdict(
    on variant: Name, main: Name, coOccurrence: Double, hasOneInitial: Bool, gazetteer: Gazetteer
  ) -> Verdict {
    let hasSameSound = main.sound == variant.sound
    let hasEnough = coOccurrence >= enoughCoOccurrence
    let hasMuch = coOccurrence >= muchCoOccurrence
    let isSure: Bool
    if main.initials != variant.initials {
      isSure =
        hasMuch && hasSameSound && hasOneInitial && differInMiddleInitial(main.text, variant.text)
    } else if hasSameSound {
      isSure = hasEnough && haveSameFirstLetters(main.text, variant.text)
    } else {
      isSure =
        hasMuch && !differInPlace(main.text, variant.text, gazetteer: gazetteer)
        && haveSameFirstLetters(main.text, variant.text)
    }
    if isSure { return .sure }
    return hasSameSound || hasEnough ? .doubtful : .different
  }
}

// MARK: Co-occurrence

extension SpellingVariants {
  // The other entities of the events of an entity, less countries, which two people of one country share.
  private struct OtherEntities {
    var events = 0
    var counts: [EntityNumber: Int] = [:]

    mutating func add(_ others: [EntityNumber]) {
      events += 1
      for other in others { counts[other, default: 0] += 1 }
    }
  }

  // The frequencies of entities in the events of an archive.
  private struct Statistics {
    // The other entities of some entities.
    private(set) var others: [EntityNumber: OtherEntities] = [:]
    // The number of events by entity.
    private var counts: [Int]
    private let eventCount: Int

    init(
      _ events: [Classifier.Event], of wanted: Set<EntityNumber>, above threshold: EntityThreshold?,
      catalogue: EntityCatalogue, gazetteer: Gazetteer
    ) {
      eventCount = events.count
      counts = [Int](repeating: 0, count: catalogue.entities.count)
      for event in events { for entity in event.entities { counts[entity.index] += 1 } }
      let isTopic = catalogue.entities.indices.map { threshold?.isTopic(EntityNumber($0)) ?? true }
      var isWanted = [Bool](repeating: false, count: catalogue.entities.count)
      for entity in wanted where isTopic[entity.index] {
        isWanted[entity.index] = true
        others[entity] = OtherEntities()
      }
      let isCounted = zip(catalogue.entities, isTopic).map { $1 && !gazetteer.isCountry($0) }
      for event in events {
        for entity in event.entities where isWanted[entity.index] {
          others[entity]?.add(event.entities.filter { $0 != entity && isCounted[$0.index] })
        }
      }
    }

    // The cosine of the vectors of weights, in which rare entities weigh most.
    // - Parameter length: the length of the vector of `main`, which is compared with several.
    func similarity(of variant: OtherEntities, to main: OtherEntities, length: Double) -> Double {
      let product = variant.counts.sorted { $0.key < $1.key }.reduce(0) { sum, item in
        sum + weight(of: item.key, count: main.counts[item.key] ?? 0)
          * weight(of: item.key, count: item.value)
      }
      let lengths = length * self.length(of: variant)
      return lengths > 0 ? product / lengths : 0
    }

    // The length of a vector of weights.
    func length(of others: OtherEntities) -> Double {
      others.counts.sorted { $0.key < $1.key }.reduce(0) { sum, item in
        let weight = weight(of: item.key, count: item.value)
        return sum + weight * weight
      }.squareRoot()
    }

    private func weight(of entity: EntityNumber, count: Int) -> Double {
      Double(count) * Foundation.log(Double(eventCount) / Double(counts[entity.index]))
    }
  }
}

// MARK: Names

extension SpellingVariants {
  private static let articles: Set<Substring> = ["al", "el", "ad", "as", "ar", "an", "ash", "az", "ez"]

  // Letters and their sound.
  private struct Sound {
    let letters: [UInt8]
    let sound: [UInt8]
  }

  // Longer letters come first.
  private static let sounds = [
    ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("w", "v"), ("x", "ks"),
    ("j", "i"), ("y", "i"),
  ].map { Sound(letters: Array($0.0.utf8), sound: Array($0.1.utf8)) }
  private static let soundsByFirst = Dictionary(grouping: sounds) { $0.letters[0] }

  // The sound of a name; `nil` for a name that is too short to compare, or not in Latin letters.
  private static func sound(of name: String) -> [UInt8]? {
    guard let words = words(of: name) else { return nil }
    let long = words.filter { $0.utf8.count > 1 }
    guard long.count > 1 else { return nil }
    let sounding = long.map { isLiteral($0) ? Array($0.utf8) : sound(ofWord: Array($0.utf8)[...]) }
    return sounding.reduce(0) { $0 + $1.count } < 8 ? nil : Array(sounding.joined(separator: [0x20]))
  }

  // A key that names of nearly the same sound share: all vowels are the same, so are c, g and k, and words may be joined.
  private static func skeleton(of sound: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for word in sound.split(separator: 0x20) {
      if isLiteral(Substring(decoding: word, as: UTF8.self)) {
        result += word + [0x20]
        continue
      }
      for letter in word {
        let isVowel = "aeiou".utf8.contains(letter)
        let one = isVowel ? UInt8(ascii: "*") : "gc".utf8.contains(letter) ? UInt8(ascii: "k") : letter
        if !isVowel || result.last != one { result.append(one) }
      }
    }
    return result
  }

  // The words of the key of a name, without Arabic articles; `nil` for a name in other than Latin letters. `El Paso` begins
  // with a word, `al-Qaeda` with an article.
  private static func words(of name: String) -> [Substring]? {
    guard let key = EntityKey(name), key.text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let words = key.text.split(separator: " ")
    let isArticle =
      words.first.map { articles.contains($0) && name.dropFirst($0.count).hasPrefix("-") } ?? false
    return (isArticle ? [] : words.prefix(1)) + words.dropFirst().filter { !articles.contains($0) }
  }

  private static func sound(ofWord word: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var rest = word
    func append(_ letter: UInt8) {
      // `ie` sounds like `e`, and doubled letters like one.
      if letter == UInt8(ascii: "e"), result.last == UInt8(ascii: "i") { result.removeLast() }
      if result.last != letter { result.append(letter) }
    }
    while let first = rest.first {
      if let match = soundsByFirst[first]?.first(where: { rest.starts(with: $0.letters) }) {
        for letter in match.sound { append(letter) }
        rest = rest.dropFirst(match.letters.count)
      } else {
        append(first)
        rest = rest.dropFirst()
      }
    }
    if result.count > 3, result.last == UInt8(ascii: "h") { result.removeLast() }
    return result
  }

  // Two people may differ in the first letter of a name (Kim Jong-nam, Kim Yong-nam).
  private static func haveSameFirstLetters(_ left: String, _ right: String) -> Bool {
    func firsts(_ name: String) -> [Character]? {
      words(of: name)?.filter { $0.count > 1 }.compactMap(\.first).map {
        "cgkq".contains($0) ? "k" : $0
      }
    }
    guard let left = firsts(left), let right = firsts(right) else { return false }
    return left.count == right.count ? left == right : left.first == right.first
  }

  // Whether a word that only one of the names has is in the gazetteer: Hunan is not Henan.
  private static func differInPlace(_ left: String, _ right: String, gazetteer: Gazetteer) -> Bool {
    let left = Set(left.split(separator: " "))
    let right = Set(right.split(separator: " "))
    return left.symmetricDifference(right).contains { word in
      gazetteer.contains(String(word.hasSuffix("'s") ? word.dropLast(2) : word))
    }
  }

  // The words of one letter, which the sound lacks: George W. Bush is not George H. W. Bush, nor Soyuz TMA-8 Soyuz TMA-9; but
  // Mazar-i-Sharif is Mazar-e-Sharif.
  private static func initials(of name: String) -> [Substring] {
    let small = name.lowercased()
    return (words(of: name) ?? []).filter { word in
      word.count == 1 && !("aeiou".contains(word) && small.contains("-\(word)-"))
    }
  }

  // Whether one of two names with the same sound has a letter between its first and last word that the other lacks.
  private static func differInMiddleInitial(_ left: String, _ right: String) -> Bool {
    let longer = initials(of: left).isEmpty ? right : left
    guard initials(of: left).isEmpty != initials(of: right).isEmpty, let words = words(of: longer),
      let first = words.first, let last = words.last
    else { return false }
    return first.count > 1 && last.count > 1 && haveSameFirstLetters(left, right)
      && initials(of: longer).allSatisfy { $0.first?.isLetter == true }
  }

  // Whether a word is a number: Super Bowl XLVI is not Super Bowl XLVII, nor are the games of 2002 those of 2022.
  private static func isLiteral(_ word: Substring) -> Bool {
    word.allSatisfy { "ivxlc".contains($0) } || word.contains { $0.isNumber }
  }
}
