internal import Foundation

/// An error of a backup, or of its restoration.
package enum BackupError: Error, Sendable, CustomStringConvertible {
  /// The file of the backup exists; only a backup may be replaced.
  case exists(path: String, isBackup: Bool)
  /// The path of the backup is a directory or a device.
  case notRegular(path: String)
  /// The backup would be in the output directory, which is served, with the secrets of subscribers.
  case served(path: String)
  /// Another process makes the same backup.
  case busy(path: String)
  /// The backup cannot be written; `code` is the value of `errno`.
  case unwritable(path: String, code: Int32)
  /// The backup cannot be read; `code` is the value of `errno`.
  case unreadable(path: String, code: Int32)
  /// The file is no backup.
  case notBackup(path: String)
  /// The backup is damaged; `reason` is the end of a sentence.
  case damaged(path: String, reason: String)
  /// A newer version of feedgen made the backup.
  case newer(path: String, feedgen: String)
  /// The backup lacks a database that was asked for.
  case lacks(path: String, database: String)
  /// The state has databases that a restoration would replace.
  case replaces(paths: [String])

  /// The error and what to do about it.
  package var description: String {
    switch self {
    case .exists(let path, let isBackup): "\(path): is there already\(Self.advice(isBackup: isBackup))"
    case .notRegular(let path): "\(path): is not a regular file; name another"
    case .served(let path):
      "\(path): is in the output directory, which is served; a backup has secrets of subscribers, so name a file elsewhere"
    case .busy(let path): "\(path): another feedgen makes this backup; wait for it, or name another file"
    case .unwritable(let path, let code):
      "\(path): the backup cannot be written (\(Self.text(code)))\(Self.advice(code))"
    case .unreadable(let path, let code): "\(path): cannot be read (\(Self.text(code)))\(Self.advice(code))"
    case .notBackup(let path):
      "\(path): is no backup of feedgen; name a file that `feedgen backup` made, decompressed if it was compressed"
    case .damaged(let path, let reason): "\(path): the backup is damaged: \(reason); use another backup"
    case .newer(let path, let feedgen):
      "\(path): made by a newer feedgen (\(feedgen)); restore it with that version, or a later one"
    case .lacks(let path, let database): "\(path): the backup has no \(database); restore it without --only"
    case .replaces(let paths):
      "\(paths.joined(separator: ", ")): is there already; --force replaces it by the backup, and keeps it under another name"
    }
  }

  private static func advice(isBackup: Bool) -> String {
    isBackup
      ? "; name another file, or replace it with --force"
      : ", and is no backup, which is all that --force replaces; name another file"
  }

  private static func advice(_ code: Int32) -> String {
    StorageFault(errno: code).advice.map { "; \($0)" } ?? ""
  }
  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }
}
