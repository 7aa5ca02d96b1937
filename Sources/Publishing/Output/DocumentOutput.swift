package import ArchiveIndex

/// A place to which documents are published.
package protocol DocumentOutput: Sendable {
  /// Writes a document, unless the output has it with the same bytes.
  /// - Throws: `PublishingError`.
  func write(_ bytes: [UInt8], to path: String) throws -> WrittenDocument

  /// Begins a document that is written in pieces.
  func stream(to path: String) -> any DocumentStream

  /// Removes a document, if it exists.
  /// - Throws: `PublishingError`.
  func remove(_ path: String) throws

  /// Removes the documents of feedgen that are not wanted, and what killed builds left.
  /// - Returns: the paths of the documents that were removed.
  /// - Throws: `PublishingError`.
  @discardableResult
  func removeUnwanted(wanted: Set<String>) throws -> [String]

  /// The stamp of a document as it is now; `nil` when it does not exist.
  func stamp(of path: String) -> DocumentRecord.Stamp?

  /// Whether a document is as feedgen wrote it.
  func isIntact(_ record: DocumentRecord) -> Bool

  /// Whether all documents are as feedgen wrote them.
  func areIntact(_ records: [DocumentRecord]) throws -> Bool

  /// Whether something that feedgen did not write is at a path, or prevents a document there.
  /// - Throws: `PublishingError` when the output cannot be read.
  func isForeign(_ path: String) throws -> Bool
}

/// The result of writing a document.
package struct WrittenDocument: Sendable {
  /// Whether the output had other bytes before.
  package var isChanged: Bool
  /// The stamp of the document.
  package var stamp: DocumentRecord.Stamp
}

/// A document that is written in pieces. It is not in the output before it is finished.
package protocol DocumentStream: AnyObject {
  /// Appends a piece.
  /// - Throws: `PublishingError`.
  func append(_ piece: UnsafeRawBufferPointer) throws

  /// Ends the document.
  /// - Throws: `PublishingError`.
  func finish() throws -> WrittenDocument
}

/// A kind of output: how its locations are recognised and opened. A kind is a value in a folder of its own, and a line in
/// `all`.
package struct OutputKind: Sendable {
  /// All kinds; the first that recognises a location opens it.
  package static let all: [OutputKind] = [.directory]

  /// Whether a location of the configuration is an output of this kind.
  package let recognises: @Sendable (_ location: String) -> Bool
  /// Opens the output at a location.
  package let open: @Sendable (_ location: String) throws -> any DocumentOutput

  /// Opens the output at a location.
  /// - Throws: `PublishingError`.
  package static func open(_ location: String) throws -> any DocumentOutput {
    let kind = all.first { $0.recognises(location) } ?? .directory
    return try kind.open(location)
  }
}
