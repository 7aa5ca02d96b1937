internal import Foundation
internal import Primitives

/// The reason why a content directory could not be scanned at all.
package enum ScanError: Error, Sendable, CustomStringConvertible {
  /// The directory is missing or cannot be read.
  case unreadable(path: String, reason: String)
  /// The archive was in the content directory, and is missing. Its disk may not be mounted.
  case vanished(path: String)
  /// The ignore rules match every file, though some were published.
  case ignored(path: String)

  /// The fault and the remedy.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): the content directory cannot be read (\(reason)); name it by `content` in the configuration or --content"
    case .vanished(let path):
      "\(path): the archive is gone, so the feeds stay as they are; mount its disk, or run `feedgen --force` if it is meant"
    case .ignored(let path):
      "\(path): watch.ignore leaves out every file, so the feeds stay as they are; correct its patterns, or run `feedgen --force` if it is meant"
    }
  }
}

/// Lists and stats the files of a content directory that may be content, without reading them.
package struct ContentScanner: Sendable {
  /// The content directory.
  package let root: String
  /// The rules of ignored files and directories.
  package let rules: IgnoreRules
  /// The directories and files that may have content.
  package let scope: ContentScope

  /// Makes a scanner of a content directory.
  package init(root: String, rules: IgnoreRules = .standard, scope: ContentScope = ContentScope()) {
    self.root = root
    self.rules = rules
    self.scope = scope
  }

  /// Scans everything. Links to directories are followed, but no directory is listed twice. Other objects, such as pipes, are errors
  /// if they have the name of an event file.
  /// - Throws: `ScanError` when the content directory itself cannot be read. A missing top of the scope is an empty archive.
  package func scan() throws -> ContentSnapshot {
    var snapshot = ContentSnapshot()
    _ = try Self.status(ofDirectory: root)
    guard let top = try Self.statusIfPresent(ofDirectory: "\(root)/\(scope.top)") else {
      snapshot.isMissing = true
      return snapshot
    }
    var visited: Set<DirectoryIdentity> = [DirectoryIdentity(top)]
    var level: [BytePath] = [scope.top]
    var links: [DirectoryListing.Directory] = []
    while !level.isEmpty || !links.isEmpty {
      var next: [BytePath] = []
      // Links are followed after all real directories, so that a directory keeps its real path.
      if level.isEmpty {
        let link = links.removeFirst()
        next = Self.unvisited([link], visited: &visited, snapshot: &snapshot)
      }
      let parts = level.chunks(of: max(1, level.count / 64))
      ParallelMap.run(parts, ahead: parts.count) { [root, rules, scope] part in
        part.map { DirectoryListing(root: root, path: $0, rules: rules, scope: scope) }
      } consume: { listings in
        for listing in listings {
          snapshot.directories.append(.init(path: listing.path, stamp: listing.stamp))
          snapshot.files += listing.files
          snapshot.pathErrors += listing.pathErrors
          snapshot.unreadable += listing.unreadable
          snapshot.ignored += listing.ignored
          let directories = listing.directories.filter { !$0.isLink }
          next += Self.unvisited(directories, visited: &visited, snapshot: &snapshot)
          links += listing.directories.filter(\.isLink)
        }
      }
      level = next
    }
    return snapshot
  }

  // The status of a directory; `nil` when there is nothing at its path.
  private static func statusIfPresent(ofDirectory path: String) throws -> stat? {
    var status = stat()
    if stat(path, &status) != 0, errno == ENOENT { return nil }
    return try Self.status(ofDirectory: path)
  }

  // The status of a directory.
  private static func status(ofDirectory path: String) throws -> stat {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw ScanError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw ScanError.unreadable(path: path, reason: "not a directory")
    }
    return status
  }

  // The paths of the directories that were not visited before; the others become errors.
  private static func unvisited(
    _ directories: [DirectoryListing.Directory], visited: inout Set<DirectoryIdentity>,
    snapshot: inout ContentSnapshot
  ) -> [BytePath] {
    directories.filter { directory in
      if visited.insert(directory.identity).inserted { return true }
      snapshot.pathErrors.append(
        .init(path: directory.path, message: "a link to a directory that is scanned already; remove the link")
      )
      return false
    }.map(\.path)
  }
}

/// The identity of a directory, whatever its path.
struct DirectoryIdentity: Hashable, Sendable {
  /// The device (st_dev).
  var device: UInt64
  /// The inode (st_ino).
  var inode: UInt64

  /// Makes the identity of the directory with a status.
  init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }
}

/// The listing of one directory.
struct DirectoryListing: Sendable {
  /// A subdirectory.
  struct Directory: Sendable {
    /// Its path below the content directory.
    let path: BytePath
    /// Its identity.
    let identity: DirectoryIdentity
    /// Whether the path is a symbolic link.
    let isLink: Bool
  }

  /// The directory's path below the content directory.
  let path: BytePath
  /// The directory's stamp from before it was listed.
  private(set) var stamp: FileStamp?
  /// The Markdown files, sorted.
  private(set) var files: [ContentSnapshot.File] = []
  /// The subdirectories, sorted.
  private(set) var directories: [Directory] = []
  /// The errors.
  private(set) var pathErrors: [ContentSnapshot.PathError] = []
  /// The directory itself if it could not be read completely, and dangling links in it.
  private(set) var unreadable: [BytePath] = []
  /// The number of ignored Markdown files.
  private(set) var ignored = 0
  private let filter: IgnoreFilter
  private let scope: ContentScope
  /// Whether the directory could not be read completely.
  var isUnreadable: Bool { unreadable.contains(path) }

  /// Lists a directory of the content directory `root`, without ignored files and directories.
  init(root: String, path: BytePath, rules: IgnoreRules, scope: ContentScope) {
    self.path = path
    self.scope = scope
    filter = rules.filter(in: path.text)
    guard let directory = opendir(root + "/" + path.text) else {
      // A directory that was removed or replaced after the listing of its parent is not an error.
      if !FileStatus.meansGone(errno) { recordUnreadable("the directory cannot be read", code: errno) }
      return
    }
    defer { closedir(directory) }
    var status = stat()
    if fstat(dirfd(directory), &status) == 0 { stamp = FileStamp(status) }
    errno = 0
    while let item = readdir(directory) {
      let isFile = item.pointee.d_type == UInt8(DT_REG)
      withUnsafePointer(to: &item.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { addEntry($0, isFile: isFile, in: directory) }
      }
      errno = 0
    }
    if errno != 0 { recordUnreadable("the directory cannot be read to its end", code: errno) }
    files.sort { $0.path < $1.path }
    directories.sort { $0.path < $1.path }
  }

  // Records that the directory could not be read. The files that were not listed are unknown, not removed.
  private mutating func recordUnreadable(_ message: String, code: Int32) {
    guard !isUnreadable else { return }
    unreadable.append(path)
    pathErrors.append(
      .init(
        path: path, message: "\(message) (\(String(cString: strerror(code)))); what it held stays published"))
  }

  // An entry of the directory, with the status of the target if it is a link.
  private struct Entry {
    var status: stat
    var isLink: Bool

    var isDirectory: Bool { status.st_mode & S_IFMT == S_IFDIR }
    var isRegularFile: Bool { status.st_mode & S_IFMT == S_IFREG }
  }

  private mutating func addEntry(
    _ name: UnsafePointer<CChar>, isFile: Bool, in directory: OpaquePointer
  ) {
    if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
    let isContent = scope.mayHaveContent(name, in: path)
    // Before the file is accessed: an editor's lock may be a dangling link, which is not an error.
    let verdict = filter.verdict(name)
    if verdict.file, isContent { ignored += 1 }
    if verdict.both { return }
    if isFile, !isContent { return recordOddName(name) }
    guard let entry = statEntry(name, in: dirfd(directory), verdict: verdict) else { return }
    if entry.isDirectory ? verdict.directory : verdict.file { return }
    guard entry.isDirectory || isContent else { return recordOddName(name) }
    add(entry, named: name)
  }

  // Stats an entry. Records the error when the status is unknown, unless the entry may be ignored.
  private mutating func statEntry(
    _ name: UnsafePointer<CChar>, in directory: Int32, verdict: IgnoreRules.Verdict
  ) -> Entry? {
    var status = stat()
    guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      // A file that was removed since the listing began is not an error.
      if !FileStatus.meansGone(errno), !verdict.either {
        recordUnreadable("the directory's entry \(String(cString: name)) cannot be accessed", code: errno)
      }
      return nil
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, fstatat(directory, name, &status, 0) != 0 {
      let code = errno
      if !verdict.either { recordDanglingLink(name, code: code) }
      return nil
    }
    return Entry(status: status, isLink: isLink)
  }

  // The target may be a directory on a disk that is not mounted.
  private mutating func recordDanglingLink(_ name: UnsafePointer<CChar>, code: Int32) {
    let link = path.appending(String(cString: name))
    unreadable.append(link)
    pathErrors.append(
      .init(
        path: link,
        message:
          "a link that leads nowhere (\(String(cString: strerror(code)))), so what was there stays published; mend or remove it"
      ))
  }

  private mutating func add(_ entry: Entry, named name: UnsafePointer<CChar>) {
    guard let text = String(validatingCString: name) else {
      pathErrors.append(
        .init(path: path.appending(String(cString: name)), message: "the file's name is not UTF-8; rename it")
      )
      return
    }
    let child = path.appending(text)
    if entry.isDirectory {
      guard scope.includes(child) else { return }
      directories.append(
        Directory(path: child, identity: DirectoryIdentity(entry.status), isLink: entry.isLink))
    } else if entry.isRegularFile {
      files.append(.init(path: child, stamp: FileStamp(entry.status)))
    } else {
      pathErrors.append(.init(path: child, message: "not a regular file, so it is not read; remove it"))
    }
  }

  // Records an error for a name that looks like the name of an event file but does not end in `.md`.
  private mutating func recordOddName(_ name: UnsafePointer<CChar>) {
    // A site has many other files.
    if scope.posts != nil { return }
    let text = String(cString: name)
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 && $0 > 0x20 }
    let last = text.utf8.last ?? 0
    guard !isPlain || last | 0x20 == UInt8(ascii: "d") || last == UInt8(ascii: ".") else { return }
    var visible = String.UnicodeScalarView(
      text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { !Self.isInvisible($0) })
    while visible.last == "." { visible.removeLast() }
    guard String(visible).lowercased().utf8.suffix(3).elementsEqual(".md".utf8) else { return }
    let ending = text.unicodeScalars.suffix(6).map { scalar in
      scalar.isASCII && scalar.value > 0x20
        ? String(scalar) : "U+" + String(format: "%04X", scalar.value)
    }
    pathErrors.append(
      .init(
        path: path.appending(text),
        message:
          "the file's name does not end in .md (its last characters are \(ending.joined(separator: " "))), so it is not read; rename it"
      ))
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .format, .control, .nonspacingMark, .enclosingMark, .spaceSeparator, .lineSeparator,
      .paragraphSeparator:
      true
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
  }
}
