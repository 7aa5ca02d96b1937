internal import Foundation
internal import Parallelism

/// Why a content directory could not be scanned at all.
package enum ScanError: Error, Sendable, CustomStringConvertible {
  /// The directory is not there or cannot be read.
  case unreadable(path: String, reason: String)
  /// The archive is not in the content directory, though it was; a disk that is not mounted looks like that.
  case vanished(path: String)

  /// What is wrong and what to do.
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): the content directory cannot be read (\(reason)); name it by `content` in the configuration or --content"
    case .vanished(let path):
      "\(path): the archive is gone, so the feeds stay as they are; mount its disk, or delete the state directory if it is meant"
    }
  }
}

/// Looks at the Markdown files below `news` in a content directory, without reading them.
package struct ContentScanner: Sendable {
  /// The content directory.
  package let root: String

  /// Makes a scanner of a content directory.
  package init(root: String) { self.root = root }

  /// Looks at everything. Links to directories are followed, once; other things than files and directories are
  /// obstacles when they are named like an event file.
  /// - Throws: `ScanError` when the content directory itself cannot be read. A missing `news` is an empty archive.
  package func scan() throws -> ContentSnapshot {
    var status = stat()
    guard stat(root, &status) == 0 else {
      throw ScanError.unreadable(path: root, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw ScanError.unreadable(path: root, reason: "not a directory")
    }
    var snapshot = ContentSnapshot()
    guard stat(root + "/news", &status) == 0 else {
      guard errno == ENOENT else {
        throw ScanError.unreadable(path: root + "/news", reason: String(cString: strerror(errno)))
      }
      snapshot.isMissing = true
      return snapshot
    }
    var visited: Set<[UInt64]> = [[UInt64(status.st_dev), UInt64(status.st_ino)]]
    var level = ["news"]
    var links: [Listing.Directory] = []
    while !level.isEmpty || !links.isEmpty {
      var next: [String] = []
      // Links wait until all real directories are known, so that none of these is taken for the copy.
      if level.isEmpty {
        let link = links.removeFirst()
        next = Self.unvisited([link], &visited, &snapshot)
      }
      let root = root
      let parts = level.chunks(of: max(1, level.count / 64))
      try ParallelMap.run(parts, ahead: parts.count) { part in
        part.map { Listing(root: root, path: $0) }
      } consume: { listings in
        for listing in listings {
          snapshot.directories.append(.init(path: listing.path, stamp: listing.stamp))
          snapshot.files += listing.files
          snapshot.obstacles += listing.obstacles
          snapshot.unreadable += listing.unreadable
          next += Self.unvisited(listing.directories.filter { !$0.isLink }, &visited, &snapshot)
          links += listing.directories.filter(\.isLink)
        }
      }
      level = next
    }
    return snapshot
  }

  // The paths of those directories that were not visited before; the others are obstacles.
  private static func unvisited(
    _ directories: [Listing.Directory], _ visited: inout Set<[UInt64]>, _ snapshot: inout ContentSnapshot
  ) -> [String] {
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
    let path: String
    /// The device it is on.
    let device: UInt64
    /// Its inode's number.
    let inode: UInt64
    /// Whether it was reached by a symbolic link.
    let isLink: Bool
  }

  /// The directory's path below the content directory.
  let path: String
  /// What told the directory from others before it was listed.
  private(set) var stamp: FileStamp?
  /// Its Markdown files, by name.
  private(set) var files: [ContentSnapshot.File] = []
  /// Its directories, by name.
  private(set) var directories: [Directory] = []
  /// What stood in the way.
  private(set) var obstacles: [ContentSnapshot.Obstacle] = []
  /// The directory itself if it could not be read to its end, and links in it that lead nowhere.
  private(set) var unreadable: [String] = []
  /// Whether it could not be read, or not to its end.
  var isUnreadable: Bool { unreadable.contains(path) }

  /// Lists a directory of the content directory `root`.
  init(root: String, path: String) {
    self.path = path
    guard let directory = opendir(root + "/" + path) else {
      // Gone, or no directory any more, between its parent's listing and now.
      guard errno != ENOENT, errno != ENOTDIR else { return }
      unreadable.append(path)
      obstacles.append(
        .init(
          path: path,
          what:
            "the directory cannot be read (\(String(cString: strerror(errno)))); what it held stays published"
        ))
      return
    }
    defer { closedir(directory) }
    var status = stat()
    if fstat(dirfd(directory), &status) == 0 { stamp = FileStamp(status) }
    errno = 0
    while let item = readdir(directory) {
      withUnsafePointer(to: &item.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { look(at: $0, in: directory) }
      }
      errno = 0
    }
    if errno != 0 {
      unreadable.append(path)
      obstacles.append(
        .init(
          path: path,
          what:
            "the directory cannot be read to its end (\(String(cString: strerror(errno)))); what it held stays published"
        ))
    }
    files.sort { $0.path < $1.path }
    directories.sort { $0.path < $1.path }
  }

  private mutating func look(at name: UnsafePointer<CChar>, in directory: OpaquePointer) {
    guard name[0] != 0x2E else { return }  // hidden, or the directory itself
    var status = stat()
    // What is gone meanwhile is no obstacle.
    guard fstatat(dirfd(directory), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    if isLink, fstatat(dirfd(directory), name, &status, 0) != 0 {
      let reason = errno
      let target = path + "/" + String(cString: name)
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
    guard isDirectory || Self.isMarkdown(name) else { return }
    guard let text = String(validatingCString: name) else {
      obstacles.append(
        .init(path: path + "/" + String(cString: name), what: "the file's name is not UTF-8; rename it"))
      return
    }
    let child = path + "/" + text
    if isDirectory {
      directories.append(
        Directory(path: child, device: UInt64(status.st_dev), inode: UInt64(status.st_ino), isLink: isLink))
    } else if status.st_mode & S_IFMT == S_IFREG {
      files.append(.init(path: child, stamp: FileStamp(status)))
    } else {
      obstacles.append(.init(path: child, what: "not a regular file, so it is not read; remove it"))
    }
  }

  private static func isMarkdown(_ name: UnsafePointer<CChar>) -> Bool {
    let length = strlen(name)
    return length > 3 && strcmp(name + (length - 3), ".md") == 0
  }
}
