/// The countries that entities imply because they nearly always appear together. They are learned from the events of a whole
/// archive, and kept until the next build that reads everything.
package struct LearnedCountries: Sendable {
  /// An entity and the country that it implies.
  package struct Association: Sendable, Hashable {
    /// The entity's key.
    package var key: EntityKey
    /// The country.
    package var country: Gazetteer.CountryNumber
    /// The number of events of the entity.
    package var events: Int
    /// The number of these events that belong to the country.
    package var together: Int

    /// Makes an association.
    package init(key: EntityKey, country: Gazetteer.CountryNumber, events: Int, together: Int) {
      self.key = key
      self.country = country
      self.events = events
      self.together = together
    }
  }

  /// The smallest number of events of an entity that can imply a country.
  package static let fewestEvents = 10
  /// The smallest share of the entity's events that belong to the country.
  package static let smallestShare = 0.95

  /// The associations, ordered by key.
  package let associations: [Association]
  private let countries: [EntityKey: Gazetteer.CountryNumber]

  /// Makes learned countries from stored associations.
  package init(_ associations: [Association] = []) {
    self.associations = associations.sorted { $0.key < $1.key }
    countries = Dictionary(associations.map { ($0.key, $0.country) }) { first, _ in first }
  }

  /// Learns from all events of an archive, which must not have learned countries yet.
  package init(
    from events: [Classifier.Event], catalogue: EntityCatalogue, gazetteer: Gazetteer
  ) {
    var counts = [Int](repeating: 0, count: catalogue.entities.count)
    for event in events { for entity in event.entities { counts[entity.index] += 1 } }
    let isCandidate = catalogue.entities.indices.map {
      counts[$0] >= Self.fewestEvents && MentionVocabulary.isDistinctive(catalogue.entities[$0].name)
        && gazetteer.countries(of: catalogue.entities[$0]).candidates.isEmpty
    }
    var together: [EntityNumber: [Gazetteer.CountryNumber: Int]] = [:]
    for event in events where !event.countries.isEmpty {
      for entity in event.entities where isCandidate[entity.index] {
        for country in event.countries { together[entity, default: [:]][country, default: 0] += 1 }
      }
    }
    var associations: [Association] = []
    for (entity, countries) in together {
      // An entity that always appears with two countries, as in a war, belongs to neither.
      let events = counts[entity.index]
      let enough = Self.smallestShare * Double(events)
      let found = countries.filter { Double($0.value) >= enough }
      guard found.count == 1, let (country, count) = found.first else { continue }
      associations.append(
        Association(
          key: catalogue.entities[entity.index].key, country: country, events: events, together: count))
    }
    self.init(associations)
  }

  /// Calls `body` with the countries that the entities of an event imply, and these entities.
  func forEachCountry(
    of event: Classifier.Event, catalogue: EntityCatalogue,
    _ body: (Gazetteer.CountryNumber, EntityNumber) -> Void
  ) {
    for entity in event.entities {
      if let country = countries[catalogue.entities[entity.index].key] { body(country, entity) }
    }
  }

  /// Adds to events the countries that their entities imply.
  package func add(to events: inout [Classifier.Event], catalogue: EntityCatalogue) {
    if countries.isEmpty { return }
    for index in events.indices where !events[index].hasOwnCountries {
      var learned: [Gazetteer.CountryNumber] = []
      forEachCountry(of: events[index], catalogue: catalogue) { country, _ in learned.append(country) }
      if learned.isEmpty { continue }
      let known = events[index].countries
      events[index].countries = Classifier.limited(Set(known).union(learned), first: known)
    }
  }
}
