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
  func learn(from transaction: IndexTransaction) throws -> NameModel {
    let knowledge = Build.gazetteer.names
    guard try transaction.eventPageCount() >= leastEvents else {
      try transaction.store(nil)
      return NameModel(knowledge)
    }
    var learner = NameLearner(knowledge)
    try transaction.forEachTextBatch(of: .all, size: 16_384) { batch in
      for text in batch.lazy.flatMap(\.texts) { text.withBytes { learner.count($0) } }
    }
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

  /// Discovers the names of all pages, or only of those that were not searched yet.
  /// - Parameter learns: whether to search all pages, and to learn from their names.
  func updateAll(
    _ facts: inout ArchiveFacts, by model: inout NameModel, learns: Bool, in transaction: IndexTransaction
  ) throws {
    if learns { try transaction.removeDiscoveries() }
    var searched: [Int] = []
    try transaction.forEachTextBatch(of: learns ? .all : .withoutMentions, size: 16_384) { batch in
      try ParallelMap.run(batch.chunks(of: 512)) { [model] in
        NameFinder(model)
      } transform: { finder, pages in
        pages.map {
          (page: $0.page, names: FoundNames(discovers ? finder.names(in: $0.texts) : [], in: $0.texts))
        }
      } consume: { results in
        for (page, names) in results {
          facts.pages.set(discovered: facts.intern(names), page: page)
          searched.append(page)
        }
      }
    }
    if learns, model.hasCounts {
      model.learned.learn(from: facts, model)
      try transaction.store(model.learned)
      model.learned = model.learned.without(apart)
    }
    var names = NamesOfPages(model)
    for page in searched {
      guard let record = facts.pages[page] else { continue }
      let found = FoundNames(
        record.discovered.map { facts.spellings[$0.index] }, leadCount: record.leadDiscoveredCount)
      let spellings = facts.intern(found.resolved(of: record, by: &names, facts: facts))
      facts.pages.set(discovered: spellings, page: page)
      if !spellings.all.isEmpty { try transaction.store(discovered: spellings, page: page) }
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
