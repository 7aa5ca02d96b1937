internal import GazetteerData
internal import Primitives

/// The knowledge of words that does not depend on an archive: titles, joining words, common words, places and first names.
package struct NameKnowledge: Sendable {
  private typealias Kind = GazetteerTables.Affiliation.Kind

  /// The classes of words.
  private(set) var classes: WordClasses
  /// The classes of sequences of words by their keys: countries, and places and peoples whose names have several words.
  private(set) var names = NumberTable()
  /// The kinds of the names in the table of affiliations, by their number among all kinds.
  private(set) var affiliations = NumberTable()

  /// Makes the knowledge of no word.
  init() { classes = WordClasses(NumberTable()) }

  /// Makes the knowledge of ready-made tables.
  init(classes: NumberTable, names: NumberTable, affiliations: NumberTable) {
    self.classes = WordClasses(classes)
    self.names = names
    self.affiliations = affiliations
  }

  /// Makes the knowledge of the tables of a gazetteer.
  package init(_ tables: GazetteerTables) {
    classes = WordClasses()
    addCommonWords()
    addAffiliations(tables.affiliations)
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
  func isCommon(_ folded: UInt64) -> Bool { classes[folded].contains(.common) }

  /// Whether a common word is also a name when it has a capital: `Mars`.
  func isAlsoName(_ word: NameToken) -> Bool { word.form.contains(.capital) && isCommon(word.hash) }

  /// Whether a word is common when it is written small.
  func isCommon(word: String) -> Bool {
    var hash = FNV1a()
    // No common word has a space or other letters than those of ASCII.
    for byte in word.utf8 {
      if byte == 0x20 || byte >= 0x80 { return false }
      hash.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    }
    return isCommon(hash.value)
  }

  /// Whether a word is the name of a country or a place.
  func isPlace(word: String) -> Bool {
    !classes[WordClasses.hash(word)].isDisjoint(with: [.place, .country])
  }

  /// The kind of a name in the table of affiliations; `nil` for other names.
  func kind(ofAffiliation name: String) -> GazetteerTables.Affiliation.Kind? {
    affiliations[name].map { Kind.allCases[Int($0)] }
  }

  /// Whether words are the name of a country.
  func isCountry(_ words: some Sequence<NameToken>) -> Bool { has(.country, words) }

  /// Whether several words are the name of a place.
  func isPlace(_ words: some Sequence<NameToken>) -> Bool { has(.place, words) }

  /// Whether several words are the name of a people.
  func isDemonym(_ words: some Sequence<NameToken>) -> Bool { has(.demonym, words) }

  private func has(_ kind: WordClass, _ words: some Sequence<NameToken>) -> Bool {
    classes(ofName: NameStatistics.key(of: words)).contains(kind)
  }

  private func classes(ofName key: UInt64) -> WordClass {
    WordClass(rawValue: UInt32(bitPattern: names[key] ?? 0))
  }

  private mutating func insert(_ kind: WordClass, ofName key: UInt64) {
    names.set(key, to: Int32(bitPattern: classes(ofName: key).union(kind).rawValue))
  }

  // The key of a name, and the hash of its last word, without the tokenizer, which is slow for so many names; `nil` for a name with other
  // signs than hyphens inside words and single spaces between them.
  private static func words(of name: String) -> (key: UInt64, last: UInt64, count: Int)? {
    var key = NameStatistics.emptyKey
    var word = FNV1a()
    var count = 0
    var last: UInt8 = 0x20
    for byte in name.utf8 {
      let isSign = byte == 0x20 || byte == .hyphen
      // Quotation marks and dashes begin with E2.
      guard isSign ? last != 0x20 && last != .hyphen : byte.isLetter || byte >= 0x80 && byte != 0xE2 else {
        return nil
      }
      if byte == 0x20 {
        key = NameStatistics.mix(key, word.value)
        word = FNV1a()
        count += 1
      } else {
        word.append(byte)
      }
      last = byte
    }
    guard last != 0x20, last != .hyphen else { return nil }
    return (NameStatistics.mix(key, word.value), word.value, count + 1)
  }

  private mutating func add(_ name: String, _ kind: WordClass) {
    if kind != .country, let words = Self.words(of: name), words.count == 1 || kind != .demonym {
      if words.count == 1 { classes.insert(words.last, kind) } else { insert(.place, ofName: words.key) }
      return
    }
    let tokens = NameTokenizer(classes).tokens(of: name)
    let key = NameStatistics.key(of: tokens)
    if kind == .country { insert(.country, ofName: key) }
    if tokens.count == 1 {
      classes.insert(name, kind)
    } else {
      insert(kind == .demonym ? .demonym : .place, ofName: key)
    }
  }

  private mutating func addAffiliations(_ rows: [GazetteerTables.Affiliation]) {
    for row in rows {
      guard let kind = Kind.allCases.firstIndex(of: row.kind) else { continue }
      for name in row.names { affiliations.set(name, to: Int32(kind)) }
    }
  }

  private mutating func addCommonWords() {
    let bytes = UnsafeBufferPointer(start: feedgen_words_bytes(), count: feedgen_words_count)
    GazetteerTables.forEachPart(of: bytes, separator: .lineFeed) { word in
      if !word.isEmpty, word[0] != UInt8(ascii: "#") { classes.insert(FNV1a.hash(word), .common) }
    }
  }
}
