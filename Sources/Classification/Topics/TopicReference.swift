package import Primitives

/// A topic of an event: its kind, and its number in the kind's `TopicSource`.
package struct TopicReference: Hashable, Sendable {
  /// The number of a topic among those of its kind.
  package typealias Number = ItemNumber<TopicReference>

  /// The kind.
  package var kind: TopicKind
  /// The number of the topic among those of its kind.
  package var number: Number

  /// Makes a reference.
  package init(_ kind: TopicKind, _ number: Number) {
    self.kind = kind
    self.number = number
  }

  /// The topic of an entity.
  package static func entity(_ entity: EntityNumber) -> Self {
    Self(.entity, Number(rawValue: entity.rawValue))
  }

  /// The topic of a country.
  package static func country(_ country: Gazetteer.CountryNumber) -> Self {
    Self(.country, Number(rawValue: country.rawValue))
  }
}

/// The description of a topic, from which its feeds and its lines in lists are made.
package struct TopicDescription: Sendable {
  /// The topic's part of the feed's path.
  package var slug: String
  /// The name, for people.
  package var name: String
  /// The ISO 3166-1 code of a country.
  package var code: String?
  /// Other names of the topic.
  package var aliases: [String] = []
  /// Whether it has no feed.
  package var isHidden = false
  /// What an entity is; `nil` for other topics.
  package var type: EntityType?
  /// The address of the article about an entity; `nil` when there is none.
  package var article: String?

  /// Makes a description.
  package init(slug: String, name: String, code: String? = nil, aliases: [String] = []) {
    self.slug = slug
    self.name = name
    self.code = code
    self.aliases = aliases
  }
}

/// The numbers of the topics of one kind, by name.
package protocol TopicNames: Sendable {
  /// The number of the topic with a name or slug; `nil` for an unknown one.
  func topicNumber(named name: String) -> TopicReference.Number?

  /// What the entity with a number is; `nil` for other topics.
  func entityType(_ number: TopicReference.Number) -> EntityType?
}

/// The topics of one kind, by number.
package protocol TopicSource: TopicNames {
  /// The number of topics; their numbers are below it.
  var topicCount: Int { get }

  /// The description of the topic with a number.
  func topic(_ number: TopicReference.Number) -> TopicDescription
}

extension TopicSource {
  /// What the entity with a number is; `nil` for other topics.
  package func entityType(_ number: TopicReference.Number) -> EntityType? { topic(number).type }
}

extension Classifier.Event {
  /// The topics of the event: entities, then countries, then terms.
  package var topics: [TopicReference] {
    entities.map { .entity($0) } + countries.map { .country($0) } + terms
  }

  /// The number of topics of the event.
  package var topicCount: Int { markedEntities.count + markedCountries.count + terms.count }

  /// Whether the event only mentions one of its topics, and is not about it.
  package func isMention(_ topic: TopicReference) -> Bool {
    switch topic.kind {
    case .entity: markedEntities.contains { $0.number.rawValue == topic.number.rawValue && $0.isMention }
    case .country: markedCountries.contains { $0.number.rawValue == topic.number.rawValue && $0.isMention }
    default: false
    }
  }

  /// The topics that the event is about.
  package var aboutTopics: [TopicReference] { topics.filter { !isMention($0) } }
}
