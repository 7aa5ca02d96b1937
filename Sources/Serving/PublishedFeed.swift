internal import NIOCore
package import Publishing

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
    self.init(names, bytes: Array(file.bytes.readableBytesView))
  }

  private init(_ names: [String], bytes: [UInt8]) {
    self.bytes = bytes
    mediaType = MediaType.type(of: names).type
  }

  /// Reads a feed from a source, or from the output directory when there is none; `nil` when it does not exist.
  /// - Throws: `PublishingError` or `ServedFile.Unreadable` when it may exist but cannot be read.
  package static func read(
    _ names: [String], output: String, source: (any DocumentSource)?
  ) async throws -> PublishedFeed? {
    guard let source else { return try PublishedFeed(names, output: output) }
    guard ServedFile.isVisible(names) else { return nil }
    guard case .document(let document) = try await source.read(names.joined(separator: "/"), known: nil)
    else { return nil }
    return PublishedFeed(names, bytes: document.bytes)
  }
}
