package import Primitives

/// The state of a content directory at one time.
package struct ContentSnapshot: Sendable {
  /// A Markdown file.
  package struct File: Hashable, Sendable {
    /// Its path below the content directory, without a leading slash.
    package var path: BytePath
    /// The stamp, which changes with the file.
    package var stamp: FileStamp

    /// Makes a file.
    package init(path: BytePath, stamp: FileStamp) {
      self.path = path
      self.stamp = stamp
    }
  }

  /// An error at one path.
  package struct PathError: Hashable, Sendable {
    /// The path below the content directory; bytes that are not UTF-8 are replaced.
    package var path: BytePath
    /// The fault and the remedy.
    package var message: String
  }

  /// A directory that was listed.
  package struct Directory: Hashable, Sendable {
    /// Its path below the content directory.
    package var path: BytePath
    /// The stamp from before the directory was listed; `nil` when it could not be read.
    package var stamp: FileStamp?
  }

  /// The listed directories, `news` first.
  package var directories: [Directory] = []
  /// The Markdown files, ordered by directory and name.
  package var files: [File] = []
  /// Directories that could not be read completely, and dangling links: files there are unknown, not removed.
  package var unreadable: [BytePath] = []
  /// The errors.
  package var pathErrors: [PathError] = []

  /// The number of ignored Markdown files, without those in ignored directories.
  package var ignored = 0

  /// Whether the content directory has no `news`.
  package var isMissing = false

  /// Makes an empty snapshot.
  package init() {}

  /// Whether a file that is not in the snapshot may still exist: its directory could not be read, or its path has an error.
  package func mayContain(_ path: BytePath) -> Bool {
    unreadable.contains { path.isBelow($0) } || pathErrors.contains { $0.path == path }
  }
}
