internal import Primitives

/// The content of a topic, as it is distributed.
package struct TopicContent: Sendable {
  /// The bytes.
  package var bytes: [UInt8]
  /// The media type, with its parameters.
  package var mediaType: String

  /// Makes a content.
  package init(bytes: [UInt8], mediaType: String) {
    self.bytes = bytes
    self.mediaType = mediaType
  }

  /// The digest of the bytes in hexadecimal digits, which identifies the distributed version.
  var hash: String { bytes.withUnsafeBytes { ContentDigest($0) }.hexadecimal }

  /// Finds the content of a feed by the components of its path below the site's URL; `nil` when there is no such feed.
  package typealias Finder = @Sendable (_ names: [String]) async throws -> TopicContent?
}
