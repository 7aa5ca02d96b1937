package import EventArchive
package import Primitives

/// The facts of some pages before they join an archive's, with numbers of their own: made on any thread, so that
/// joining them looks up each name and context once.
package struct FactsBatch: Sendable {
  // Facts with the batch's number of the name; the lists in its numbers of names and contexts.
  fileprivate struct Draft: Sendable {
    var facts = PageRecord()
    var topic: TextSlice?
    var contexts: [Int32] = []
    var countries: [Gazetteer.CountryNumber] = []
    // Name, context; and again.
    var links: [Int32] = []
    var signs = ContentFingerprint()
  }

  fileprivate var drafts: [Draft] = []
  fileprivate var names = StringInterner()
  fileprivate var contexts = StringInterner()

  /// Makes an empty batch.
  package init() {}

  /// Adds an event's page.
  /// - Parameters:
  ///   - summary: the page's summary as plain text.
  ///   - references: events that the summary links to.
  ///   - contentSize: the bound of the size of the entry content.
  ///   - countries: those that its text names.
  package mutating func add(
    _ page: EventPage, summary: TextSlice, references: [EventName] = [], content: ContentDigest,
    contentSize: EntryContentSize = EntryContentSize(),
    countries: [Gazetteer.CountryNumber]
  ) {
    var facts = PageRecord()
    facts.name = names.number(of: TextSlice(page.name.path))
    facts.titleFingerprint = TitleFingerprint(page)
    facts.isLater = page.topic != nil
    facts.titleLength = Int32(page.title.count)
    facts.changes = page.changes.map { change in
      PageRecord.Change(
        name: names.number(of: change.path), replaced: Self.number(in: change.replaced),
        isSameText: facts.titleFingerprint.matches(change.title, on: page.day))
    }
    (facts.content, facts.contentSize) = (content, contentSize)
    drafts.append(
      Draft(
        facts: facts, topic: page.topic, contexts: page.contexts.map { contexts.number(of: $0.text) },
        countries: countries,
        links: page.related.flatMap { [names.number(of: $0.path), contexts.number(of: $0.context)] }
          + references.flatMap { [names.number(of: TextSlice($0.path)), contexts.number(of: .empty)] },
        signs: ContentFingerprint(page, summary: summary)))
  }

  /// Adds a day's page.
  package mutating func add(_ page: DayPage) {
    drafts.append(
      Draft(
        links: page.items.flatMap { [names.number(of: $0.path), contexts.number(of: $0.context.text)] }))
  }

  // `2018-02-06 13:49:25` as `yyyymmddhhmmss`; 0 for no time.
  private static func number(in time: TextSlice) -> Int64 {
    time.withBytes {
      $0.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int64($1 & 15) : $0 }
    }
  }
}

extension StringInterner {
  // The number of a text, which is added if need be.
  fileprivate mutating func number(of text: TextSlice) -> Int32 { text.withBytes { insert($0).number } }
}

extension ArchiveFacts {
  /// The facts of a batch's pages in this archive's numbers, in the order in which they were added to the batch.
  package mutating func join(_ batch: FactsBatch) -> [PageRecord] {
    let names = self.names.insert(batch.names)
    twins.update(self.names)
    var starts: [Int] = [0]
    var spellings: [SpellingNumber] = []
    for context in batch.contexts.indices {
      batch.contexts.withBytes(at: context) { append(spellingsInContext: $0, to: &spellings) }
      starts.append(spellings.count)
    }
    var links: [Int32] = []
    return batch.drafts.map { draft in
      var facts = draft.facts
      if facts.isEvent { facts.name = names[Int(facts.name)] }
      for index in facts.changes.indices { facts.changes[index].name = names[Int(facts.changes[index].name)] }
      func shared(_ context: Int32) -> ArraySlice<SpellingNumber> {
        spellings[starts[Int(context)]..<starts[Int(context) + 1]]
      }
      var own = draft.contexts.flatMap(shared)
      if let topic = draft.topic, let spelling = intern(spelling: topic.string) { own.append(spelling) }
      links.removeAll(keepingCapacity: true)
      for index in stride(from: 0, to: draft.links.count, by: 2) {
        let shared = shared(draft.links[index + 1])
        links.append(names[Int(draft.links[index])])
        links.append(Int32(shared.count))
        links += shared
      }
      facts.setLists(own: own, countries: draft.countries, links: links, signs: draft.signs)
      return facts
    }
  }
}
