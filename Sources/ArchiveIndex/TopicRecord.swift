package import Classification
package import Primitives

/// The row of a topic in the index: an entity or a country that events have or had, or a topic that the configuration defines.
package struct TopicRecord: Hashable, Sendable {
  /// The number of a topic in the index.
  package typealias Number = ItemNumber<TopicRecord>

  /// The number in the index.
  package var number: Number
  /// The kind.
  package var kind: TopicKind
  /// The topic's part of the feed's path.
  package var slug: String
  /// The name, for people.
  package var name: String
  /// The ISO 3166-1 code of a country.
  package var code: String?
  /// Other names of the topic.
  package var aliases: [String]
  /// The expression of a topic that the configuration defines.
  package var match: String?
  /// What an entity is; `nil` for other topics.
  package var type: EntityType?
  /// Whether it has no feed of its own.
  package var isHidden = false

  /// Makes a record.
  package init(
    number: Number, kind: TopicKind, slug: String, name: String, code: String? = nil, aliases: [String] = [],
    match: String? = nil
  ) {
    self.number = number
    self.kind = kind
    self.slug = slug
    self.name = name
    self.code = code
    self.aliases = aliases
    self.match = match
  }

  /// The path of the topic's feed below the output directory, without extension.
  package var path: String { kind.path(slug: slug) }
}
