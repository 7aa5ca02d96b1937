package import Primitives

/// Reads the documents of an output that is no directory, for a server. Its methods may be called from several tasks at once.
package protocol DocumentSource: Sendable {
  /// Reads a document.
  /// - Parameter known: the entity tag of a version that is known; `nil` for none.
  /// - Throws: `PublishingError` when it may exist.
  func read(_ path: String, known: String?) async throws -> SourceAnswer

  /// Whether a document exists.
  /// - Throws: `PublishingError` when it may exist.
  func exists(_ path: String) async throws -> Bool

  /// The reason why documents cannot be read; `nil` when they can.
  func complaint() async -> String?
}

/// The answer to a request for a document.
package enum SourceAnswer: Sendable {
  /// There is no such document.
  case missing
  /// The document is the version that is known.
  case unchanged
  /// The document.
  case document(SourceDocument)
}

/// A document that was read from an output.
package struct SourceDocument: Sendable {
  /// The bytes.
  package var bytes: [UInt8]
  /// The entity tag in the output; `nil` when it has none.
  package var tag: String?
  /// The last modification; `nil` when it is unknown.
  package var modified: UnixTime?

  /// Makes a document.
  package init(bytes: [UInt8], tag: String?, modified: UnixTime?) {
    self.bytes = bytes
    self.tag = tag
    self.modified = modified
  }
}
