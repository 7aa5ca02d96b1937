package import ArchiveIndex
package import Classification
import EventArchive
package import Primitives

/// Finds the names that pages mention: in new pages, and in all pages that contain a name that has begun or ceased to count as a
/// mention.
package struct MentionIndexer {
  private let vocabulary: MentionVocabulary
  private let spellings: StringInterner

  /// Makes an indexer for a vocabulary of `spellings`.
  package init(_ vocabulary: MentionVocabulary, spellings: StringInterner) {
    self.vocabulary = vocabulary
    self.spellings = spellings
  }

  /// Updates the mentions of all pages, in the facts and in the index.
  /// - Parameter texts: the titles and summaries of the pages whose mentions are not known, in batches.
  func updateAll(
    _ facts: inout ArchiveFacts, from texts: [IndexTransaction.TextBatch], in transaction: IndexTransaction
  ) throws {
    let known = try transaction.mentionableSpellings()
    let changed = vocabulary.spellings.symmetricDifference(known)
    try store(changed, in: transaction)
    if !changed.isEmpty, try transaction.hasMentions() {
      try forEachPage(mentioning: changed, in: transaction) { page, mentions in
        facts.pages.set(mentions: mentions, page: page)
        try transaction.store(mentions: mentions, page: page)
      }
    }
    let vocabulary = vocabulary
    try ParallelMap.run(texts) { pages in
      pages.map { (page: $0.page, mentions: vocabulary.mentions(in: $0.texts)) }
    } consume: { found in
      for (page, mentions) in found {
        facts.pages.set(mentions: mentions, page: page)
        try transaction.store(mentions: mentions, page: page)
      }
    }
  }

  /// Updates the mentions of all pages in the facts, and leaves the index as it is.
  package func updateFacts(_ facts: inout ArchiveFacts, from transaction: IndexTransaction) throws {
    let changed = vocabulary.spellings.symmetricDifference(try transaction.mentionableSpellings())
    if changed.isEmpty { return }
    try forEachPage(mentioning: changed, in: transaction) { page, mentions in
      facts.pages.set(mentions: mentions, page: page)
    }
  }

  /// Updates the mentions of `pages`, and of all pages that contain a spelling of `changed`, in the index.
  /// - Returns: the mentions of these pages, by page.
  package func update(
    _ pages: some Collection<Int>, changed: Set<SpellingNumber>, postings: ArchivePostings,
    in transaction: IndexTransaction
  ) throws -> [Int: LeadNumbers<Spelling>] {
    try store(changed, in: transaction)
    var found: [Int: LeadNumbers<Spelling>] = [:]
    func update(_ page: Int, if isAffected: ([TextSlice]) -> Bool) throws {
      guard found[page] == nil else { return }
      let texts = try transaction.texts(ofPage: page)
      guard !texts.isEmpty, isAffected(texts) else { return }
      let mentions = vocabulary.mentions(in: texts)
      found[page] = mentions
      try transaction.store(mentions: mentions, page: page)
    }
    for page in pages { try update(page) { _ in true } }
    let probe = probe(for: changed)
    for spelling in changed {
      for form in MentionVocabulary.forms(of: spellings[spelling.index]) {
        for page in postings.pages(mentioning: form) {
          try update(Int(page)) { Self.hasMatch(of: probe, in: $0) }
        }
      }
    }
    return found
  }
}

extension MentionIndexer {
  // Stores whether spellings count as mentions.
  private func store(_ changed: Set<SpellingNumber>, in transaction: IndexTransaction) throws {
    for spelling in changed.sorted() {
      try transaction.set(mentionable: vocabulary.spellings.contains(spelling), spelling: spelling)
    }
  }

  // A matcher of all forms of spellings.
  private func probe(for spellings: Set<SpellingNumber>) -> PhraseMatcher {
    var probe = PhraseMatcher(capacity: spellings.count)
    for spelling in spellings {
      for form in MentionVocabulary.forms(of: self.spellings[spelling.index]) {
        probe.insert(form, value: spelling.rawValue)
      }
    }
    return probe
  }

  private static func hasMatch(of probe: PhraseMatcher, in texts: [TextSlice]) -> Bool {
    texts.contains { text in text.withBytes { probe.hasMatch(in: $0) } }
  }

  // Calls `body` with the mentions of each page that contains a spelling of `changed`.
  private func forEachPage(
    mentioning changed: Set<SpellingNumber>, in transaction: IndexTransaction,
    _ body: (_ page: Int, _ mentions: LeadNumbers<Spelling>) throws -> Void
  ) throws {
    let probe = probe(for: changed)
    try transaction.forEachTextBatch(of: .all, size: 16_384) { batch in
      try ParallelMap.run(batch.chunks(of: 512)) { pages in
        pages.compactMap { page in
          Self.hasMatch(of: probe, in: page.texts) ? (page.page, vocabulary.mentions(in: page.texts)) : nil
        }
      } consume: { found in
        for (page, mentions) in found { try body(page, mentions) }
      }
    }
  }
}
