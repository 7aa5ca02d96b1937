internal import ArchiveIndex
internal import Classification

/// The syntax of `?q=`: every word must occur, `"words in quotes"` as a phrase, `-word` must not occur, and `word*` is a
/// prefix.
package struct WordSearch: Hashable, Sendable {
  /// The reason why a text is not a search.
  package enum Fault: Error, Hashable, CustomStringConvertible {
    /// There are no words.
    case empty
    /// All words are excluded.
    case onlyUnwanted
    /// There are too many characters or words.
    case tooLong
    /// A prefix is so short that it would match a large part of all words.
    case shortPrefix(String)

    /// The fault and the remedy.
    package var description: String {
      switch self {
      case .empty: "there are no words to look for"
      case .onlyUnwanted: "all words are to be left out; add one that is wanted"
      case .tooLong:
        "the search is too long: at most \(WordSearch.maxPhrases) words or phrases, and \(WordSearch.maxCharacters) characters"
      case .shortPrefix(let word): "\"\(word)*\" is too short; write at least two letters before *"
      }
    }
  }

  private static let maxPhrases = 16
  private static let maxCharacters = 200

  /// The query of the search index.
  let query: SearchQuery

  /// Parses a search.
  package init(_ text: String) throws(Fault) {
    guard text.count <= 10 * Self.maxCharacters else { throw .tooLong }
    var wanted: [SearchQuery.Phrase] = []
    var unwanted: [SearchQuery.Phrase] = []
    for part in Self.parts(text) {
      guard let words = EntityKey(part.text)?.text else { continue }
      if part.isPrefix, words.utf8.count < 2 { throw .shortPrefix(words) }
      let phrase = SearchQuery.Phrase(words: words, isPrefix: part.isPrefix)
      if part.isUnwanted { unwanted.append(phrase) } else { wanted.append(phrase) }
    }
    guard wanted.count + unwanted.count <= Self.maxPhrases else { throw .tooLong }
    guard !wanted.isEmpty else { throw unwanted.isEmpty ? .empty : .onlyUnwanted }
    query = SearchQuery(wanted: Self.normalized(wanted), unwanted: Self.normalized(unwanted))
    // The limit applies to the normal form, because the feed's own link has that form and must be accepted too.
    guard normalText.count <= Self.maxCharacters else { throw .tooLong }
  }

  // Sorted, without duplicates.
  private static func normalized(_ phrases: [SearchQuery.Phrase]) -> [SearchQuery.Phrase] {
    Set(phrases).sorted { ($0.words, $0.isPrefix ? 1 : 0) < ($1.words, $1.isPrefix ? 1 : 0) }
  }

  /// The search in normal form: equal searches have equal text.
  package var normalText: String {
    func text(_ phrase: SearchQuery.Phrase) -> String {
      let words = phrase.words.contains(" ") ? "\"\(phrase.words)\"" : phrase.words
      return words + (phrase.isPrefix ? "*" : "")
    }
    return (query.wanted.map(text) + query.unwanted.map { "-" + text($0) }).joined(separator: " ")
  }

  private struct Part {
    var text: String
    var isUnwanted: Bool
    var isPrefix: Bool
  }

  // Quotation marks, typographic ones too.
  private static let marks: Set<Character> = ["\"", "“", "”", "„", "«", "»"]

  private static func parts(_ text: String) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard let first = rest.first else { return parts }
      let isUnwanted = first == "-"
      if isUnwanted { rest = rest.dropFirst() }
      let isQuoted = rest.first.map(marks.contains) ?? false
      if isQuoted { rest = rest.dropFirst() }
      let words = rest.prefix { isQuoted ? !marks.contains($0) : !$0.isWhitespace }
      rest = rest.dropFirst(words.count)
      if isQuoted { rest = rest.dropFirst() }
      let isPrefix = isQuoted ? rest.first == "*" : words.last == "*"
      if isQuoted, isPrefix { rest = rest.dropFirst() }
      parts.append(Part(text: String(words), isUnwanted: isUnwanted, isPrefix: isPrefix))
    }
  }
}
