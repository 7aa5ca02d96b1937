package import ArchiveIndex
import EventArchive
package import Primitives

/// An open index, and the state that a service keeps in memory between builds.
package final class OpenArchive {
  /// The index.
  package let index: any EventIndex
  /// Whether state is kept; without it, each build reads everything from the index.
  package let isKept: Bool
  /// The latest time of any event after the last build.
  package var latestTime = UnixTime.distantPast
  // The numbers of all files, by the digest of the path, because the paths take much memory.
  private var numbers: [ContentDigest: Int32]?
  private var state: ArchiveState?

  /// Makes an archive of an open index.
  package init(_ index: any EventIndex, isKept: Bool) {
    self.index = index
    self.isKept = isKept
  }

  // From this part of all files on, one statement reads the records of all. In PostgreSQL, a statement for each takes 26 µs of
  // processor time: 3.5 s for 132,000 files.
  private static let part = 4

  // The numbers of all known files.
  private func fileNumbers() throws -> [ContentDigest: Int32] {
    if let numbers { return numbers }
    var all: [ContentDigest: Int32] = [:]
    try index.write { try $0.forEachFile { path, number in all[ContentDigest(path.text)] = Int32(number) } }
    if isKept { numbers = all }
    return all
  }

  /// Whether no file is known.
  package func isEmpty() throws -> Bool { try fileNumbers().isEmpty }

  /// The records of some files; a file without a record has none here. If many are asked for, the result has those of all files.
  package func records(of paths: some Collection<BytePath>) throws -> FileRecords {
    let numbers = try fileNumbers()
    return try index.write { transaction in
      if paths.count > numbers.count / Self.part { return try transaction.files() }
      var records = FileRecords()
      for path in paths {
        if let record = try numbers[ContentDigest(path.text)].flatMap({ try transaction.file(Int($0)) }) {
          records.insert(record, path: path)
        }
      }
      return records
    }
  }

  /// Sets the number of a file; `nil` for a file that is gone.
  package func set(_ number: Int?, path: BytePath) {
    numbers?[ContentDigest(path.text)] = number.map(Int32.init)
  }

  /// Whether the state of the archive is kept.
  package var hasState: Bool { state != nil }

  /// Returns the state of the archive, which is then no longer kept; `nil` when there is none.
  func takeState() -> ArchiveState? {
    defer { state = nil }
    return state
  }

  /// Keeps the state of the archive for the next build.
  func keep(_ state: ArchiveState) { if isKept { self.state = state } }

  /// Forgets the state of the archive, because another configuration classifies it anew.
  package func forgetState() { state = nil }

  /// Forgets all state, which may differ from the index because a build has failed.
  package func forget() {
    numbers = nil
    state = nil
  }
}
