/// Files events under topics: the last step from pages to events with their entities and countries.
package enum Classifier {
  /// One event, and the topics it belongs to.
  package struct Event: Sendable {
    /// The name that is the event's id, for ever.
    package var id: NameNumber
    /// The number of the page that is shown.
    package var page: Int
    /// Its entities, ordered by number.
    package var entities: [EntityNumber]
    /// Its countries, ordered by number.
    package var countries: [Gazetteer.CountryNumber]
  }

  /// Files every event of an archive; entities of fewer than `minimumEvents` events are left out.
  /// - Returns: the events in the order of their groups.
  package static func classify(
    _ facts: ArchiveFacts, _ grouping: EventGrouping, _ catalogue: EntityCatalogue, gazetteer: Gazetteer,
    minimumEvents: Int, countsMentions: Bool
  ) -> [Event] {
    var entities = entities(facts, grouping, catalogue, countsMentions: countsMentions)
    let countryOf = catalogue.entities.map { gazetteer.country(of: $0.key) }
    var events: [Event] = []
    events.reserveCapacity(grouping.groups.count)
    for (index, group) in grouping.groups.enumerated() {
      var countries = group.pages.flatMap { facts.pages[$0]?.countries ?? [] }
      countries += entities[index].compactMap { countryOf[Int($0)] }
      if countries.count > 1 { countries = Set(countries).sorted() }
      entities[index].sort()
      events.append(Event(id: group.id, page: group.shown, entities: entities[index], countries: countries))
    }
    if minimumEvents > 1 { leaveOut(below: minimumEvents, catalogue.entities.count, &events) }
    return events
  }
}

extension Classifier {
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
    for case let page? in facts.pages {
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
