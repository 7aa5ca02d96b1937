package import Foundation

/// A directory that is there for one test and gone after it.
package final class TemporaryDirectory: Sendable {
  /// Its path, without a trailing slash.
  package let path: String

  /// Makes an empty directory.
  package init() throws {
    let url = Self.parent.appending(path: "feedgen-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

  // Memory, if it has room and TMPDIR names no other place. Tests make and remove many files: a run of all tests takes 90 s of
  // system time with ext4, which skips each inode that was freed in the last minute, and 32 s with tmpfs (2026-11-28).
  private static let parent: URL = {
    #if os(Linux)
      var memory = statvfs()
      let path = "/dev/shm"
      if ProcessInfo.processInfo.environment["TMPDIR"] == nil, statvfs(path, &memory) == 0,
        UInt64(memory.f_bavail) * UInt64(memory.f_frsize) >= 4 << 30, access(path, W_OK) == 0
      {
        return URL(filePath: path)
      }
    #endif
    return FileManager.default.temporaryDirectory
  }()

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of something inside.
  package func path(_ relative: String) -> String { path + "/" + relative }

  /// Writes a file, with the directories above it.
  package func write(_ content: Data, to relative: String) throws {
    let url = URL(filePath: path(relative))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: url)
  }

  /// Writes a file of text, with the directories above it.
  package func write(_ text: String, to relative: String) throws { try write(Data(text.utf8), to: relative) }
}
