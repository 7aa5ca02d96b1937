internal import Foundation

/// Entities that are likely one and the same, spelled differently: transliterations, doubled letters, `al-` or not,
/// middle initials.
package struct SpellingVariants: Sendable {
  /// Two entities that are likely one.
  package struct Pair: Sendable, Hashable {
    /// The one with more events, under whose name both go.
    package var main: EntityNumber
    /// The other.
    package var variant: EntityNumber
    /// How much their events are about the same other entities, rare ones above all, from 0 to 1.
    package var coOccurrence: Double
  }

  /// Pairs that are one beyond doubt.
  package private(set) var sure: [Pair] = []
  /// Pairs that may be one; a person has to say so.
  package private(set) var doubtful: [Pair] = []

  /// Looks for variants among the entities of an archive's events.
  package init(_ events: [Classifier.Event], _ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    var groups: [[UInt8]: [EntityNumber]] = [:]
    for (number, entity) in catalogue.entities.enumerated() {
      guard MentionVocabulary.isDistinctive(entity.name), let sound = Self.sound(entity.name) else {
        continue
      }
      groups[Self.skeleton(sound), default: []].append(EntityNumber(number))
    }
    groups = groups.filter { $0.value.count > 1 }
    var coOccurrence: [EntityNumber: CoOccurrence] = [:]
    for entity in groups.values.joined() { coOccurrence[entity] = CoOccurrence() }
    var isWanted = [Bool](repeating: false, count: catalogue.entities.count)
    for entity in coOccurrence.keys { isWanted[Int(entity)] = true }
    let isCountry = catalogue.entities.map(gazetteer.isCountry)
    var counts = [Int](repeating: 0, count: catalogue.entities.count)
    for event in events { for entity in event.entities { counts[Int(entity)] += 1 } }
    for event in events {
      for entity in event.entities where isWanted[Int(entity)] {
        coOccurrence[entity]?.add(event.entities.filter { $0 != entity && !isCountry[Int($0)] })
      }
    }
    for group in groups.values {
      let known = group.filter { coOccurrence[$0]?.events ?? 0 > 0 }.sorted {
        let (left, right) = (coOccurrence[$0]?.events ?? 0, coOccurrence[$1]?.events ?? 0)
        return left != right ? left > right : catalogue.precedes($0, $1)
      }
      guard let main = known.first, let own = coOccurrence[main] else { continue }
      let names = known.map { catalogue.entities[Int($0)].name }
      let initials = Set(names.map(Self.initials).filter { !$0.isEmpty })
      let length = own.length(counts, events.count)
      for (variant, name) in zip(known, names).dropFirst() {
        guard let other = coOccurrence[variant] else { continue }
        let pair = Pair(
          main: main, variant: variant, coOccurrence: other.share(with: own, length, counts, events.count))
        let haveOneSound = Self.sound(names[0]) == Self.sound(name)
        let isSure =
          Self.initials(names[0]) == Self.initials(name)
          ? (haveOneSound
            ? pair.coOccurrence >= Self.enoughCoOccurrence
            : pair.coOccurrence >= Self.muchCoOccurrence && !Self.differInPlace(names[0], name, gazetteer))
            && Self.areOneName(names[0], name)
          : pair.coOccurrence >= Self.muchCoOccurrence && haveOneSound && initials.count == 1
            && Self.differInMiddleInitial(names[0], name)
        if isSure {
          sure.append(pair)
        } else if haveOneSound || pair.coOccurrence >= Self.enoughCoOccurrence {
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

  // Below this, two names may be of two people; below the second, two that differ in vowels or a middle initial.
  private static let enoughCoOccurrence = 0.03
  private static let muchCoOccurrence = 0.2

  // What else the events of an entity are about, less countries: those of two people of one country share that.
  private struct CoOccurrence {
    var events = 0
    var counts: [EntityNumber: Int] = [:]

    mutating func add(_ others: [EntityNumber]) {
      events += 1
      for other in others { counts[other, default: 0] += 1 }
    }

    // The cosine of both, in which what few of all events are about weighs most; `length` is the other's, which many are
    // compared with.
    func share(with other: CoOccurrence, _ length: Double, _ all: [Int], _ events: Int) -> Double {
      let product = counts.sorted { $0.key < $1.key }.reduce(0) { sum, item in
        sum + Self.weight(item.key, other.counts[item.key] ?? 0, all, events)
          * Self.weight(item.key, item.value, all, events)
      }
      let lengths = length * self.length(all, events)
      return lengths > 0 ? product / lengths : 0
    }

    // The length of the vector of weights.
    func length(_ all: [Int], _ events: Int) -> Double {
      counts.sorted { $0.key < $1.key }.reduce(0) { sum, item in
        let weight = Self.weight(item.key, item.value, all, events)
        return sum + weight * weight
      }.squareRoot()
    }

    private static func weight(_ entity: EntityNumber, _ count: Int, _ all: [Int], _ events: Int) -> Double {
      Double(count) * Foundation.log(Double(events) / Double(all[Int(entity)]))
    }
  }
}

extension SpellingVariants {
  private static let articles: Set<Substring> = ["al", "el", "ad", "as", "ar", "an", "ash", "az", "ez"]
  // Letters, and what they sound like; the longer come first.
  private static let sounds: [(letters: [UInt8], sound: [UInt8])] = [
    ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("w", "v"), ("x", "ks"),
    ("j", "i"),
    ("y", "i"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
  private static let soundsByFirst = Dictionary(grouping: sounds) { $0.letters[0] }

  // What names that sound alike have in common; `nil` for one that is too short to tell, or not in Latin letters.
  private static func sound(_ name: String) -> [UInt8]? {
    guard let words = words(of: name) else { return nil }
    let long = words.filter { $0.utf8.count > 1 }
    guard long.count > 1 else { return nil }
    let sounding = long.map { isLiteral($0) ? Array($0.utf8) : sound(Array($0.utf8)[...]) }
    return sounding.reduce(0) { $0 + $1.count } < 8 ? nil : Array(sounding.joined(separator: [0x20]))
  }

  // What names that sound nearly alike have in common: any vowels are one, and so are g and k; words may be joined.
  private static func skeleton(_ sound: [UInt8]) -> [UInt8] {
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

  // The words of a name as its key has them, less articles within it; `nil` for a name in other than Latin letters.
  // `El Paso` begins with a word, `al-Qaeda` with an article.
  private static func words(of name: String) -> [Substring]? {
    guard let key = EntityKey(name), key.text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    let words = key.text.split(separator: " ")
    let isArticle =
      words.first.map { articles.contains($0) && name.dropFirst($0.count).hasPrefix("-") } ?? false
    return (isArticle ? [] : words.prefix(1)) + words.dropFirst().filter { !articles.contains($0) }
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

  // Two people may differ in the first letter of a name (Kim Jong-nam, Kim Yong-nam).
  private static func areOneName(_ left: String, _ right: String) -> Bool {
    func firsts(_ name: String) -> [Character]? {
      words(of: name)?.filter { $0.count > 1 }.compactMap(\.first).map {
        "cgkq".contains($0) ? "k" : $0
      }
    }
    guard let left = firsts(left), let right = firsts(right) else { return false }
    return left.count == right.count ? left == right : left.first == right.first
  }

  // Whether a word that only one of the names has is a place or a people: Hunan is not Henan.
  private static func differInPlace(_ left: String, _ right: String, _ gazetteer: Gazetteer) -> Bool {
    let (left, right) = (Set(left.split(separator: " ")), Set(right.split(separator: " ")))
    return left.symmetricDifference(right).contains { word in
      gazetteer.knows(String(word.hasSuffix("'s") ? word.dropLast(2) : word))
    }
  }

  // The words of one letter, which the sound leaves out: George W. Bush is not George H. W. Bush, nor Soyuz TMA-8
  // Soyuz TMA-9; but Mazar-i-Sharif is Mazar-e-Sharif.
  private static func initials(_ name: String) -> [Substring] {
    let small = name.lowercased()
    return (words(of: name) ?? []).filter { word in
      word.count == 1 && !("aeiou".contains(word) && small.contains("-\(word)-"))
    }
  }

  // Whether one of two names that sound the same has a letter between its first and last word that the other lacks.
  private static func differInMiddleInitial(_ left: String, _ right: String) -> Bool {
    let longer = initials(left).isEmpty ? right : left
    guard initials(left).isEmpty != initials(right).isEmpty, let words = words(of: longer) else {
      return false
    }
    let (first, last) = (words[0], words[words.count - 1])
    return first.count > 1 && last.count > 1 && areOneName(left, right)
      && initials(longer).allSatisfy { $0.first?.isLetter == true }
  }

  // Super Bowl XLVI is not Super Bowl XLVII, nor are the games of 2002 those of 2022.
  private static func isLiteral(_ word: Substring) -> Bool {
    word.allSatisfy { "ivxlc".contains($0) } || word.contains { $0.isNumber }
  }
}
