package import Classification

/// The row of an event that feeds have.
package struct PublishedRecord: Hashable, Sendable {
  /// The number of the name that is its id.
  package var id: NameNumber
  /// The number of the page whose text is published.
  package var page: Int
  /// The value of `atom:published`, in seconds since 1970.
  package var published: Int64
  /// The value of `atom:updated`, in seconds since 1970.
  package var updated: Int64
  /// The numbers of its topics in the index, without topics of the configuration.
  package var topics: [Int32]

  /// Makes a record.
  package init(id: NameNumber, page: Int, published: Int64, updated: Int64, topics: [Int32]) {
    self.id = id
    self.page = page
    self.published = published
    self.updated = updated
    self.topics = topics
  }
}
