/// Names of people, which distinguish people from places: Denzel Washington is no city, and Chad Johnson no country.
struct PersonNames: Sendable {
  /// Common first names.
  let firstNames: Set<String>
  /// Common surnames.
  let surnames: Set<String>
  /// The knowledge of common words.
  let knowledge: NameKnowledge

  /// Whether a word with a capital may be a surname: a common one, or no common word and no place.
  func isSurname(_ word: String) -> Bool {
    surnames.contains(word) || !knowledge.isCommon(word: word) && !knowledge.isPlace(word: word)
  }
}
