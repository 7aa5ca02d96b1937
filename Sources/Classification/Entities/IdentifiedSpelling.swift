package import EventArchive
internal import Primitives

/// A name together with the address of the article about what it means here. It is kept among the spellings of entities as one text: name
/// and address with a control character between them, which no name in a text has.
package struct IdentifiedSpelling: Hashable, Sendable {
  /// The name, as written.
  package let name: String
  /// The address of the article.
  package let article: String

  private static let mark: UInt8 = 0x1E

  /// Makes the spelling of a name with an article.
  package init(name: String, article: ArticleAddress) {
    self.name = name
    self.article = article.text
  }

  /// Parses a spelling; `nil` for one without an article.
  package init?(_ spelling: String) {
    guard let mark = spelling.utf8.firstIndex(of: Self.mark) else { return nil }
    name = String(spelling[..<mark])
    article = String(spelling[spelling.utf8.index(after: mark)...])
  }

  /// The text of the spelling.
  package var text: String { "\(name)\u{1E}\(article)" }

  /// The name of a spelling, without the article.
  package static func name(of spelling: String) -> String { Self(spelling)?.name ?? spelling }
}
