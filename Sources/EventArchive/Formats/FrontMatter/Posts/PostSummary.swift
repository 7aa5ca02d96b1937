/// The summary of a post.
package enum PostSummary: Hashable, Sendable {
  /// The value of a key, Markdown.
  case field(String)
  /// The begin of the body, up to `<!--more-->`, Markdown.
  case excerpt(String)
  /// The first paragraph of the body, Markdown.
  case paragraph(String)

  /// The text, Markdown.
  package var text: String {
    switch self {
    case .field(let text), .excerpt(let text), .paragraph(let text): text
    }
  }
}
