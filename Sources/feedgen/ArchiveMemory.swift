import Classification
import EventIndex

/// An open index, and what a service keeps of it in memory from one run to the next.
final class ArchiveMemory {
  /// The index.
  let index: EventIndex
  private let isKept: Bool
  private var known: [String: FileRecord]?
  private var archive: (facts: ArchiveFacts, history: EventHistory)?

  /// Makes a memory of an index; unless `isKept`, everything comes from the index each time.
  init(_ index: EventIndex, isKept: Bool) { (self.index, self.isKept) = (index, isKept) }

  /// The records of all known files, by path.
  func files() throws -> [String: FileRecord] {
    if let known { return known }
    let files = try index.write { try $0.files() }
    if isKept { known = files }
    return files
  }

  /// Keeps the files under paths that are in memory anyway; `path` gives the other copy of a path.
  func share(_ path: (String) -> String?) {
    guard let files = known else { return }
    known = nil
    var shared = [String: FileRecord](minimumCapacity: files.count)
    for (own, record) in files { shared[path(own) ?? own] = record }
    known = shared
  }

  /// Notes what is known of a file now; `nil` for one that is gone.
  func set(_ record: FileRecord?, path: String) { if known != nil { known?[path] = record } }

  /// Takes facts and history, which are then no longer here.
  func take(_ transaction: IndexTransaction) throws -> (ArchiveFacts, EventHistory) {
    defer { archive = nil }
    return try archive ?? (transaction.facts(), transaction.history())
  }

  /// Puts facts and history back.
  func put(_ facts: ArchiveFacts, _ history: EventHistory) { if isKept { archive = (facts, history) } }

  /// Forgets facts and history, which can be loaded again; returns whether there were any.
  func rest() -> Bool {
    defer { archive = nil }
    return archive != nil
  }

  /// Forgets everything that the index may not have, because a run has failed.
  func forget() { (known, archive) = (nil, nil) }
}
