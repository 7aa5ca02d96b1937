import EventArchive
import EventIndex
import Watching

/// What is different between the content directory and what the index knows of it.
struct ContentChanges {
  /// A file to read.
  struct File: Sendable {
    /// The path below the content directory.
    var path: String
    /// What the index is to know of it.
    var record: FileRecord
    /// The digest of the bytes that are known; `nil` when the file is to be parsed whatever it holds.
    var digest: ContentDigest?
    /// Whether the index has not seen it before.
    var isNew: Bool
  }

  /// Files that are new, or may have changed.
  private(set) var changed: [File] = []
  /// Files that are gone, with their numbers.
  private(set) var removed: [(path: String, number: Int)] = []
  /// What stood in the way of looking.
  private(set) var obstacles: [ArchiveProblem]

  /// Whether nothing is different.
  var isEmpty: Bool { changed.isEmpty && removed.isEmpty }

  // A file that changed less than this before it was looked at may change again within the same tick of the clock.
  private static let restlessNanoseconds: Int64 = 2_000_000_000

  /// Compares. Files in directories that could not be read count as unchanged.
  init(_ snapshot: ContentSnapshot, _ transaction: IndexTransaction, rereadsAll: Bool, now: Int64) throws {
    obstacles = snapshot.obstacles.map {
      ArchiveProblem(path: $0.path, line: 1, what: $0.what, severity: .rejected)
    }
    var known: [String: FileRecord] = [:]
    known.reserveCapacity(snapshot.files.count)
    try transaction.forEachFile { known[$0] = $1 }
    var next = try transaction.nextFileNumber()
    for file in snapshot.files where ContentPath(file.path) != .other {
      let old = known.removeValue(forKey: file.path)
      var record = FileRecord(
        number: old?.number ?? next, size: file.stamp.size, modified: file.stamp.modified, changed: file.stamp.changed,
        inode: file.stamp.inode)
      if old == nil { next += 1 }
      if old == record, !rereadsAll { continue }
      if max(record.modified, record.changed) > now * 1_000_000_000 - Self.restlessNanoseconds { record.changed = 0 }
      let digest = rereadsAll ? nil : try old.flatMap { try transaction.digest(ofFile: $0.number) }
      changed.append(File(path: file.path, record: record, digest: digest, isNew: old == nil))
    }
    removed = known.filter { !snapshot.mayHold($0.key) }.map { ($0.key, $0.value.number) }
    removed.sort { $0.number < $1.number }
  }
}
