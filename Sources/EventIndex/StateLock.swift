internal import Foundation

/// Holds a state directory for one process, until it is let go or the process ends, however it ends.
final class StateLock {
  private let file: Int32
  private let path: String

  /// Takes the directory.
  /// - Throws: `IndexError.locked` when another process has it, `.unwritable` when it cannot be written.
  init(directory: String) throws(IndexError) {
    let file = open(directory + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      throw .unwritable(directory: directory, code: errno)
    }
    // Somebody may only be asking who holds it, and be gone in a moment.
    var tries = 10
    while flock(file, LOCK_EX | LOCK_NB) != 0, tries > 0 {
      tries -= 1
      usleep(20_000)
    }
    if tries == 0, errno != EWOULDBLOCK {
      let code = errno
      close(file)
      throw .unwritable(directory: directory, code: code)
    }
    guard tries > 0 else {
      var holder = [UInt8](repeating: 0, count: 32)
      let count = read(file, &holder, holder.count)
      close(file)
      let process = String(decoding: holder.prefix(max(0, count)), as: UTF8.self).filter(\.isNumber)
      throw .locked(directory: directory, process: process.isEmpty ? "" : " (process \(process))")
    }
    // Only for a message: whether it could be written, as on a full disk, does not matter.
    _ = ftruncate(file, 0)
    let process = Array("\(getpid())\n".utf8)
    _ = write(file, process, process.count)
    (self.file, path) = (file, directory + "/lock")
  }

  /// Whether the lock is still found where it was taken.
  var isInPlace: Bool {
    var (held, found) = (stat(), stat())
    return fstat(file, &held) == 0 && stat(path, &found) == 0 && held.st_ino == found.st_ino
      && held.st_dev == found.st_dev
  }

  deinit { close(file) }

  /// Whether a process holds a state directory.
  static func isHeld(directory: String) -> Bool {
    let file = open(directory + "/lock", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }
}
