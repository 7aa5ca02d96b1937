internal import EventArchive

/// Unites the pages and names that are one event, and gives each event its id.
package struct EventGrouping: Sendable {
  /// One event.
  package struct Group: Sendable {
    /// The name that is the event's id: one of its own, of its earlier ones, or one made for it.
    package var id: NameNumber
    /// All its names, ordered by number.
    package var names: [NameNumber]
    /// Those of its names that are equivalent to a page's, and that no page has or lists.
    package var equivalents: Set<NameNumber> = []
    /// The numbers of its pages, ordered.
    package var pages: [Int]
    /// The number of the page that is shown: the newest.
    package var shown: Int
  }

  /// All events that have a page, ordered by their first page.
  package internal(set) var groups: [Group] = []
  /// By name: the event it belongs to, as an index into `groups`; -1 for none.
  package internal(set) var groupOfName: [Int32] = []

  /// Groups an archive. Ids that `history` knows are kept; a new event's id is its oldest name by its Changes
  /// lists, else its smallest name, else, when other events have these for their ids, a name made for it, which is added to
  /// the archive's names.
  package init(_ facts: inout ArchiveFacts, history: EventHistory) {
    unite(facts)
    assignIDs(&facts, history)
  }
}

extension EventGrouping {
  // A name listed by Changes belongs to the event, page or no page.
  private mutating func unite(_ facts: ArchiveFacts) {
    var sets = DisjointSets(count: facts.names.count)
    var involved: Set<NameNumber> = []
    let shared = Self.sharedNames(facts)
    let taken = Self.takenNames(facts)
    for (_, page) in facts.pages where page.isEvent {
      for change in page.changes where !(change.isSameText && shared.contains(change.name)) {
        if Self.isFormerName(change, of: page), let text = taken[change.name],
          !text.isSame(page.titleFingerprint)
        {
          continue
        }
        sets.unite(page.name, change.name)
        involved.insert(change.name)
      }
    }
    uniteSameTexts(facts, &sets)
    let listed = involved
    uniteTwins(facts, &sets, &involved)
    groupOfName = Array(repeating: -1, count: facts.names.count)
    var groupOfRoot: [NameNumber: Int32] = [:]
    for (number, page) in facts.pages where page.isEvent {
      let root = sets.root(of: page.name)
      let group = groupOfRoot[root] ?? Int32(groups.count)
      if Int(group) == groups.count {
        groupOfRoot[root] = group
        groups.append(Group(id: page.name, names: [], pages: [], shown: number))
      }
      groups[Int(group)].pages.append(number)
      add(page.name, to: group)
    }
    for name in involved.sorted() {
      guard let group = groupOfRoot[sets.root(of: name)] else { continue }
      if !listed.contains(name), groupOfName[Int(name)] < 0 { groups[Int(group)].equivalents.insert(name) }
      add(name, to: group)
    }
    for index in groups.indices where groups[index].names.count > 1 {
      groups[index].names.sort()
      groups[index].shown = Self.newest(groups[index].pages, facts)
    }
  }

  // Unites the pages that have the same title on the same day, with a topic in front of it or without, unless they are
  // stories of their own.
  private func uniteSameTexts(_ facts: ArchiveFacts, _ sets: inout DisjointSets) {
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
      unite(titled, withTopic: others[key] ?? [], facts, &sets)
    }
  }

  // More stories of one title on one day are not looked through, nor more different signs of one story: so the work grows with
  // the number of pages, and not with its square.
  private static let comparedStories = 64
  private static let comparedSigns = 16

  // Each page joins the first story that it fits, and otherwise begins one of its own if it has the title itself. The order
  // is that of the names, so that it does not matter in which order pages came.
  private func unite(
    _ titled: [Int32], withTopic others: [Int32], _ facts: ArchiveFacts, _ sets: inout DisjointSets
  ) {
    var stories: [(name: NameNumber, signs: [ContentFingerprint])] = []
    func ordered(_ pages: [Int32]) -> [PageRecord] {
      pages.compactMap { facts.pages[Int($0)] }.sorted { facts.names.precedes($0.name, $1.name) }
    }
    for (pages, beginsStories) in [(ordered(titled), true), (ordered(others), false)] {
      for page in pages {
        let signs = page.signs
        if let story = stories.firstIndex(where: { $0.signs.allSatisfy(signs.fit) }) {
          sets.unite(page.name, stories[story].name)
          if stories[story].signs.count < Self.comparedSigns, !stories[story].signs.contains(signs) {
            stories[story].signs.append(signs)
          }
        } else if beginsStories, stories.count < Self.comparedStories {
          stories.append((page.name, [signs]))
        }
      }
    }
  }

  // A name without a page that is equivalent to that of one page is a name of the same event: a link to it leads there.
  private func uniteTwins(
    _ facts: ArchiveFacts, _ sets: inout DisjointSets, _ involved: inout Set<NameNumber>
  ) {
    let twins = Array(facts.twins.sets)
    guard !twins.isEmpty else { return }
    let names = Set(twins.joined())
    var paged: Set<NameNumber> = []
    for (_, page) in facts.pages where page.isEvent && names.contains(page.name) { paged.insert(page.name) }
    for names in twins {
      let pages = names.filter(paged.contains)
      guard pages.count == 1 else { continue }
      for name in names where name != pages[0] {
        sets.unite(pages[0], name)
        involved.insert(name)
      }
    }
  }

  // Names that are cut, so that different events had the same: two pages say that it was theirs, each with its own
  // text. It unites nobody; its page, if there is one, joins the event with the same text.
  private static func sharedNames(_ facts: ArchiveFacts) -> Set<NameNumber> {
    var texts: [NameNumber: UInt64] = [:]
    var shared: Set<NameNumber> = []
    for (_, page) in facts.pages where page.isEvent {
      for change in page.changes where change.isSameText && change.name != page.name {
        let first =
          texts.updateValue(page.titleFingerprint.key, forKey: change.name) ?? page.titleFingerprint.key
        if first != page.titleFingerprint.key { shared.insert(change.name) }
      }
    }
    return shared
  }

  // Whether a page lists a name as the one it has now and has another: its file was renamed.
  private static func isFormerName(_ change: PageRecord.Change, of page: PageRecord) -> Bool {
    change.replaced == 0 && change.name != page.name
  }

  // The texts of pages whose names others had before they were renamed. The list of a renamed page does not make it one event
  // with another story that has taken its name.
  private static func takenNames(_ facts: ArchiveFacts) -> [NameNumber: TitleFingerprint] {
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

  private mutating func add(_ name: NameNumber, to group: Int32) {
    guard groupOfName[Int(name)] < 0 else { return }
    groupOfName[Int(name)] = group
    groups[Int(group)].names.append(name)
  }

  // The page whose list says that it became current last; of pages without lists the later form, the shorter
  // title (a topic in front is older), the smaller name.
  private static func newest(_ pages: [Int], _ facts: ArchiveFacts) -> Int {
    func rank(_ number: Int) -> (Int64, Int, Int, Int32, String) {
      guard let page = facts.pages[number] else { return (0, 0, 0, 0, "") }
      return (
        -page.currentSince, -page.changes.count, page.isLater ? 0 : 1, page.titleLength,
        facts.names[Int(page.name)]
      )
    }
    return pages.min { rank($0) < rank($1) } ?? pages[0]
  }
}
