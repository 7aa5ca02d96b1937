internal import Foundation
internal import GRDB

/// The kind of an error of SQLite or of the system, by its code. It decides the exit status and the advice.
package enum StorageFault: String, Sendable, CaseIterable {
  /// No space is left, or the quota is exceeded.
  case full
  /// The file system or the file is read-only.
  case readOnly
  /// The process has no permission, or the path cannot be opened.
  case notPermitted
  /// Reading or writing failed.
  case inputOutput
  /// The file is no database, or not one that feedgen wrote.
  case damaged
  /// Another process holds the file.
  case busy
  /// A value or a file exceeds a limit.
  case tooLarge
  /// No memory is left.
  case outOfMemory
  /// Anything else.
  case other

  /// The kind of an error of the system; `code` is the value of `errno`.
  package init(errno code: Int32) {
    self =
      switch code {
      case ENOSPC, EDQUOT: .full
      case EROFS: .readOnly
      case EACCES, EPERM, ENOENT, ENOTDIR, EISDIR, EEXIST, ELOOP, ENAMETOOLONG: .notPermitted
      case EIO, ESTALE, ENXIO, ENODEV: .inputOutput
      case EAGAIN, EBUSY, ETXTBSY, EDEADLK, ENOLCK, EMFILE, ENFILE: .busy
      case EFBIG, EOVERFLOW: .tooLarge
      case ENOMEM: .outOfMemory
      default: .other
      }
  }

  /// What to do about the error, as the end of a sentence; `nil` for damage, because the advice depends on the table.
  package var advice: String? {
    switch self {
    case .full: "free some space and run again"
    case .readOnly: "make it writable, or name another place"
    case .notPermitted: "check that it is where it should be and that this user may read and write it"
    case .inputOutput: "check the disk and run again"
    case .busy: "another process uses it; try again later"
    case .tooLarge: "raise the limit on the size of files, if there is one, and run again"
    case .outOfMemory: "free some memory and run again"
    case .other: "run again"
    case .damaged: nil
    }
  }

  /// The kind of a result code of SQLite. Some codes say only that a system call failed; for these, the free space of the file
  /// system of `path` decides.
  init(_ code: ResultCode, path: String) {
    self =
      switch code.primaryResultCode {
      case .SQLITE_FULL: .full
      case .SQLITE_READONLY: .readOnly
      case .SQLITE_PERM, .SQLITE_AUTH: .notPermitted
      case .SQLITE_CANTOPEN: Self.full(path, or: .notPermitted)
      case .SQLITE_IOERR where code == .SQLITE_IOERR_NOMEM: .outOfMemory
      case .SQLITE_IOERR: Self.full(path, or: .inputOutput)
      case .SQLITE_NOMEM: .outOfMemory
      case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .busy
      case .SQLITE_TOOBIG: .tooLarge
      // The statements are correct, so that an error of one, or a violated constraint, means that the tables are damaged.
      case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_MISMATCH,
        .SQLITE_CONSTRAINT:
        .damaged
      default: .other
      }
  }

  // The space that a journal or the shared memory beside a database needs, in bytes.
  private static let leastSpace: UInt64 = 128 * 1024

  private static func full(_ path: String, or other: StorageFault) -> StorageFault {
    isDiskFull(path) ? .full : other
  }

  // Whether the file system of a path has too little space, or no free inode.
  private static func isDiskFull(_ path: String) -> Bool {
    var status = statvfs()
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard statvfs(directory.isEmpty ? "/" : directory, &status) == 0 else { return false }
    let free = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
    let hasNoSpace = status.f_blocks > 0 && !free.overflow && free.partialValue < leastSpace
    return hasNoSpace || status.f_files > 0 && status.f_favail == 0
  }
}

/// Creates directories by system calls, whose error codes are known; Foundation's errors lack some of them.
package enum Directories {
  /// Creates a directory, with its parents, if it is missing.
  /// - Returns: the value of `errno` if that fails; `nil` on success.
  package static func create(_ path: String) -> Int32? {
    let path = path.isEmpty ? "." : path
    if isDirectory(path) { return nil }
    if mkdir(path, 0o777) == 0 { return nil }
    var code = errno
    if code == ENOENT, let slash = path.dropLast(path.hasSuffix("/") ? 1 : 0).lastIndex(of: "/"),
      slash > path.startIndex
    {
      if let code = create(String(path[..<slash])) { return code }
      if mkdir(path, 0o777) == 0 { return nil }
      code = errno
    }
    if code != EEXIST { return code }
    return isDirectory(path) ? nil : ENOTDIR
  }

  private static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
