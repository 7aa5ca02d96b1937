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

  /// The facts of an event page without countries, mentions and digest.
  package mutating func facts(of page: EventPage) -> PageFacts {
    var facts = PageFacts()
    facts.name = intern(page.name)
    facts.sameText = SameText(page)
    facts.isLater = page.topic != nil
    facts.titleLength = Int32(page.title.utf8.count)
    facts.changes = page.changes.map { change in
      PageFacts.Change(
        name: intern(change.name), replaced: Int64(change.replaced.filter(\.isNumber)) ?? 0,
        isSameText: facts.sameText.matches(change.title, on: page.day))
    }
    facts.own = page.contexts.flatMap { spellings(inContext: $0.text) }
    if let topic = page.topic, let spelling = intern(spelling: topic) { facts.own.append(spelling) }
    for related in page.related { append(link: related.name, related.context, to: &facts) }
    return facts
  }

  /// The facts of a day's page.
  package mutating func facts(of page: DayPage) -> PageFacts {
    var facts = PageFacts()
    for item in page.items { append(link: item.name, item.context.text, to: &facts) }
    return facts
  }

  /// The numbers of the spellings in the text of a context.
  package mutating func spellings(inContext text: String) -> [SpellingNumber] {
    if let known = contexts[text] { return known }
    let numbers = ContextList.names(text).compactMap { intern(spelling: $0) }
    contexts[text] = numbers
    return numbers
  }

  /// Sets the facts of a page.
  package mutating func set(_ facts: PageFacts, page: Int) {
    while pages.count <= page { pages.append(nil) }
    pages[page] = facts
  }

  /// Forgets the contexts split so far, which only speed up reading many pages.
  package mutating func forgetContexts() { contexts = [:] }
}

extension ArchiveFacts {
  private mutating func append(link name: EventName, _ context: String, to facts: inout PageFacts) {
    let spellings = spellings(inContext: context)
    facts.links.append(intern(name))
    facts.links.append(Int32(spellings.count))
    facts.links.append(contentsOf: spellings)
  }

  private mutating func intern(_ name: EventName) -> NameNumber {
    if let number = nameNumbers[name] { return number }
    let number = NameNumber(names.count)
    nameNumbers[name] = number
    names.append(name)
    return number
  }

  private mutating func intern(spelling: String) -> SpellingNumber? {
    let clean = PlainText.clean(spelling)
    if let number = spellingNumbers[clean] { return number }
    guard EntityKey(clean) != nil else { return nil }
    let number = SpellingNumber(spellings.count)
    spellingNumbers[clean] = number
    spellings.append(clean)
    return number
  }
}
