package import ArchiveIndex
import EventArchive
package import Primitives
package import Watching

/// What is different between the content directory and what the index knows of it.
package struct ContentChanges {
  /// A file to read.
  package struct File: Sendable {
    /// The path below the content directory.
    package var path: BytePath
    /// What the index is to know of it.
    package var record: FileRecord
    /// The digest of the bytes that are known; `nil` when the file is to be parsed whatever it holds.
    package var digest: ContentDigest?
    /// Whether the index has not seen it before.
    package var isNew: Bool
  }

  /// Files that are new, or may have changed.
  package private(set) var changed: [File] = []
  /// Files that are gone, with their numbers.
  package private(set) var removed: [(path: BytePath, number: Int)] = []
  /// Files that are held back until their day.
  package private(set) var held = HeldFiles()
  /// What stood in the way of looking.
  private(set) var pathErrors: [ArchiveProblem]

  // How many of the files were known.
  private var found = 0
  // Files that are held back, until it is known whether any of them was published under another name.
  private var ahead: [ContentSnapshot.File] = []
  // The number of the next file that is new.
  private var next = 0

  /// Whether nothing is different.
  package var isEmpty: Bool { count == 0 }

  /// How many files are different.
  package var count: Int { changed.count + removed.count }

  // A file that changed less than this before it was looked at may change again within the same tick of the clock.
  package static let restlessNanoseconds: Int64 = 2_000_000_000

  /// Compares a snapshot with the files that are known; those in directories that could not be read count as
  /// unchanged.
  /// - Parameters:
  ///   - rereadsAll: whether to read every file, changed or not.
  ///   - lookedAt: when the files were looked at, in nanoseconds since 1970; one that had only just changed then is
  ///     to be looked at again.
  ///   - clock: says which files are held back; none is without it.
  package init(
    _ snapshot: ContentSnapshot, known: [BytePath: FileRecord], rereadsAll: Bool = false,
    lookedAt: Int64 = .max, clock: EventClock? = nil
  ) {
    let next = (known.values.lazy.map(\.number).max() ?? -1) + 1
    self.init(
      snapshot, among: known, next: next, rereadsAll: rereadsAll, lookedAt: lookedAt, clock: clock)
    if found < known.count {
      let present = Set(snapshot.files.map(\.path))
      removed = known.filter { !present.contains($0.key) && !snapshot.mayHold($0.key) }
        .map { ($0.key, $0.value.number) }.sorted { $0.1 < $1.1 }
      publishRenamed(known, lookedAt: lookedAt)
    }
  }

  // A file that was published under another name, which is gone now, was published once: it is not held back.
  private mutating func publishRenamed(_ known: [BytePath: FileRecord], lookedAt: Int64) {
    defer { ahead = [] }
    guard !ahead.isEmpty, !removed.isEmpty else { return }
    let gone = Set(removed.compactMap { known[$0.path]?.stamp }.map { [$0.size, $0.modified] })
    for file in ahead where gone.contains([file.stamp.size, file.stamp.modified]) {
      held.release([file.path])
      var record = FileRecord(number: next, stamp: file.stamp)
      if file.stamp.lastChange > lookedAt - Self.restlessNanoseconds { record.stamp.changed = 0 }
      changed.append(File(path: file.path, record: record, isNew: true))
      next += 1
    }
  }

  // Finds what is new or may have changed; nothing counts as removed yet.
  private init(
    _ snapshot: ContentSnapshot, among known: [BytePath: FileRecord], next: Int, rereadsAll: Bool,
    lookedAt: Int64, clock: EventClock?
  ) {
    pathErrors = snapshot.pathErrors.map {
      ArchiveProblem(path: $0.path.text, line: 1, what: $0.what, severity: .rejected)
    }
    var next = next
    for file in snapshot.files {
      let old = known[file.path]
      var record = FileRecord(number: old?.number ?? next, stamp: file.stamp)
      if old != nil {
        found += 1
        if old == record, !rereadsAll { continue }
      } else {
        guard ContentFormat.format(of: file.path.text) != nil else { continue }
        // What the index knows was published once, and stays so whatever the clock says now.
        if let day = clock?.heldUntil(ContentPath.day(of: file.path.text)) {
          held.hold(file.path, until: day)
          ahead.append(file)
          continue
        }
        next += 1
      }
      if file.stamp.lastChange > lookedAt - Self.restlessNanoseconds { record.stamp.changed = 0 }
      changed.append(File(path: file.path, record: record, isNew: old == nil))
    }
    self.next = next
  }

  /// Compares some files with what is known of them.
  /// - Parameters:
  ///   - files: what the files are, by path; `nil` for one that is gone.
  ///   - pathErrors: what stood in the way of looking.
  ///   - known: what is known of these files.
  ///   - next: the number of the first file that is new.
  ///   - rereadsAll: whether to read every file, changed or not.
  ///   - lookedAt: when the files were looked at, in nanoseconds since 1970.
  ///   - clock: says which files are held back.
  package init(
    _ files: [BytePath: FileStamp?], pathErrors: [ContentSnapshot.PathError], known: [BytePath: FileRecord],
    next: Int, rereadsAll: Bool = false, lookedAt: Int64, clock: EventClock
  ) {
    var snapshot = ContentSnapshot()
    snapshot.pathErrors = pathErrors
    for (path, stamp) in files.sorted(by: { $0.key < $1.key }) {
      if let stamp { snapshot.files.append(.init(path: path, stamp: stamp)) }
    }
    self.init(
      snapshot, among: known, next: next, rereadsAll: rereadsAll, lookedAt: lookedAt, clock: clock)
    removed = files.compactMap { path, stamp in stamp == nil ? known[path].map { (path, $0.number) } : nil }
      .sorted { $0.1 < $1.1 }
    publishRenamed(known, lookedAt: lookedAt)
  }

  /// Has the files that are gone count as unchanged; returns their paths.
  package mutating func withholdRemoved() -> [BytePath] {
    defer { removed = [] }
    return removed.map(\.path)
  }

  /// Takes the files to read away, in pieces of at most `count`, and of at most `bytes` if these have more than one file: an
  /// archive's paths fill the memory, and what a piece holds is in memory at once.
  package mutating func takeChunks(of count: Int, bytes: Int64 = 8 << 20) -> [[File]] {
    var (chunks, chunk, size) = ([[File]](), [File](), Int64(0))
    for file in changed {
      size += file.record.stamp.size
      if !chunk.isEmpty, chunk.count == count || size > bytes {
        chunks.append(chunk)
        (chunk, size) = ([], file.record.stamp.size)
      }
      chunk.append(file)
    }
    changed = []
    return chunk.isEmpty ? chunks : chunks + [chunk]
  }

  /// Sets the digests of the bytes that files had, so that a file whose bytes are the same need not be parsed.
  package mutating func setDigests(_ digest: (Int) throws -> ContentDigest?) rethrows {
    for index in changed.indices where !changed[index].isNew {
      changed[index].digest = try digest(changed[index].record.number)
    }
  }
}
