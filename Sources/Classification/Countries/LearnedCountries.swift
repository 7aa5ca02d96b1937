/// The countries that entities bring with them because they nearly always appear together: learned from the events of a
/// whole archive, and kept until that is done again.
package struct LearnedCountries: Sendable {
  /// What was learned of an entity.
  package struct Association: Sendable, Hashable {
    /// The entity's key.
    package var key: EntityKey
    /// The country.
    package var country: Gazetteer.CountryNumber
    /// How many events the entity had.
    package var events: Int
    /// How many of these concerned the country.
    package var together: Int

    /// Makes a lesson.
    package init(key: EntityKey, country: Gazetteer.CountryNumber, events: Int, together: Int) {
      (self.key, self.country, self.events, self.together) = (key, country, events, together)
    }
  }

  /// An entity of fewer events teaches nothing, nor does a plain word.
  package static let fewestEvents = 10
  /// The country must be in this share of its events.
  package static let smallestShare = 0.95

  /// What was learned, ordered by key.
  package let associations: [Association]
  private let countries: [EntityKey: Gazetteer.CountryNumber]

  /// Takes associations that were learned before.
  package init(_ associations: [Association] = []) {
    self.associations = associations.sorted { $0.key < $1.key }
    countries = Dictionary(associations.map { ($0.key, $0.country) }) { first, _ in first }
  }

  /// Learns from all events of an archive, of which the countries are those that are known without learning.
  package init(_ events: [Classifier.Event], _ catalogue: EntityCatalogue, _ gazetteer: Gazetteer) {
    var counts = [Int](repeating: 0, count: catalogue.entities.count)
    for event in events { for entity in event.entities { counts[Int(entity)] += 1 } }
    let isCandidate = catalogue.entities.indices.map {
      counts[$0] >= Self.fewestEvents && MentionVocabulary.isDistinctive(catalogue.entities[$0].name)
        && gazetteer.countries(of: catalogue.entities[$0]).candidates.isEmpty
    }
    var together: [EntityNumber: [Gazetteer.CountryNumber: Int]] = [:]
    for event in events where !event.countries.isEmpty {
      for entity in event.entities where isCandidate[Int(entity)] {
        for country in event.countries { together[entity, default: [:]][country, default: 0] += 1 }
      }
    }
    var associations: [Association] = []
    for (entity, countries) in together {
      // Two countries that are both always there, as in a war, are of the entity's story, not its home.
      let (events, enough) = (counts[Int(entity)], Self.smallestShare * Double(counts[Int(entity)]))
      let found = countries.filter { Double($0.value) >= enough }
      guard found.count == 1, let (country, count) = found.first else { continue }
      associations.append(
        Association(
          key: catalogue.entities[Int(entity)].key, country: country, events: events, together: count))
    }
    self.init(associations)
  }

  /// Calls `body` with the countries that the entities of an event imply, and these entities.
  func forEachCountry(
    of event: Classifier.Event, catalogue: EntityCatalogue,
    _ body: (Gazetteer.CountryNumber, EntityNumber) -> Void
  ) {
    for entity in event.entities {
      if let country = countries[catalogue.entities[Int(entity)].key] { body(country, entity) }
    }
  }

  /// Adds to events the countries that their entities imply.
  package func add(to events: inout [Classifier.Event], catalogue: EntityCatalogue) {
    if countries.isEmpty { return }
    for index in events.indices {
      var learned: [Gazetteer.CountryNumber] = []
      forEachCountry(of: events[index], catalogue: catalogue) { country, _ in learned.append(country) }
      if learned.isEmpty { continue }
      let known = events[index].countries
      events[index].countries = Classifier.limited(Set(known).union(learned), first: known)
    }
  }
}
