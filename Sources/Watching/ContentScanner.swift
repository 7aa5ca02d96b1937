internal import Foundation
internal import Primitives

/// Why a content directory could not be scanned at all.
package enum ScanError: Error, Sendable, CustomStringConvertible {
  /// The directory is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// The archive is not in the content directory, though it was; a disk that is not mounted looks like that.
  case vanished(path: String)
  /// Every file is left out by its name, though some were not.
  case ignored(path: String)

  /// What is wrong and what to do.
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

/// Looks at the Markdown files below `news` in a content directory, without reading them.
package struct ContentScanner: Sendable {
  /// The content directory.
  package let root: String
  /// Which files and directories are left out.
  package let rules: IgnoreRules

  /// Makes a scanner of a content directory.
  package init(root: String, rules: IgnoreRules = .standard) { (self.root, self.rules) = (root, rules) }

  /// Looks at everything. Links to directories are followed, once; other things than files and directories are
  /// obstacles when they are named like an event file.
  /// - Throws: `ScanError` when the content directory itself cannot be read. A missing `news` is an empty archive.
  package func scan() throws -> ContentSnapshot {
    var snapshot = ContentSnapshot()
    _ = try Self.requireDirectory(root)
    guard let news = try Self.requireDirectory(root + "/news", orNothing: true) else {
      snapshot.isMissing = true
      return snapshot
    }
    var visited: Set<[UInt64]> = [[UInt64(news.st_dev), UInt64(news.st_ino)]]
    var level: [BytePath] = ["news"]
    var links: [Listing.Directory] = []
    while !level.isEmpty || !links.isEmpty {
      var next: [BytePath] = []
      // Links wait until all real directories are known, so that none of these is taken for the copy.
      if level.isEmpty {
        let link = links.removeFirst()
        next = Self.unvisited([link], &visited, &snapshot)
      }
      let (root, rules) = (root, rules)
      let parts = level.chunks(of: max(1, level.count / 64))
      try ParallelMap.run(parts, ahead: parts.count) { part in
        part.map { Listing(root: root, path: $0, rules: rules) }
      } consume: { listings in
        for listing in listings {
          snapshot.directories.append(.init(path: listing.path, stamp: listing.stamp))
          snapshot.files += listing.files
          snapshot.obstacles += listing.obstacles
          snapshot.unreadable += listing.unreadable
          snapshot.ignored += listing.ignored
          next += Self.unvisited(listing.directories.filter { !$0.isLink }, &visited, &snapshot)
          links += listing.directories.filter(\.isLink)
        }
      }
      level = next
    }
    return snapshot
  }

  // What the system says of a directory; `nil` when there is nothing at its path, if there may be nothing.
  private static func requireDirectory(_ path: String, orNothing mayBeMissing: Bool = false) throws -> stat? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if mayBeMissing, errno == ENOENT { return nil }
      throw ScanError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw ScanError.unreadable(path: path, reason: "not a directory")
    }
    return status
  }

  // The paths of those directories that were not visited before; the others are obstacles.
  private static func unvisited(
    _ directories: [Listing.Directory], _ visited: inout Set<[UInt64]>, _ snapshot: inout ContentSnapshot
  ) -> [BytePath] {
    directories.filter { directory in
      if visited.insert([directory.device, directory.inode]).inserted { return true }
      snapshot.obstacles.append(
        .init(path: directory.path, what: "a link to a directory that is looked at already; remove the link"))
      return false
    }.map(\.path)
  }
}

/// What one directory holds.
struct Listing: Sendable {
  /// A directory in it.
  struct Directory: Sendable {
    /// Its path below the content directory.
    let path: BytePath
    /// The device it is on.
    let device: UInt64
    /// Its inode's number.
    let inode: UInt64
    /// Whether it was reached by a symbolic link.
    let isLink: Bool
  }

  /// The directory's path below the content directory.
  let path: BytePath
  /// What told the directory from others before it was listed.
  private(set) var stamp: FileStamp?
  /// Its Markdown files, by name.
  private(set) var files: [ContentSnapshot.File] = []
  /// Its directories, by name.
  private(set) var directories: [Directory] = []
  /// What stood in the way.
  private(set) var obstacles: [ContentSnapshot.Obstacle] = []
  /// The directory itself if it could not be read whole, and links in it that lead nowhere.
  private(set) var unreadable: [BytePath] = []
  /// How many of its Markdown files are left out by their names.
  private(set) var ignored = 0
  private let filter: IgnoreFilter
  /// Whether it could not be read, or not all that it holds.
  var isUnreadable: Bool { unreadable.contains(path) }

  /// Lists a directory of the content directory `root`, less what `rules` leave out.
  init(root: String, path: BytePath, rules: IgnoreRules) {
    (self.path, filter) = (path, rules.filter(in: path.text))
    guard let directory = opendir(root + "/" + path.text) else {
      // Gone, or no directory any more, between its parent's listing and now.
      if !FileLook.meansGone(errno) { noteUnreadable("the directory cannot be read", errno) }
      return
    }
    defer { closedir(directory) }
    var status = stat()
    if fstat(dirfd(directory), &status) == 0 { stamp = FileStamp(status) }
    errno = 0
    while let item = readdir(directory) {
      let isFile = item.pointee.d_type == UInt8(DT_REG)
      withUnsafePointer(to: &item.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { look(at: $0, isFile: isFile, in: directory) }
      }
      errno = 0
    }
    if errno != 0 { noteUnreadable("the directory cannot be read to its end", errno) }
    files.sort { $0.path < $1.path }
    directories.sort { $0.path < $1.path }
  }

  // What the directory held and was not seen is unknown from now on, not gone.
  private mutating func noteUnreadable(_ what: String, _ code: Int32) {
    guard !isUnreadable else { return }
    unreadable.append(path)
    obstacles.append(
      .init(path: path, what: "\(what) (\(String(cString: strerror(code)))); what it held stays published"))
  }

  private mutating func look(at name: UnsafePointer<CChar>, isFile: Bool, in directory: OpaquePointer) {
    if strcmp(name, ".") == 0 || strcmp(name, "..") == 0 { return }
    let isMarkdown = Self.isMarkdown(name)
    // Before anything is asked of the file: a lock of an editor may be a link that leads nowhere, and is no obstacle.
    let ignores = filter.verdict(name)
    if ignores.file, isMarkdown { ignored += 1 }
    if ignores.both { return }
    if isFile, !isMarkdown { return noteOddName(name) }
    var status = stat()
    guard fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      // What is gone meanwhile is no obstacle.
      if !FileLook.meansGone(errno), !ignores.either {
        noteUnreadable("the directory's entry \(String(cString: name)) cannot be looked at", errno)
      }
      return
    }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, fstatat(dirfd(directory), name, &status, 0) != 0 {
      let reason = errno
      if ignores.either { return }
      let target = path.appending(String(cString: name))
      // It may be to a directory on a disk that is not mounted.
      unreadable.append(target)
      obstacles.append(
        .init(
          path: target,
          what:
            "a link that leads nowhere (\(String(cString: strerror(reason)))), so what was there stays published; mend or remove it"
        ))
      return
    }
    let isDirectory = status.st_mode & S_IFMT == S_IFDIR
    if isDirectory ? ignores.directory : ignores.file { return }
    guard isDirectory || isMarkdown else { return noteOddName(name) }
    guard let text = String(validatingCString: name) else {
      obstacles.append(
        .init(path: path.appending(String(cString: name)), what: "the file's name is not UTF-8; rename it"))
      return
    }
    let child = path.appending(text)
    if isDirectory {
      directories.append(
        Directory(path: child, device: UInt64(status.st_dev), inode: UInt64(status.st_ino), isLink: isLink))
    } else if status.st_mode & S_IFMT == S_IFREG {
      files.append(.init(path: child, stamp: FileStamp(status)))
    } else {
      obstacles.append(.init(path: child, what: "not a regular file, so it is not read; remove it"))
    }
  }

  // A name that a person takes for an event file's, and that does not end in `.md` for the system, is not passed over.
  private mutating func noteOddName(_ name: UnsafePointer<CChar>) {
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
    obstacles.append(
      .init(
        path: path.appending(text),
        what:
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

  private static func isMarkdown(_ name: UnsafePointer<CChar>) -> Bool {
    let length = strlen(name)
    return length > 3 && strcmp(name + (length - 3), ".md") == 0
  }
}
