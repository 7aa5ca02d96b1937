package import Classification

/// An event as it stands in feeds.
package struct PublishedRecord: Hashable, Sendable {
  /// The number of the name that is its id.
  package var id: NameNumber
  /// The number of the page that is shown.
  package var page: Int
  /// Atom's `published`, in seconds since 1970.
  package var published: Int64
  /// Atom's `updated`, in seconds since 1970.
  package var updated: Int64
  /// The numbers of its topics in the index: entities, then countries.
  package var topics: [Int32]

  /// Makes a record.
  package init(id: NameNumber, page: Int, published: Int64, updated: Int64, topics: [Int32]) {
    (self.id, self.page, self.published, self.updated) = (id, page, published, updated)
    self.topics = topics
  }
}
