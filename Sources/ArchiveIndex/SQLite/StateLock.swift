internal import Foundation

/// The lock of a state directory. It is released with this object, or when the process ends.
final class StateLock {
  private let file: Int32
  private let path: String

  /// Locks a directory.
  /// - Throws: `IndexError.locked` when another process holds the lock, `.unwritable` when the directory cannot be written,
  ///   `.notRegular` when the path of the lock is no regular file.
  init(directory: String) throws(IndexError) {
    let path = directory + "/lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard file >= 0 else {
      if Self.isOther(errno) { throw .notRegular(path: path) }
      throw .unwritable(directory: directory, code: errno)
    }
    do {
      try StateFile.check(open: file, path: path)
    } catch {
      close(file)
      throw error
    }
    // Another process may hold the lock for a moment, in `isHeld`.
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
      throw .locked(place: directory, process: process.isEmpty ? "" : "process \(process)")
    }
    // Only messages show the process, so that a failure, as on a full disk, does not matter.
    _ = ftruncate(file, 0)
    let process = Array("\(getpid())\n".utf8)
    _ = write(file, process, process.count)
    (self.file, self.path) = (file, path)
  }

  /// Whether the file at the path of the lock is still the locked one.
  var isInPlace: Bool {
    var (held, found) = (stat(), stat())
    return fstat(file, &held) == 0 && stat(path, &found) == 0 && held.st_ino == found.st_ino
      && held.st_dev == found.st_dev
  }

  deinit { close(file) }

  /// Whether a process holds the lock of a state directory, which need not exist.
  /// - Throws: `IndexError.unreadable` when that is unknown, `.notRegular` when the path of the lock is no regular file.
  static func isHeld(directory: String) throws(IndexError) -> Bool {
    let path = directory + "/lock"
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      if isOther(errno) { throw .notRegular(path: path) }
      throw .unreadable(path: path, code: errno)
    }
    defer { close(file) }
    try StateFile.check(open: file, path: path)
    if flock(file, LOCK_SH | LOCK_NB) == 0 { return false }
    guard errno == EWOULDBLOCK else { throw .unreadable(path: path, code: errno) }
    return true
  }

  // Whether opening failed because the path is a directory, a socket or a device.
  private static func isOther(_ code: Int32) -> Bool { [EISDIR, ENXIO, ENODEV].contains(code) }
}
