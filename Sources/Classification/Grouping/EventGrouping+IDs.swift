internal import EventArchive

// How events get their ids. The text decides, not the name: an event whose text is in another file now keeps its id, and
// another story in its old file gets an id of its own.
extension EventGrouping {
  /// The claim of an event to an id. Its properties are in the order of their importance.
  private struct Claim: Comparable {
    /// The evidence of the text of a page.
    enum TextMatch: Int, Comparable {
      case none
      /// The story that was published under the id, with other links or another picture.
      case story
      /// The content that was published under the id.
      case content

      static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    var text = TextMatch.none
    /// Whether a page of the event had the id in the last build.
    var hadID = false
    /// Whether the id is a name of the event.
    var hasName = false
    /// Whether a page has the last part of the name, as after a move to another day.
    var hasSlug = false
    /// The smallest name of a page, which decides between equal claims.
    var name = ""

    static func < (left: Self, right: Self) -> Bool {
      if left.text != right.text { return left.text < right.text }
      if left.hadID != right.hadID { return right.hadID }
      if left.hasName != right.hasName { return right.hasName }
      if left.hasSlug != right.hasSlug { return right.hasSlug }
      return left.name > right.name
    }
  }

  /// Gives each event the best of its candidate ids to which no other event has a better claim (deferred acceptance, so that the
  /// result does not depend on the order of events). An event that gets none of its candidates gets a new name as its id.
  mutating func assignIDs(_ facts: inout ArchiveFacts, history: EventHistory) {
    defer {
      groupOfName += repeatElement(.none, count: facts.names.count - groupOfName.count)
    }
    var holders: [NameNumber: Int] = [:]
    holders.reserveCapacity(groups.count)
    // By event: the number of candidates that were proposed.
    var proposed = [Int](repeating: 0, count: groups.count)
    // The candidates of events that may have to propose again.
    var lists: [Int: [NameNumber]] = [:]
    for index in groups.indices {
      var proposer = index
      while true {
        let candidates = lists[proposer] ?? candidateIDs(of: groups[proposer], facts: facts, history: history)
        if candidates.count > 1 { lists[proposer] = candidates }
        guard proposed[proposer] < candidates.count else {
          // The new name begins with the name of a page of the event, so no other event has it as a candidate.
          groups[proposer].id = facts.addUniqueName(
            from: smallestPageName(of: groups[proposer], facts: facts))
          break
        }
        let id = candidates[proposed[proposer]]
        proposed[proposer] += 1
        groups[proposer].id = id
        guard let holder = holders[id], holder != proposer else {
          holders[id] = proposer
          break
        }
        let claim = claim(to: id, ofGroup: proposer, facts: facts, history: history)
        if claim > self.claim(to: id, ofGroup: holder, facts: facts, history: history) {
          holders[id] = proposer
          proposer = holder
        }
      }
    }
  }

  private func claim(
    to id: NameNumber, ofGroup index: Int, facts: ArchiveFacts, history: EventHistory
  ) -> Claim {
    let group = groups[index]
    var claim = Claim()
    let content = history.events[id]?.content
    for number in group.pages {
      guard let page = facts.pages[number] else { continue }
      if page.content == content {
        claim.text = .content
      } else if history.ended.isSameStory(id, as: page) {
        claim.text = max(claim.text, .story)
      }
      if history.ids[page.name] == id, !history.added.contains(number) { claim.hadID = true }
    }
    claim.hasName = self.group(of: id)?.index == index
    claim.hasSlug = hasSlug(of: id, group: group, facts: facts)
    claim.name = smallestPageName(of: group, facts: facts)
    return claim
  }

  private func smallestPageName(of group: Group, facts: ArchiveFacts) -> String {
    group.pages.compactMap { facts.pages[$0].map { facts.names[$0.name.index] } }.min() ?? ""
  }

  private func hasSlug(of id: NameNumber, group: Group, facts: ArchiveFacts) -> Bool {
    let slug = EventName.slug(ofPath: facts.names[id.index])
    return group.pages.contains { page in
      facts.pages[page].map { EventName.slug(ofPath: facts.names[$0.name.index]).elementsEqual(slug) }
        ?? false
    }
  }
}

// MARK: Candidates

extension EventGrouping {
  // The candidate ids of an event, best first: those of its texts, and of its names other than those of changed pages; then, if
  // all its pages are new, those of events with the same title on the same day; then those of all its names; then these names.
  private func candidateIDs(
    of group: Group, facts: ArchiveFacts, history: EventHistory
  ) -> [NameNumber] {
    if let name = onlyCandidateID(of: group, facts: facts, history: history) { return [name] }
    func sorted(_ ids: Set<NameNumber>, prefersSlug: Bool) -> [NameNumber] {
      self.sorted(ids, of: group, prefersSlug: prefersSlug, facts: facts, history: history)
    }
    let changed = group.pages.filter(history.isChanged)
    let changedPages = changed.compactMap { facts.pages[$0] }
    let changedNames = Set(changedPages.map(\.name))
    let texts = changedPages.flatMap { ids(ofText: $0, history: history) }
    let weakNames = changedNames.union(group.equivalents)
    let names = group.names.filter { !weakNames.contains($0) }.compactMap { history.ids[$0] }
    var candidates = sorted(Set(texts + names), prefersSlug: names.isEmpty)
    if group.pages.allSatisfy(history.added.contains) {
      let known = Set(changedNames.compactMap { history.ids[$0] })
      let stories = Set(changedPages.flatMap(history.ended.ids(ofStory:)))
      candidates += sorted(stories.intersection(known), prefersSlug: true)
      candidates += sorted(stories.subtracting(known), prefersSlug: true)
    }
    candidates += sorted(Set(weakNames.compactMap { history.ids[$0] }), prefersSlug: false)
    let pageNames = group.pages.compactMap { facts.pages[$0]?.name }.sorted { facts.names.precedes($0, $1) }
    let own = (oldestName(of: group, facts: facts).map { [$0] } ?? []) + pageNames
    // A name that is the id of an ended event stays its id, because its text may come back.
    return candidates + own.filter { !history.ended.contains($0) || history.ids[$0] == $0 }
  }

  // The name of an event that has no other candidate, as most events.
  private func onlyCandidateID(
    of group: Group, facts: ArchiveFacts, history: EventHistory
  ) -> NameNumber? {
    guard group.names.count == 1, group.pages.count == 1, let page = facts.pages[group.pages[0]] else {
      return nil
    }
    let name = page.name
    guard history.ids[name] ?? name == name else { return nil }
    if history.ended.isEmpty { return name }
    if history.isChanged(page: group.pages[0]), !history.ended.ids(of: page).isEmpty { return nil }
    return history.ended.contains(name) && history.ids[name] == nil ? nil : name
  }

  // The ids under which the text of a new or changed page was published.
  private func ids(ofText page: PageRecord, history: EventHistory) -> [NameNumber] {
    if let id = history.ids[page.name], history.events[id]?.content == page.content { return [id] }
    let stories = history.ended.ids(ofStory: page).filter {
      history.events[$0]?.content == page.content || history.ended.isSameStory($0, as: page)
    }
    return stories + history.ended.ids(ofContent: page.content)
  }

  // An id, and what decides its order.
  private struct RankedID {
    let id: NameNumber
    let hasSlug: Bool
    let order: Int64
  }

  // The ids, those of events that were published first before the others.
  private func sorted(
    _ ids: Set<NameNumber>, of group: Group, prefersSlug: Bool, facts: ArchiveFacts, history: EventHistory
  ) -> [NameNumber] {
    if ids.count < 2 { return Array(ids) }
    let ranked = ids.map { id in
      RankedID(
        id: id, hasSlug: prefersSlug && hasSlug(of: id, group: group, facts: facts),
        order: history.events[id]?.order ?? .max)
    }
    return ranked.sorted { left, right in
      if left.hasSlug != right.hasSlug { return left.hasSlug }
      if left.order != right.order { return left.order < right.order }
      return facts.names.precedes(left.id, right.id)
    }.map(\.id)
  }

  // The name that the Changes lists of an event replaced first.
  private func oldestName(of group: Group, facts: ArchiveFacts) -> NameNumber? {
    let names = Set(group.names)
    let changes = group.pages.flatMap { facts.pages[$0]?.changes ?? [] }.filter {
      $0.replaced > 0 && names.contains($0.name)
    }
    return changes.min {
      $0.replaced != $1.replaced ? $0.replaced < $1.replaced : facts.names.precedes($0.name, $1.name)
    }?.name
  }
}
