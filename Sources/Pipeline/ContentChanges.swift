package import ArchiveIndex
package import EventArchive
package import Primitives
package import Watching

/// The differences between the content directory and the files in the index.
package struct ContentChanges {
  /// A file to read.
  package struct File: Sendable {
    /// The path below the content directory.
    package var path: BytePath
    /// The record to store in the index.
    package var record: FileRecord
    /// The stored digest of its bytes; `nil` when the file is parsed in any case.
    package var digest: ContentDigest?
    /// Whether the index has no record of it.
    package var isNew: Bool
  }

  /// A file that is gone.
  package struct RemovedFile: Sendable {
    /// The path below the content directory.
    package var path: BytePath
    /// Its number in the index.
    package var number: Int
  }

  /// Files that are new, or may have changed.
  package private(set) var changed: [File] = []
  /// Files that are gone, by number.
  package private(set) var removed: [RemovedFile] = []
  /// Files that are held back until their day.
  package private(set) var held = HeldFiles()
  /// The errors of paths that could not be read.
  private(set) var pathErrors: [ArchiveProblem]

  // The number of files that the index knows.
  private var found = 0
  // Held files that may have been published under another name.
  private var ahead: [ContentSnapshot.File] = []
  // The number of the next file that is new.
  private var next = 0

  /// Whether there are no changes.
  package var isEmpty: Bool { count == 0 }

  /// The number of changed and removed files.
  package var count: Int { changed.count + removed.count }

  // A file that changed less than this before the scan may change again without a new time stamp.
  package static let recentlyModifiedNanoseconds: Int64 = 2_000_000_000

  /// Compares a snapshot with the files in the index. Files in directories that could not be read count as unchanged.
  /// - Parameters:
  ///   - rereadsAll: whether to read every file, changed or not.
  ///   - scanTime: the time of the scan, in nanoseconds since 1970; a file that changed just before it is checked again later.
  ///   - clock: decides which files are held back; without it, none are.
  ///   - content: decides which files are content.
  package init(
    _ snapshot: ContentSnapshot, known: FileRecords, rereadsAll: Bool = false,
    scanTime: Int64 = .max, clock: EventClock? = nil, content: ContentSettings = ContentSettings()
  ) {
    let next = (known.numbers.max() ?? -1) + 1
    self.init(
      snapshot, among: known, next: next, rereadsAll: rereadsAll, scanTime: scanTime, clock: clock,
      content: content)
    if found < known.count {
      let present = Set(snapshot.files.map(\.path))
      removed = known.filter { !present.contains($0.path) && !snapshot.mayContain($0.path) }
        .map { RemovedFile(path: $0.path, number: $0.record.number) }.sorted { $0.number < $1.number }
      publishRenamed(known, scanTime: scanTime)
    }
  }

  // A file that was published under another name, which is gone now, is not held back.
  private mutating func publishRenamed(_ known: FileRecords, scanTime: Int64) {
    defer { ahead = [] }
    guard !ahead.isEmpty, !removed.isEmpty else { return }
    // A rename keeps size and modification time.
    let gone = Set(removed.compactMap { known[$0.path]?.stamp }.map { [$0.size, $0.modified] })
    for file in ahead where gone.contains([file.stamp.size, file.stamp.modified]) {
      held.release([file.path])
      changed.append(
        File(
          path: file.path, record: Self.record(of: file, number: next, scanTime: scanTime), isNew: true))
      next += 1
    }
  }

  // Finds new and changed files, but not removed files.
  private init(
    _ snapshot: ContentSnapshot, among known: FileRecords, next: Int, rereadsAll: Bool,
    scanTime: Int64, clock: EventClock?, content: ContentSettings
  ) {
    pathErrors = snapshot.pathErrors.map {
      ArchiveProblem(path: $0.path.text, line: 1, message: $0.message, severity: .rejected)
    }
    var next = next
    let others = rereadsAll ? Array(snapshot.files.indices) : Self.changed(snapshot.files, known)
    found = snapshot.files.count - others.count
    for file in others.lazy.map({ snapshot.files[$0] }) {
      let old = known[file.path]
      let number = old?.number ?? next
      if old != nil {
        found += 1
      } else {
        guard ContentFormat.format(of: file.path.text, content) != nil else { continue }
        // A file in the index was published, and stays published whatever the clock says now.
        if let day = clock?.heldUntil(ContentPath.day(of: file.path.text)) {
          held.hold(file.path, until: day)
          ahead.append(file)
          continue
        }
        next += 1
      }
      let record = Self.record(of: file, number: number, scanTime: scanTime)
      changed.append(File(path: file.path, record: record, isNew: old == nil))
    }
    self.next = next
  }

  // The indices of the files that are not as the index knows them. Nearly all files are in most runs, and looking up their paths takes
  // most of the time of a comparison.
  private static func changed(
    _ files: [ContentSnapshot.File], _ known: FileRecords
  ) -> [Int] {
    if known.isEmpty { return Array(files.indices) }
    var changed: [Int] = []
    ParallelMap.run(files.indices.chunks(of: filesAtOnce)) { indices in
      indices.filter { known[files[$0].path]?.stamp != files[$0].stamp }
    } consume: {
      changed += $0
    }
    return changed
  }

  // The number of files that a thread looks up at a time.
  private static let filesAtOnce = 8_192

  // The record to store of a file. It has no change time if the file was modified recently, so that the next scan finds it again.
  private static func record(
    of file: ContentSnapshot.File, number: Int, scanTime: Int64
  ) -> FileRecord {
    var record = FileRecord(number: number, stamp: file.stamp)
    if file.stamp.lastChange > scanTime - recentlyModifiedNanoseconds { record.stamp.changed = 0 }
    return record
  }

  /// Compares some files with their records in the index.
  /// - Parameters:
  ///   - files: the stamps of the files, by path; `nil` for a file that is gone.
  ///   - pathErrors: the errors of paths that could not be read.
  ///   - known: the records of these files, and perhaps of others.
  ///   - next: the number of the first new file.
  ///   - rereadsAll: whether to read every file, changed or not.
  ///   - scanTime: the time of the stamps, in nanoseconds since 1970.
  ///   - clock: decides which files are held back.
  ///   - content: decides which files are content.
  package init(
    _ files: [BytePath: FileStamp?], pathErrors: [ContentSnapshot.PathError], known: FileRecords,
    next: Int, rereadsAll: Bool = false, scanTime: Int64, clock: EventClock, content: ContentSettings
  ) {
    var snapshot = ContentSnapshot()
    snapshot.pathErrors = pathErrors
    for path in files.keys.sorted() {
      if let stamp = files[path] ?? nil { snapshot.files.append(.init(path: path, stamp: stamp)) }
    }
    self.init(
      snapshot, among: known, next: next, rereadsAll: rereadsAll, scanTime: scanTime, clock: clock,
      content: content)
    let gone = files.filter { $0.value == nil }.keys
    removed = gone.compactMap { path in known[path].map { RemovedFile(path: path, number: $0.number) } }
      .sorted { $0.number < $1.number }
    publishRenamed(known, scanTime: scanTime)
  }

  /// Adds posts that begin or cease to be published, so that their files are read and parsed.
  package mutating func add(due files: [DuePost]) {
    guard !files.isEmpty else { return }
    let places = Dictionary(uniqueKeysWithValues: zip(changed.map(\.record.number), changed.indices))
    let gone = Set(removed.map(\.number))
    for file in files where !gone.contains(file.record.number) {
      if let place = places[file.record.number] {
        changed[place].digest = nil
      } else {
        changed.append(File(path: file.path, record: file.record, isNew: false))
      }
    }
  }

  /// Treats the removed files as unchanged; returns their paths.
  package mutating func withholdRemoved() -> [BytePath] {
    defer { removed = [] }
    return removed.map(\.path)
  }

  /// Removes and returns the files to read, in chunks of at most `count` files and `bytes` bytes; a chunk has one file at least.
  /// They are removed because the paths of an archive take much memory.
  package mutating func takeChunks(of count: Int, bytes: Int64 = 8 << 20) -> [[File]] {
    var chunks: [[File]] = []
    var chunk: [File] = []
    var size: Int64 = 0
    for file in changed {
      size += file.record.stamp.size
      if !chunk.isEmpty, chunk.count == count || size > bytes {
        chunks.append(chunk)
        chunk = []
        size = file.record.stamp.size
      }
      chunk.append(file)
    }
    changed = []
    return chunk.isEmpty ? chunks : chunks + [chunk]
  }

  /// Sets the stored digests of files, so that a file with the same bytes is not parsed.
  package mutating func setDigests(_ digest: (Int) throws -> ContentDigest?) rethrows {
    for index in changed.indices where !changed[index].isNew {
      changed[index].digest = try digest(changed[index].record.number)
    }
  }
}
