internal import Foundation

/// The directory in which a backup is made, beside the file that it becomes. It is removed with this object.
final class BackupDirectory {
  /// The path of the directory.
  let path: String
  private let parent: String
  private let lock: StateLock

  /// Creates the directory for a backup at a path. One that a killed process left is used again.
  /// - Throws: `BackupError`.
  init(beside target: String) throws {
    let slash = target.lastIndex(of: "/")
    let name = slash.map { target[target.index(after: $0)...] } ?? target[...]
    parent = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    path = "\(parent)/.\(name).feedgen-new"
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw BackupError.unwritable(path: target, code: errno)
    }
    do throws(IndexError) {
      lock = try StateLock(directory: path)
    } catch {
      switch error {
      // Another process holds the lock, or has just removed the directory.
      case .locked: throw BackupError.busy(path: target)
      case .unwritable(_, ENOENT): throw BackupError.busy(path: target)
      default: throw error
      }
    }
    // A lock in a directory that was removed locks nothing.
    guard lock.isInPlace else { throw BackupError.busy(path: target) }
    try removeLeftovers()
  }

  // Under another name, the directory cannot be that of another process, which begins meanwhile. An error of removing leaves files
  // behind, which do no harm.
  deinit {
    let removed = "\(path)-\(getpid())"
    guard lock.isInPlace, rename(path, removed) == 0 else { return }
    try? FileManager.default.removeItem(atPath: removed)
  }

  /// Moves a file of the directory to its place, for good.
  /// - Throws: `BackupError`.
  func move(_ name: String, to target: String) throws {
    guard rename(path + "/" + name, target) == 0 else {
      throw BackupError.unwritable(path: target, code: errno)
    }
    let folder = open(parent, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw BackupError.unwritable(path: target, code: errno) }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw BackupError.unwritable(path: target, code: errno) }
  }

  // Removes what a killed process left.
  private func removeLeftovers() throws {
    do {
      for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != "lock" {
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
    } catch {
      throw BackupError.unwritable(path: path, code: EACCES)
    }
  }
}
