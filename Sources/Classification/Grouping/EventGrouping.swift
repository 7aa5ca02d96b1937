internal import EventArchive
package import Primitives

/// Groups the pages and names that belong to one event, and gives each event its id.
package struct EventGrouping: Sendable {
  /// One event.
  package struct Group: Sendable {
    /// The name that is the event's id: a present name, an earlier name, or one made for the event.
    package var id: NameNumber
    /// All its names, ordered by number.
    package var names: OneOrMore<NameNumber>
    /// Its names that are equivalent to the name of a page, and that no page has or lists.
    package var equivalents: Set<NameNumber> = []
    /// The numbers of its pages, ordered.
    package var pages: OneOrMore<Int>
    /// The number of the page that is shown: the newest.
    package var shown: Int
  }

  /// An index into `groups`.
  package typealias GroupNumber = ItemNumber<Group>

  /// All events that have a page, ordered by their first page.
  package internal(set) var groups: [Group] = []
  // By name: its event.
  var groupOfName: [GroupNumber.OrNone] = []

  /// Groups an archive. Events keep the ids in `history`. The id of a new event is its oldest name by its Changes lists, else its
  /// smallest name. If other events have these ids, it is a new name, which is added to the names of the archive.
  package init(_ facts: inout ArchiveFacts, history: EventHistory) {
    unite(facts)
    assignIDs(&facts, history: history)
  }

  /// The event of a name; `nil` when no page has the name, or is equivalent to it.
  @inline(__always)
  package func group(of name: NameNumber) -> GroupNumber? { groupOfName[name.index].number }
}

extension EventGrouping {
  private mutating func unite(_ facts: ArchiveFacts) {
    var sets = DisjointSets<EventName>(count: facts.names.count)
    let listed = uniteListedNames(of: facts, in: &sets)
    uniteSameTexts(of: facts, in: &sets)
    let equivalent = uniteEquivalentNames(of: facts, in: &sets)
    groupOfName = Array(repeating: .none, count: facts.names.count)
    var groupOfRoot: [NameNumber: GroupNumber] = [:]
    for (number, page) in facts.pages where page.isEvent {
      let root = sets.root(of: page.name)
      let group = groupOfRoot[root] ?? GroupNumber(groups.count)
      if group.index == groups.count {
        groupOfRoot[root] = group
        groupOfName[page.name.index] = GroupNumber.OrNone(group)
        groups.append(
          Group(id: page.name, names: OneOrMore(page.name), pages: OneOrMore(number), shown: number))
      } else {
        groups[group.index].pages.append(number)
        add(page.name, to: group)
      }
    }
    for name in listed.union(equivalent).sorted() {
      guard let group = groupOfRoot[sets.root(of: name)] else { continue }
      let hasGroup = self.group(of: name) != nil
      if !listed.contains(name), !hasGroup { groups[group.index].equivalents.insert(name) }
      add(name, to: group)
    }
    for index in groups.indices where groups[index].names.count > 1 {
      groups[index].names.sort()
      groups[index].shown = Self.newest(of: groups[index].pages, facts: facts)
    }
  }

  // Unites the names of pages with the names in their Changes lists, which need not have pages; returns the latter.
  private func uniteListedNames(
    of facts: ArchiveFacts, in sets: inout DisjointSets<EventName>
  ) -> Set<NameNumber> {
    var listed: Set<NameNumber> = []
    let ambiguous = Self.ambiguousNames(in: facts)
    let reused = Self.reusedNames(in: facts)
    for (_, page) in facts.pages where page.isEvent {
      for change in page.changes where !(change.isSameText && ambiguous.contains(change.name)) {
        if Self.isFormerName(change, of: page), let text = reused[change.name],
          !text.isSame(page.titleFingerprint)
        {
          continue
        }
        sets.unite(page.name, change.name)
        listed.insert(change.name)
      }
    }
    return listed
  }

  // Unites the pages with the same title on the same day, with or without a topic before it, unless their stories differ.
  private func uniteSameTexts(of facts: ArchiveFacts, in sets: inout DisjointSets<EventName>) {
    var first: [UInt64: Int32] = [:]
    first.reserveCapacity(facts.pages.bound)
    var own: [UInt64: [Int32]] = [:]
    for (number, page) in facts.pages where page.isEvent {
      let key = page.titleFingerprint.key
      if let other = first[key] {
        own[key, default: [other]].append(Int32(number))
      } else {
        first[key] = Int32(number)
      }
    }
    var others: [UInt64: [Int32]] = [:]
    for (number, page) in facts.pages where page.isEvent {
      for key in page.titleFingerprint.others where first[key] != nil {
        others[key, default: []].append(Int32(number))
      }
    }
    for key in Set(own.keys).union(others.keys) {
      let titled = own[key] ?? first[key].map { [$0] } ?? []
      uniteStories(of: titled, withTopic: others[key] ?? [], facts: facts, in: &sets)
    }
  }

  // The pages that have a story, by their fingerprints.
  private struct Story {
    let name: NameNumber
    var fingerprints: [ContentFingerprint]
  }

  // The most stories with one title on one day, and the most fingerprints of one story, that a page is compared with, so that the
  // work is linear in the number of pages.
  private static let comparedStories = 64
  private static let comparedFingerprints = 16

  // Adds each page to the first similar story. A page without one begins a story if the title is its own. Pages are in the order
  // of their names, so that the result does not depend on the order in which they came.
  private func uniteStories(
    of titled: [Int32], withTopic others: [Int32], facts: ArchiveFacts, in sets: inout DisjointSets<EventName>
  ) {
    var stories: [Story] = []
    func ordered(_ pages: [Int32]) -> [PageRecord] {
      pages.compactMap { facts.pages[Int($0)] }.sorted { facts.names.precedes($0.name, $1.name) }
    }
    for (pages, beginsStories) in [(ordered(titled), true), (ordered(others), false)] {
      for page in pages {
        let fingerprint = page.contentFingerprint
        if let index = stories.firstIndex(where: { $0.fingerprints.allSatisfy(fingerprint.isSimilar) }) {
          sets.unite(page.name, stories[index].name)
          let known = stories[index].fingerprints
          if known.count < Self.comparedFingerprints, !known.contains(fingerprint) {
            stories[index].fingerprints.append(fingerprint)
          }
        } else if beginsStories, stories.count < Self.comparedStories {
          stories.append(Story(name: page.name, fingerprints: [fingerprint]))
        }
      }
    }
  }

  // Unites the name of a page with equivalent names without pages, so that links to these lead to the page; returns the names
  // without pages.
  private func uniteEquivalentNames(
    of facts: ArchiveFacts, in sets: inout DisjointSets<EventName>
  ) -> Set<NameNumber> {
    let equivalents = Array(facts.equivalentNames.sets)
    guard !equivalents.isEmpty else { return [] }
    let candidates = Set(equivalents.joined())
    var withPage: Set<NameNumber> = []
    for (_, page) in facts.pages where page.isEvent && candidates.contains(page.name) {
      withPage.insert(page.name)
    }
    var united: Set<NameNumber> = []
    for names in equivalents {
      let pages = names.filter(withPage.contains)
      guard pages.count == 1 else { continue }
      for name in names where name != pages[0] {
        sets.unite(pages[0], name)
        united.insert(name)
      }
    }
    return united
  }

  // Names that two pages with different titles list for their present text. Slugs are truncated, so two events can have the same
  // name. Such a name links nothing; its page, if there is one, belongs to the event with the same text.
  private static func ambiguousNames(in facts: ArchiveFacts) -> Set<NameNumber> {
    var texts: [NameNumber: UInt64] = [:]
    var ambiguous: Set<NameNumber> = []
    for (_, page) in facts.pages where page.isEvent {
      for change in page.changes where change.isSameText && change.name != page.name {
        let first =
          texts.updateValue(page.titleFingerprint.key, forKey: change.name) ?? page.titleFingerprint.key
        if first != page.titleFingerprint.key { ambiguous.insert(change.name) }
      }
    }
    return ambiguous
  }

  // Whether a page lists a name as its present one, but has another, because its file was renamed.
  private static func isFormerName(_ change: PageRecord.Change, of page: PageRecord) -> Bool {
    change.replaced == 0 && change.name != page.name
  }

  // The texts of pages whose names are former names of renamed pages. A renamed page and another story that reuses its name are
  // two events.
  private static func reusedNames(in facts: ArchiveFacts) -> [NameNumber: TitleFingerprint] {
    var names: Set<NameNumber> = []
    for (_, page) in facts.pages where page.isEvent {
      for change in page.changes where isFormerName(change, of: page) { names.insert(change.name) }
    }
    if names.isEmpty { return [:] }
    var texts: [NameNumber: TitleFingerprint] = [:]
    for (_, page) in facts.pages where page.isEvent && names.contains(page.name) {
      texts[page.name] = page.titleFingerprint
    }
    return texts
  }

  private mutating func add(_ name: NameNumber, to group: GroupNumber) {
    guard groupOfName[name.index] == .none else { return }
    groupOfName[name.index] = GroupNumber.OrNone(group)
    groups[group.index].names.append(name)
  }

  // The page that became current last by its Changes list; of pages without lists, the page of the later form, then of the
  // shorter title (older versions have the topic before it), then of the smaller name.
  private static func newest(of pages: OneOrMore<Int>, facts: ArchiveFacts) -> Int {
    func rank(_ number: Int) -> (Int64, Int, Int, Int32, String) {
      guard let page = facts.pages[number] else { return (0, 0, 0, 0, "") }
      return (
        -page.currentSince, -page.changes.count, page.isLater ? 0 : 1, page.titleLength,
        facts.names[page.name.index]
      )
    }
    return pages.min { rank($0) < rank($1) } ?? pages[0]
  }
}
