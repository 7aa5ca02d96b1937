internal import Foundation
internal import Synchronization
internal import Syndication

/// A least-recently-used cache of documents by request target, limited in bytes. Of files whose documents were evicted, it
/// keeps the identity, so that they can be sent without being read again.
final class RepresentationCache: Sendable {
  /// A file that was read.
  struct File {
    /// The path.
    var path: String
    /// The identity of the version that was read.
    var stamp: ServedFile.Stamp
    /// The hash of its bytes.
    var hash: String
  }

  /// A cached document on demand.
  struct Generated {
    /// The document.
    var document: Document
    /// The revision of the index from which it was built, and the time on which it depends.
    var revision: String
  }

  fileprivate struct Entry {
    // `nil` after eviction.
    var document: Document?
    // `nil` for a document on demand.
    var file: File?
    // `nil` for a document that is not on demand.
    var revision: String?
    // `nil` for a document that is not from a source.
    var fetched: ProxiedDocuments.Fetched?
    var lastUse: UInt64
  }

  fileprivate struct State {
    var entries: [String: Entry] = [:]
    // Bytes of the documents.
    var size = 0
    // A counter that orders uses.
    var tick: UInt64 = 0
  }

  private let state = Mutex(State())
  private let capacity: Int

  // At this number of entries the cache is emptied, which limits what evicted files occupy.
  private static let maxEntries = 200_000

  /// Makes an empty cache of a capacity in bytes.
  init(capacity: Int) { self.capacity = capacity }

  /// The file that was read for a target, and its document unless that was evicted. The file may have changed since.
  func file(_ target: String) -> (file: File, document: Document?)? {
    guard let entry = state.withLock({ $0.use(target) }), let file = entry.file else { return nil }
    return (file, entry.document)
  }

  /// The cached document on demand of a target; `nil` when there is none.
  func generated(_ target: String) -> Generated? {
    guard let entry = state.withLock({ $0.use(target) }), let document = entry.document,
      let revision = entry.revision
    else { return nil }
    return Generated(document: document, revision: revision)
  }

  /// The document that was read from a source at a path; `nil` when there is none.
  func fetched(_ path: String) -> ProxiedDocuments.Fetched? {
    state.withLock { $0.use(Self.target(ofFetched: path)) }?.fetched
  }

  /// Caches a document that was read from a source.
  func insert(_ fetched: ProxiedDocuments.Fetched, for path: String) {
    insert(
      Entry(document: fetched.document, fetched: fetched, lastUse: 0), for: Self.target(ofFetched: path))
  }

  // No target of a request begins without a slash.
  private static func target(ofFetched path: String) -> String { "source " + path }

  /// Caches the document of a file.
  func insert(_ document: Document, for target: String, file: File) {
    insert(Entry(document: document, file: file, revision: nil, lastUse: 0), for: target)
  }

  /// Caches a document on demand that was built from a revision.
  func insert(_ document: Document, for target: String, revision: String) {
    insert(Entry(document: document, file: nil, revision: revision, lastUse: 0), for: target)
  }

  private func insert(_ newEntry: Entry, for target: String) {
    var entry = newEntry
    // A document of more than a quarter of the capacity would evict too much.
    if let document = entry.document, document.size > capacity / 4 {
      guard entry.file != nil else { return }
      entry.document = nil
    }
    state.withLock { [entry] state in
      state.remove(target)
      if state.entries.count >= Self.maxEntries { state = State() }
      state.tick += 1
      var entry = entry
      entry.lastUse = state.tick
      state.entries[target] = entry
      state.size += entry.document?.size ?? 0
      if state.size > capacity { state.evict(downTo: capacity / 2) }
    }
  }
}

extension RepresentationCache.State {
  // The entry of a target, marked as used.
  fileprivate mutating func use(_ target: String) -> RepresentationCache.Entry? {
    guard let index = entries.index(forKey: target) else { return nil }
    tick += 1
    entries.values[index].lastUse = tick
    return entries.values[index]
  }

  fileprivate mutating func remove(_ target: String) {
    guard let entry = entries.removeValue(forKey: target) else { return }
    size -= entry.document?.size ?? 0
  }

  // Evicts the documents least recently used. Half of the capacity at a time, so that one sort serves many insertions and no
  // order has to be maintained between them.
  fileprivate mutating func evict(downTo limit: Int) {
    let held = entries.filter { $0.value.document != nil }.sorted { $0.value.lastUse < $1.value.lastUse }
    for (target, entry) in held {
      if size <= limit { return }
      remove(target)
      guard entry.file != nil else { continue }
      entries[target] = entry
      entries[target]?.document = nil
    }
  }
}
