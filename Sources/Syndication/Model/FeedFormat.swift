/// A format of feeds. To add a format, define a value in a folder of its own, and list it in `allCases`. The type is a class, because
/// each of many thousand documents refers to its format.
package final class FeedFormat: Sendable {
  /// The name for people.
  package let name: String
  /// The file name extension, which is also the name in the configuration.
  package let pathExtension: String
  /// The media type.
  package let mediaType: String
  /// The media type with its parameters, as in the field Content-Type.
  package let contentType: String
  /// The `type` of an outline in OPML.
  package let outlineType: String
  /// The text with which the first entry of a document begins.
  package let entryMark: String
  /// Whether feedgen wrote the document that begins with a head.
  package let isOwn: @Sendable (_ head: DocumentHead) -> Bool
  /// Makes the writer of the format. The XML writer is only used while it is made.
  package let writer: @Sendable (_ xml: XMLWriter) throws -> any FeedWriter

  /// The format with a name in the configuration; `nil` when there is none.
  package static func named(_ name: some StringProtocol) -> FeedFormat? {
    allCases.first { $0.pathExtension == name }
  }

  /// Makes a format.
  init(
    name: String, pathExtension: String, mediaType: String, contentType: String, outlineType: String,
    entryMark: String, isOwn: @escaping @Sendable (_ head: DocumentHead) -> Bool,
    writer: @escaping @Sendable (_ xml: XMLWriter) throws -> any FeedWriter
  ) {
    self.name = name
    self.pathExtension = pathExtension
    self.mediaType = mediaType
    self.contentType = contentType
    self.outlineType = outlineType
    self.entryMark = entryMark
    self.isOwn = isOwn
    self.writer = writer
  }
}

extension FeedFormat: CaseIterable {
  /// All formats, in the order in which they are published.
  package static let allCases: [FeedFormat] = [.atom, .rss, .json]
}

extension FeedFormat: Hashable {
  /// Compares identities, because there is one value for each format.
  package static func == (left: FeedFormat, right: FeedFormat) -> Bool { left === right }

  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
