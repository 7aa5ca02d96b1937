/// Writes one format of feeds in pieces that are put together: stories and categories are written once, and stand in any
/// number of feeds.
///
/// A document is its start, its entries with `entrySeparator` between them, `documentEnd`; an entry is its start, a story,
/// its categories (see `CategoryPieces`), `entryEnd`. Text is freed from what XML and readers cannot bear.
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
  func append(_ entry: EntryContent, to bytes: inout [UInt8])
  /// Appends a category.
  func append(_ category: Category, to bytes: inout [UInt8])
}

extension FeedWriter {
  package var entrySeparator: [UInt8] { [] }
  package var categoryFrame: (start: [UInt8], separator: [UInt8], end: [UInt8]) { ([], [], []) }
}

/// Categories of one format, written once, to be put into any number of entries by their indices.
package struct CategoryPieces: Sendable {
  private let frame: (start: [UInt8], separator: [UInt8], end: [UInt8])
  private var bytes: [UInt8] = []
  // By index: where the piece is in `bytes`; the same for those that are the same.
  private var places: [Range<Int>] = []
  private var known: [[UInt8]: Range<Int>] = [:]

  /// Makes pieces of a writer's format; there are none yet.
  package init(_ writer: some FeedWriter) { frame = writer.categoryFrame }

  /// Adds what stands for the next index; `nil` for an index that is nothing in this format.
  package mutating func append(_ category: Category?, _ writer: some FeedWriter) {
    guard let category else { return places.append(0..<0) }
    let start = bytes.count
    writer.append(category, to: &bytes)
    let piece = Array(bytes[start...])
    if let place = known[piece] {
      bytes.removeSubrange(start...)
      places.append(place)
    } else {
      known[piece] = start..<bytes.count
      places.append(start..<bytes.count)
    }
  }

  /// Appends the categories of an entry, each once: where a format writes names alone, an entity and a country may be the
  /// same.
  package func append(_ indices: ArraySlice<Int32>, to result: inout [UInt8]) {
    var count = 0
    for (number, index) in indices.enumerated() {
      let place = places[Int(index)]
      if place.isEmpty || indices.prefix(number).contains(where: { places[Int($0)] == place }) { continue }
      result += count == 0 ? frame.start : frame.separator
      bytes.withUnsafeBufferPointer { result += UnsafeBufferPointer(rebasing: $0[place]) }
      count += 1
    }
    if count > 0 { result += frame.end }
  }
}
