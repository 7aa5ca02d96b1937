internal import NIOCore

/// A feed of the output directory, with the bytes that are distributed to subscribers.
package struct PublishedFeed: Sendable {
  /// The bytes.
  package let bytes: [UInt8]
  /// The media type, with its parameters.
  package let mediaType: String

  /// Reads a feed by the components of its path below the output directory; `nil` when it does not exist.
  /// - Throws: `ServedFile.Unreadable` when it may exist but cannot be read.
  package init?(_ names: [String], output: String) throws {
    guard let file = try ServedFile(names, below: output) else { return nil }
    bytes = Array(file.bytes.readableBytesView)
    mediaType = MediaType.type(of: names).type
  }
}
