internal import GazetteerData
internal import Primitives
internal import Synchronization

/// The names of countries, their people and capitals in one language other than English, with their inflected forms.
struct LanguageNames: Sendable {
  /// The kind of a name, as the table has it.
  enum Kind: String, Sendable {
    /// A country.
    case country
    /// Its people, its language, and the adjective for its things.
    case people
    /// Its capital.
    case capital
    /// A phrase that contains a name and refers to no country.
    case none
  }

  /// The meaning of a name.
  struct Sense: Sendable {
    /// The codes of the countries; none for a phrase that refers to no country.
    let codes: [String]
    /// The kind of the name.
    let kind: Kind
    /// Whether the name refers to one country only: another that the text names, or else the first.
    let isAmbiguous: Bool
  }

  /// The language.
  let language: TextLanguage
  private var senses: [Sense] = []
  // The values are indices into `senses`. The language has either words or characters.
  private var words = PhraseMatcher()
  private var characters = CharacterMatcher()

  // The tables that were asked for. Each is made once in a process.
  private static let made = Mutex<[TextLanguage: LanguageNames]>([:])

  /// The names in a language that come with the package. The first call for a language makes its table.
  static func standard(_ language: TextLanguage) -> LanguageNames {
    // The lock is held while a table is made: threads that read pages at once would make it each.
    made.withLock { made in
      if let names = made[language] { return names }
      let table = UnsafeBufferPointer(
        start: feedgen_country_languages_bytes(), count: Int(feedgen_country_languages_count))
      let names = LanguageNames(language, table: table)
      made[language] = names
      return names
    }
  }

  /// Makes the names in a language from a table in UTF-8. Lines that begin with `#` are comments.
  /// - Parameter table: columns language, kind, codes, patterns of spellings (see `SpellingPattern`); codes joined by `,` are
  ///   candidates, by `+` all meant.
  init(_ language: TextLanguage, table: UnsafeBufferPointer<UInt8>) {
    self.language = language
    let prefix = Array((language.rawValue + "\t").utf8)
    GazetteerTables.forEachPart(of: table, separator: .lineFeed) { line in
      guard line.starts(with: prefix) else { return }
      var columns: [String] = []
      GazetteerTables.forEachPart(of: line, separator: .tab) {
        columns.append(String(decoding: $0, as: UTF8.self))
      }
      if columns.count == 4 { add(columns) }
    }
  }

  /// Calls `body` with the meaning and the place in bytes of each name in a text in UTF-8, in the order of the text.
  func forEachName(in text: UnsafeBufferPointer<UInt8>, _ body: (Sense, Range<Int>) -> Void) {
    if language.isUnspaced {
      characters.forEachMatch(in: text) { body(senses[Int($0)], $1) }
    } else {
      words.forEachMatch(in: text) { body(senses[Int($0)], $1) }
    }
  }

  /// The meaning of a name, `nil` for an unknown one.
  func sense(of name: String) -> Sense? {
    let value = language.isUnspaced ? characters.value(of: name) : words.value(of: name)
    return value.map { senses[Int($0)] }
  }

  // Adds the names of a row.
  private mutating func add(_ columns: [String]) {
    guard let kind = Kind(rawValue: columns[1]) else { return }
    let codes = columns[2].split { $0 == "," || $0 == "+" }.map(String.init)
    let value = Int32(senses.count)
    senses.append(Sense(codes: codes, kind: kind, isAmbiguous: columns[2].contains(",")))
    for pattern in columns[3].split(separator: "|") {
      for spelling in SpellingPattern.spellings(of: String(pattern)) {
        insert(spelling, value: value, kind: kind)
      }
    }
  }

  private mutating func insert(_ spelling: String, value: Int32, kind: Kind) {
    if language.isUnspaced { return characters.insert(spelling, value: value) }
    words.insert(spelling, value: value)
    // An adjective begins a sentence with a capital, and a headline may be in capitals.
    if kind == .people { words.insert(spelling.prefix(1).uppercased() + spelling.dropFirst(), value: value) }
    let hasCase = language.writingSystem == .latin || language.writingSystem == .cyrillic
    if hasCase, kind != .people, spelling.count > 3 { words.insert(capitals(of: spelling), value: value) }
  }

  private func capitals(of spelling: String) -> String {
    guard language == .turkish else { return spelling.uppercased() }
    return String(spelling.map { $0 == "i" ? "İ" : $0 }).uppercased()
  }
}
