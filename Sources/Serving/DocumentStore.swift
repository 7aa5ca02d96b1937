internal import Foundation
internal import Synchronization
internal import Syndication

/// The documents that were asked for last, in memory, by what they were asked for; and what is known of the files of many
/// more.
final class DocumentStore: Sendable {
  /// A file that was read.
  struct File {
    /// Where it is.
    var path: String
    /// What it was when it was read.
    var stamp: ServedFile.Stamp
    /// The hash of its bytes.
    var hash: String
  }

  fileprivate struct Entry {
    // `nil` when there was no room for it any more.
    var document: Document?
    // `nil` for a document that is made on demand.
    var file: File?
    // What a document made on demand was made from.
    var edition: String?
    var used: UInt64
  }

  fileprivate struct State {
    var entries: [String: Entry] = [:]
    var size = 0
    var tick: UInt64 = 0
  }

  private let state = Mutex(State())
  private let capacity: Int

  // Of so many files is known what they were; of more, all is forgotten and learned again.
  private static let mostFiles = 200_000

  /// Makes an empty store for so many bytes of documents.
  init(capacity: Int) { self.capacity = capacity }

  /// What is known of the file that was asked for by a target before, with its document, if there was room for it; whether it is
  /// still the same is not known.
  func file(_ target: String) -> (file: File, document: Document?)? {
    guard let entry = state.withLock({ $0.use(target) }), let file = entry.file else { return nil }
    return (file, entry.document)
  }

  /// The document that was made for a target; and whether it was made from this edition.
  func made(_ target: String, edition: String) -> (document: Document?, isCurrent: Bool) {
    guard let entry = state.withLock({ $0.use(target) }) else { return (nil, false) }
    return (entry.document, entry.edition == edition)
  }

  /// Keeps the document of a file.
  func put(_ document: Document, _ target: String, _ file: File) {
    put(Entry(document: document, file: file, edition: nil, used: 0), target)
  }

  /// Keeps a document that was made.
  func put(_ document: Document, _ target: String, edition: String) {
    put(Entry(document: document, file: nil, edition: edition, used: 0), target)
  }

  private func put(_ entry: Entry, _ target: String) {
    var (entry, size) = (entry, entry.document?.size ?? 0)
    if size > capacity / 4 {
      guard entry.file != nil else { return }
      (entry.document, size) = (nil, 0)
    }
    state.withLock { [entry, size] state in
      state.remove(target)
      if state.entries.count >= Self.mostFiles { state = State() }
      state.tick += 1
      var entry = entry
      entry.used = state.tick
      state.entries[target] = entry
      state.size += size
      guard state.size > capacity else { return }
      // Rarely, and much at a time: then it need not be known which is the oldest at any time.
      let held = state.entries.filter { $0.value.document != nil }.sorted { $0.value.used < $1.value.used }
      for (target, entry) in held {
        if state.size <= capacity / 2 { return }
        state.remove(target)
        guard entry.file != nil else { continue }
        state.entries[target] = entry
        state.entries[target]?.document = nil
      }
    }
  }
}

extension DocumentStore.State {
  // The entry of a target, which is in use now.
  fileprivate mutating func use(_ target: String) -> DocumentStore.Entry? {
    guard let index = entries.index(forKey: target) else { return nil }
    tick += 1
    entries.values[index].used = tick
    return entries.values[index]
  }

  fileprivate mutating func remove(_ target: String) {
    guard let entry = entries.removeValue(forKey: target) else { return }
    size -= entry.document?.size ?? 0
  }
}
