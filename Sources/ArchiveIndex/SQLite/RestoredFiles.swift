internal import Foundation

/// The files of a restored backup on their way to their places in a state directory: all of them take their places, or none.
///
/// They are written to the directory `restoring`. Its new name, `restored`, is the decision: from then on the files of this
/// directory are those of the state. Who locks the state directory next moves the files that a killed process left there.
enum RestoredFiles {
  private static let unfinished = "/restoring"
  private static let decided = "/restored"
  private static let companions = ["-wal", "-journal"]

  /// The directory to write files to, which is made empty.
  /// - Throws: `IndexError`.
  static func begin(in directory: String) throws -> String {
    let path = directory + unfinished
    try removeTree(path, in: directory)
    try create(path, in: directory)
    guard chmod(path, 0o700) == 0 else { throw IndexError.unwritable(directory: directory, code: errno) }
    return path
  }

  /// Removes files that were not decided on.
  /// - Throws: `IndexError`.
  static func abandon(in directory: String) throws { try removeTree(directory + unfinished, in: directory) }

  /// Decides for the written files.
  /// - Throws: `IndexError`.
  static func decide(in directory: String) throws {
    let path = directory + unfinished
    let paths = try files(below: path).map { path + "/" + $0 }
    for path in paths { try giveToOwner(of: directory, path) }
    try (paths + folders(of: paths)).forEach(synchronize)
    guard rename(path, directory + decided) == 0 else {
      throw IndexError.unwritable(directory: directory, code: errno)
    }
    try synchronize(directory)
  }

  /// Moves the files that were decided on to their places, if there are any, and removes others. What was in these places is kept beside them.
  /// - Returns: the paths of the databases that are kept.
  /// - Throws: `IndexError`.
  static func complete(in directory: String) throws -> [String] {
    let source = directory + decided
    // A killed restoration, which was not decided on.
    try removeTree(directory + unfinished, in: directory)
    guard isThere(source) else { return [] }
    var kept: [String] = []
    var targets: [String] = []
    for name in try files(below: source) {
      let target = directory + "/" + name
      targets.append(target)
      try create(parent(of: target), in: directory)
      if let path = try keep(target, in: directory) { kept.append(path) }
      guard rename(source + "/" + name, target) == 0 else {
        throw IndexError.unwritable(directory: directory, code: errno)
      }
    }
    try (folders(of: targets) + [directory]).forEach(synchronize)
    try removeTree(source, in: directory)
    return kept
  }

  /// Checks that no restored files are on their way to the directory of a database.
  /// - Throws: `IndexError.restoring`.
  static func requireNone(beside path: String) throws(IndexError) {
    let directory = parent(of: path)
    if isThere(directory + decided) { throw .restoring(directory: directory) }
  }

  /// Gives a path to the owner of a directory, if this process may: root restores for the user of a service.
  /// - Throws: `IndexError`.
  static func giveToOwner(of directory: String, _ path: String) throws {
    guard geteuid() == 0 else { return }
    var status = stat()
    guard stat(directory, &status) == 0, lchown(path, status.st_uid, status.st_gid) == 0 else {
      throw IndexError.unwritable(directory: directory, code: errno)
    }
  }
}

extension RestoredFiles {
  // Keeps the database at a path under another name; returns the name. The path itself has the database until it is replaced.
  private static func keep(_ path: String, in directory: String) throws -> String? {
    let kept = freeName(for: path)
    let isDatabase = isThere(path)
    if isDatabase, link(path, kept) != 0, errno != EEXIST, rename(path, kept) != 0 {
      throw IndexError.unwritable(directory: directory, code: errno)
    }
    // The new database must not get what belongs to the old one.
    for suffix in companions where isThere(path + suffix) {
      guard rename(path + suffix, kept + suffix) == 0 else {
        throw IndexError.unwritable(directory: directory, code: errno)
      }
    }
    guard unlink(path + "-shm") == 0 || errno == ENOENT else {
      throw IndexError.unwritable(directory: directory, code: errno)
    }
    return isDatabase ? kept : nil
  }

  // A name that no other database was kept under.
  private static func freeName(for path: String) -> String {
    var number = 1
    while isThere("\(path).replaced-\(number)"),
      identity(of: "\(path).replaced-\(number)") != identity(of: path)
    {
      number += 1
    }
    return "\(path).replaced-\(number)"
  }

  private static func identity(of path: String) -> StateFile.Identity? {
    var status = stat()
    return lstat(path, &status) == 0 ? StateFile.Identity(status) : nil
  }

  private static func isThere(_ path: String) -> Bool { identity(of: path) != nil }

  private static func files(below directory: String) throws -> [String] {
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: directory)
        .filter { !isDirectory(directory + "/" + $0) }.sorted()
    } catch {
      throw IndexError.unwritable(directory: directory, code: EIO)
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private static func folders(of paths: [String]) -> [String] { Set(paths.map(parent)).sorted() }

  private static func create(_ path: String, in directory: String) throws {
    if isDirectory(path) { return }
    if let code = Directories.create(path) { throw IndexError.unwritable(directory: directory, code: code) }
    if path != directory { try giveToOwner(of: directory, path) }
  }

  private static func removeTree(_ path: String, in directory: String) throws {
    guard isThere(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw IndexError.unwritable(directory: directory, code: EACCES)
    }
  }

  private static func synchronize(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw IndexError.unwritable(directory: path, code: errno) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw IndexError.unwritable(directory: path, code: errno) }
  }
}
