/// A topic that events share: a person, a place, an organisation, a thing.
package struct Entity: Hashable, Sendable {
  /// What all its spellings have in common.
  package let key: EntityKey
  /// The spelling that people are shown: the one an alias gives, else the most frequent, else the smallest.
  package let name: String
  /// Its part of a feed's path.
  package let slug: String
}

/// An index into the entities of an `EntityCatalogue`.
package typealias EntityNumber = Int32
