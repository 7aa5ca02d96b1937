/// Receives what a publisher changes, to notify subscribers of it. Topics are URLs of feeds.
package protocol PublicationListener: Sendable {
  /// Called before a run, because an earlier process may have ended between `willWrite` and `didWrite`.
  /// - Parameter hubs: the URLs of the hubs that the feeds name.
  func recover(hubs: [String]) throws
  /// Called before feeds are written, so that a process that ends meanwhile leaves a trace of them.
  func willWrite(topics: [String]) throws
  /// Called when the feeds have been written.
  /// - Parameters:
  ///   - changed: the topics whose bytes changed.
  ///   - hubs: the URLs of the hubs that the feeds name.
  func didWrite(changed: [String], hubs: [String]) throws
  /// Called before feeds that have ended are removed.
  func willRemove(_ topics: [EndedTopic]) throws
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
