package import ArchiveIndex
package import Classification
import EventArchive
package import Primitives

/// Finds the names that pages mention: in new pages, and in all pages that hold a name that has become known or has been
/// forgotten.
package struct MentionIndexer {
  private let vocabulary: MentionVocabulary
  private let spellings: StringInterner

  /// Makes an indexer for a vocabulary of `spellings`.
  package init(_ vocabulary: MentionVocabulary, spellings: StringInterner) {
    (self.vocabulary, self.spellings) = (vocabulary, spellings)
  }

  /// Updates the mentions of all pages, in the facts and in the index.
  package func run(_ facts: inout ArchiveFacts, _ transaction: IndexTransaction) throws {
    let known = try transaction.mentionableSpellings()
    let changed = vocabulary.spellings.symmetricDifference(known)
    try note(changed, transaction)
    if !changed.isEmpty, try transaction.hasMentions() {
      let probe = probe(for: changed)
      try look(transaction, unknownOnly: false, &facts) {
        Self.holds($0, probe) ? vocabulary.mentions(in: $0) : nil
      }
    }
    try look(transaction, unknownOnly: true, &facts) { vocabulary.mentions(in: $0) }
  }

  /// Updates the mentions of `pages`, and of all pages that hold a spelling of `changed`, in the index.
  /// - Returns: the mentions of these pages, by page.
  package func run(
    _ pages: some Collection<Int>, changed: Set<SpellingNumber>, _ postings: ArchivePostings,
    _ transaction: IndexTransaction
  ) throws -> [Int: [SpellingNumber]] {
    try note(changed, transaction)
    var found: [Int: [SpellingNumber]] = [:]
    func look(_ page: Int, if isConcerned: ([TextSlice]) -> Bool) throws {
      guard found[page] == nil else { return }
      let texts = try transaction.texts(ofPage: page)
      guard !texts.isEmpty, isConcerned(texts) else { return }
      let mentions = vocabulary.mentions(in: texts)
      found[page] = mentions
      try transaction.store(mentions: mentions, page: page)
    }
    for page in pages { try look(page) { _ in true } }
    let probe = probe(for: changed)
    for spelling in changed {
      for form in MentionVocabulary.forms(of: spellings[Int(spelling)]) {
        for page in postings.pages(holding: form) { try look(Int(page)) { Self.holds($0, probe) } }
      }
    }
    return found
  }

  private func note(_ changed: Set<SpellingNumber>, _ transaction: IndexTransaction) throws {
    for spelling in changed.sorted() {
      try transaction.set(mentionable: vocabulary.spellings.contains(spelling), spelling: spelling)
    }
  }

  private func probe(for spellings: Set<SpellingNumber>) -> PhraseMatcher {
    var probe = PhraseMatcher(capacity: spellings.count)
    for spelling in spellings {
      for form in MentionVocabulary.forms(of: self.spellings[Int(spelling)]) {
        probe.insert(form, value: spelling)
      }
    }
    return probe
  }

  private static func holds(_ texts: [TextSlice], _ probe: PhraseMatcher) -> Bool {
    texts.contains { text in text.withBytes { probe.hasMatch(in: $0) } }
  }

  // Sets the mentions of pages to the result of `find`; a page for which it returns `nil` stays as it is.
  private func look(
    _ transaction: IndexTransaction, unknownOnly: Bool, _ facts: inout ArchiveFacts,
    _ find: @escaping @Sendable ([TextSlice]) -> [SpellingNumber]?
  ) throws {
    try transaction.forEachTextBatch(of: unknownOnly ? .withoutMentions : .all, size: 16_384) { batch in
      try ParallelMap.run(batch.chunks(of: 512)) { pages in
        pages.map { ($0.page, find($0.texts)) }
      } consume: { results in
        for case (let page, let mentions?) in results {
          facts.pages.set(mentions: mentions, page: page)
          try transaction.store(mentions: mentions, page: page)
        }
      }
    }
  }
}
