internal import Foundation

/// The kind of an error of the database or of the system, by its code. It decides the exit status and the advice.
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
  /// A database on a server cannot be reached, or refuses the connection.
  case unreachable
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
    case .unreachable:
      "check that the server runs, can be reached from here, and lets this user in; what is published stays"
    case .other: "run again"
    case .damaged: nil
    }
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
