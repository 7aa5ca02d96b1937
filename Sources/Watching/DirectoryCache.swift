internal import Foundation
package import Primitives

/// The cached listings of a content directory, with the stamps of directories and files, updated with as few system calls as
/// possible.
///
/// `pollDirectories` stats the directories only. It finds added, removed and renamed files by the modification times of their
/// directories. `statAllFiles` stats every file, and finds files that were edited in place too.
package struct DirectoryCache: Sendable {
  // The listing of one directory.
  private struct Directory: Sendable {
    var stamp: FileStamp?
    var files = FileList()
    var children: Set<BytePath> = []
    var pathErrors: [ContentSnapshot.PathError] = []
    var unreadable: [BytePath] = []
  }

  // The directories with one parent. The parent is opened once, and their paths relative to it are short.
  private struct Siblings: Sendable {
    var parent: BytePath
    var children: FileList
  }

  /// The content directory.
  package let root: String
  /// The rules of ignored files and directories.
  package let rules: IgnoreRules
  /// The directories and files that may have content.
  package let scope: ContentScope
  private var directories: [BytePath: Directory] = [:] {
    didSet { if !siblings.isEmpty { siblings = [] } }
  }
  // All directories in the form that `pollDirectories` needs; empty when it must be computed again.
  private var siblings: [Siblings] = []
  // Changed files that were not returned yet, because a scan failed after it had found them.
  private var unreported: Set<BytePath> = []
  // Directories whose files the present stat pass has not checked.
  private var unchecked: [BytePath] = []
  // Changed files that the present stat pass has found.
  private var foundInPass: Set<BytePath> = []
  // Directories that were listed so shortly after a change that a further change may have left the same modification time.
  private var recentlyModified: Set<BytePath> = []

  // The worst resolution of modification times, in nanoseconds.
  private static let timeResolution: Int64 = 2_000_000_000

  /// Makes an empty cache.
  package init(root: String, rules: IgnoreRules = .standard, scope: ContentScope = ContentScope()) {
    self.root = root
    self.rules = rules
    self.scope = scope
  }

  /// The known directories, each with its inode; `nil` when that could not be read.
  package var directoryInodes: [(path: BytePath, inode: Int64?)] {
    directories.map { ($0.key, $0.value.stamp?.inode) }
  }

  /// A number that changes whenever a directory is added, removed or replaced.
  package private(set) var revision = 0

  /// The number of known files.
  package private(set) var count = 0

  /// The number of ignored Markdown files at the last full scan.
  package private(set) var ignored = 0

  /// A snapshot with the errors alone.
  package var scanErrors: ContentSnapshot {
    var snapshot = ContentSnapshot()
    for directory in directories.values {
      snapshot.pathErrors += directory.pathErrors
      snapshot.unreadable += directory.unreadable
    }
    // A directory that cannot be read may be an error of its parent and of itself.
    snapshot.pathErrors = Set(snapshot.pathErrors).sorted { ($0.path, $0.message) < ($1.path, $1.message) }
    return snapshot
  }

  /// The cached stamp of a file; `nil` when there is no such file.
  package func stamp(of path: BytePath) -> FileStamp? {
    directories[path.parent]?.files[path.name]
  }

  /// Stats every directory and every file.
  /// - Parameter now: the present, in nanoseconds since 1970.
  /// - Returns: the files that were added, changed or removed.
  /// - Throws: `ScanError`; then the cache is unchanged.
  package mutating func statAllFiles(now: Int64) throws -> Set<BytePath> {
    var changed = try beginStatPass(now: now)
    if isInStatPass { changed.formUnion(try pollDirectories(now: now)) }
    changed.formUnion(continueStatPass(maxFiles: .max))
    return changed
  }

  /// Begins to stat every file, in parts between which other work can be done.
  /// - Returns: the changed files, if a full scan was necessary instead.
  /// - Throws: `ScanError`.
  package mutating func beginStatPass(now: Int64) throws -> Set<BytePath> {
    // Errors and links can only be resolved by a full scan.
    if directories.isEmpty || directories.values.contains(where: { !$0.pathErrors.isEmpty }) {
      return try scan(now: now)
    }
    unchecked = Array(directories.keys)
    return []
  }

  /// Whether a stat pass is in progress.
  package var isInStatPass: Bool { !unchecked.isEmpty }

  /// Stats some more files. The limit is exceeded by the rest of one directory at most.
  /// - Returns: the changed and removed files of the whole pass at its end, so that they are published together.
  package mutating func continueStatPass(maxFiles limit: Int) -> Set<BytePath> {
    guard isInStatPass else { return [] }
    var count = 0
    while count < limit, let path = unchecked.popLast() {
      guard let directory = directories[path] else { continue }
      foundInPass.formUnion(statFiles(of: directory, at: path))
      count += directory.files.count
    }
    return isInStatPass ? [] : takeUnreported()
  }

  // Stats the known files of a directory, which is opened once.
  private mutating func statFiles(of directory: Directory, at path: BytePath) -> [BytePath] {
    let descriptor = open(root + "/" + path.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }  // the next poll reports the reason
    defer { close(descriptor) }
    let changes = directory.files.changes(of: path, openAs: descriptor, kind: S_IFREG)
    for file in changes.paths { _ = restat(file) }
    // The directory is listed again, which reports the errors.
    if !changes.unknown.isEmpty { recentlyModified.insert(path) }
    return changes.paths
  }

  /// Lists everything again, and compares the result with the cache.
  /// - Returns: the files that were added, changed or removed.
  /// - Throws: `ScanError`; then the cache is unchanged.
  package mutating func scan(now: Int64) throws -> Set<BytePath> {
    let snapshot = try ContentScanner(root: root, rules: rules, scope: scope).scan()
    if snapshot.isMissing { throw ScanError.vanished(path: path(of: scope.top)) }
    let old = directories
    revision += 1
    directories = [:]
    unchecked = []
    recentlyModified = []
    for directory in snapshot.directories {
      directories[directory.path] = Directory(stamp: directory.stamp)
      markIfRecentlyModified(directory.path, stamp: directory.stamp, now: now)
    }
    for directory in snapshot.directories where !directory.path.text.isEmpty {
      directories[directory.path.parent]?.children.insert(directory.path)
    }
    for (path, files) in Dictionary(grouping: snapshot.files, by: { $0.path.parent }) {
      directories[path]?.files = FileList(files)
    }
    for error in snapshot.pathErrors {
      directories[error.path.parent, default: Directory()].pathErrors.append(error)
    }
    count = snapshot.files.count
    ignored = snapshot.ignored
    for path in snapshot.unreadable {
      let directory = directories[path] == nil ? path.parent : path
      directories[directory]?.unreadable.append(path)
    }
    keepUnknown(snapshot.unreadable, from: old)
    if old.isEmpty { unreported.reserveCapacity(count) }
    for (path, directory) in directories {
      unreported.formUnion(directory.files.difference(from: old[path]?.files, in: path))
    }
    for (path, directory) in old where directories[path] == nil {
      unreported.formUnion(directory.files.paths(in: path))
    }
    return takeUnreported()
  }

  /// Stats the directories, and lists those that have changed.
  /// - Returns: the files that were added, changed or removed.
  /// - Throws: `ScanError` when the archive is missing or cannot be read.
  package mutating func pollDirectories(now: Int64) throws -> Set<BytePath> {
    let top = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard top >= 0 else { throw ScanError.unreadable(path: root, reason: String(cString: strerror(errno))) }
    defer { close(top) }
    var changed = recentlyModified
    switch FileStatus(at: scope.top.text.isEmpty ? "." : scope.top.text, in: top, kind: S_IFDIR) {
    case .found(let stamp): if stamp != directories[scope.top]?.stamp { changed.insert(scope.top) }
    case .gone: throw ScanError.vanished(path: path(of: scope.top))
    case .unknown(let code):
      throw ScanError.unreadable(path: path(of: scope.top), reason: String(cString: strerror(code)))
    }
    if siblings.isEmpty { siblings = Self.siblings(directories) }
    for group in siblings {
      let parent =
        group.parent.text.isEmpty ? top : openat(top, group.parent.text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      defer { if parent >= 0, parent != top { close(parent) } }
      // Without the parent, all its children count as unknown, and are listed.
      let changes = group.children.changes(of: group.parent, openAs: parent, kind: S_IFDIR)
      changed.formUnion(changes.paths)
      changed.formUnion(changes.unknown)
    }
    return try relist(changed, now: now)
  }

  /// Lists directories that are known to have changed.
  /// - Returns: the files that were added, changed or removed.
  /// - Throws: `ScanError`.
  package mutating func relist(_ paths: some Sequence<BytePath>, now: Int64) throws -> Set<BytePath> {
    var rest = Array(paths)
    while let path = rest.popLast() {
      let listing = DirectoryListing(root: root, path: path, rules: rules, scope: scope)
      if listing.stamp == nil, !listing.isUnreadable {
        unreported.formUnion(remove(path))
        // Its parent is listed, to find whether it was removed or is a dangling link now.
        let parent = path.parent
        if parent != path, directories[parent] != nil { rest.append(parent) }
        continue
      }
      // Links need a full scan, which lists no directory twice.
      if listing.directories.contains(where: \.isLink) || directories[path]?.pathErrors.isEmpty == false {
        return try scan(now: now)
      }
      rest += update(path, to: listing, now: now)
    }
    return takeUnreported()
  }

  /// Stats one file.
  /// - Returns: the current stamp; `nil` if the file was removed or is ignored, or if its directory is not in the cache. If the
  ///   directory is unreachable, the last known stamp: the next poll decides whether the directory was removed.
  package mutating func restat(_ path: BytePath) -> FileStamp? {
    let parent = path.parent
    guard directories[parent] != nil, !rules.ignore(path.text) else { return nil }
    var found = statOnDisk(path, kind: S_IFREG)
    if found == .gone {
      guard case .found = statOnDisk(parent, kind: S_IFDIR) else { return self.stamp(of: path) }
      found = statOnDisk(path, kind: S_IFREG)  // the directory may be reachable again
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

extension DirectoryCache {
  /// Whether no process of this machine has a file open for writing; `false` when that is not known. The kernel of Linux answers the owner
  /// of the file and privileged processes, for files of local file systems.
  package func hasNoWriter(_ path: BytePath) -> Bool {
    #if os(Linux)
      let file = open(self.path(of: path), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
      guard file >= 0 else { return false }
      defer { close(file) }
      // A read lease is refused while the file is open for writing (fcntl(2)). Closing the file ends it. If another process opens the
      // file before that, the kernel sends SIGIO, which would end this one; SIGURG does nothing.
      return fcntl(file, Self.setSignal, SIGURG) == 0 && fcntl(file, Self.setLease, F_RDLCK) == 0
    #else
      return false
    #endif
  }

  // F_SETSIG and F_SETLEASE of Linux, which Swift does not import.
  private static let setSignal: Int32 = 10
  private static let setLease: Int32 = 1024

  // The path of a file or directory of the content directory.
  private func path(of path: BytePath) -> String { path.text.isEmpty ? root : root + "/" + path.text }

  private func statOnDisk(_ path: BytePath, kind: mode_t) -> FileStatus {
    FileStatus(at: root + "/" + path.text, in: AT_FDCWD, kind: kind)
  }

  private mutating func takeUnreported() -> Set<BytePath> {
    if !isInStatPass {
      unreported.formUnion(foundInPass)
      foundInPass = []
    }
    defer { unreported = [] }
    return unreported
  }

  // Updates a directory to its present listing; returns the children that must be listed as well.
  private mutating func update(_ path: BytePath, to listing: DirectoryListing, now: Int64) -> [BytePath] {
    let old = directories[path]
    let directory = Self.directory(listing, old: old)
    unreported.formUnion(directory.files.difference(from: old?.files, in: path))
    count += directory.files.count - (old?.files.count ?? 0)
    directories[path] = directory
    markIfRecentlyModified(path, stamp: listing.stamp, now: now)
    if old?.stamp?.inode != listing.stamp?.inode { revision += 1 }
    let foundHere = foundInPass.filter { $0.parent == path }
    unreported.formUnion(foundHere)
    foundInPass.subtract(foundHere)
    let added = Array(directory.children.filter { directories[$0] == nil })
    if let old, !listing.isUnreadable {
      for child in old.children.subtracting(directory.children) { unreported.formUnion(remove(child)) }
    }
    return added
  }

  private static func directory(_ listing: DirectoryListing, old: Directory?) -> Directory {
    var directory = Directory(
      stamp: listing.stamp, files: FileList(listing.files), children: Set(listing.directories.map(\.path)),
      pathErrors: listing.pathErrors, unreadable: listing.unreadable)
    // The files of a directory that cannot be read are unknown, not removed.
    if let old, listing.isUnreadable {
      directory.children.formUnion(old.children)
      directory.files = old.files
      for file in listing.files { directory.files[file.path.name] = file.stamp }
    }
    return directory
  }

  // Keeps the known files of directories that a scan could not read, and of those below them: they are unknown, not removed.
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

  private mutating func markIfRecentlyModified(_ path: BytePath, stamp: FileStamp?, now: Int64) {
    recentlyModified.remove(path)
    if let stamp, abs(now - stamp.lastChange) < Self.timeResolution {
      recentlyModified.insert(path)
    }
  }

  // Removes a directory and those below it; returns their files.
  private mutating func remove(_ path: BytePath) -> Set<BytePath> {
    let gone = directories.keys.filter { $0 == path || $0.isBelow(path) }
    recentlyModified.subtract(gone)
    revision += 1
    let files = Set(
      gone.flatMap { directories.removeValue(forKey: $0)?.files.paths(in: $0) ?? [] })
    count -= files.count
    return files
  }

  private static func siblings(_ directories: [BytePath: Directory]) -> [Siblings] {
    // The top of all is polled by itself.
    Dictionary(grouping: directories.filter { !$0.key.text.isEmpty }, by: { $0.key.parent }).map {
      parent, children in
      // A directory without a stamp gets one that differs from every real stamp.
      let unknown = FileStamp(size: -1, modified: 0, changed: 0, inode: 0)
      return Siblings(
        parent: parent, children: FileList(children.map { ($0.key.name, $0.value.stamp ?? unknown) }))
    }
  }
}
