/// Names of people, which distinguish people from places: Denzel Washington is no city, and Chad Johnson no country.
struct PersonNames: Sendable {
  /// Common first names.
  let firstNames: WordSet
  /// Common surnames.
  let surnames: WordSet
  /// The knowledge of common words.
  let knowledge: NameKnowledge

  /// Whether a word with a capital may be a surname: a common one, or no common word and no place.
  func mayBeSurname(_ word: String) -> Bool {
    if surnames.contains(word) { return true }
    let american = word.replacing("our", with: "or").replacing("tre", with: "ter")
    return !knowledge.isCommon(word: word) && !knowledge.isCommon(word: american)
      && !knowledge.isPlace(word: word)
  }
}
