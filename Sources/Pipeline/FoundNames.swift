internal import Classification
internal import Primitives

/// The names that were found on a page: first those in its lead or its lists, then the others.
struct FoundNames {
  private let names: [String]
  private let leadCount: Int

  /// Makes names of which the first are in the lead.
  init(_ names: [String], leadCount: Int) {
    self.names = names
    self.leadCount = leadCount
  }

  /// Makes the names that were found in the texts of a page.
  init(_ names: [String], in texts: [TextSlice]) {
    if names.isEmpty {
      self.init([], leadCount: 0)
      return
    }
    let lead = Lead(of: texts)
    let inLead = names.filter(lead.hasWords)
    self.init(inLead + names.filter { !inLead.contains($0) }, leadCount: inLead.count)
  }

  /// The names with those in the lists of their page, as `NamesOfPages` resolves them.
  func resolved(
    of page: PageRecord, by names: inout NamesOfPages, facts: ArchiveFacts
  ) -> FoundNames {
    let all = names.names(of: page, found: self.names, facts: facts, gazetteer: Build.gazetteer)
    let lead = Array(all[..<leadCount]) + all[self.names.count...]
    return FoundNames(lead + all[leadCount..<self.names.count], leadCount: lead.count)
  }

  /// The numbers of the names, by a function that gives each its number.
  func numbers(_ number: (String) -> SpellingNumber?) -> LeadNumbers<Spelling> {
    LeadNumbers(
      lead: names[..<leadCount].compactMap(number), others: names[leadCount...].compactMap(number))
  }
}

extension ArchiveFacts {
  /// The numbers of the spellings of names, which are added if they are new.
  mutating func intern(_ names: FoundNames) -> LeadNumbers<Spelling> {
    names.numbers { intern(spelling: $0) }
  }
}
