internal import Foundation

/// Checks of paths in the state directory before they are opened. A path whose status cannot be read is an error, and not a
/// missing file. Only a regular file is opened, because opening or reading a FIFO or a device may block.
enum StateFile {
  /// The identity of a file: a file that replaces it has another one.
  struct Identity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    /// The identity of the file with a status.
    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
  }

  // The files that SQLite keeps beside a database.
  private static let companions = ["-journal", "-wal", "-shm"]

  /// The identity of the regular file at a path; `nil` when the path does not exist.
  /// - Throws: `IndexError.unreadable` when the status of the path cannot be read, `.notRegular` when it is no regular file.
  static func identity(of path: String) throws(IndexError) -> Identity? {
    try status(of: path).map(Identity.init)
  }

  /// The size of the regular file at a path, in bytes; `nil` when the path does not exist.
  /// - Throws: as `identity`.
  static func size(of path: String) throws(IndexError) -> Int64? {
    try status(of: path).map { Int64($0.st_size) }
  }

  /// Checks that the files that SQLite opens beside a database are regular files.
  /// - Throws: as `identity`.
  static func checkCompanions(of path: String) throws(IndexError) {
    for suffix in companions { _ = try status(of: path + suffix) }
  }

  /// Checks that an open file is a regular one.
  /// - Throws: `IndexError.notRegular`.
  static func check(open file: Int32, path: String) throws(IndexError) {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .unreadable(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
  }

  /// Creates a file that only its owner may read, or takes the permissions of other users from one that exists. Tables of another
  /// module may have secrets. SQLite gives the files beside a database the same permissions.
  /// - Throws: as `identity`.
  static func hideFromOthers(_ path: String) throws(IndexError) {
    // A descriptor of a file that exists is not opened: closing it would end the locks of this process.
    let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    if file >= 0 {
      close(file)
      return
    }
    // Opening the database reports why there is no file.
    guard let status = try status(of: path), status.st_mode & 0o007 != 0 else { return }
    // The owner of a file of another user decides about its permissions.
    _ = chmod(path, status.st_mode & 0o770)
  }

  /// Removes a database with the files beside it, or what is at their paths, as far as the system permits; a directory only if it
  /// is empty.
  static func remove(database path: String) {
    for path in [path] + companions.map({ path + $0 }) {
      if unlink(path) != 0, errno == EISDIR || errno == EPERM { rmdir(path) }
    }
  }

  private static func status(of path: String) throws(IndexError) -> stat? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .unreadable(path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
    return status
  }
}
