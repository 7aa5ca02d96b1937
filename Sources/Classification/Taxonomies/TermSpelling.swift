package import EventArchive

/// The spelling of a term of a post, which is kept among the spellings of entities: the taxonomy and the name between control
/// characters, which no name in a text has.
package struct TermSpelling: Hashable, Sendable {
  /// The name of the taxonomy, for example `tag`.
  package let taxonomy: String
  /// The name of the term, as written.
  package let name: String
  /// The article about the term that the post links; `nil` when it links none.
  package let article: ArticleAddress?

  private static let mark: UInt8 = 0x1F

  /// Makes the spelling of a term.
  package init(taxonomy: String, name: String, article: ArticleAddress? = nil) {
    self.taxonomy = taxonomy
    self.name = name
    self.article = article
  }

  /// Parses a spelling; `nil` for the spelling of an entity.
  package init?(_ spelling: some StringProtocol) {
    let text = spelling.utf8
    guard text.first == Self.mark else { return nil }
    let parts = text.dropFirst().split(separator: Self.mark, maxSplits: 1)
    guard parts.count == 2 else { return nil }
    taxonomy = String(decoding: Array(parts[0]), as: UTF8.self)
    let rest = String(decoding: Array(parts[1]), as: UTF8.self)
    name = IdentifiedSpelling.name(of: rest)
    article = IdentifiedSpelling(rest).flatMap { ArticleAddress($0.article) }
  }

  /// The text of the spelling.
  package var text: String {
    let text = "\u{1F}\(taxonomy)\u{1F}\(name)"
    return article.map { IdentifiedSpelling(name: text, article: $0).text } ?? text
  }

  /// Whether a spelling, or the text of a key, is that of a term.
  package static func isTerm(_ spelling: String) -> Bool { spelling.utf8.first == mark }
}

extension EntityKey {
  /// The text of the key of a term; `nil` when its name is empty.
  static func text(of term: TermSpelling) -> String? {
    TermKey(term.name).map { TermSpelling(taxonomy: term.taxonomy, name: $0.text).text }
  }

  /// Whether this is the key of a term.
  var isTerm: Bool { TermSpelling.isTerm(text) }

  /// The term; `nil` for the key of an entity.
  package var term: (taxonomy: String, key: TermKey)? {
    guard let spelling = TermSpelling(text), let key = TermKey(spelling.name) else { return nil }
    return (spelling.taxonomy, key)
  }
}
