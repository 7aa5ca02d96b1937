internal import NIOCore
internal import Primitives
internal import Publishing
internal import Synchronization

/// Reads documents from a source and keeps them in the cache of a server. A document that is kept is used for `lifetime`, and then
/// confirmed by its entity tag; it is used, too, while the source does not answer.
final class ProxiedDocuments: Sendable {
  /// A document that was read.
  struct Fetched: Sendable {
    /// The document.
    var document: Document
    /// Its entity tag in the source.
    var tag: String
    /// When it was read or confirmed last.
    var checked: ContinuousClock.Instant
  }

  /// Too many documents are being read at once.
  struct Overloaded: Error, CustomStringConvertible {
    /// The message.
    var description: String { "more than \(ProxiedDocuments.mostReads) documents are being read at once" }
  }

  /// The time for which a document is used without being confirmed. So long a reader may get the version before the last.
  static let lifetime = Duration.seconds(2)
  /// The limit of documents that are read at once, which limits their memory.
  static let mostReads = 64

  private let source: any DocumentSource
  private let cache: RepresentationCache
  private let flights = SingleFlight<Document?>()
  private let reads = Mutex(0)
  private let complaint = Mutex<(text: String?, time: ContinuousClock.Instant)?>(nil)

  /// Makes the documents of a source.
  init(_ source: any DocumentSource, cache: RepresentationCache) {
    self.source = source
    self.cache = cache
  }

  /// A document; `nil` when it does not exist.
  /// - Parameter make: makes the document of bytes and the time of their last modification.
  /// - Throws: `PublishingError` or `Overloaded` when it may exist.
  func document(
    _ names: [String], compresses: Bool, make: @escaping @Sendable (ByteBuffer, UnixTime?) -> Document
  ) async throws -> Document? {
    guard ServedFile.isVisible(names) else { return nil }
    let path = names.joined(separator: "/")
    let copy = cache.fetched(path)
    let known = copy.flatMap { compresses && $0.document.mayBeCompressed ? nil : $0 }
    if let known, known.checked + Self.lifetime > .now { return known.document }
    return try await flights.value("\(compresses) \(path)") { [self] in
      do {
        return try await read(path, known: known, make: make)
      } catch {
        // A copy is better than no document.
        guard let copy else { throw error }
        return copy.document
      }
    }
  }

  private func read(
    _ path: String, known: Fetched?, make: @Sendable (ByteBuffer, UnixTime?) -> Document
  ) async throws -> Document? {
    guard reads.withLock({ $0 < Self.mostReads }) else { throw Overloaded() }
    reads.withLock { $0 += 1 }
    defer { reads.withLock { $0 -= 1 } }
    switch try await source.read(path, known: known?.tag) {
    case .missing: return nil
    case .unchanged:
      if let known { keep(known.document, at: path, tag: known.tag) }
      return known?.document
    case .document(let read):
      let document = make(ByteBuffer(bytes: read.bytes), read.modified)
      if let tag = read.tag { keep(document, at: path, tag: tag) }
      return document
    }
  }

  private func keep(_ document: Document, at path: String, tag: String) {
    cache.insert(Fetched(document: document, tag: tag, checked: .now), for: path)
  }

  /// Whether a document exists.
  /// - Throws: `PublishingError` when it may exist.
  func exists(_ names: [String]) async throws -> Bool {
    guard ServedFile.isVisible(names) else { return false }
    return try await source.exists(names.joined(separator: "/"))
  }

  /// The reason why the source cannot be read; `nil` when it can. The answer is kept for `lifetime`.
  func currentComplaint() async -> String? {
    if let known = complaint.withLock({ $0 }), known.time + Self.lifetime > .now { return known.text }
    let text = await source.complaint()
    complaint.withLock { $0 = (text, .now) }
    return text
  }
}
