internal import GazetteerData
internal import Primitives

/// The knowledge of words that does not depend on an archive: titles, joining words, common words, places and first names.
package struct NameKnowledge: Sendable {
  /// The classes of words.
  private(set) var classes = WordClasses()
  /// The keys of names of places that have several words.
  private(set) var places: Set<UInt64> = []
  /// The keys of names of countries, which have feeds of their own.
  private var countries: Set<UInt64> = []
  /// The keys of names of peoples that have several words.
  private(set) var demonyms: Set<UInt64> = []
  /// The hashes of common words without capitals.
  private let common: Set<UInt64>

  /// Makes the knowledge of the tables of a gazetteer.
  package init(_ tables: GazetteerTables) {
    common = Self.commonWords
    for country in tables.countries {
      for name in [country.name] + country.otherNames {
        add(name, Gazetteer.isPartOfCountry(name) ? .place : .country)
      }
      for name in country.capitals { add(name, .place) }
      // The name of this people is also that of a group.
      for name in country.demonyms where name != "Rohingya" {
        add(name, .demonym)
        add(name + "s", .demonym)
      }
    }
    for name in tables.countries.flatMap({ [$0.name] + $0.otherNames }) {
      classes.remove(.demonym, from: name)
    }
    for (kind, words) in WordLists.all where kind == .country {
      for name in words.split(separator: " ") { add(String(name), .country) }
    }
    for name in tables.firstNames { classes.insert(name, .firstName) }
    for place in tables.places { add(place.name, .place) }
    // The only large city with an article in its name.
    add("The Hague", .place)
  }

  /// Whether a word, by the hash of its small form, is a common word.
  func isCommon(_ folded: UInt64) -> Bool { common.contains(folded) }

  /// Whether a word is common when it is written small.
  func isCommon(word: String) -> Bool {
    var hash = FNV1a()
    for byte in word.lowercased().utf8 { hash.append(byte) }
    return common.contains(hash.value)
  }

  /// Whether a word is the name of a country or a place.
  func isPlace(word: String) -> Bool {
    !classes[WordClasses.hash(word)].isDisjoint(with: [.place, .country])
  }

  /// Whether words are the name of a country.
  func isCountry(_ words: some Sequence<NameToken>) -> Bool {
    countries.contains(NameStatistics.key(of: words))
  }

  // The key of a name that consists of words of ASCII letters with single spaces between them, without the tokenizer, which is slow for
  // so many names; `nil` for others.
  private static func key(ofWords name: String) -> UInt64? {
    var key = NameStatistics.emptyKey
    var word = FNV1a()
    var isInside = false
    for byte in name.utf8 {
      if byte.isLetter {
        word.append(byte)
        isInside = true
      } else if byte == 0x20, isInside {
        key = NameStatistics.mix(key, word.value)
        word = FNV1a()
        isInside = false
      } else {
        return nil
      }
    }
    return isInside ? NameStatistics.mix(key, word.value) : nil
  }

  private mutating func add(_ name: String, _ kind: WordClass) {
    // Most names are one word.
    if kind != .country, name.utf8.allSatisfy(\.isLetter) { return classes.insert(name, kind) }
    if kind != .country, kind != .demonym, let key = Self.key(ofWords: name) {
      places.insert(key)
      return
    }
    let tokens = NameTokenizer(classes).tokens(of: name)
    if kind == .country { countries.insert(NameStatistics.key(of: tokens)) }
    if tokens.count == 1 {
      classes.insert(name, kind)
    } else if kind == .demonym {
      demonyms.insert(NameStatistics.key(of: tokens))
    } else {
      places.insert(NameStatistics.key(of: tokens))
    }
  }

  private static var commonWords: Set<UInt64> {
    var words: Set<UInt64> = []
    let bytes = UnsafeBufferPointer(start: feedgen_words_bytes(), count: feedgen_words_count)
    words.reserveCapacity(bytes.count / 8)
    var hash = FNV1a()
    var isComment = bytes.first == UInt8(ascii: "#")
    for index in bytes.indices {
      if bytes[index] != .lineFeed {
        hash.append(bytes[index])
        continue
      }
      if !isComment { words.insert(hash.value) }
      hash = FNV1a()
      isComment = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "#")
    }
    return words
  }
}
