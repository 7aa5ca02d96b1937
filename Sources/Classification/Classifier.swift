/// Files events under topics: the last step from pages to events with their entities and countries.
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

  /// Files the events of a grouping; entities of fewer than `minimumEvents` of them are left out. All pages that bear
  /// on these events must be among the facts.
  /// - Returns: the events in the order of their groups.
  package static func classify(
    _ facts: ArchiveFacts, _ grouping: EventGrouping, _ catalogue: EntityCatalogue, gazetteer: Gazetteer,
    minimumEvents: Int, countsMentions: Bool
  ) -> [Event] {
    var entities = entities(facts, grouping, catalogue, countsMentions: countsMentions)
    var countries = CountriesOfEntities(catalogue, gazetteer)
    var events: [Event] = []
    events.reserveCapacity(grouping.groups.count)
    for (index, group) in grouping.groups.enumerated() {
      var found = group.pages.flatMap { facts.pages[$0]?.countries ?? [] }
      countries.add(of: entities[index], to: &found)
      entities[index].removeAll { countries.isDemonym($0) }
      if found.count > 1 { found = Set(found).sorted() }
      entities[index].sort(by: catalogue.precedes)
      events.append(Event(id: group.id, page: group.shown, entities: entities[index], countries: found))
    }
    if minimumEvents > 1 { leaveOut(below: minimumEvents, catalogue.entities.count, &events) }
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
    func add(_ spelling: SpellingNumber, to group: Int32) {
      let entity = catalogue.entityOfSpelling[Int(spelling)]
      if entity >= 0, !entities[Int(group)].contains(entity) { entities[Int(group)].append(entity) }
    }
    for (_, page) in facts.pages {
      let group = page.isEvent ? grouping.groupOfName[Int(page.name)] : -1
      if group >= 0 {
        for spelling in page.own { add(spelling, to: group) }
        if countsMentions { for spelling in page.mentions { add(spelling, to: group) } }
      }
      page.forEachLink { target, spellings in
        let other = grouping.groupOfName[Int(target)]
        for spelling in spellings {
          if group >= 0 { add(spelling, to: group) }
          if other >= 0, other != group { add(spelling, to: other) }
        }
      }
    }
    return entities
  }

  private static func leaveOut(below minimum: Int, _ count: Int, _ events: inout [Event]) {
    var counts = [Int](repeating: 0, count: count)
    for event in events { for entity in event.entities { counts[Int(entity)] += 1 } }
    for index in events.indices { events[index].entities.removeAll { counts[Int($0)] < minimum } }
  }
}
