package import EventArchive

/// The facts of some pages before they join an archive's, with numbers of their own: made on any thread, so that
/// joining them looks up each name and context once.
package struct FactsBatch: Sendable {
  // Facts in the batch's numbers: names, and contexts in place of spellings; `links` are pairs of both.
  fileprivate struct Draft: Sendable {
    var facts = PageFacts()
    var topic: String?
  }

  fileprivate var drafts: [Draft] = []
  fileprivate var names: [EventName] = []
  fileprivate var contexts: [String] = []
  private var nameNumbers: [EventName: Int32] = [:]
  private var contextNumbers: [String: Int32] = [:]

  /// Makes an empty batch.
  package init() {}

  /// Adds an event's page; `countries` are those that its text names.
  package mutating func add(_ page: EventPage, content: ContentDigest, countries: [Gazetteer.CountryNumber]) {
    var facts = PageFacts()
    facts.name = number(of: page.name)
    facts.sameText = SameText(page)
    facts.isLater = page.topic != nil
    facts.titleLength = Int32(page.title.utf8.count)
    facts.changes = page.changes.map { change in
      PageFacts.Change(
        name: number(of: change.name), replaced: Int64(change.replaced.filter(\.isNumber)) ?? 0,
        isSameText: facts.sameText.matches(change.title, on: page.day))
    }
    facts.own = page.contexts.map { number(of: $0.text) }
    facts.links.reserveCapacity(page.related.count * 2)
    for related in page.related { facts.links += [number(of: related.name), number(of: related.context)] }
    (facts.content, facts.countries) = (content, countries)
    drafts.append(Draft(facts: facts, topic: page.topic))
  }

  /// Adds a day's page.
  package mutating func add(_ page: DayPage) {
    var facts = PageFacts()
    for item in page.items { facts.links += [number(of: item.name), number(of: item.context.text)] }
    drafts.append(Draft(facts: facts))
  }

  private mutating func number(of name: EventName) -> Int32 {
    if let number = nameNumbers[name] { return number }
    let number = Int32(names.count)
    nameNumbers[name] = number
    names.append(name)
    return number
  }

  private mutating func number(of context: String) -> Int32 {
    if let number = contextNumbers[context] { return number }
    let number = Int32(contexts.count)
    contextNumbers[context] = number
    contexts.append(context)
    return number
  }
}

extension ArchiveFacts {
  /// The facts of a batch's pages in this archive's numbers, in the order in which they were added to the batch.
  package mutating func join(_ batch: FactsBatch) -> [PageFacts] {
    let names = batch.names.map { intern($0) }
    var starts: [Int] = [0]
    var spellings: [SpellingNumber] = []
    for context in batch.contexts {
      spellings += self.spellings(inContext: context)
      starts.append(spellings.count)
    }
    return batch.drafts.map { draft in
      var facts = draft.facts
      if facts.isEvent { facts.name = names[Int(facts.name)] }
      for index in facts.changes.indices { facts.changes[index].name = names[Int(facts.changes[index].name)] }
      facts.own = facts.own.flatMap { spellings[starts[Int($0)]..<starts[Int($0) + 1]] }
      if let topic = draft.topic, let spelling = intern(spelling: topic) { facts.own.append(spelling) }
      func range(_ context: Int32) -> Range<Int> { starts[Int(context)]..<starts[Int(context) + 1] }
      // Exactly as long as needed: these lists are most of what an archive takes in memory.
      var links: [Int32] = []
      let contexts = stride(from: 1, to: facts.links.count, by: 2).lazy.map { facts.links[$0] }
      links.reserveCapacity(facts.links.count + contexts.reduce(0) { $0 + range($1).count })
      for index in stride(from: 0, to: facts.links.count, by: 2) {
        let shared = spellings[range(facts.links[index + 1])]
        links.append(names[Int(facts.links[index])])
        links.append(Int32(shared.count))
        links += shared
      }
      facts.links = links
      return facts
    }
  }
}
