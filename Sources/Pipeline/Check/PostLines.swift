import EventArchive
import Primitives

/// Finds the lines of texts in the body of a post. The body is split only when the first text is looked for.
struct PostLines {
  private let post: Post
  private lazy var lines = post.body.string.utf8.split(
    separator: .lineFeed, omittingEmptySubsequences: false
  ).map { String($0) ?? "" }

  /// Makes the search for a post.
  init(_ post: Post) { self.post = post }

  /// The first line with a text; the first line of the body when it has none, as when the text was escaped.
  mutating func line(of text: String) -> Int {
    guard !text.isEmpty else { return post.bodyLine }
    return line { $0.contains(text) }
  }

  /// The first line with a tag.
  /// - Parameter name: the name of a tag, or its name and first argument.
  mutating func line(ofTag name: String) -> Int {
    let words = name.split(separator: " ")
    return line { line in
      (line.contains("{") || line.contains("<")) && words.allSatisfy { line.contains($0) }
    }
  }

  private mutating func line(where isFound: (String) -> Bool) -> Int {
    post.bodyLine + (lines.firstIndex(where: isFound) ?? 0)
  }
}
