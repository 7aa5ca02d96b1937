internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Primitives

/// Discovers names in pages, and learns from all pages how.
struct NameIndexer {
  private let leastEvents: Int
  private let discovers: Bool
  private let apart: Set<String>

  /// Makes an indexer.
  init(settings: BuildSettings) {
    leastEvents = settings.leastEventsForCounts
    discovers = settings.discoversNames
    apart = settings.apart
  }

  /// Counts the words of all pages, and stores the counts.
  /// - Parameter texts: the titles and summaries of all pages, in batches.
  func learn(from texts: [IndexTransaction.TextBatch], in transaction: IndexTransaction) throws -> NameModel {
    let knowledge = Build.gazetteer.names
    guard texts.reduce(0, { $0 + $1.count }) >= leastEvents else {
      try transaction.store(nil)
      return NameModel(knowledge)
    }
    var learners = Array(repeating: NameLearner(knowledge), count: ParallelMap.processors)
    ParallelMap.gather(texts, with: &learners) { learner, pages in
      for text in pages.lazy.flatMap(\.texts) { text.withBytes { learner.count($0) } }
    }
    var learner = learners[0]
    for other in learners.dropFirst() { learner.add(other) }
    learners = []
    var learned = LearnedNames()
    learned.abbreviations = learner.abbreviations
    let statistics = learner.finish()
    try transaction.store(statistics)
    return NameModel(knowledge, statistics: statistics, learned: learned)
  }

  /// The rules by the stored counts.
  func model(from transaction: IndexTransaction) throws -> NameModel {
    NameModel(
      Build.gazetteer.names, statistics: try transaction.nameStatistics() ?? NameStatistics(),
      learned: try (transaction.learnedNames() ?? LearnedNames()).without(apart))
  }

  /// Discovers the names of pages.
  /// - Parameters:
  ///   - texts: the titles and summaries of all pages, or of those that were not searched yet.
  ///   - learns: whether to learn from the names; `texts` must then be those of all pages.
  func updateAll(
    _ facts: inout ArchiveFacts, by model: inout NameModel, from texts: [IndexTransaction.TextBatch],
    learns: Bool,
    in transaction: IndexTransaction
  ) throws {
    if learns { try transaction.removeDiscoveries() }
    ParallelMap.run(texts) { [model] in
      NameFinder(model)
    } transform: { finder, pages in
      pages.map {
        (page: $0.page, names: FoundNames(discovers ? finder.names(in: $0.texts) : [], in: $0.texts))
      }
    } consume: { found in
      for (page, names) in found { facts.pages.set(discovered: facts.intern(names), page: page) }
    }
    if learns, model.hasCounts {
      model.learned.learn(from: facts, model)
      try transaction.store(model.learned)
      model.learned = model.learned.without(apart)
    }
    for (page, spellings) in try resolve(texts, by: model, facts: &facts, in: transaction) {
      facts.pages.set(discovered: spellings, page: page)
    }
  }

  // Resolves the discovered names of pages as `NamesOfPages` does, and stores them. The pages of the facts keep what they have, because
  // threads read them.
  private func resolve(
    _ texts: [IndexTransaction.TextBatch], by model: NameModel, facts: inout ArchiveFacts,
    in transaction: IndexTransaction
  ) throws -> [(page: Int, spellings: LeadNumbers<Spelling>)] {
    let known = facts
    var resolved: [(page: Int, spellings: LeadNumbers<Spelling>)] = []
    try ParallelMap.run(texts) { [model] in
      NamesOfPages(model)
    } transform: { names, pages in
      pages.compactMap { Self.resolved($0.page, by: &names, known) }
    } consume: { pages in
      for (page, names) in pages {
        let spellings = facts.intern(names)
        resolved.append((page, spellings))
        if !spellings.all.isEmpty { try transaction.store(discovered: spellings, page: page) }
      }
    }
    return resolved
  }

  // The discovered names of a page, as `NamesOfPages` resolves them; `nil` when there is no such page.
  private static func resolved(
    _ page: Int, by names: inout NamesOfPages, _ facts: ArchiveFacts
  ) -> (page: Int, names: FoundNames)? {
    facts.pages[page].map { record in
      let found = FoundNames(
        record.discovered.map { facts.spellings[$0.index] }, leadCount: record.leadDiscoveredCount)
      return (page, found.resolved(of: record, by: &names, facts: facts))
    }
  }

  /// Discovers the names of some pages.
  func update(
    _ pages: inout [Int: PageRecord], by model: NameModel, facts: inout ArchiveFacts,
    in transaction: IndexTransaction
  ) throws {
    var finder = NameFinder(model)
    var namesOfPages = NamesOfPages(model)
    for (page, record) in pages.sorted(by: { $0.key < $1.key }) {
      let texts = discovers ? try transaction.texts(ofPage: page) : []
      let found = FoundNames(discovers ? finder.names(in: texts) : [], in: texts)
      let spellings = facts.intern(found.resolved(of: record, by: &namesOfPages, facts: facts))
      pages[page]?.set(discovered: spellings)
      if !spellings.all.isEmpty { try transaction.store(discovered: spellings, page: page) }
    }
  }
}
