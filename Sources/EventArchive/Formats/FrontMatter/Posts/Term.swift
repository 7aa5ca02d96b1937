/// A term of a post.
package struct Term: Hashable, Sendable {
  /// The term as written, in one line.
  package var name: String
  /// The identity of the term.
  package var key: TermKey
  /// The line where it is given, counted from 1; 1 for a term of a folder.
  package var line: Int
  /// The article about the term; `nil` when the post links none.
  package var article: ArticleAddress?

  /// Makes a term; `nil` when the text is empty.
  package init?(_ text: String, line: Int, article: ArticleAddress? = nil) {
    let name = PostText.oneLine(text)
    guard let key = TermKey(name) else { return nil }
    self.name = name
    self.key = key
    self.line = line
    self.article = article
  }
}
