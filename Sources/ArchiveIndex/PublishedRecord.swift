package import Classification
package import Primitives

/// The row of an event that feeds have.
package struct PublishedRecord: Hashable, Sendable {
  /// The number of the name that is its id.
  package var id: NameNumber
  /// The number of the page whose text is published.
  package var page: Int
  /// The value of `atom:published`.
  package var published: UnixTime
  /// The value of `atom:updated`.
  package var updated: UnixTime
  /// The numbers of its topics in the index, without topics of the configuration.
  package var topics: [TopicRecord.Number]
  /// Those of its topics that it only mentions, and is not about.
  package var mentioned: [TopicRecord.Number] = []

  /// Makes a record.
  package init(
    id: NameNumber, page: Int, published: UnixTime, updated: UnixTime, topics: [TopicRecord.Number]
  ) {
    self.id = id
    self.page = page
    self.published = published
    self.updated = updated
    self.topics = topics
  }
}
