/// Writes one format of feeds in pieces that are put together: stories and categories are written once, and stand in any
/// number of feeds.
///
/// A document is its start, its entries with `entrySeparator` between them, `documentEnd`; an entry is its start, a story,
/// its categories (see `append(categories:to:)`), `entryEnd`. Text is freed from what XML and readers cannot bear.
package protocol FeedWriter: Sendable {
  /// The format.
  var format: FeedFormat { get }
  /// What stands between two entries.
  var entrySeparator: [UInt8] { get }
  /// What stands before the first category of an entry, between two, and after the last.
  var categoryFrame: (start: [UInt8], separator: [UInt8], end: [UInt8]) { get }
  /// What follows the categories of an entry.
  var entryEnd: [UInt8] { get }
  /// What follows the last entry of a document.
  var documentEnd: [UInt8] { get }

  /// Appends a document up to its first entry.
  func append(_ feed: Feed, to bytes: inout [UInt8])
  /// Appends an entry of a feed up to its story.
  func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8])
  /// Appends a story.
  func append(_ story: Story, to bytes: inout [UInt8])
  /// Appends a category.
  func append(_ category: Category, to bytes: inout [UInt8])
}

extension FeedWriter {
  /// Appends the categories of an entry, each as `append` of a category made it, and once: where a format writes names
  /// alone, an entity and a country may be the same.
  package func append(categories: some Sequence<[UInt8]>, to bytes: inout [UInt8]) {
    let frame = categoryFrame
    var done: [[UInt8]] = []
    for category in categories where !done.contains(category) {
      bytes += done.isEmpty ? frame.start : frame.separator
      bytes += category
      done.append(category)
    }
    if !done.isEmpty { bytes += frame.end }
  }
}

extension FeedFormat {
  /// Makes what writes the format, upon an XML writer which is free again afterwards.
  package func writer(_ xml: XMLWriter) -> any FeedWriter {
    switch self {
    case .atom: AtomWriter(xml)
    case .rss: RSSWriter(xml)
    case .json: JSONFeedWriter()
    }
  }
}
