internal import Foundation
package import Primitives

/// What a content directory holds, kept up to date by looking again at as little as possible.
///
/// A glance looks at directories only: it finds what was added, removed or renamed, by the times of the directories
/// that hold it. A sweep looks at every file, and finds what was edited in place too.
package struct ContentPicture: Sendable {
  // What was listed of one directory.
  private struct Directory: Sendable {
    var stamp: FileStamp?
    var files = FileList()
    var children: Set<BytePath> = []
    var obstacles: [ContentSnapshot.Obstacle] = []
    var unreadable: [BytePath] = []
  }

  // Directories of one parent: from there, which is opened once for all of them, the way to each is short.
  private struct Family: Sendable {
    var parent: BytePath
    var children: FileList
  }

  /// The content directory.
  package let root: String
  /// Which files and directories are left out.
  package let rules: IgnoreRules
  private var directories: [BytePath: Directory] = [:] {
    didSet { if !families.isEmpty { families = [] } }
  }
  // All directories as a glance looks at them; empty when that is to be put together again.
  private var families: [Family] = []
  // Files of which it was seen that they have changed, until a look that does not fail tells of them.
  private var unreported: Set<BytePath> = []
  // Directories whose files a sweep has yet to look at.
  private var unswept: [BytePath] = []
  // What it has found so far.
  private var swept: Set<BytePath> = []
  // Directories that changed so shortly before they were listed that they may have changed again unnoticed.
  private var restless: Set<BytePath> = []

  // The times of a directory may be as coarse as this, in nanoseconds.
  private static let coarseness: Int64 = 2_000_000_000

  /// Makes an empty picture of a content directory.
  package init(root: String, rules: IgnoreRules = .standard) { (self.root, self.rules) = (root, rules) }

  /// The directories that are known, each with the inode's number when it was listed; -1 for one that could not be.
  package var directoryInodes: [(path: BytePath, inode: Int64)] {
    directories.map { ($0.key, $0.value.stamp?.inode ?? -1) }
  }

  /// Changes whenever a directory is added, or is another than it was.
  package private(set) var edition = 0

  /// The number of files.
  package private(set) var count = 0

  /// How many Markdown files were left out by their names when everything was looked at last.
  package private(set) var ignored = 0

  /// A snapshot of nothing but what stands in the way of looking at the content.
  package var hindrances: ContentSnapshot {
    var snapshot = ContentSnapshot()
    for directory in directories.values {
      snapshot.obstacles += directory.obstacles
      snapshot.unreadable += directory.unreadable
    }
    // A directory that cannot be read may be an obstacle of its parent and of itself.
    snapshot.obstacles = Set(snapshot.obstacles).sorted { ($0.path, $0.what) < ($1.path, $1.what) }
    return snapshot
  }

  /// What the picture says of a file; `nil` for one that is not there.
  package func stamp(of path: BytePath) -> FileStamp? {
    directories[path.parent]?.files[path.name]
  }

  /// Looks at every directory and every file.
  /// - Parameter now: the present, in nanoseconds since 1970.
  /// - Returns: the files that are new, different or gone since they were looked at last.
  /// - Throws: `ScanError`; the picture stays as it was then.
  package mutating func sweep(now: Int64) throws -> Set<BytePath> {
    var changed = try beginSweep(now: now)
    if isSweeping { changed.formUnion(try glance(now: now)) }
    changed.formUnion(continueSweep(files: .max))
    return changed
  }

  /// Begins to look at every file, so that what is more urgent can be done between the parts of it.
  /// - Returns: the files that are different, if all had to be looked at at once.
  /// - Throws: `ScanError`.
  package mutating func beginSweep(now: Int64) throws -> Set<BytePath> {
    // What stands in the way, and links, need what a scan of everything knows.
    if directories.isEmpty || directories.values.contains(where: { !$0.obstacles.isEmpty }) {
      return try scan(now: now)
    }
    unswept = Array(directories.keys)
    return []
  }

  /// Whether there are files left to look at.
  package var isSweeping: Bool { !unswept.isEmpty }

  /// Looks at some more files, `limit` or a few more.
  /// - Returns: those of the whole sweep that are different or gone, when it is at its end: they belong together.
  package mutating func continueSweep(files limit: Int) -> Set<BytePath> {
    guard isSweeping else { return [] }
    var count = 0
    while count < limit, let path = unswept.popLast() {
      guard let directory = directories[path] else { continue }
      swept.formUnion(lookAtFiles(in: path, directory))
      count += directory.files.count
    }
    return isSweeping ? [] : report()
  }

  // Looks at the known files of a directory, which is opened once for all of them.
  private mutating func lookAtFiles(in path: BytePath, _ directory: Directory) -> [BytePath] {
    let place = open(root + "/" + path.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard place >= 0 else { return [] }  // the next glance tells why
    defer { close(place) }
    let changes = directory.files.changes(in: place, path, kind: S_IFREG)
    for file in changes.paths { _ = look(atFile: file) }
    // Listing the directory tells what stands in the way.
    if !changes.unknown.isEmpty { restless.insert(path) }
    return changes.paths
  }

  /// Looks at everything anew, as if nothing were known, but tells only what is different from what was known.
  /// - Returns: the files that are new, different or gone.
  /// - Throws: `ScanError`; the picture stays as it was then.
  package mutating func scan(now: Int64) throws -> Set<BytePath> {
    let snapshot = try ContentScanner(root: root, rules: rules).scan()
    if snapshot.isMissing { throw ScanError.vanished(path: root + "/news") }
    let old = directories
    edition += 1
    (directories, unswept) = ([:], [])
    restless = []
    for directory in snapshot.directories {
      directories[directory.path] = Directory(stamp: directory.stamp)
      note(directory.path, directory.stamp, now)
    }
    for directory in snapshot.directories {
      directories[directory.path.parent]?.children.insert(directory.path)
    }
    for (path, files) in Dictionary(grouping: snapshot.files, by: { $0.path.parent }) {
      directories[path]?.files = FileList(files)
    }
    for obstacle in snapshot.obstacles {
      directories[obstacle.path.parent, default: Directory()].obstacles.append(obstacle)
    }
    count = snapshot.files.count
    ignored = snapshot.ignored
    for path in snapshot.unreadable {
      let directory = directories[path] == nil ? path.parent : path
      directories[directory]?.unreadable.append(path)
    }
    keepUnknown(snapshot.unreadable, from: old)
    for (path, directory) in directories {
      unreported.formUnion(directory.files.difference(from: old[path]?.files, in: path))
    }
    for (path, directory) in old where directories[path] == nil {
      unreported.formUnion(directory.files.paths(in: path))
    }
    return report()
  }

  /// Looks at the directories, and into those that have changed.
  /// - Returns: the files that are new, different or gone.
  /// - Throws: `ScanError` when the archive is not there.
  package mutating func glance(now: Int64) throws -> Set<BytePath> {
    let top = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard top >= 0 else { throw ScanError.unreadable(path: root, reason: String(cString: strerror(errno))) }
    defer { close(top) }
    switch FileLook(at: "news", in: top, kind: S_IFDIR) {
    case .found: break
    case .gone: throw ScanError.vanished(path: root + "/news")
    case .unknown(let code):
      throw ScanError.unreadable(path: root + "/news", reason: String(cString: strerror(code)))
    }
    var changed = restless
    if families.isEmpty { families = Self.families(directories) }
    for family in families {
      let parent =
        family.parent.text.isEmpty ? top : openat(top, family.parent.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      defer { if parent >= 0, parent != top { close(parent) } }
      // Of a parent that cannot be opened none is known: listing them tells what is there.
      let changes = family.children.changes(in: parent, family.parent, kind: S_IFDIR)
      changed.formUnion(changes.paths)
      changed.formUnion(changes.unknown)
    }
    return try look(into: changed, now: now)
  }

  /// Looks into directories of which something is known to have changed.
  /// - Returns: the files that are new, different or gone.
  /// - Throws: `ScanError`.
  package mutating func look(into paths: some Sequence<BytePath>, now: Int64) throws -> Set<BytePath> {
    var rest = Array(paths)
    while let path = rest.popLast() {
      let listing = Listing(root: root, path: path, rules: rules)
      let old = directories[path]
      if listing.stamp == nil, !listing.isUnreadable {
        unreported.formUnion(remove(path))
        // Its parent tells whether it is gone, or a link that leads nowhere now.
        let parent = path.parent
        if directories[parent] != nil { rest.append(parent) }
        continue
      }
      // Links need what a scan knows of all directories: that none is looked at twice.
      if listing.directories.contains(where: \.isLink) || old?.obstacles.isEmpty == false {
        return try scan(now: now)
      }
      var directory = Directory(
        stamp: listing.stamp, children: Set(listing.directories.map(\.path)), obstacles: listing.obstacles,
        unreadable: listing.unreadable)
      if let old, listing.isUnreadable { directory.children.formUnion(old.children) }
      // What a directory held that cannot be read now is unknown, not gone.
      if let old, listing.isUnreadable {
        directory.files = old.files
        for file in listing.files { directory.files[file.path.name] = file.stamp }
      } else {
        directory.files = FileList(listing.files)
      }
      unreported.formUnion(directory.files.difference(from: old?.files, in: path))
      count += directory.files.count - (old?.files.count ?? 0)
      directories[path] = directory
      note(path, listing.stamp, now)
      if old?.stamp?.inode != listing.stamp?.inode { edition += 1 }
      let here = swept.filter { $0.parent == path }
      unreported.formUnion(here)
      swept.subtract(here)
      rest += directory.children.filter { directories[$0] == nil }
      guard let old, !listing.isUnreadable else { continue }
      for child in old.children.subtracting(directory.children) { unreported.formUnion(remove(child)) }
    }
    return report()
  }

  /// Looks at one file.
  /// - Returns: what it is now, `nil` when it is gone. When its directory is not there, or the system cannot say, it stays
  ///   what it was: a glance tells whether the directory is gone, or out of reach. In a directory that is not known there is
  ///   no file, even where a link leads to one. A file that is left out counts as gone.
  package mutating func look(atFile path: BytePath) -> FileStamp? {
    let parent = path.parent
    guard directories[parent] != nil, !rules.ignore(path.text) else { return nil }
    var found = lookOnDisk(path, kind: S_IFREG)
    if found == .gone {
      guard case .found = lookOnDisk(parent, kind: S_IFDIR) else { return self.stamp(of: path) }
      found = lookOnDisk(path, kind: S_IFREG)  // it may have been out of reach, and be back
    }
    let stamp: FileStamp?
    switch found {
    case .found(let present): stamp = present
    case .gone: stamp = nil
    case .unknown: return self.stamp(of: path)
    }
    if let known = directories[parent] {
      let name = path.name
      if (known.files[name] == nil) != (stamp == nil) { count += stamp == nil ? -1 : 1 }
      directories[parent]?.files[name] = stamp
    }
    return stamp
  }
}

extension ContentPicture {
  private func lookOnDisk(_ path: BytePath, kind: mode_t) -> FileLook {
    FileLook(at: root + "/" + path.text, in: AT_FDCWD, kind: kind)
  }

  private mutating func report() -> Set<BytePath> {
    if !isSweeping {
      unreported.formUnion(swept)
      swept = []
    }
    defer { unreported = [] }
    return unreported
  }

  // Keeps what was known of directories that a scan could not read, and of those below them: it is unknown now, not gone.
  private mutating func keepUnknown(_ unreadable: [BytePath], from old: [BytePath: Directory]) {
    guard !unreadable.isEmpty else { return }
    for (path, known) in old where unreadable.contains(where: { path == $0 || path.isBelow($0) }) {
      guard var directory = directories[path] else {
        directories[path] = known
        count += known.files.count
        continue
      }
      directory.children.formUnion(known.children)
      for file in known.files.paths(in: path) where directory.files[file.name] == nil {
        directory.files[file.name] = known.files[file.name]
        count += 1
      }
      directories[path] = directory
    }
  }

  private mutating func note(_ path: BytePath, _ stamp: FileStamp?, _ now: Int64) {
    restless.remove(path)
    if let stamp, abs(now - stamp.lastChange) < Self.coarseness { restless.insert(path) }
  }

  // Forgets a directory and what is below it; returns the files it held.
  private mutating func remove(_ path: BytePath) -> Set<BytePath> {
    let gone = directories.keys.filter { $0 == path || $0.isBelow(path) }
    restless.subtract(gone)
    edition += 1
    let files = Set(
      gone.flatMap { directories.removeValue(forKey: $0)?.files.paths(in: $0) ?? [] })
    count -= files.count
    return files
  }

  private static func families(_ directories: [BytePath: Directory]) -> [Family] {
    Dictionary(grouping: directories, by: { $0.key.parent }).map { parent, children in
      // One that told nothing when it was listed is another whatever it tells now.
      let unknown = FileStamp(size: -1, modified: 0, changed: 0, inode: 0)
      return Family(
        parent: parent, children: FileList(children.map { ($0.key.name, $0.value.stamp ?? unknown) }))
    }
  }
}
