internal import Primitives

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
    var counters = Array(
      repeating: Counter(OtherEvidence(catalogue, gazetteer)), count: ParallelMap.processors)
    ParallelMap.gather(events.indices.chunks(of: Self.eventsAtOnce), with: &counters) { counter, range in
      for event in events[range] where !event.countries.isEmpty {
        for entity in event.entities where isCandidate[entity.index] {
          counter.count(entity, in: event)
        }
      }
    }
    var together = counters[0].together
    for counter in counters.dropFirst() {
      together.merge(counter.together) { $0.merging($1, uniquingKeysWith: +) }
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

  // The number of events that a thread takes at a time.
  private static let eventsAtOnce = 4_096

  // Counts the events of entities by the countries to which these belong.
  private struct Counter {
    var evidence: OtherEvidence
    var together: [EntityNumber: [Gazetteer.CountryNumber: Int]] = [:]

    init(_ evidence: OtherEvidence) { self.evidence = evidence }

    mutating func count(_ entity: EntityNumber, in event: Classifier.Event) {
      for country in event.countries where evidence.implies(country, in: event, without: entity) {
        together[entity, default: [:]][country, default: 0] += 1
      }
    }
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
    // By entity: the keys of all entities of an archive take long to hash.
    var countryOfEntity = [Gazetteer.CountryNumber.OrNone](repeating: .none, count: catalogue.entities.count)
    for (key, country) in countries {
      if let entity = catalogue.number(of: key) { countryOfEntity[entity.index] = .init(country) }
    }
    for index in events.indices where !events[index].hasOwnCountries {
      let learned = events[index].entities.compactMap { countryOfEntity[$0.index].number }
      if learned.isEmpty { continue }
      let known = events[index].markedCountries
      let numbers = known.map(\.number)
      events[index].markedCountries = Classifier.limited(Set(numbers).union(learned), first: numbers).map {
        country in
        known.first { $0.number == country } ?? Classifier.Marked(country, isMention: true)
      }
    }
  }
}

/// Finds out whether an event belongs to a country also without one of its entities, so that no entity confirms itself.
private struct OtherEvidence {
  private let catalogue: EntityCatalogue
  private let gazetteer: Gazetteer
  // By entity: the countries that its name or a part of it refers to in a text.
  private var countries: [EntityNumber: [Gazetteer.CountryNumber]] = [:]

  init(_ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    self.catalogue = catalogue
    self.gazetteer = gazetteer
  }

  // Whether an event's country has evidence other than the entity: the words of the entity do not refer to the country, or another
  // entity does, whose words are no part of the entity's.
  mutating func implies(
    _ country: Gazetteer.CountryNumber, in event: Classifier.Event, without entity: EntityNumber
  ) -> Bool {
    if !countries(inNameOf: entity).contains(country) { return true }
    let name = " \(catalogue.entities[entity.index].key.text) "
    return event.entities.contains { other in
      other != entity && !name.contains(" \(catalogue.entities[other.index].key.text) ")
        && countries(inNameOf: other).contains(country)
    }
  }

  private mutating func countries(inNameOf entity: EntityNumber) -> [Gazetteer.CountryNumber] {
    if let known = countries[entity] { return known }
    let entry = catalogue.entities[entity.index]
    let found = gazetteer.countries(in: [TextSlice(entry.name)]) + gazetteer.countries(of: entry).candidates
    countries[entity] = found
    return found
  }
}
