internal import EventArchive

/// The terms in use by their slugs. Terms with the same slug, such as `AT&T` and `at and t`, must be told apart.
struct TermSlugs: Sendable {
  private struct Place: Hashable {
    var taxonomy: String
    var slug: String
  }

  // By taxonomy and slug: the terms, each with the number of its spellings in use.
  private var terms: [Place: [EntityKey: Int]] = [:]

  /// The names of the taxonomies that terms have, or had.
  private(set) var taxonomies: Set<String> = []

  /// Adds uses of a key, if it is that of a term; a negative number removes them.
  /// - Returns: whether terms get other slugs.
  @discardableResult
  mutating func use(_ key: EntityKey, times: Int) -> Bool {
    guard let term = key.term else { return false }
    taxonomies.insert(term.taxonomy)
    let place = Place(taxonomy: term.taxonomy, slug: term.key.slug)
    let before = terms[place]?.count ?? 0
    let count = (terms[place]?[key] ?? 0) + times
    terms[place, default: [:]][key] = count > 0 ? count : nil
    let after = terms[place]?.count ?? 0
    if after == 0 { terms[place] = nil }
    return before != after && max(before, after) > 1
  }

  /// The slugs of the terms that share theirs with others, by their keys.
  var slugs: [EntityKey: String] {
    var slugs: [EntityKey: String] = [:]
    for keys in terms.values where keys.count > 1 {
      let terms = keys.keys.compactMap { key in key.term.map { (key, $0.key) } }
      let distinct = TermKey.slugs(of: terms.map(\.1))
      for (key, term) in terms { slugs[key] = distinct[term] }
    }
    return slugs
  }
}
