/// Receives what a publisher changes, to notify others of it: hubs and subscribers, or caches.
package protocol PublicationListener: Sendable {
  /// What does not happen when the listener fails, as a sentence for the log.
  var consequenceOfFailure: String { get }

  /// Called before a build, because an earlier process may have ended between `willPublish` and `didPublish`.
  func recover(_ site: Site) throws

  /// Called before documents are written and removed, so that a process that ends meanwhile leaves a trace of them.
  func willPublish(_ documents: [PublishedDocument], of site: Site) throws

  /// Called before feeds that have ended are removed, and forgotten by the index.
  func willRemove(_ topics: [EndedTopic]) throws

  /// Called when all documents have been written, the catalogue too, and those that have ended are removed.
  func didPublish(_ changes: PublishedChanges, of site: Site) throws
}

extension PublicationListener {
  package func willRemove(_ topics: [EndedTopic]) throws {}
}

/// A document that a publisher writes or removes.
package struct PublishedDocument: Hashable, Sendable {
  /// The path below the output directory.
  package var path: String
  /// Whether people can subscribe to it.
  package var isSubscribable: Bool
  /// Whether it is removed.
  package var isRemoved: Bool

  /// Makes the record of a document.
  package init(path: String, isSubscribable: Bool = false, isRemoved: Bool = false) {
    self.path = path
    self.isSubscribable = isSubscribable
    self.isRemoved = isRemoved
  }
}

/// The documents that a publisher has changed.
package struct PublishedChanges: Sendable {
  /// The documents whose bytes changed.
  package var written: [PublishedDocument] = []
  /// The documents that were removed.
  package var removed: [PublishedDocument] = []

  /// Makes a record of changes.
  package init(written: [PublishedDocument] = [], removed: [PublishedDocument] = []) {
    self.written = written
    self.removed = removed
  }
}

/// A topic whose feed has ended.
package struct EndedTopic: Sendable {
  /// The URL of the feed.
  package var url: String
  /// The URL of the feed that has taken its place; `nil` when there is none.
  package var successor: String?

  /// Makes the record of an ended topic.
  package init(url: String, successor: String?) {
    self.url = url
    self.successor = successor
  }
}
