package import ArchiveIndex

/// A place to which documents are published.
package protocol DocumentOutput: Sendable {
  /// The number of threads that write documents at once.
  var writers: Int { get }

  /// The number of documents that a thread writes at most before it delivers the outcomes.
  var mostAtOnce: Int { get }

  /// Writes a document, unless the output has it with the same bytes.
  /// - Parameter known: the stamp of the document in the index, after the last write; `nil` for a new document.
  /// - Throws: `PublishingError`.
  func write(_ bytes: [UInt8], to path: String, known: DocumentRecord.Stamp?) throws -> WrittenDocument

  /// Begins a document that is written in pieces.
  /// - Parameter known: the stamp of the document in the index, after the last write; `nil` for a new document.
  func stream(to path: String, known: DocumentRecord.Stamp?) -> any DocumentStream

  /// Removes documents, as far as they exist.
  /// - Throws: `PublishingError`.
  func remove(_ paths: [String]) throws

  /// The largest number of documents that may be removed at once, of a number in all. More are the mark of a mistake.
  func mostRemoved(of total: Int) -> Int

  /// Removes the documents of feedgen that are not wanted, and what killed builds left.
  /// - Returns: the paths of the documents that were removed.
  /// - Throws: `PublishingError`.
  @discardableResult
  func removeUnwanted(wanted: Set<String>) throws -> [String]

  /// The stamp of a document as it is now; `nil` when it does not exist.
  func stamp(of path: String) -> DocumentRecord.Stamp?

  /// Looks at the documents, for `isIntact`.
  /// - Throws: `PublishingError` when the output cannot be read.
  func examine(_ paths: some Sequence<String>) throws

  /// Whether a document is as feedgen wrote it. An output that cannot look at one document alone says so of each before
  /// `examine`.
  func isIntact(_ record: DocumentRecord) -> Bool

  /// Whether all documents are as feedgen wrote them.
  func areIntact(_ records: [DocumentRecord]) throws -> Bool

  /// The number of documents from which on several processes build and write them faster than one.
  var leastShared: Int { get }

  /// Whether something that feedgen did not write is at a path, or prevents a document there.
  /// - Parameter known: the stamp of the document in the index, after the last write; `nil` for a new document.
  /// - Throws: `PublishingError` when the output cannot be read.
  func isForeign(_ path: String, known: DocumentRecord.Stamp?) throws -> Bool
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
  package static let all: [OutputKind] = {
    #if ObjectStorage
      [.objectStorage, .directory]
    #else
      [.directory]
    #endif
  }()

  /// Whether a location of the configuration is an output of this kind.
  package let recognises: @Sendable (_ location: String) -> Bool
  /// Opens the output at a location.
  package let open: @Sendable (_ location: String, _ settings: OutputSettings) throws -> any DocumentOutput
  /// Makes the source of the documents at a location, for a server; `nil` when they are files.
  package let source:
    @Sendable (_ location: String, _ settings: OutputSettings) throws -> (any DocumentSource)?

  /// Opens the output at a location.
  /// - Throws: `PublishingError`.
  package static func open(_ location: String, _ settings: OutputSettings) throws -> any DocumentOutput {
    try kind(of: location).open(location, settings)
  }

  /// Makes the source of the documents at a location, for a server; `nil` when they are files.
  /// - Throws: `PublishingError`.
  package static func source(
    _ location: String, _ settings: OutputSettings
  ) throws -> (any DocumentSource)? {
    try kind(of: location).source(location, settings)
  }

  private static func kind(of location: String) -> OutputKind {
    all.first { $0.recognises(location) } ?? .directory
  }
}
