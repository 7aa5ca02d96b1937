/// A format in which feeds are written: everything that the rest of the program knows of it. A format is a value in a folder of
/// its own, and a line in `allCases`. It is a class, because each of many thousand documents refers to its format.
package final class FeedFormat: Sendable {
  /// The name, for people.
  package let name: String
  /// The part after the dot in a document's path, and the name in the configuration.
  package let pathExtension: String
  /// The media type.
  package let mediaType: String
  /// The media type with its parameters, as a server sends it.
  package let contentType: String
  /// The `type` of an outline in OPML.
  package let outlineType: String
  /// The text with which the first entry of a document begins.
  package let entryMark: String
  /// Whether feedgen wrote a document, by its head, which ends before the first entry.
  package let isOwn: @Sendable (_ head: DocumentHead) -> Bool
  /// Makes the writer of the format, upon an XML writer that is free again afterwards.
  package let writer: @Sendable (_ xml: XMLWriter) throws -> any FeedWriter

  /// The format with a name of the configuration; `nil` when there is none.
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
  /// There is one value for each format.
  package static func == (left: FeedFormat, right: FeedFormat) -> Bool { left === right }

  /// Hashes the identity.
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
