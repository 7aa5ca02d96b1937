internal import ArchiveIndex
internal import Classification

/// Words that somebody looks for, as people write them: all must be there, `"words side by side"` together, those after a
/// minus must not be there, and a word that ends in `*` may go on.
package struct WordSearch: Hashable, Sendable {
  /// Why a text is no search.
  package enum Fault: Error, Hashable, CustomStringConvertible {
    /// There is nothing to look for.
    case empty
    /// All words are to be left out.
    case onlyUnwanted
    /// There are too many characters or words.
    case tooLong
    /// The beginning of a word has so few letters that half of all words begin with it.
    case shortPrefix(String)

    /// What is wrong, and what would be right.
    package var description: String {
      switch self {
      case .empty: "there are no words to look for"
      case .onlyUnwanted: "all words are to be left out; add one that is wanted"
      case .tooLong:
        "the search is too long: at most \(WordSearch.mostPhrases) words or phrases, and \(WordSearch.mostCharacters) characters"
      case .shortPrefix(let word): "\"\(word)*\" is too short; write at least two letters before *"
      }
    }
  }

  private static let mostPhrases = 16
  private static let mostCharacters = 200

  /// What is looked for.
  let query: SearchIndex.Query

  /// Reads what somebody has written.
  package init(_ text: String) throws(Fault) {
    guard text.count <= 10 * Self.mostCharacters else { throw .tooLong }
    var (wanted, unwanted) = ([SearchIndex.Query.Phrase](), [SearchIndex.Query.Phrase]())
    for part in Self.parts(text) {
      guard let words = EntityKey(part.text)?.text else { continue }
      if part.isPrefix, words.utf8.count < 2 { throw .shortPrefix(words) }
      let phrase = SearchIndex.Query.Phrase(words: words, isPrefix: part.isPrefix)
      if part.isUnwanted { unwanted.append(phrase) } else { wanted.append(phrase) }
    }
    guard wanted.count + unwanted.count <= Self.mostPhrases else { throw .tooLong }
    guard !wanted.isEmpty else { throw unwanted.isEmpty ? .empty : .onlyUnwanted }
    query = SearchIndex.Query(wanted: Self.inOrder(wanted), unwanted: Self.inOrder(unwanted))
    // As it is written in the feed itself, which is to be good for asking again.
    guard normalText.count <= Self.mostCharacters else { throw .tooLong }
  }

  // Each once.
  private static func inOrder(_ phrases: [SearchIndex.Query.Phrase]) -> [SearchIndex.Query.Phrase] {
    Set(phrases).sorted { ($0.words, $0.isPrefix ? 1 : 0) < ($1.words, $1.isPrefix ? 1 : 0) }
  }

  /// The same search in the one way of writing it that all ways of writing it share.
  package var normalText: String {
    func text(_ phrase: SearchIndex.Query.Phrase) -> String {
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

  // Quotation marks, also those that phones write.
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
