extension NameModel {
  /// Why words are a name, for people: `a first name begins it; 12 texts have it by itself`.
  package func reason(forName name: String) -> String {
    let words = NameTokenizer(knowledge.classes).tokens(of: name)[...]
    guard let first = words.first, let last = words.last else { return "" }
    let reason = words.count == 1 ? reason(for: first) : reason(for: words, first: first, last: last)
    if !hasCounts { return reason }
    return "\(reason); \(uses(of: words)) texts have it by itself"
  }

  private func reason(for word: NameToken) -> String {
    if word.form.contains(.allCapitals) { return "an abbreviation" }
    if let counts = statistics.words[word.folded], counts.capital > 0 {
      return "with a capital in \(counts.capital) of \(counts.capital + counts.small) uses inside sentences"
    }
    if word.classes.contains(.place) { return "a place of the tables" }
    return "behind a preposition of places, and no common word"
  }

  private func reason(for words: Words, first: NameToken, last: NameToken) -> String {
    if first.form.contains(.year) || last.classes.contains(.happening) {
      return "what happens in a year or is named so"
    }
    if isPlace(words) { return "a place of the tables" }
    if first.classes.contains(.firstName) { return "a first name begins it" }
    if last.classes.contains(.body) { return "the name of a body ends it" }
    return "several words with capitals that stand together"
  }
}

extension ListedName {
  /// Why a name of a list has no feed, for people; `nil` for a name, which has one.
  package var reasonAgainst: String? {
    switch self {
    case .name: nil
    case .word(let reason): reason.rawValue
    case .compound(let parts):
      parts.isEmpty ? "words around names of countries" : "other names: \(parts.joined(separator: ", "))"
    }
  }
}
