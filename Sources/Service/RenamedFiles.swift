package import ArchiveIndex
package import Primitives
import Watching

/// Finds, among files that have changed, those of which one has now what another had when it was read.
package struct RenamedFiles {
  /// Quiet files that are to wait for others that are not, with what they are.
  private(set) var waiting: [BytePath: FileStamp?] = [:]
  /// Files that are not quiet and are gone for certain: a quiet file is what each of them was.
  private(set) var leaving: [BytePath] = []

  // A new name keeps all but the time at which the inode changed; an inode alone may be used again by another file.
  private struct Content: Hashable {
    let size: Int64
    let modified: Int64
    let inode: Int64

    init(_ stamp: FileStamp) { (size, modified, inode) = (stamp.size, stamp.modified, stamp.inode) }
  }

  private let quiet: [BytePath: FileStamp?]
  private let settling: [BytePath: FileStamp?]
  private let records: [BytePath: FileRecord]
  // Quiet files by what they are, by what they were, and by their present size.
  private var present: [Content: [BytePath]] = [:]
  private var former: [Content: [BytePath]] = [:]
  private var sizes: [Int64: [BytePath]] = [:]
  private var unvisited: [(path: BytePath, stamp: FileStamp?)] = []

  /// Makes a search among files that are quiet and others that are not, with what is known of them.
  package init(
    quiet: [BytePath: FileStamp?], settling: [BytePath: FileStamp?], records: [BytePath: FileRecord]
  ) {
    (self.quiet, self.settling, self.records) = (quiet, settling, records)
    for (path, stamp) in quiet {
      let record = records[path]
      if let record { former[Content(record.stamp), default: []].append(path) }
      guard let stamp, record.map({ Content($0.stamp) != Content(stamp) }) ?? true else { continue }
      present[Content(stamp), default: []].append(path)
      sizes[stamp.size, default: []].append(path)
    }
  }

  /// Looks for them.
  package mutating func find() {
    var targets: [BytePath: [BytePath]] = [:]
    for (path, stamp) in settling where stamp == nil {
      if let record = records[path], let files = present[Content(record.stamp)] { targets[path] = files }
    }
    for (path, stamp) in settling where targets[path] == nil {
      let record = records[path]
      // Of a file that is copied and removed, the copy is quiet first: it waits until it is sure that the other is gone.
      if stamp == nil, let record { wait(sizes.removeValue(forKey: record.stamp.size) ?? []) }
      if let record, stamp.map({ Content($0) != Content(record.stamp) }) ?? true {
        wait(present.removeValue(forKey: Content(record.stamp)) ?? [])
      }
      if let stamp { wait(former.removeValue(forKey: Content(stamp)) ?? []) }
    }
    // What waits has others wait, along a chain of names.
    while let (path, stamp) = unvisited.popLast() {
      if let stamp { wait(former.removeValue(forKey: Content(stamp)) ?? []) }
      guard let record = records[path] else { continue }
      wait(present.removeValue(forKey: Content(record.stamp)) ?? [])
      wait(sizes.removeValue(forKey: record.stamp.size) ?? [])
    }
    leaving = targets.filter { $0.value.contains { waiting[$0] == nil } }.map(\.key)
  }

  private mutating func wait(_ paths: [BytePath]) {
    for path in paths where waiting[path] == nil {
      let stamp = quiet[path] ?? nil
      waiting[path] = .some(stamp)
      unvisited.append((path, stamp))
    }
  }
}
