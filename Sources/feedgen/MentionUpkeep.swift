import Classification
import EventArchive
import EventIndex
import Parallelism

/// Keeps what pages mention in step with the entities that are known: pages that are new are looked through, and
/// when names become known or are forgotten, every page that holds one of these.
struct MentionUpkeep {
  private let vocabulary: MentionVocabulary
  private let spellings: TextTable

  /// Prepares for a vocabulary, whose numbers are those of `spellings`.
  init(_ vocabulary: MentionVocabulary, spellings: TextTable) {
    (self.vocabulary, self.spellings) = (vocabulary, spellings)
  }

  /// Brings the mentions in facts and index up to date.
  func run(_ facts: inout ArchiveFacts, _ transaction: IndexTransaction) throws {
    let known = try transaction.mentionableSpellings()
    let changed = vocabulary.spellings.symmetricDifference(known)
    for spelling in changed.sorted() {
      try transaction.set(mentionable: vocabulary.spellings.contains(spelling), spelling: spelling)
    }
    if !changed.isEmpty, try transaction.hasMentions() {
      var probe = PhraseMatcher(capacity: changed.count)
      for spelling in changed { probe.insert(spellings[Int(spelling)], value: spelling) }
      try look(transaction, unknownOnly: false, &facts) { [probe] texts in
        let isConcerned = texts.contains { text in text.withBytes { probe.hasMatch(in: $0) } }
        return isConcerned ? vocabulary.mentions(in: texts) : nil
      }
    }
    try look(transaction, unknownOnly: true, &facts) { vocabulary.mentions(in: $0) }
  }

  // Sets what pages mention to what `find` finds in their texts; `nil` leaves a page as it is.
  private func look(
    _ transaction: IndexTransaction, unknownOnly: Bool, _ facts: inout ArchiveFacts,
    _ find: @escaping @Sendable ([TextSlice]) -> [SpellingNumber]?
  ) throws {
    try transaction.forEachTextBatch(unknownOnly: unknownOnly, size: 16_384) { batch in
      try ParallelMap.run(batch.chunks(of: 512)) { pages in
        pages.map { ($0.page, find($0.texts)) }
      } consume: { results in
        for case (let page, let mentions?) in results {
          facts.pages[page]?.mentions = mentions[...]
          try transaction.put(mentions: mentions, page: page)
        }
      }
    }
  }
}
