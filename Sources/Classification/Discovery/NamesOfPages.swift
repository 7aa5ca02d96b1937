internal import Primitives

/// The names of pages that are found in their texts and lists: those in the texts, and the parts of compounds in the lists. A surname
/// becomes the full name of its time, and a body that many countries have gets the country of the page: `Supreme Court (Brazil)`.
package struct NamesOfPages {
  private let learned: LearnedNames
  private var judge: ListedNameJudge
  // The names that spellings of lists give their pages.
  private var known: [SpellingNumber: [String]] = [:]

  /// Makes a finder by the rules of a model.
  package init(_ model: NameModel) {
    learned = model.learned
    judge = ListedNameJudge(model)
  }

  /// The names of a page, in the order of its texts and lists; some may be twice.
  /// - Parameter found: the names in its texts.
  package mutating func names(
    of page: PageRecord, found: [String], facts: ArchiveFacts, gazetteer: Gazetteer
  ) -> [String] {
    // The lists of the page of a day are those of other pages.
    guard page.isEvent else { return found }
    var names = found
    func add(_ spelling: SpellingNumber) {
      if let known = known[spelling] {
        names += known
        return
      }
      let name = IdentifiedSpelling.name(of: facts.spellings[spelling.index])
      let parts: [String] =
        switch judge.judge(name) {
        case .compound(let parts): parts
        case .word(.body), .word(.surname): [name]
        case .name, .word: []
        }
      known[spelling] = parts
      names += parts
    }
    for spelling in page.own { add(spelling) }
    page.forEachLink { _, listed in
      for spelling in listed { add(spelling) }
    }
    if names.isEmpty { return names }
    let context = Context(page, facts: facts, gazetteer: gazetteer)
    return names.map { resolved($0, context) }
  }

  /// The circumstances of a page that decide about its names.
  struct Context {
    /// The day, in days since 1970.
    var day: Int?
    /// The only country that the texts name.
    var country: String?

    /// Makes the circumstances of a page.
    init(_ page: PageRecord, facts: ArchiveFacts, gazetteer: Gazetteer) {
      day = facts.day(of: page)
      if page.countries.count == 1, let country = page.countries.first {
        self.country = gazetteer.countries[country.index].name
      }
    }
  }

  /// The name that a name has on a page.
  func resolved(_ name: String, _ context: Context) -> String {
    if let day = context.day, let full = learned.fullName(name, day: day) { return full }
    if let country = context.country, learned.isCommonBody(name) { return "\(name) (\(country))" }
    return name
  }
}
