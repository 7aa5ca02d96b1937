package import ArchiveIndex
package import Primitives
import Watching

/// Finds changed files whose content is the former content of another changed file: renamed, swapped or copied files.
package struct RenamedFiles {
  /// Stable files that must wait for unstable ones, with their stamps.
  private(set) var deferred: [BytePath: FileStamp?] = [:]
  /// Unstable files that are known to be gone: each has its content under the name of a stable file.
  private(set) var released: [BytePath] = []

  // What renaming a file keeps. The inode alone is not enough: the system reuses it for other files.
  private struct Content: Hashable {
    let size: Int64
    let modified: Int64
    let inode: Int64

    init(_ stamp: FileStamp) {
      size = stamp.size
      modified = stamp.modified
      inode = stamp.inode
    }
  }

  private let stable: [BytePath: FileStamp?]
  private let unstable: [BytePath: FileStamp?]
  private let records: FileRecords
  // Stable files by their present content, by their former content, and by their present size.
  private var present: [Content: [BytePath]] = [:]
  private var former: [Content: [BytePath]] = [:]
  private var sizes: [Int64: [BytePath]] = [:]
  private var unvisited: [(path: BytePath, stamp: FileStamp?)] = []

  /// Prepares a search among stable and unstable files.
  /// - Parameter records: the files as they were read last.
  package init(
    stable: [BytePath: FileStamp?], unstable: [BytePath: FileStamp?], records: FileRecords
  ) {
    self.stable = stable
    self.unstable = unstable
    self.records = records
    for (path, stamp) in stable {
      let record = records[path]
      if let record { former[Content(record.stamp), default: []].append(path) }
      guard let stamp, record.map({ Content($0.stamp) != Content(stamp) }) ?? true else { continue }
      present[Content(stamp), default: []].append(path)
      sizes[stamp.size, default: []].append(path)
    }
  }

  /// Runs the search.
  package mutating func find() {
    let targets = renamedTo()
    for (path, stamp) in unstable where targets[path] == nil { deferFiles(relatedTo: path, stamp) }
    // A deferred file defers others, along a chain of names.
    while let (path, stamp) = unvisited.popLast() {
      if let stamp { deferFiles(whoseFormerContentWas: stamp) }
      guard let record = records[path] else { continue }
      deferFiles(whoseContentIs: record.stamp)
      deferFiles(ofSize: record.stamp.size)
    }
    released = targets.filter { $0.value.contains { deferred[$0] == nil } }.map(\.key)
  }

  // The stable files that have the content of an unstable file that is gone, by its path.
  private func renamedTo() -> [BytePath: [BytePath]] {
    var targets: [BytePath: [BytePath]] = [:]
    for (path, stamp) in unstable where stamp == nil {
      guard let record = records[path] else { continue }
      targets[path] = present[Content(record.stamp)]
    }
    return targets
  }

  private mutating func deferFiles(relatedTo path: BytePath, _ stamp: FileStamp?) {
    if let record = records[path] {
      // When a file is copied and then removed, the copy is stable first. It waits until the removal is stable.
      if stamp == nil { deferFiles(ofSize: record.stamp.size) }
      if stamp.map(Content.init) != Content(record.stamp) { deferFiles(whoseContentIs: record.stamp) }
    }
    if let stamp { deferFiles(whoseFormerContentWas: stamp) }
  }

  private mutating func deferFiles(ofSize size: Int64) {
    if let paths = sizes.removeValue(forKey: size) { deferFiles(paths) }
  }

  private mutating func deferFiles(whoseContentIs stamp: FileStamp) {
    if let paths = present.removeValue(forKey: Content(stamp)) { deferFiles(paths) }
  }

  private mutating func deferFiles(whoseFormerContentWas stamp: FileStamp) {
    if let paths = former.removeValue(forKey: Content(stamp)) { deferFiles(paths) }
  }

  private mutating func deferFiles(_ paths: [BytePath]) {
    for path in paths where deferred[path] == nil {
      let stamp = stable[path] ?? nil
      deferred[path] = .some(stamp)
      unvisited.append((path, stamp))
    }
  }
}
