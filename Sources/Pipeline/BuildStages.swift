internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Primitives
internal import Publishing

/// One build, from changed files to planned documents, within a transaction of the index. Each stage is a method, and `run` has
/// their order. A build of everything and a build of a few changes run the same stages; they differ in the pages in scope.
struct BuildStages {
  /// The archive, as far as it is built.
  private(set) var state: ArchiveState

  private let build: Build
  private let memory: OpenArchive
  private let renderedEntries: RenderedEntries
  private let transaction: IndexTransaction
  // Whether all pages are in scope.
  private let isEverything: Bool
  // The pages in scope when these are not all.
  private var affected: AffectedEvents?
  // Whether variants of names and countries of entities are learned from the whole archive.
  private let learns: Bool
  private var history = EventHistory()
  // The pages that changed, by number, as they were and as they are.
  private var old: [Int: PageRecord] = [:]
  private var new: [Int: PageRecord] = [:]
  private var pageChanges: PageChanges
  // The ids of the events whose content has changed.
  private var edited: Set<NameNumber> = []
  // The numbers of names and spellings in the index before the build.
  private let storedNames: Int
  private let storedSpellings: Int

  /// Prepares a build on a state that was kept, or of everything without one.
  init(
    _ build: Build, _ kept: ArchiveState?, _ memory: OpenArchive, _ renderedEntries: RenderedEntries,
    _ transaction: IndexTransaction
  ) throws {
    self.build = build
    self.memory = memory
    self.renderedEntries = renderedEntries
    self.transaction = transaction
    isEverything = kept == nil
    pageChanges = try build.pageChanges(transaction)
    learns =
      try isEverything && (build.isFull || transaction.setting("analysisVersion") != Build.analysisVersion)
    if let kept {
      state = kept
      transaction.set(bounds: IndexBounds(kept.facts))
    } else {
      // With the plan that follows from it: a build that is killed between them leaves both to the next.
      if let limit = build.clock.limit, try transaction.hasTimes(after: limit) {
        try transaction.correctTimes(to: limit)
      }
      let facts = try transaction.facts()
      history = try transaction.history()
      if !learns { try transaction.checkPagesOfFiles() }
      state = try Self.emptyState(of: facts, build, learns: learns, transaction)
      build.stages.end("loaded the index")
    }
    storedNames = state.facts.names.count
    storedSpellings = state.facts.spellings.count
  }

  private static func emptyState(
    of facts: ArchiveFacts, _ build: Build, learns: Bool, _ transaction: IndexTransaction
  ) throws -> ArchiveState {
    let (settings, site) = (build.settings, build.site)
    let archives = site.hasArchives ? try transaction.archives() : [:]
    let plan = PublicationPlan(site: site, combined: settings.topics, archives: archives)
    let aliases = learns ? settings.aliases : settings.aliases(with: try transaction.variants())
    return ArchiveState(
      facts, aliases: aliases, gazetteer: Build.gazetteer, minimumEvents: settings.minimumEvents,
      plan: plan)
  }

  /// Runs the stages.
  /// - Parameter isSettled: whether nothing is to be done unless a page has changed.
  /// - Returns: the documents that are to be published; `nil` when nothing is to be done.
  mutating func run(
    _ changes: inout ContentChanges, isSettled: Bool, _ summary: inout Build.Summary
  ) throws -> [PlannedDocument]? {
    let isChanged = try read(&changes)
    build.stages.end("read and parsed")
    if !isChanged, isSettled { return nil }
    let names = updateNames()
    let mentionable = state.vocabulary.update(state.facts.spellings, state.catalogue, names)
    try findMentions(mentionable)
    build.stages.end("found mentions")
    try findAffected(names)
    let grouping = group()
    try record(grouping, &summary)
    build.stages.end("grouped")
    var pages = Set(old.keys)
    let events = try classify(grouping, &pages)
    build.stages.end("classified")
    let documents = try plan(events, replacing: pages, names)
    build.stages.end("planned")
    return documents
  }
}

// MARK: Pages

extension BuildStages {
  // Reads what has changed; returns whether any page is another than before.
  private mutating func read(_ changes: inout ContentChanges) throws -> Bool {
    if !isEverything {
      let known =
        changes.removed.map(\.number) + changes.changed.lazy.filter { !$0.isNew }.map(\.record.number)
      for page in known { old[page] = try transaction.facts(ofPage: page) }
    }
    let removed = Set(changes.removed.map(\.number))
    let isChanged = try build.read(
      &changes, into: &state.facts, &pageChanges, former: old, renderedEntries, memory, transaction)
    if !isEverything {
      for (page, facts) in state.facts.pages { new[page] = facts }
      state.facts.pages = PageTable()
      // A page that cannot be read any more keeps its last good version.
      old = old.filter { new[$0.key] != nil || removed.contains($0.key) }
    }
    try transaction.insertSpellings(of: state.facts, from: storedSpellings)
    return isChanged
  }

  // Updates the entities by the names of pages that changed.
  private mutating func updateNames() -> EntityCatalogue.Update {
    let spellings = state.facts.spellings
    if isEverything {
      let pages = state.facts.pages.lazy.map(\.facts)
      return state.catalogue.update(spellings, removing: EmptyCollection(), adding: pages)
    }
    return state.catalogue.update(spellings, removing: old.values, adding: new.values)
  }

  // Finds what pages in scope mention, and those that hold a spelling that has begun or ceased to count as a mention.
  private mutating func findMentions(_ changed: Set<SpellingNumber>) throws {
    let upkeep = MentionIndexer(state.vocabulary, spellings: state.facts.spellings)
    if isEverything { return try upkeep.run(&state.facts, transaction) }
    for (page, facts) in new {
      let words = ArchivePostings.postings(ofWordsIn: try transaction.texts(ofPage: page), page: page)
      state.postings.add(facts, page: page, words: words)
    }
    var affected = AffectedEvents(transaction, state.postings, state.facts.names, state.facts.twins)
    for page in old.keys { affected.set(new[page], page: page) }
    for (page, mentions) in try upkeep.run(new.keys, changed: changed, state.postings, transaction) {
      guard var facts = try new[page] ?? affected.facts(of: page) else { continue }
      facts.mentions = mentions[...]
      affected.set(facts, page: page)
      try affected.add(page: page)
    }
    self.affected = affected
  }

  // Gathers the pages of all events that the changes may affect.
  private mutating func findAffected(_ names: EntityCatalogue.Update) throws {
    guard !isEverything else { return history.add(pageChanges) }
    for facts in old.values { affected?.add(facts) }
    for facts in new.values { affected?.add(facts) }
    if !names.renamed.isEmpty {
      let renamed = names.renamed.map { TopicReference(.entity, $0) }
      for page in state.plan.pages(of: renamed) { try affected?.add(page: page) }
    }
    try affected?.gather()
    try affected?.addDeparted(pageChanges, mayReturnIn: new.values)
    build.stages.end("found what it concerns")
  }
}

// MARK: Events

extension BuildStages {
  // Groups the pages in scope to events.
  private mutating func group() -> EventGrouping {
    if let affected {
      for (page, facts) in affected.pages { state.facts.pages[page] = facts }
      history = affected.history
    }
    return EventGrouping(&state.facts, history: history)
  }

  // Keeps the ids and times of events, and the names that are new, which grouping may have added to.
  private mutating func record(_ grouping: EventGrouping, _ summary: inout Build.Summary) throws {
    let recorded = try build.remember(
      grouping, state.facts, &history, knownNames: storedNames, pageChanges, transaction, &summary)
    try transaction.insertNames(of: state.facts, history: history, from: storedNames)
    edited = recorded.edited
    memory.latestTime = isEverything ? history.latestTime : max(memory.latestTime, history.latestTime)
    if !isEverything {
      for (name, id) in recorded.moved { state.postings.add(name: name, ofEvent: id) }
    }
  }

  // Classifies the events of a grouping, and those whose topics these events have made or ended; adds their pages to `pages`.
  private mutating func classify(
    _ grouping: EventGrouping, _ pages: inout Set<Int>
  ) throws -> [Classifier.Event] {
    if let affected { pages.formUnion(affected.pages.keys) }
    var events = try classify(grouping)
    if learns {
      try learn(from: &events, grouping)
    } else {
      let turned = state.threshold.update(events, replacing: pages)
      if !isEverything { events += try classifyOthers(of: turned, &pages) }
      state.threshold.apply(to: &events)
    }
    if isEverything { state.learned = try transaction.learned(Build.gazetteer.number(ofCode:)) }
    state.learned.add(to: &events, state.catalogue)
    return events
  }

  private mutating func classify(_ grouping: EventGrouping) throws -> [Classifier.Event] {
    let names = grouping.groups.lazy.flatMap(\.names)
    for (page, facts) in try affected?.pages(linkingTo: names) ?? [:] { state.facts.pages[page] = facts }
    return Classifier.classify(
      state.facts, grouping, state.catalogue, gazetteer: Build.gazetteer,
      countsMentions: build.settings.countsMentions)
  }

  // Classifies the events outside the scope that have entities which have become topics, or are none any more.
  private mutating func classifyOthers(
    of entities: Set<EntityNumber>, _ pages: inout Set<Int>
  ) throws -> [Classifier.Event] {
    let others = entities.isEmpty ? [] : state.threshold.pages(of: entities).filter { !pages.contains($0) }
    guard !others.isEmpty else { return [] }
    for page in others { try affected?.add(page: page) }
    try affected?.gather()
    guard let affected else { return [] }
    // Their own grouping does not change: no event of the scope is united with any of them.
    state.facts.pages = PageTable()
    for (page, facts) in affected.pages where !pages.contains(page) { state.facts.pages[page] = facts }
    let grouping = EventGrouping(&state.facts, history: affected.history)
    // Pages in scope may link to them.
    for (page, facts) in affected.pages { state.facts.pages[page] = facts }
    let events = try classify(grouping)
    history.events.merge(affected.history.events) { recorded, _ in recorded }
    history.ids.merge(affected.history.ids) { recorded, _ in recorded }
    pages.formUnion(affected.pages.keys)
    return events
  }

  // Learns from all events which names are variants of one, and which countries entities bring with them.
  private mutating func learn(from events: inout [Classifier.Event], _ grouping: EventGrouping) throws {
    let (gazetteer, settings) = (Build.gazetteer, build.settings)
    _ = state.threshold.update(events, replacing: EmptyCollection())
    state.threshold.apply(to: &events)
    let variants = SpellingVariants(events, state.catalogue, gazetteer).names(state.catalogue)
    try transaction.store(variants: variants)
    if !variants.isEmpty {
      state.catalogue = EntityCatalogue(state.facts, aliases: settings.aliases(with: variants))
      state.threshold = EntityThreshold(minimum: settings.minimumEvents)
      events = try classify(grouping)
      _ = state.threshold.update(events, replacing: EmptyCollection())
      state.threshold.apply(to: &events)
    }
    try transaction.store(LearnedCountries(events, state.catalogue, gazetteer)) {
      gazetteer.countries[Int($0)].code
    }
  }
}

// MARK: Documents

extension BuildStages {
  // Updates the plan by events in place of those that some pages showed, and keeps the documents that it wants.
  private mutating func plan(
    _ events: [Classifier.Event], replacing pages: Set<Int>, _ names: EntityCatalogue.Update
  ) throws -> [PlannedDocument] {
    let lastDay = build.clock.lastDay
    let changes = try state.plan.update(
      events, replacing: pages,
      input: PublicationPlan.Input(
        facts: state.facts, history: history,
        sources: [.entity: state.catalogue, .country: Build.gazetteer], lastDay: lastDay),
      renamed: names.renamed.map { TopicReference(.entity, $0) }, edited: edited, texts: transaction)
    let paths = state.plan.paths(of: changes) + Publisher.lists(build.site)
    let known = isEverything ? try transaction.documents() : try transaction.documents(at: paths)
    let documents = try Publisher.reconcile(
      &state.plan, changes: changes, known: known, in: transaction)
    try state.plan.namesAhead.keep(lastDay: lastDay, transaction)
    if isEverything {
      try transaction.set("settingsDigest", to: build.settingsDigest)
      try transaction.set("analysisVersion", to: Build.analysisVersion)
      if memory.isKept { state.postings = ArchivePostings(state.facts, history) }
    }
    state.facts.pages = PageTable()
    return documents
  }
}
