/// A format in which feeds are written: everything that the rest of the program knows of it. A format is a value in a folder of
/// its own, and a line in `allCases`.
package struct FeedFormat: Sendable {
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
  package init?(named name: some StringProtocol) {
    guard let format = Self.allCases.first(where: { $0.pathExtension == name }) else { return nil }
    self = format
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
  /// Formats are equal when they have the same path extension.
  package static func == (left: Self, right: Self) -> Bool { left.pathExtension == right.pathExtension }

  /// Hashes the path extension.
  package func hash(into hasher: inout Hasher) { hasher.combine(pathExtension) }
}
