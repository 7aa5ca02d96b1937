internal import Foundation
internal import GRDB

extension StorageFault {
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
