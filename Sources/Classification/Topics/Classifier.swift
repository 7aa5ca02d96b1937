internal import EventArchive
package import Primitives

/// Files events under topics: the last step from pages to events with their entities and countries. `PageLimits` limits the
/// number of both.
package enum Classifier {
  /// An entity or a country of an event, with marks, in four bytes: an archive has millions.
  package struct Marked<Item>: Sendable {
    private static var bits: Int32 { 2 }
    private let packed: Int32

    /// Marks an item of an event.
    init(_ number: ItemNumber<Item>, isMention: Bool, isUnlisted: Bool = false) {
      packed = number.rawValue << Self.bits | (isMention ? 1 : 0) | (isUnlisted ? 2 : 0)
    }

    /// The number of the entity or country.
    package var number: ItemNumber<Item> { ItemNumber(rawValue: packed >> Self.bits) }
    /// Whether the event only mentions it, and is not about it.
    package var isMention: Bool { packed & 1 != 0 }
    /// Whether no list names it: it was discovered or mentioned.
    package var isUnlisted: Bool { packed & 2 != 0 }
  }

  /// One event, and the topics it belongs to.
  package struct Event: Sendable {
    /// The name that is the event's id, for ever.
    package let id: NameNumber
    /// The number of the page that is shown.
    package let page: Int
    /// Its entities less demonyms, which only bring their countries; ordered by key.
    package var markedEntities: [Marked<Entity>]
    /// Its countries, ordered by number.
    package var markedCountries: [Marked<Country>]
    /// The terms of a post, ordered by key; those that are authors in the order of its page.
    package internal(set) var terms: [TopicReference] = []
    /// Whether the content names the countries, so that none are added.
    package internal(set) var hasOwnCountries = false

    /// The numbers of its entities.
    package var entities: some RandomAccessCollection<EntityNumber> { markedEntities.lazy.map { $0.number } }
    /// The numbers of its countries.
    package var countries: some RandomAccessCollection<Gazetteer.CountryNumber> {
      markedCountries.lazy.map { $0.number }
    }
  }

  // The number of pages, and of events, that a thread takes at a time.
  private static let pagesAtOnce = 2_048
  private static let eventsAtOnce = 2_048

  /// The number of events for which the entities that pages name are in memory at once, at least; for an eighth of all at least, because
  /// all pages are walked each time.
  package static let eventsInMemory = 262_144

  /// Files the events of a grouping. The facts must hold all pages that can influence these events.
  /// - Parameters:
  ///   - entities: only the events of which pages name one of these entities are filed; `nil` for all events.
  ///   - eventsInMemory: see `eventsInMemory`.
  /// - Returns: the events in the order of their groups, and the index of the group of each.
  package static func classify(
    _ facts: ArchiveFacts, grouping: EventGrouping, catalogue: EntityCatalogue, gazetteer: Gazetteer,
    countsMentions: Bool, naming entities: Set<EntityNumber>? = nil, eventsInMemory: Int = eventsInMemory
  ) -> (events: [Event], groups: [Int]) {
    let walk = EvidenceWalk(facts: facts, grouping: grouping, countsMentions: countsMentions)
    var found: (events: [Event], groups: [Int]) = ([], [])
    if entities == nil { found.events.reserveCapacity(grouping.groups.count) }
    for part in grouping.groups.indices.chunks(of: max(eventsInMemory, grouping.groups.count / 8)) {
      let named = NamedEntities(
        walk, of: part, catalogue: catalogue, naming: entities, pagesAtOnce: pagesAtOnce)
      let groups = part.filter { entities == nil || !named[$0].isEmpty }
      found.groups += groups
      ParallelMap.run(groups.chunks(of: eventsAtOnce)) {
        EntityCountryLookup(catalogue, gazetteer)
      } transform: { lookup, groups in
        groups.map { group in
          event(
            of: grouping.groups[group], entities: EventEntities(named[group], catalogue: catalogue),
            walk: walk, catalogue: catalogue, gazetteer: gazetteer, lookup: &lookup)
        }
      } consume: {
        found.events += $0
      }
    }
    return found
  }

  // The event of a group with the entities that its pages name.
  private static func event(
    of group: EventGrouping.Group, entities found: EventEntities, walk: EvidenceWalk,
    catalogue: EntityCatalogue,
    gazetteer: Gazetteer, lookup: inout EntityCountryLookup
  ) -> Event {
    var entities = withoutParts(found.all, of: group, walk: walk, catalogue: catalogue, gazetteer: gazetteer)
    var countries = countries(
      of: group, walk: walk, entities: entities, mentioned: found.mentioned, lookup: &lookup)
    let own = group.pages.contains { walk.facts.pages[$0]?.hasOwnCountries == true }
    if own {
      let listed = entities.filter { !found.unlisted.contains($0) }
      let about = listed.filter { !found.mentioned.contains($0) }
      countries.add(
        listed.compactMap { lookup.country($0) }, about: about.compactMap { lookup.country($0) })
    }
    entities.removeAll { lookup.isDemonym($0) || lookup.country($0) != nil }
    catalogue.sort(&entities)
    // Only posts have terms, whose keys come before those of entities.
    let terms = entities.prefix { catalogue.entities[$0.index].key.isTerm }
    entities.removeFirst(terms.count)
    var event = Event(
      id: group.id, page: group.shown,
      markedEntities: entities.map {
        Marked($0, isMention: found.mentioned.contains($0), isUnlisted: found.unlisted.contains($0))
      },
      markedCountries: countries.all.map { Marked($0, isMention: countries.mentioned.contains($0)) })
    event.terms = terms.map { catalogue.reference($0) }
    if terms.count > 1, let page = walk.facts.pages[group.shown] {
      sortAuthors(of: &event, as: page, catalogue: catalogue)
    }
    event.hasOwnCountries = own
    return event
  }

  // Puts the authors of a post into the order of its page, which is that of a byline.
  private static func sortAuthors(of event: inout Event, as page: PageRecord, catalogue: EntityCatalogue) {
    let places = event.terms.indices.filter { event.terms[$0].kind == .author }
    guard places.count > 1 else { return }
    let authors = places.map { event.terms[$0] }
    var sorted: [TopicReference] = []
    for author in page.own.compactMap({ catalogue.entity(ofSpelling: $0) }).map({ catalogue.reference($0) })
      + authors
    where authors.contains(author) && !sorted.contains(author) {
      sorted.append(author)
    }
    for (place, author) in zip(places, sorted) { event.terms[place] = author }
  }

  /// As many of the countries of an event as it may have, ordered by number. When there are too many, those in `first` come
  /// first.
  static func limited(
    _ countries: Set<Gazetteer.CountryNumber>, first: some Sequence<Gazetteer.CountryNumber>
  ) -> [Gazetteer.CountryNumber] {
    guard countries.count > PageLimits.countries else { return countries.sorted() }
    let first = Set(first)
    let sorted = first.sorted() + countries.subtracting(first).sorted()
    return sorted.prefix(PageLimits.countries).sorted()
  }
}

// MARK: Parts of names

extension Classifier {
  /// The entities of an event without those that only links to other events name, if the texts of the event have them only at the end of
  /// longer names: `Louis Cardinals` beside `St. Louis Cardinals`.
  static func withoutParts(
    _ entities: [EntityNumber], of event: EventGrouping.Group, walk: EvidenceWalk, catalogue: EntityCatalogue,
    gazetteer: Gazetteer
  ) -> [EntityNumber] {
    var found: [SpellingNumber] = []
    var own: [EntityNumber] = []
    for page in event.pages.compactMap({ walk.facts.pages[$0] }) where page.isEvent {
      own += page.own.lazy.compactMap { catalogue.entity(ofSpelling: $0) }
      found += page.discovered
      if walk.countsMentions { found += page.mentions }
    }
    own += found.lazy.compactMap { catalogue.entity(ofSpelling: $0) }
    let linked = entities.filter { !own.contains($0) && !catalogue.entities[$0.index].key.isTerm }
    if linked.isEmpty { return entities }
    let names = found.map { walk.facts.spellings[$0.index] }
    let longer = names.compactMap { name in EntityKey(name).map { (key: $0, owned: owned(in: name)) } }
    let parts = linked.filter { entity in
      let key = catalogue.entities[entity.index].key
      return longer.contains { name in
        guard name.owned != key, let front = name.key.front(before: key) else { return false }
        return !gazetteer.isEndOfCountry(front)
      }
    }
    return parts.isEmpty ? entities : entities.filter { !parts.contains($0) }
  }

  // The part of a name behind a possessive, which is a name by itself: the Bell Works of `Orrin's Bell Works`.
  private static func owned(in name: String) -> EntityKey? {
    // The last byte of both apostrophes is one of these two.
    guard name.utf8.contains(where: { $0 == 0x27 || $0 == 0x99 }) else { return nil }
    let words = name.split(separator: " ")
    guard
      let owner = words.dropLast().lastIndex(where: { word in
        ["'s", "\u{2019}s", "s'", "s\u{2019}"].contains(where: word.hasSuffix)
      })
    else {
      return nil
    }
    return EntityKey(words[(owner + 1)...].joined(separator: " "))
  }
}

// MARK: Countries

extension Classifier {
  /// The countries of an event.
  private struct EventCountries {
    /// All of them, ordered by number.
    var all: [Gazetteer.CountryNumber] = []
    /// Those that the event only mentions.
    var mentioned: [Gazetteer.CountryNumber] = []

    /// Adds countries that lists name, some of which the event is about.
    mutating func add(_ listed: [Gazetteer.CountryNumber], about: [Gazetteer.CountryNumber]) {
      guard !listed.isEmpty else { return }
      let about = all.filter { !mentioned.contains($0) } + about
      all = limited(Set(all).union(listed), first: all)
      mentioned = all.filter { !about.contains($0) }
    }
  }

  // The event is about the countries that its lead names, and about those in its lists that its texts do not name. Without these it is
  // about the countries of the entities that it is about.
  private static func countries(
    of group: EventGrouping.Group, walk: EvidenceWalk, entities: [EntityNumber], mentioned: [EntityNumber],
    lookup: inout EntityCountryLookup
  ) -> EventCountries {
    var found: [Gazetteer.CountryNumber] = []
    var origins: [EvidenceWalk.CountryOrigin] = []
    walk.forEachCountry(of: group, entities: entities, lookup: &lookup) { country, origin in
      found.append(country)
      origins.append(origin)
    }
    let named = found[..<(origins.lastIndex(where: \.isText).map { $0 + 1 } ?? 0)]
    var about: Set<Gazetteer.CountryNumber> = []
    var implied: Set<Gazetteer.CountryNumber> = []
    for (country, origin) in zip(found, origins) {
      switch origin {
      case .text(_, let isAbout): if isAbout { about.insert(country) }
      case .entity(let entity):
        if named.contains(country) || mentioned.contains(entity) { continue }
        if lookup.country(entity) == country { about.insert(country) } else { implied.insert(country) }
      }
    }
    if about.isEmpty { about = implied }
    let all = found.count > 1 ? limited(Set(found), first: named) : found
    return EventCountries(all: all, mentioned: all.filter { !about.contains($0) })
  }
}

// MARK: Weights

extension Classifier {
  /// The evidence for an entity of an event that has too many. Names that the event's own pages list come before mentions and
  /// names on other pages; within each, the most frequent come first.
  struct Weight: Comparable {
    private var isListed = false
    private var count = 0
    /// Whether the event is about the entity.
    private(set) var isAbout = false

    /// Adds a name.
    mutating func add(isListed: Bool, isAbout: Bool) {
      self.isListed = self.isListed || isListed
      self.isAbout = self.isAbout || isAbout
      count += 1
    }

    static func < (left: Self, right: Self) -> Bool {
      left.isListed != right.isListed ? right.isListed : left.count < right.count
    }
  }

  /// The entities with the largest weights, as many as an event may have.
  static func heaviest(
    of weights: [EntityNumber: Weight], catalogue: EntityCatalogue
  ) -> [EntityNumber] {
    let sorted = weights.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : catalogue.precedes(left.key, right.key)
    }
    return sorted.prefix(PageLimits.entities).map(\.key)
  }
}

extension Classifier {
  /// The entities of an event, demonyms included.
  struct EventEntities {
    /// All of them, as many as an event may have.
    private(set) var all: [EntityNumber] = []
    /// Those among them that no list names.
    private(set) var unlisted: [EntityNumber] = []
    /// Those among them that the event only mentions.
    private(set) var mentioned: [EntityNumber] = []

    /// Chooses the entities among those that pages name for the event.
    init(_ named: ArraySlice<NamedEntities.Naming>, catalogue: borrowing EntityCatalogue) {
      var areTooMany = false
      for naming in named {
        let entity = naming.entity
        if all.contains(entity) {
          if naming.isOfNames, !unlisted.isEmpty { unlisted.removeAll { $0 == entity } }
          if naming.isAbout, !mentioned.isEmpty { mentioned.removeAll { $0 == entity } }
        } else if all.count < PageLimits.entities {
          all.append(entity)
          if !naming.isOfNames { unlisted.append(entity) }
          if !naming.isAbout { mentioned.append(entity) }
        } else {
          areTooMany = true
        }
      }
      guard areTooMany else { return }
      var weights: [EntityNumber: Weight] = [:]
      for naming in named {
        weights[naming.entity, default: Weight()].add(isListed: naming.isListed, isAbout: naming.isAbout)
      }
      all = heaviest(of: weights, catalogue: catalogue)
      mentioned = all.filter { weights[$0]?.isAbout == false }
    }
  }
}
