package import EventArchive

/// What all pages of the archive contribute to classifying it: the pages' facts, and the texts that their numbers
/// stand for.
package struct ArchiveFacts: Sendable {
  /// Event names by number.
  package private(set) var names: [EventName] = []
  /// Spellings of entities by number.
  package private(set) var spellings: [String] = []
  /// Facts by page number; `nil` where no page is.
  package var pages: [PageFacts?] = []

  private var nameNumbers: [EventName: NameNumber] = [:]
  private var spellingNumbers: [String: SpellingNumber] = [:]
  private var contexts: [String: [SpellingNumber]] = [:]

  /// Makes an archive without pages.
  package init() {}

  /// Makes an archive from kept names and spellings, in the order of their numbers.
  package init(names: [EventName], spellings: [String]) {
    (self.names, self.spellings) = (names, spellings)
    nameNumbers = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    spellingNumbers = Dictionary(uniqueKeysWithValues: zip(spellings, 0...))
  }

  /// The number of a name, if any page has it or links to it.
  package func number(of name: EventName) -> NameNumber? { nameNumbers[name] }

  /// Sets the facts of a page.
  package mutating func set(_ facts: PageFacts, page: Int) {
    while pages.count <= page { pages.append(nil) }
    pages[page] = facts
  }

  /// Forgets the contexts split so far, which only speed up reading many pages.
  package mutating func forgetContexts() { contexts = [:] }
}

extension ArchiveFacts {
  private static let rememberedContexts = 32_768

  /// The numbers of the spellings in the text of a context.
  mutating func spellings(inContext text: String) -> [SpellingNumber] {
    if let known = contexts[text] { return known }
    let numbers = ContextList.names(text).compactMap { intern(spelling: $0) }
    // Those of neighbouring pages are much the same; all of them would fill the memory.
    if contexts.count >= Self.rememberedContexts { contexts.removeAll(keepingCapacity: true) }
    contexts[text] = numbers
    return numbers
  }

  /// The number of a name, a new one if need be.
  mutating func intern(_ name: EventName) -> NameNumber {
    if let number = nameNumbers[name] { return number }
    let number = NameNumber(names.count)
    nameNumbers[name] = number
    names.append(name)
    return number
  }

  /// The number of a spelling, a new one if need be; `nil` for what is no name.
  mutating func intern(spelling: String) -> SpellingNumber? {
    let clean = PlainText.clean(spelling)
    if let number = spellingNumbers[clean] { return number }
    guard EntityKey(clean) != nil else { return nil }
    let number = SpellingNumber(spellings.count)
    spellingNumbers[clean] = number
    spellings.append(clean)
    return number
  }
}
