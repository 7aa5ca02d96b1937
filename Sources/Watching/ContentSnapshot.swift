package import Primitives

/// What a content directory held at one moment.
package struct ContentSnapshot: Sendable {
  /// A Markdown file.
  package struct File: Hashable, Sendable {
    /// Its path below the content directory, without a leading slash.
    package var path: BytePath
    /// What tells whether it has changed.
    package var stamp: FileStamp

    /// Makes a file.
    package init(path: BytePath, stamp: FileStamp) { (self.path, self.stamp) = (path, stamp) }
  }

  /// Something that stands in the way of looking at the content.
  package struct Obstacle: Hashable, Sendable {
    /// The path below the content directory, as far as it can be written in UTF-8.
    package var path: BytePath
    /// What is wrong and what to do.
    package var what: String
  }

  /// A directory that was listed.
  package struct Directory: Hashable, Sendable {
    /// Its path below the content directory.
    package var path: BytePath
    /// What tells whether its list has changed, taken before it was listed; `nil` when that could not be told.
    package var stamp: FileStamp?
  }

  /// All directories that were listed, `news` the first.
  package var directories: [Directory] = []
  /// The Markdown files, ordered by directory and name.
  package var files: [File] = []
  /// Directories that could not be read whole, and links that lead nowhere: what is there and was not seen is unknown, not
  /// gone.
  package var unreadable: [BytePath] = []
  /// What could not be looked at.
  package var obstacles: [Obstacle] = []

  /// How many Markdown files were left out by their names, beside those in directories that were left out.
  package var ignored = 0

  /// Whether there is no `news` in the content directory.
  package var isMissing = false

  /// Makes a snapshot of nothing.
  package init() {}

  /// Whether a file that the snapshot does not hold may still be meant to be there: in a directory that could not be
  /// read, or in the place of something that is no file now.
  package func mayHold(_ path: BytePath) -> Bool {
    unreadable.contains { path.isBelow($0) } || obstacles.contains { $0.path == path }
  }
}
