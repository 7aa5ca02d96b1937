package import EventArchive
internal import Foundation
package import Primitives

/// The part of the content directory that is scanned, and the files that may be content, by their names.
package struct ContentScope: Hashable, Sendable {
  /// The rules of posts; `nil` when the content has event pages only.
  package var posts: PostFiles?
  /// Directories that are not scanned: the output and the state directory, if they are in the content directory.
  package var skipped: Set<BytePath>

  /// Makes a scope.
  package init(posts: PostFiles? = nil, skipped: Set<BytePath> = []) {
    self.posts = posts
    self.skipped = skipped
  }

  /// The directory at which scans begin, below the content directory. Event pages are below `news`, posts anywhere.
  package var top: BytePath { posts == nil ? "news" : "" }

  /// Whether a file of a directory may be content.
  func mayHaveContent(_ name: UnsafePointer<CChar>, in directory: BytePath) -> Bool {
    let isMarkdown = Self.isMarkdown(name)
    guard let posts else { return isMarkdown }
    guard isMarkdown || name.pointee != 0x2E, let text = String(validatingCString: name) else {
      return isMarkdown
    }
    let path = directory.appending(text)
    return posts.mayBePost(path.text) || isMarkdown && path.isBelow("news")
  }

  /// Whether a directory is scanned.
  func includes(_ directory: BytePath) -> Bool {
    guard let posts else { return true }
    return !skipped.contains(directory)
      && (posts.mayHavePosts(directory.text) || directory == "news" || directory.isBelow("news"))
  }

  // Whether a name ends in `.md`, and has more than that.
  private static func isMarkdown(_ name: UnsafePointer<CChar>) -> Bool {
    let length = strlen(name)
    return length > 3 && strcmp(name + (length - 3), ".md") == 0
  }
}
