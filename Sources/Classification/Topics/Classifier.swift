internal import EventArchive

/// Files events under topics: the last step from pages to events with their entities and countries, of which an event has as
/// many as `PageLimits` allows.
package enum Classifier {
  /// One event, and the topics it belongs to.
  package struct Event: Sendable {
    /// The name that is the event's id, for ever.
    package var id: NameNumber
    /// The number of the page that is shown.
    package var page: Int
    /// Its entities less demonyms, which only bring their countries; ordered by key.
    package var entities: [EntityNumber]
    /// Its countries, ordered by number.
    package var countries: [Gazetteer.CountryNumber]

    /// Makes an event.
    package init(
      id: NameNumber, page: Int, entities: [EntityNumber], countries: [Gazetteer.CountryNumber]
    ) {
      (self.id, self.page, self.entities, self.countries) = (id, page, entities, countries)
    }
  }

  /// Files the events of a grouping. All pages that bear on these events must be among the facts.
  /// - Returns: the events in the order of their groups.
  package static func classify(
    _ facts: ArchiveFacts, _ grouping: EventGrouping, _ catalogue: EntityCatalogue, gazetteer: Gazetteer,
    countsMentions: Bool
  ) -> [Event] {
    var entities = entities(facts, grouping, catalogue, countsMentions: countsMentions)
    var countries = CountriesOfEntities(catalogue, gazetteer)
    var events: [Event] = []
    events.reserveCapacity(grouping.groups.count)
    for (index, group) in grouping.groups.enumerated() {
      let named = group.pages.flatMap { facts.pages[$0]?.countries ?? [] }
      var found = named
      countries.add(of: entities[index], to: &found)
      entities[index].removeAll { countries.isDemonym($0) }
      if found.count > 1 { found = limited(Set(found), first: named) }
      entities[index].sort(by: catalogue.precedes)
      events.append(Event(id: group.id, page: group.shown, entities: entities[index], countries: found))
    }
    return events
  }
}

extension Classifier {
  // Looks each entity up once, and only those that are asked for.
  private struct CountriesOfEntities {
    private let catalogue: EntityCatalogue
    private let gazetteer: Gazetteer
    // By entity: a place in `known`, -1 for one that was not looked up yet.
    private var places: [Int32]
    private var known: [Gazetteer.EntityCountries] = [([], true)]
    private var demonyms: Set<EntityNumber> = []

    init(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
      (self.catalogue, self.gazetteer) = (catalogue, gazetteer)
      places = Array(repeating: -1, count: catalogue.entities.count)
    }

    /// Whether an entity is but the demonym of its country; it must have been looked up.
    func isDemonym(_ entity: EntityNumber) -> Bool { demonyms.contains(entity) }

    /// Adds the countries that the entities of an event are names of, to those that its texts tell of.
    mutating func add(of entities: [EntityNumber], to found: inout [Gazetteer.CountryNumber]) {
      let countries = entities.map { self[$0] }.filter { !$0.candidates.isEmpty }
      if countries.isEmpty { return }
      Gazetteer.forEachCountry(of: countries, told: found) { country, _ in found.append(country) }
    }

    private subscript(_ entity: EntityNumber) -> Gazetteer.EntityCountries {
      mutating get {
        if places[Int(entity)] >= 0 { return known[Int(places[Int(entity)])] }
        let countries = gazetteer.countries(of: catalogue.entities[Int(entity)])
        places[Int(entity)] = 0
        if !countries.candidates.isEmpty {
          places[Int(entity)] = Int32(known.count)
          known.append(countries)
          if gazetteer.isDemonym(catalogue.entities[Int(entity)]) { demonyms.insert(entity) }
        }
        return countries
      }
    }
  }

  // Evidence of all kinds by group: contexts of a page's own links, of links to it, of day pages and of its own
  // body, and mentions.
  private static func entities(
    _ facts: ArchiveFacts, _ grouping: EventGrouping, _ catalogue: EntityCatalogue, countsMentions: Bool
  ) -> [[EntityNumber]] {
    var entities = [[EntityNumber]](repeating: [], count: grouping.groups.count)
    var crowded: [Int32: [EntityNumber: Weight]] = [:]
    forEachNaming(facts, grouping, countsMentions: countsMentions) { spelling, group, _ in
      let entity = catalogue.entityOfSpelling[Int(spelling)]
      guard entity >= 0, !entities[Int(group)].contains(entity) else { return }
      if entities[Int(group)].count < PageLimits.entities {
        entities[Int(group)].append(entity)
      } else {
        crowded[group] = [:]
      }
    }
    if crowded.isEmpty { return entities }
    forEachNaming(facts, grouping, countsMentions: countsMentions) { spelling, group, isListed in
      let entity = catalogue.entityOfSpelling[Int(spelling)]
      guard entity >= 0 else { return }
      crowded[group]?[entity, default: Weight()].add(isListed: isListed)
    }
    for (group, weights) in crowded {
      let sorted = weights.sorted { left, right in
        left.value != right.value
          ? left.value > right.value : catalogue.precedes(left.key, right.key)
      }
      entities[Int(group)] = sorted.prefix(PageLimits.entities).map(\.key)
    }
    return entities
  }

  // How much speaks for an entity of an event that has too many: what its own pages list comes before what they mention
  // and other pages list; of either, what is named most.
  private struct Weight: Comparable {
    private var isListed = false
    private var count = 0

    mutating func add(isListed: Bool) {
      self.isListed = self.isListed || isListed
      count += 1
    }

    static func < (left: Self, right: Self) -> Bool {
      left.isListed != right.isListed ? right.isListed : left.count < right.count
    }
  }

  // Calls `body` with each spelling that files an event under an entity, as often as it does, the event's group, and whether
  // the event's own pages list it.
  private static func forEachNaming(
    _ facts: ArchiveFacts, _ grouping: EventGrouping, countsMentions: Bool,
    _ body: (SpellingNumber, _ group: Int32, _ isListed: Bool) -> Void
  ) {
    for (_, page) in facts.pages {
      let group = page.isEvent ? grouping.groupOfName[Int(page.name)] : -1
      if group >= 0 {
        for spelling in page.own { body(spelling, group, true) }
        if countsMentions { for spelling in page.mentions { body(spelling, group, false) } }
      }
      page.forEachLink { target, spellings in
        let other = grouping.groupOfName[Int(target)]
        for spelling in spellings {
          if group >= 0 { body(spelling, group, true) }
          if other >= 0, other != group { body(spelling, other, false) }
        }
      }
    }
  }

  /// As many of the countries of an event as it may have, ordered by number; those in `first` come first when they are too
  /// many.
  static func limited(
    _ countries: Set<Gazetteer.CountryNumber>, first: some Sequence<Gazetteer.CountryNumber>
  ) -> [Gazetteer.CountryNumber] {
    guard countries.count > PageLimits.countries else { return countries.sorted() }
    let first = Set(first)
    let sorted = first.sorted() + countries.subtracting(first).sorted()
    return sorted.prefix(PageLimits.countries).sorted()
  }
}
