package import EventArchive
package import Primitives

/// The facts of all pages of the archive, and the names and spellings that these refer to by number.
package struct ArchiveFacts: Sendable {
  /// The paths of event names by number (see `EventName.path`).
  package internal(set) var names = StringInterner()
  /// Names that differ in bytes and are equivalent.
  package internal(set) var equivalentNames = EquivalentNames()
  /// Spellings of entities by number.
  package private(set) var spellings = StringInterner()
  /// The facts of the pages in scope: all pages, or those that can influence some events.
  package var pages = PageTable()

  // A cache of contexts and their spellings: those of context n end at `contextEnds[n]`.
  private var contexts = StringInterner()
  private var contextEnds: [Int] = []
  private var contextSpellings: [SpellingNumber] = []

  /// Makes an archive without pages.
  package init() {}

  /// Makes an archive from stored names and spellings, in the order of their numbers.
  package init(names: StringInterner, spellings: StringInterner) {
    self.names = names
    self.spellings = spellings
    equivalentNames.update(names)
  }

  /// The name with a number.
  package func name(_ number: NameNumber) -> EventName { EventName(storedPath: names[number.index]) }

  /// The number of a name; if the archive does not have it, that of the only equivalent name.
  package func number(of name: EventName) -> NameNumber? {
    var path = name.path
    if let number = path.withUTF8({ names.number(of: $0) }) { return NameNumber(rawValue: number) }
    let equivalent = equivalentNames.numbers(equivalentTo: name)
    return equivalent.count == 1 ? equivalent[0] : nil
  }

  /// The number of a spelling without markup, `nil` when no page has it.
  func number(ofSpelling spelling: String) -> SpellingNumber? {
    var spelling = spelling
    return spelling.withUTF8 { spellings.number(of: $0) }.map { SpellingNumber(rawValue: $0) }
  }

  /// Adds a name that no page or link has: the given name with a number after it.
  mutating func addUniqueName(from path: String) -> NameNumber {
    var count = 2
    while true {
      var path = "\(path)~\(count)"
      let (number, isNew) = path.withUTF8 { names.insert($0) }
      if isNew {
        equivalentNames.update(names)
        return NameNumber(rawValue: number)
      }
      count += 1
    }
  }

  /// Empties the cache of contexts, which speeds up reading many pages.
  package mutating func clearContextCache() {
    contexts = StringInterner()
    contextEnds = []
    contextSpellings = []
  }
}

extension ArchiveFacts {
  private static let cachedContexts = 32_768

  /// Appends the numbers of the spellings in the text of a context.
  mutating func append(
    spellingsInContext text: UnsafeBufferPointer<UInt8>, to numbers: inout [SpellingNumber]
  ) {
    // Pages of one time share most contexts; the contexts of all pages would take too much memory.
    if contexts.count >= Self.cachedContexts { clearContextCache() }
    let (context, isNew) = contexts.insert(text)
    if isNew {
      ContextList.forEachName(text) { name in
        // Most names are in the text as they are interned.
        let known = PlainText.isClean(name) ? spellings.number(of: name) : nil
        let number = known.map { SpellingNumber(rawValue: $0) }
        if let number = number ?? intern(spelling: String(decoding: name, as: UTF8.self)) {
          contextSpellings.append(number)
        }
      }
      contextEnds.append(contextSpellings.count)
    }
    let start = context == 0 ? 0 : contextEnds[Int(context) - 1]
    numbers += contextSpellings[start..<contextEnds[Int(context)]]
  }

  /// The number of the spelling of a term, which is added if it is new.
  mutating func intern(term: String) -> Int32 {
    var term = term
    return term.withUTF8 { spellings.insert($0).number }
  }

  /// The number of a spelling with an article, which is added if it is new.
  mutating func intern(_ spelling: IdentifiedSpelling) -> SpellingNumber {
    var text = spelling.text
    return SpellingNumber(rawValue: text.withUTF8 { spellings.insert($0).number })
  }

  /// The number of a spelling, which is added if it is new; `nil` for a text without letters and digits.
  package mutating func intern(spelling: String) -> SpellingNumber? {
    var clean = PlainText.clean(spelling)
    if let number = number(ofSpelling: clean) { return number }
    guard EntityKey(clean) != nil else { return nil }
    return SpellingNumber(rawValue: clean.withUTF8 { spellings.insert($0).number })
  }
}
