internal import EventArchive

// How events get their ids. The text decides, not the name: an event whose text is in another file now keeps its id, and
// another story that takes the place of its file gets an id of its own.
extension EventGrouping {
  /// What speaks for giving an id to an event, the most important first.
  private struct Claim: Comparable {
    /// 2 for the text that readers were shown under the id, 1 for its story with other links or another picture.
    var text = 0
    /// Whether a page of the event had the id in the last run.
    var isKnown = false
    /// Whether the id is a name of the event.
    var bearsName = false
    /// Whether a page has the last part of the name, as after a move to another day.
    var hasSlug = false
    /// The smallest name of a page, so that of two alike the same is always preferred.
    var name = ""

    static func < (left: Self, right: Self) -> Bool {
      if left.text != right.text { return left.text < right.text }
      for (one, other) in [
        (left.isKnown, right.isKnown), (left.bearsName, right.bearsName), (left.hasSlug, right.hasSlug),
      ] where one != other {
        return other
      }
      return left.name > right.name
    }
  }

  /// Gives each event the best id that it may have and that no other event has a better claim to (deferred acceptance, so
  /// that the order of events does not matter); what remains without one gets a name that is made for it.
  mutating func assignIDs(_ facts: inout ArchiveFacts, _ history: EventHistory) {
    defer { groupOfName += repeatElement(-1, count: facts.names.count - groupOfName.count) }
    var holders: [NameNumber: Int] = [:]
    holders.reserveCapacity(groups.count)
    var asked = [Int](repeating: 0, count: groups.count)
    // Of the events that may have to ask again.
    var lists: [Int: [NameNumber]] = [:]
    for index in groups.indices {
      var asking = index
      while true {
        let wishes = lists[asking] ?? wishes(groups[asking], facts, history)
        if wishes.count > 1 { lists[asking] = wishes }
        guard asked[asking] < wishes.count else {
          // No other event can want it: it begins with a name of this one's page.
          groups[asking].id = facts.makeName(from: smallestPageName(groups[asking], facts))
          break
        }
        let wish = wishes[asked[asking]]
        asked[asking] += 1
        groups[asking].id = wish
        guard let holder = holders[wish], holder != asking else {
          holders[wish] = asking
          break
        }
        if claim(to: wish, of: asking, facts, history) > claim(to: wish, of: holder, facts, history) {
          holders[wish] = asking
          asking = holder
        }
      }
    }
  }

  private func claim(
    to id: NameNumber, of index: Int, _ facts: ArchiveFacts, _ history: EventHistory
  ) -> Claim {
    let group = groups[index]
    var claim = Claim()
    let content = history.events[id]?.content
    for number in group.pages {
      guard let page = facts.pages[number] else { continue }
      if page.content == content {
        claim.text = 2
      } else if history.departed.isSameStory(id, page) {
        claim.text = max(claim.text, 1)
      }
      if history.ids[page.name] == id, !history.added.contains(number) { claim.isKnown = true }
    }
    claim.bearsName = groupOfName[Int(id)] == index
    claim.hasSlug = hasSlug(of: id, group, facts)
    claim.name = smallestPageName(group, facts)
    return claim
  }

  private func smallestPageName(_ group: Group, _ facts: ArchiveFacts) -> String {
    group.pages.compactMap { facts.pages[$0].map { facts.names[Int($0.name)] } }.min() ?? ""
  }

  private func hasSlug(of id: NameNumber, _ group: Group, _ facts: ArchiveFacts) -> Bool {
    let slug = EventName.slug(ofPath: facts.names[Int(id)])
    return group.pages.contains { page in
      facts.pages[page].map { EventName.slug(ofPath: facts.names[Int($0.name)]).elementsEqual(slug) } ?? false
    }
  }

  // The ids that an event may have, best first: by its texts, and by its names other than those of changed pages; then, if it
  // is news, those of events with the same title on the same day; then those of all its names, and these names.
  private func wishes(_ group: Group, _ facts: ArchiveFacts, _ history: EventHistory) -> [NameNumber] {
    if let name = onlyWish(of: group, facts, history) { return [name] }
    let changed = group.pages.filter(history.isChanged)
    let changedPages = changed.compactMap { facts.pages[$0] }
    let changedNames = Set(changedPages.map(\.name))
    let texts = changedPages.flatMap { ids(ofText: $0, history) }
    let weakNames = changedNames.union(group.equivalents)
    let names = group.names.filter { !weakNames.contains($0) }.compactMap { history.ids[$0] }
    var wishes = ordered(Set(texts + names), group, prefersSlug: names.isEmpty, facts, history)
    if group.pages.allSatisfy(history.added.contains) {
      let known = Set(changedNames.compactMap { history.ids[$0] })
      let stories = Set(changedPages.flatMap(history.departed.ids(ofStory:)))
      wishes += ordered(stories.intersection(known), group, prefersSlug: true, facts, history)
      wishes += ordered(stories.subtracting(known), group, prefersSlug: true, facts, history)
    }
    let others = Set(weakNames.compactMap { history.ids[$0] })
    wishes += ordered(others, group, prefersSlug: false, facts, history)
    let pageNames = group.pages.compactMap { facts.pages[$0]?.name }.sorted { facts.names.precedes($0, $1) }
    let own = (oldest(group, facts).map { [$0] } ?? []) + pageNames
    // A departed event's id is not another's for a name that it had: its text may come back.
    return wishes + own.filter { !history.departed.contains($0) || history.ids[$0] == $0 }
  }

  // The name of an event that can have no other id, as nearly all.
  private func onlyWish(of group: Group, _ facts: ArchiveFacts, _ history: EventHistory) -> NameNumber? {
    guard group.names.count == 1, group.pages.count == 1, let page = facts.pages[group.pages[0]] else {
      return nil
    }
    let name = page.name
    guard history.ids[name] ?? name == name else { return nil }
    if history.departed.isEmpty { return name }
    if history.isChanged(page: group.pages[0]), !history.departed.ids(of: page).isEmpty { return nil }
    return history.departed.contains(name) && history.ids[name] == nil ? nil : name
  }

  // The ids under which readers were shown the text of a page that has come, or has another text.
  private func ids(ofText page: PageRecord, _ history: EventHistory) -> [NameNumber] {
    if let id = history.ids[page.name], history.events[id]?.content == page.content { return [id] }
    let stories = history.departed.ids(ofStory: page).filter {
      history.events[$0]?.content == page.content || history.departed.isSameStory($0, page)
    }
    return stories + history.departed.ids(ofContent: page.content)
  }

  // The event published first comes first.
  private func ordered(
    _ ids: Set<NameNumber>, _ group: Group, prefersSlug: Bool, _ facts: ArchiveFacts, _ history: EventHistory
  ) -> [NameNumber] {
    if ids.count < 2 { return Array(ids) }
    let ids = ids.map { id in
      (
        id: id, hasSlug: prefersSlug && hasSlug(of: id, group, facts),
        order: history.events[id]?.order ?? .max
      )
    }
    return ids.sorted {
      if $0.hasSlug != $1.hasSlug { return $0.hasSlug }
      return $0.order != $1.order ? $0.order < $1.order : facts.names.precedes($0.id, $1.id)
    }.map(\.id)
  }

  private func oldest(_ group: Group, _ facts: ArchiveFacts) -> NameNumber? {
    let names = Set(group.names)
    let changes = group.pages.flatMap { facts.pages[$0]?.changes ?? [] }.filter {
      $0.replaced > 0 && names.contains($0.name)
    }
    return changes.min {
      $0.replaced != $1.replaced ? $0.replaced < $1.replaced : facts.names.precedes($0.name, $1.name)
    }?.name
  }
}
