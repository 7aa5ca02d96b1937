internal import NIOCore

/// A feed in the output directory, as it is distributed to subscribers.
package struct PublishedFeed: Sendable {
  /// The bytes.
  package let bytes: [UInt8]
  /// The media type, with its parameters.
  package let mediaType: String

  /// Reads a feed by the names in its path below the output directory; `nil` when there is none.
  /// - Throws: `ServedFile.Unreadable` when there may be one.
  package init?(_ names: [String], output: String) throws {
    guard let file = try ServedFile(names, below: output) else { return nil }
    bytes = Array(file.bytes.readableBytesView)
    mediaType = MediaType.type(of: names).type
  }
}
