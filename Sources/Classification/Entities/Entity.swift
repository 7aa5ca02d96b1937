package import Primitives

/// A topic that events share: a person, a place, an organisation, a thing; or a term of posts.
package struct Entity: Hashable, Sendable {
  /// The key that all its spellings share.
  package let key: EntityKey
  /// The spelling that feeds show: that of an alias, else the most frequent one, else the smallest.
  package let name: String
  /// Its part of a feed's path.
  package let slug: String
  /// Whether it has no feed, because it is no name.
  package var isHidden = false
  /// What it is.
  package var type = EntityType.other

  /// The kind of topic: that of entities, or that of the term's taxonomy.
  package var kind: TopicKind { key.term.map { TopicKind.taxonomy($0.taxonomy) } ?? .entity }
}

/// An index into the entities of an `EntityCatalogue`.
package typealias EntityNumber = ItemNumber<Entity>
