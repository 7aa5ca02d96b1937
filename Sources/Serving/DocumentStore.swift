internal import Foundation
internal import HTTPTypes
internal import Synchronization

/// The documents that were asked for last, in memory, by what they were asked for.
final class DocumentStore: Sendable {
  fileprivate struct Entry {
    var document: Document
    // The file, and what it was when it was read; `nil` for a document that is made on demand.
    var file: (path: String, stamp: ServedFile.Stamp)?
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

  /// Makes an empty store for so many bytes.
  init(capacity: Int) { self.capacity = capacity }

  /// The document of a file that was asked for by a target before, if the file is still the same.
  func file(_ target: String) -> Document? {
    guard let (document, file) = state.withLock({ $0.use(target) }), let file else { return nil }
    return ServedFile.stamp(file.path) == file.stamp ? document : nil
  }

  /// The document that was made for a target, if it was made from this edition; and what was made before.
  func made(_ target: String, edition: String) -> (document: Document?, isCurrent: Bool) {
    state.withLock { state in
      guard state.use(target) != nil, let entry = state.entries[target] else { return (nil, false) }
      return (entry.document, entry.edition == edition)
    }
  }

  /// Keeps the document of a file.
  func put(_ document: Document, _ target: String, path: String, stamp: ServedFile.Stamp) {
    put(Entry(document: document, file: (path, stamp), edition: nil, used: 0), target)
  }

  /// Keeps a document that was made.
  func put(_ document: Document, _ target: String, edition: String) {
    put(Entry(document: document, file: nil, edition: edition, used: 0), target)
  }

  private func put(_ entry: Entry, _ target: String) {
    let size = entry.document.size + 2 * target.utf8.count
    guard size <= capacity / 4 else { return }
    state.withLock { state in
      state.remove(target)
      state.tick += 1
      var entry = entry
      entry.used = state.tick
      state.entries[target] = entry
      state.size += size
      guard state.size > capacity else { return }
      // Rarely, and much at a time: then it need not be known which is the oldest at any time.
      for (target, _) in state.entries.sorted(by: { $0.value.used < $1.value.used }) {
        if state.size <= capacity / 4 * 3 { return }
        state.remove(target)
      }
    }
  }
}

extension DocumentStore.State {
  // The document of a target, which is in use now, and its file.
  fileprivate mutating func use(_ target: String) -> (
    document: Document, file: (path: String, stamp: ServedFile.Stamp)?
  )? {
    guard let index = entries.index(forKey: target) else { return nil }
    tick += 1
    entries.values[index].used = tick
    return (entries.values[index].document, entries.values[index].file)
  }

  fileprivate mutating func remove(_ target: String) {
    guard let entry = entries.removeValue(forKey: target) else { return }
    size -= entry.document.size + 2 * target.utf8.count
  }
}
