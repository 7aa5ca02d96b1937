package import ArchiveIndex
package import Classification
package import Primitives

/// Computes the closure of pages that can influence how a set of changed events is grouped and classified.
package struct AffectedEvents {
  /// The pages of the events gathered, by number.
  private(set) var pages: [Int: PageRecord] = [:]
  /// The stored ids and times of these events.
  private(set) var history = EventHistory()

  private let transaction: IndexTransaction
  private let postings: ArchivePostings
  private let names: StringInterner
  private let equivalentNames: EquivalentNames
  // Facts that were looked up or set; `nil` for a page that does not exist.
  private var known: [Int: PageRecord?] = [:]
  private var everything: ArchiveFacts?
  // The names whose history was looked up; `nil` when the history of all is known.
  private var namesWithHistory: Set<NameNumber>? = []
  private var visited: Set<NameNumber> = []
  private var unvisited: [NameNumber] = []
  private var keys: Set<UInt64> = []
  private var unvisitedKeys: [UInt64] = []

  private let limits: Limits

  /// The numbers of pages and names from which on reading all of them is faster than reading single ones.
  package struct Limits: Sendable {
    /// The number of pages.
    package var pages = 8_192
    /// The number of names, of which the history is read.
    package var names = 32_768

    /// Makes the limits that builds have. Tests lower them.
    package init() {}
  }

  /// Makes an empty set of pages.
  package init(
    _ transaction: IndexTransaction, postings: ArchivePostings, names: StringInterner,
    equivalentNames: EquivalentNames, limits: Limits
  ) {
    self.limits = limits
    self.transaction = transaction
    self.postings = postings
    self.names = names
    self.equivalentNames = equivalentNames
  }

  /// The facts of a page.
  package mutating func facts(of page: Int) throws -> PageRecord? {
    if let facts = known[page] { return facts }
    if known.count >= limits.pages {
      if everything == nil {
        var all = ArchiveFacts()
        try transaction.load(&all)
        everything = all
      }
      return everything?.pages[page]
    }
    let facts = try transaction.facts(ofPage: page)
    known[page] = .some(facts)
    return facts
  }

  /// Sets the present facts of a page, which the index may not have yet; `nil` when the page is gone.
  package mutating func set(_ facts: PageRecord?, page: Int) { known[page] = .some(facts) }

  /// Adds the event of a page with these facts, and the events that the page links to.
  package mutating func add(_ facts: PageRecord) {
    addEvent(of: facts)
    facts.forEachLink { target, _ in add(target) }
  }

  /// Adds the event of a page.
  package mutating func add(page: Int) throws {
    if let facts = try facts(of: page) { addEvent(of: facts) }
  }

  /// Gathers all pages of the events that were added, and of the events that may be one with them.
  package mutating func gather() throws {
    while true {
      if let name = unvisited.popLast() {
        try visit(name)
      } else if let key = unvisitedKeys.popLast() {
        for page in postings.pages(withText: key) {
          if let facts = try facts(of: Int(page)),
            facts.titleFingerprint.key == key || facts.titleFingerprint.others.contains(key)
          {
            add(facts, page: Int(page))
          }
        }
      } else {
        return
      }
    }
  }

  /// The pages outside of the set that link to any of `names`, by number.
  package mutating func pages(linkingTo names: some Sequence<NameNumber>) throws -> [Int: PageRecord] {
    var found: [Int: PageRecord] = [:]
    let names = Set(names)
    // The page of a day may link to all of the names, so each page is checked once.
    var seen: Set<Int32> = []
    for name in names {
      for number in postings.pages(linkingTo: name)
      where pages[Int(number)] == nil && seen.insert(number).inserted {
        guard let facts = try facts(of: Int(number)) else { continue }
        var isLinking = false
        facts.forEachLink { target, _ in isLinking = isLinking || names.contains(target) }
        if isLinking { found[Int(number)] = facts }
      }
    }
    return found
  }
}

extension AffectedEvents {
  private mutating func addEvent(of facts: PageRecord) {
    guard facts.isEvent else { return }
    add(facts.name)
    for change in facts.changes { add(change.name) }
    for key in [facts.titleFingerprint.key] + facts.titleFingerprint.others where keys.insert(key).inserted {
      unvisitedKeys.append(key)
    }
  }

  private mutating func add(_ name: NameNumber) {
    if visited.insert(name).inserted { unvisited.append(name) }
  }

  private mutating func add(_ facts: PageRecord, page: Int) {
    if pages.updateValue(facts, forKey: page) == nil { addEvent(of: facts) }
  }

  // Adds the pages that have a name, and the names of the event with the same id.
  private mutating func visit(_ name: NameNumber) throws {
    for page in postings.pages(named: name) {
      guard let facts = try facts(of: Int(page)), facts.isEvent else { continue }
      if facts.name == name || facts.changes.contains(where: { $0.name == name }) {
        add(facts, page: Int(page))
      }
    }
    for equivalent in equivalentNames.others(of: name, in: names) { add(equivalent) }
    try loadHistory(of: [name])
    if let id = history.ids[name] { add(id) }
    let others = postings.names(ofEvent: name)
    try loadHistory(of: others)
    for other in others where history.ids[other] == name { add(other) }
  }

  /// Adds the ended events, and the events whose page has another text, if a new page may be theirs.
  package mutating func addEnded(_ changes: PageChanges, mayReturnIn new: some Sequence<PageRecord>) throws {
    history.ended = try transaction.endedEvents()
    history.add(changes)
    try loadHistory(of: Set(new.lazy.flatMap(history.ended.ids)).sorted())
  }

  // Each name is looked up once: the names in the posting lists of many others are the same.
  private mutating func loadHistory(of names: [NameNumber]) throws {
    let unknown = names.filter { namesWithHistory?.contains($0) == false }
    if unknown.isEmpty { return }
    namesWithHistory?.formUnion(unknown)
    guard let count = namesWithHistory?.count, count < limits.names else {
      let all = try transaction.history()
      (history.events, history.ids) = (all.events, all.ids)
      namesWithHistory = nil
      return
    }
    try transaction.load(&history, of: unknown)
  }
}
