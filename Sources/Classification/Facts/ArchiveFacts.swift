package import EventArchive
package import Primitives

/// What all pages of the archive contribute to classifying it: the pages' facts, and the texts that their numbers
/// stand for.
package struct ArchiveFacts: Sendable {
  /// The paths of event names by number (see `EventName.path`).
  package internal(set) var names = StringInterner()
  /// Names that differ in Unicode normal form alone.
  package internal(set) var twins = NameTwins()
  /// Spellings of entities by number.
  package private(set) var spellings = StringInterner()
  /// The facts of the pages that matter.
  package var pages = PageTable()

  // Contexts read lately, and the spellings in each: those of context n end at `contextEnds[n]`.
  private var contexts = StringInterner()
  private var contextEnds: [Int] = []
  private var contextSpellings: [SpellingNumber] = []

  /// Makes an archive without pages.
  package init() {}

  /// Makes an archive from kept names and spellings, in the order of their numbers.
  package init(names: StringInterner, spellings: StringInterner) {
    (self.names, self.spellings) = (names, spellings)
    twins.update(names)
  }

  /// The name with a number.
  package func name(_ number: NameNumber) -> EventName { EventName(storedPath: names[Int(number)]) }

  /// The number of a name, if any page has it or links to it; else that of the only one that is equivalent in Unicode.
  package func number(of name: EventName) -> NameNumber? {
    var path = name.path
    if let number = path.withUTF8({ names.number(of: $0) }) { return number }
    let equivalent = twins.numbers(equivalentTo: name)
    return equivalent.count == 1 ? equivalent[0] : nil
  }

  /// The number of a spelling without markup, `nil` when no page has it.
  func number(ofSpelling spelling: String) -> SpellingNumber? {
    var spelling = spelling
    return spelling.withUTF8 { spellings.number(of: $0) }
  }

  /// Adds a name that no page has or ever had, and no link leads to: the given one with a number behind it.
  mutating func makeName(from path: String) -> NameNumber {
    var count = 2
    while true {
      var path = "\(path)~\(count)"
      let (number, isNew) = path.withUTF8 { names.insert($0) }
      if isNew {
        twins.update(names)
        return number
      }
      count += 1
    }
  }

  /// Takes over the names of the same archive to which some were added.
  package mutating func setNames(from other: ArchiveFacts) { (names, twins) = (other.names, other.twins) }

  /// Forgets the contexts split so far, which only speed up reading many pages.
  package mutating func forgetContexts() {
    (contexts, contextEnds, contextSpellings) = (StringInterner(), [], [])
  }
}

extension ArchiveFacts {
  private static let rememberedContexts = 32_768

  /// Appends the numbers of the spellings in the text of a context.
  mutating func append(
    spellingsInContext text: UnsafeBufferPointer<UInt8>, to numbers: inout [SpellingNumber]
  ) {
    // Those of neighbouring pages are much the same; all of them would fill the memory.
    if contexts.count >= Self.rememberedContexts { forgetContexts() }
    let (context, isNew) = contexts.insert(text)
    if isNew {
      ContextList.forEachName(text) { name in
        // Most stand in the text as they are known.
        let known = PlainText.isClean(name) ? spellings.number(of: name) : nil
        if let number = known ?? intern(spelling: String(decoding: name, as: UTF8.self)) {
          contextSpellings.append(number)
        }
      }
      contextEnds.append(contextSpellings.count)
    }
    let start = context == 0 ? 0 : contextEnds[Int(context) - 1]
    numbers += contextSpellings[start..<contextEnds[Int(context)]]
  }

  /// The number of a spelling, a new one if need be; `nil` for what is no name.
  mutating func intern(spelling: String) -> SpellingNumber? {
    var clean = PlainText.clean(spelling)
    if let number = clean.withUTF8({ spellings.number(of: $0) }) { return number }
    guard EntityKey(clean) != nil else { return nil }
    return clean.withUTF8 { spellings.insert($0).number }
  }
}
