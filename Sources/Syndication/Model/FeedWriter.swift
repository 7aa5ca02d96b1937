/// Writes one format of feeds in pieces: the contents and categories of entries are rendered once, and copied into any number of
/// feeds.
///
/// A document consists of its head, its entries with `entrySeparator` between them, and `documentEnd`. An entry consists of its
/// metadata, its content, its categories (see `CategoryPieces`) and `entryEnd`. The text of the content is between two parts that each
/// format has for itself; formats that escape it in the same way have it in common. Characters that are invalid in XML or harmful in
/// readers are removed.
package protocol FeedWriter: Sendable {
  /// The format.
  var format: FeedFormat { get }
  /// The bytes between two entries.
  var entrySeparator: [UInt8] { get }
  /// The bytes around the categories of an entry.
  var categoryFrame: CategoryFrame { get }
  /// The bytes after the categories of an entry.
  var entryEnd: [UInt8] { get }
  /// The bytes after the last entry of a document.
  var documentEnd: [UInt8] { get }
  /// The escaping of the text of the content.
  var contentEscaping: ContentEscaping { get }

  /// Appends the head of a document, up to its first entry.
  func append(_ feed: Feed, to bytes: inout [UInt8])
  /// Appends the metadata of an entry.
  func append(_ entry: Entry, of feed: Feed, to bytes: inout [UInt8])
  /// Appends the part of the content of an entry that is before its text.
  func appendStart(of entry: EntryContent, to bytes: inout [UInt8])
  /// Appends the part of the content of an entry that is behind its text.
  func appendEnd(of entry: EntryContent, to bytes: inout [UInt8])
  /// Appends a category.
  func append(_ category: Category, to bytes: inout [UInt8])
}

extension FeedWriter {
  package var entrySeparator: [UInt8] { [] }
  package var categoryFrame: CategoryFrame { CategoryFrame() }

  /// Appends the content of an entry.
  package func append(_ entry: EntryContent, to bytes: inout [UInt8]) {
    appendStart(of: entry, to: &bytes)
    contentEscaping.append(entry.content, to: &bytes)
    appendEnd(of: entry, to: &bytes)
  }
}

/// The escaping of HTML as the text of an entry's content.
package enum ContentEscaping: Sendable {
  /// As text of XML.
  case xml
  /// As a string of JSON (RFC 8259, section 7).
  case json

  /// Appends HTML, escaped.
  package func append(_ html: HTMLFragment, to bytes: inout [UInt8]) {
    html.bytes.withUnsafeBufferPointer { html in
      switch self {
      case .xml: XMLCharacters.append(html, to: &bytes)
      case .json: JSONCharacters.append(html, to: &bytes)
      }
    }
  }
}

/// The bytes around the categories of an entry, which are absent if the entry has no categories.
package struct CategoryFrame: Sendable {
  /// The bytes before the first category.
  package var start: [UInt8] = []
  /// The bytes between two categories.
  package var separator: [UInt8] = []
  /// The bytes after the last category.
  package var end: [UInt8] = []
}

/// The rendered categories of one format, which are copied into any number of entries by their indices.
package struct CategoryPieces: Sendable {
  private let frame: CategoryFrame
  private var bytes: [UInt8] = []
  // By index: the range of the piece in `bytes`. Equal pieces share one range.
  private var ranges: [Range<Int>] = []
  private var known: [[UInt8]: Range<Int>] = [:]
  // Whether two indices share a piece.
  private var hasEqualPieces = false

  /// Makes an empty list of pieces in a writer's format.
  package init(_ writer: some FeedWriter) { frame = writer.categoryFrame }

  /// Appends the piece of the next index; `nil` leaves the index without a piece.
  package mutating func append(_ category: Category?, _ writer: some FeedWriter) {
    guard let category else { return ranges.append(0..<0) }
    let start = bytes.count
    writer.append(category, to: &bytes)
    let piece = Array(bytes[start...])
    if let range = known[piece] {
      bytes.removeSubrange(start...)
      hasEqualPieces = true
      ranges.append(range)
    } else {
      known[piece] = start..<bytes.count
      ranges.append(start..<bytes.count)
    }
  }

  /// Appends the categories of an entry, each once: in a format that writes only labels, an entity and a country may be equal.
  package func append(_ indices: ArraySlice<Int32>, to result: inout [UInt8]) {
    var count = 0
    for (position, index) in indices.enumerated() {
      let range = ranges[Int(index)]
      if range.isEmpty { continue }
      if hasEqualPieces, indices.prefix(position).contains(where: { ranges[Int($0)] == range }) { continue }
      result += count == 0 ? frame.start : frame.separator
      bytes.withUnsafeBufferPointer { result += UnsafeBufferPointer(rebasing: $0[range]) }
      count += 1
    }
    if count > 0 { result += frame.end }
  }
}
