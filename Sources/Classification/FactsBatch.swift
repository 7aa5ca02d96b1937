package import EventArchive

/// The facts of some pages before they join an archive's, with numbers of their own: made on any thread, so that
/// joining them looks up each name and context once.
package struct FactsBatch: Sendable {
  // Facts in the batch's numbers: names, and contexts in place of spellings; `links` are pairs of both.
  fileprivate struct Draft: Sendable {
    var facts = PageFacts()
    var topic: TextSlice?
  }

  fileprivate var drafts: [Draft] = []
  fileprivate var names = TextTable()
  fileprivate var contexts = TextTable()

  /// Makes an empty batch.
  package init() {}

  /// Adds an event's page; `countries` are those that its text names.
  package mutating func add(_ page: EventPage, content: ContentDigest, countries: [Gazetteer.CountryNumber]) {
    var facts = PageFacts()
    facts.name = names.number(of: TextSlice(page.name.path))
    facts.sameText = SameText(page)
    facts.isLater = page.topic != nil
    facts.titleLength = Int32(page.title.count)
    facts.changes = page.changes.map { change in
      PageFacts.Change(
        name: names.number(of: change.path), replaced: Self.number(in: change.replaced),
        isSameText: facts.sameText.matches(change.title, on: page.day))
    }
    facts.own = page.contexts.map { contexts.number(of: $0.text) }
    facts.links.reserveCapacity(page.related.count * 2)
    for related in page.related { addLink(related.path, related.context, to: &facts) }
    (facts.content, facts.countries) = (content, countries)
    drafts.append(Draft(facts: facts, topic: page.topic))
  }

  /// Adds a day's page.
  package mutating func add(_ page: DayPage) {
    var facts = PageFacts()
    for item in page.items { addLink(item.path, item.context.text, to: &facts) }
    drafts.append(Draft(facts: facts))
  }

  private mutating func addLink(_ name: TextSlice, _ context: TextSlice, to facts: inout PageFacts) {
    facts.links.append(names.number(of: name))
    facts.links.append(contexts.number(of: context))
  }

  // `2018-02-06 13:49:25` as `yyyymmddhhmmss`; 0 for no time.
  private static func number(in time: TextSlice) -> Int64 {
    time.withBytes {
      $0.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int64($1 & 15) : $0 }
    }
  }
}

extension TextTable {
  // The number of a text, which is added if need be.
  fileprivate mutating func number(of text: TextSlice) -> Int32 { text.withBytes { insert($0).number } }
}

extension ArchiveFacts {
  /// The facts of a batch's pages in this archive's numbers, in the order in which they were added to the batch.
  package mutating func join(_ batch: FactsBatch) -> [PageFacts] {
    let names = self.names.insert(batch.names)
    var starts: [Int] = [0]
    var spellings: [SpellingNumber] = []
    for context in batch.contexts.indices {
      batch.contexts.withBytes(at: context) { append(spellingsInContext: $0, to: &spellings) }
      starts.append(spellings.count)
    }
    return batch.drafts.map { draft in
      var facts = draft.facts
      if facts.isEvent { facts.name = names[Int(facts.name)] }
      for index in facts.changes.indices { facts.changes[index].name = names[Int(facts.changes[index].name)] }
      facts.own = facts.own.flatMap { spellings[starts[Int($0)]..<starts[Int($0) + 1]] }
      if let topic = draft.topic, let spelling = intern(spelling: topic.string) { facts.own.append(spelling) }
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
