package import Foundation

/// A directory that is there for one test and gone after it.
package final class TemporaryDirectory: Sendable {
  /// Its path, without a trailing slash.
  package let path: String

  /// Makes an empty directory.
  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "feedgen-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path(percentEncoded: false)
  }

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
