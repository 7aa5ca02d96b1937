/// What a content directory held at one moment.
package struct ContentSnapshot: Sendable {
  /// A Markdown file.
  package struct File: Hashable, Sendable {
    /// Its path below the content directory, without a leading slash.
    package var path: String
    /// What tells whether it has changed.
    package var stamp: FileStamp
  }

  /// Something that stands in the way of looking at the content.
  package struct Obstacle: Hashable, Sendable {
    /// The path below the content directory, as far as it can be written in UTF-8.
    package var path: String
    /// What is wrong and what to do.
    package var what: String
  }

  /// The Markdown files, ordered by directory and name.
  package var files: [File] = []
  /// Directories that could not be read: what they hold is unknown, not gone.
  package var unreadable: [String] = []
  /// What could not be looked at.
  package var obstacles: [Obstacle] = []

  /// Whether there is no `news` in the content directory.
  package var isMissing = false

  /// Makes a snapshot of nothing.
  package init() {}

  /// Whether a file that the snapshot does not hold may still be meant to be there: in a directory that could not be
  /// read, or in the place of something that is no file now.
  package func mayHold(_ path: String) -> Bool {
    unreadable.contains { path.hasPrefix($0 + "/") } || obstacles.contains { $0.path == path }
  }
}
