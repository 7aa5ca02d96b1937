internal import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Primitives
internal import Publishing

/// Terms get other slugs by a small change, so that everything must be built.
struct SlugsHaveChanged: Error {}

/// One build, from changed files to planned documents, within a transaction of the index. Each stage is a method, and `run` has
/// their order. A build of everything and a build of a few changes run the same stages; they differ in the pages in scope.
struct BuildStages {
  /// The archive, as far as it is built.
  private(set) var state: ArchiveState

  private let build: Build
  private let archive: OpenArchive
  private let renderedEntries: RenderedEntries
  private let transaction: IndexTransaction
  // Whether all pages are in scope.
  private let isEverything: Bool
  // The pages in scope when these are not all.
  private var affected: AffectedEvents?
  // Whether spelling variants and countries of entities are learned from the whole archive.
  private let learns: Bool
  private var history = EventHistory()
  // The old and the new versions of changed pages, by number.
  private var old: [Int: PageRecord] = [:]
  private var new: [Int: PageRecord] = [:]
  private var pageChanges: PageChanges
  // The texts in which names are found when all pages are in scope.
  private var texts: [IndexTransaction.TextBatch] = []
  // The ids of known events whose records changed.
  private var edited: Set<NameNumber> = []
  // The number of names, and of spellings, in the index before the build.
  private let storedNames: Int
  private let storedSpellings: Int

  /// Prepares a build.
  /// - Parameter kept: the state of the last build; without it, everything is built.
  init(
    _ build: Build, on kept: ArchiveState?, archive: OpenArchive, renderedEntries: RenderedEntries,
    transaction: IndexTransaction
  ) throws {
    self.build = build
    self.archive = archive
    self.renderedEntries = renderedEntries
    self.transaction = transaction
    isEverything = kept == nil
    pageChanges = try build.pageChanges(transaction)
    learns =
      try isEverything && (build.isFull || transaction.setting("analysisVersion") != build.settings.analysis)
    if let kept {
      state = kept
      transaction.set(bounds: IndexBounds(kept.facts))
    } else {
      // In one transaction with the plan, so that a killed build leaves both to the next.
      if let limit = build.clock.limit, try transaction.hasTimes(after: limit) {
        try transaction.correctTimes(to: limit)
      }
      let facts = try transaction.facts()
      history = try transaction.history()
      if !learns { try transaction.checkPagesOfFiles() }
      state = try Self.emptyState(of: facts, build: build, learns: learns, transaction: transaction)
      build.stages.end("loaded the index")
    }
    storedNames = state.facts.names.count
    storedSpellings = state.facts.spellings.count
  }

  private static func emptyState(
    of facts: ArchiveFacts, build: Build, learns: Bool, transaction: IndexTransaction
  ) throws -> ArchiveState {
    let settings = build.settings
    let site = build.site
    let archives = site.hasArchives ? try transaction.archives() : [:]
    let plan = PublicationPlan(
      site: site, combined: settings.topics, countryFeeds: settings.countryFeeds, archives: archives)
    let variants = learns ? [:] : try transaction.variants()
    return ArchiveState(
      facts, variants: variants, settings: settings, gazetteer: build.gazetteer,
      plan: plan)
  }

  /// Runs the stages.
  /// - Parameter isSettled: whether there is nothing to do unless a page has changed.
  /// - Returns: the documents that are to be published; `nil` when nothing is to be done.
  mutating func run(
    _ changes: inout ContentChanges, isSettled: Bool, summary: inout Build.Summary
  ) throws -> [PlannedDocument]? {
    let isChanged = try read(&changes)
    trimMemory()
    build.stages.end("read and parsed")
    if !isChanged, isSettled { return nil }
    try discoverNames()
    build.stages.end("discovered names")
    let names = updateNames()
    if names.changesSlugs, !isEverything { throw SlugsHaveChanged() }
    let mentionable = state.vocabulary.update(
      state.facts.spellings, catalogue: state.catalogue, changes: names)
    try findMentions(mentionable)
    trimMemory()
    build.stages.end("found mentions")
    try findAffected(names)
    let grouping = group()
    var pages = Set(old.keys)
    let events = try storeAndClassify(grouping, pages: &pages, summary: &summary)
    trimMemory()
    build.stages.end("grouped and classified")
    let documents = try plan(consume events, replacing: pages, renamed: names.renamed)
    build.stages.end("planned")
    return documents
  }

  // Reading, counting words and classifying take much memory, in pieces that the next stages cannot use.
  private func trimMemory() {
    if learns { MallocTuning.trim() }
  }
}

// MARK: Pages

extension BuildStages {
  // Reads the changed files; returns whether any page differs from its stored version.
  private mutating func read(_ changes: inout ContentChanges) throws -> Bool {
    if !isEverything {
      let known =
        changes.removed.map(\.number) + changes.changed.lazy.filter { !$0.isNew }.map(\.record.number)
      for page in known { old[page] = try transaction.facts(ofPage: page) }
    }
    let removed = Set(changes.removed.map(\.number))
    let isChanged = try build.read(
      &changes, into: &state.facts, recording: &pageChanges, oldPages: old,
      renderedEntries: renderedEntries, archive: archive, transaction: transaction)
    if !isEverything {
      for (page, facts) in state.facts.pages { new[page] = facts }
      state.facts.pages = PageTable()
      // A page that can no longer be parsed keeps its last good version.
      old = old.filter { new[$0.key] != nil || removed.contains($0.key) }
    }
    return isChanged
  }

  // Discovers names in all pages if these are learned from, else in the changed pages. Stores all new spellings.
  private mutating func discoverNames() throws {
    let indexer = NameIndexer(settings: build.settings)
    texts = isEverything ? try transaction.texts(of: learns ? .all : .withoutMentions, inBatchesOf: 512) : []
    if learns { state.names = try indexer.learn(from: texts, in: transaction) }
    var model = try state.names ?? indexer.model(from: transaction)
    if isEverything {
      try indexer.updateAll(&state.facts, by: &model, from: texts, learns: learns, in: transaction)
      state.catalogue = EntityCatalogue(state.catalogue, names: model, hidesWords: build.settings.hidesWords)
      state.names = model
      state.threshold = threshold
    } else {
      try indexer.update(&new, by: model, facts: &state.facts, in: transaction)
    }
    try transaction.insertSpellings(of: state.facts, from: storedSpellings)
  }

  // A threshold without events.
  private var threshold: EntityThreshold {
    EntityThreshold(
      minimum: build.settings.minimumEvents, discovered: state.names?.leastEvents ?? 1)
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

  // Finds the mentions of pages in scope, and of pages that contain a spelling that has begun or ceased to count as a mention.
  private mutating func findMentions(_ changed: Set<SpellingNumber>) throws {
    let indexer = MentionIndexer(state.vocabulary, spellings: state.facts.spellings)
    if isEverything {
      defer { texts = [] }
      return try indexer.updateAll(&state.facts, from: texts, in: transaction)
    }
    for (page, facts) in new {
      let words = ArchivePostings.postings(ofWordsIn: try transaction.texts(ofPage: page), page: page)
      state.postings.add(facts, page: page, words: words)
    }
    var affected = AffectedEvents(
      transaction, postings: state.postings, names: state.facts.names,
      equivalentNames: state.facts.equivalentNames, limits: build.lookUps)
    for page in old.keys { affected.set(new[page], page: page) }
    let mentions = try indexer.update(
      new.keys, changed: changed, postings: state.postings, in: transaction)
    for (page, mentions) in mentions {
      guard var facts = try new[page] ?? affected.facts(of: page) else { continue }
      facts.set(mentions: mentions)
      affected.set(facts, page: page)
      try affected.add(page: page)
    }
    self.affected = affected
  }

  // Gathers the pages of all events that the changes may affect.
  private mutating func findAffected(_ names: EntityCatalogue.Update) throws {
    let moved = updateAddresses()
    guard !isEverything else { return history.add(pageChanges) }
    for facts in old.values { affected?.add(facts) }
    for facts in new.values { affected?.add(facts) }
    if !names.renamed.isEmpty {
      let renamed = names.renamed.map(state.catalogue.reference)
      for page in state.plan.pages(of: renamed) { try affected?.add(page: page) }
    }
    for name in moved + namesWithOtherPages() {
      for page in state.postings.pages(linkingTo: name) { try affected?.add(page: Int(page)) }
    }
    try affected?.gather()
    try affected?.addEnded(pageChanges, mayReturnIn: new.values)
    build.stages.end("found affected events")
  }
}

// MARK: Events

extension BuildStages {
  // The names of events that may begin or cease to exist by the changes, which pages link to or not accordingly.
  private func namesWithOtherPages() -> [NameNumber] {
    guard build.site.pages == .all else { return [] }
    func names(_ pages: some Sequence<PageRecord>) -> Set<NameNumber> {
      Set(pages.lazy.filter(\.isEvent).flatMap { [$0.name] + $0.changes.map(\.name) })
    }
    let changed = names(old.values).union(state.plan.names(ofPages: old.keys)).symmetricDifference(
      names(new.values))
    let equivalents = changed.flatMap { state.facts.equivalentNames.others(of: $0, in: state.facts.names) }
    return changed.union(equivalents).sorted()
  }

  // Updates the addresses of pages that posts may refer to. Returns the names by which posts refer to those that changed.
  private mutating func updateAddresses() -> [NameNumber] {
    let names = state.facts.names
    if isEverything {
      state.plan.addresses = PostAddresses(state.facts.pages.lazy.map(\.facts), names)
      return []
    }
    return state.plan.addresses.replace(old.values, by: new.values, names)
  }

  // Groups the pages in scope into events.
  private mutating func group() -> EventGrouping {
    if let affected {
      for (page, facts) in affected.pages { state.facts.pages[page] = facts }
      history = affected.history
    }
    return EventGrouping(&state.facts, history: history)
  }

  // Stores the ids and times of events, and the new names.
  private mutating func store(_ grouping: EventGrouping, summary: inout Build.Summary) throws {
    let stored = try build.store(
      grouping, facts: state.facts, history: &history, storedNames: storedNames, pageChanges: pageChanges,
      transaction: transaction, summary: &summary)
    try transaction.insertNames(of: state.facts, history: history, from: storedNames)
    edited = stored.edited
    archive.latestTime = isEverything ? history.latestTime : max(archive.latestTime, history.latestTime)
    if !isEverything {
      for moved in stored.moved { state.postings.add(name: moved.name, ofEvent: moved.id) }
    }
  }

  // Stores and classifies the events of a grouping.
  private mutating func storeAndClassify(
    _ grouping: EventGrouping, pages: inout Set<Int>, summary: inout Build.Summary
  ) throws -> [Classifier.Event] {
    guard isEverything else {
      try store(grouping, summary: &summary)
      if let affected { pages.formUnion(affected.pages.keys) }
      return try complete(try classify(grouping).events, of: grouping, pages: &pages)
    }
    // Storing all events takes 0.4 s of one processor.
    let events = try ParallelMap.both(classification(of: grouping)) {
      try store(grouping, summary: &summary)
    }.0.events
    return try complete(consume events, of: grouping, pages: &pages)
  }

  // Completes the classification of the events of a grouping, and classifies other events of entities that these have made topics, or
  // no topics any more. Adds the pages of these to `pages`.
  private mutating func complete(
    _ events: consuming [Classifier.Event], of grouping: EventGrouping, pages: inout Set<Int>
  ) throws -> [Classifier.Event] {
    if learns {
      try learn(from: &events, grouping)
    } else {
      let changed = state.threshold.update(events, replacing: pages)
      if !isEverything { events += try classifyOthers(of: changed, pages: &pages) }
      state.threshold.apply(to: &events)
    }
    if isEverything { state.learned = try transaction.learned(build.gazetteer.number(ofCode:)) }
    state.learned.add(to: &events, catalogue: state.catalogue)
    return events
  }

  // Classifies the events of a grouping, or those of which pages name some entities. Returns them with the indices of their groups.
  private mutating func classify(
    _ grouping: EventGrouping, naming entities: Set<EntityNumber>? = nil
  ) throws -> (events: [Classifier.Event], groups: [Int]) {
    let names = grouping.groups.lazy.flatMap(\.names)
    for (page, facts) in try affected?.pages(linkingTo: names) ?? [:] { state.facts.pages[page] = facts }
    return classification(of: grouping, naming: entities)()
  }

  // The classification of the events of a grouping, as a function for any thread.
  private func classification(
    of grouping: EventGrouping, naming entities: Set<EntityNumber>? = nil
  ) -> @Sendable () -> (events: [Classifier.Event], groups: [Int]) {
    let (facts, catalogue) = (state.facts, state.catalogue)
    let (gazetteer, countsMentions) = (build.gazetteer, build.settings.countsMentions)
    return {
      Classifier.classify(
        facts, grouping: grouping, catalogue: catalogue, gazetteer: gazetteer, countsMentions: countsMentions,
        naming: entities)
    }
  }

  // Classifies the events of entities that are outside the scope.
  private mutating func classifyOthers(
    of entities: Set<EntityNumber>, pages: inout Set<Int>
  ) throws -> [Classifier.Event] {
    let others = entities.isEmpty ? [] : state.threshold.pages(of: entities).filter { !pages.contains($0) }
    guard !others.isEmpty else { return [] }
    for page in others { try affected?.add(page: page) }
    try affected?.gather()
    guard let affected else { return [] }
    // The changes do not affect their grouping, because they are outside the scope.
    state.facts.pages = PageTable()
    for (page, facts) in affected.pages where !pages.contains(page) { state.facts.pages[page] = facts }
    let grouping = EventGrouping(&state.facts, history: affected.history)
    // Pages in scope may link to them.
    for (page, facts) in affected.pages { state.facts.pages[page] = facts }
    let events = try classify(grouping).events
    history.events.addMissing(affected.history.events)
    history.ids.addMissing(affected.history.ids)
    pages.formUnion(affected.pages.keys)
    return events
  }

  // Learns the spelling variants and the countries of entities from all events.
  private mutating func learn(
    from events: inout [Classifier.Event], _ grouping: EventGrouping
  ) throws {
    let gazetteer = build.gazetteer
    let settings = build.settings
    _ = state.threshold.update(events, replacing: EmptyCollection())
    let spellings = SpellingVariants(
      of: events, above: state.threshold, catalogue: state.catalogue, gazetteer: gazetteer
    ).names(in: state.catalogue)
    let variants = spellings.merging(state.catalogue.namesOfArticles()) { $1 }
    try transaction.store(variants: variants)
    if !variants.isEmpty {
      let affected = state.catalogue.file(
        aliases: settings.aliases(with: variants), articles: settings.articles(in: variants),
        spellings: state.facts.spellings)
      let changed = try classify(grouping, naming: affected)
      for (group, event) in zip(changed.groups, changed.events) { events[group] = event }
      _ = state.threshold.update(changed.events, replacing: changed.events.map(\.page))
    }
    state.threshold.apply(to: &events)
    try transaction.store(LearnedCountries(from: events, catalogue: state.catalogue, gazetteer: gazetteer)) {
      gazetteer.countries[$0.index].code
    }
  }
}

// MARK: Documents

extension BuildStages {
  // Replaces the events that some pages show in the plan, and stores the documents of the plan.
  private mutating func plan(
    _ events: consuming [Classifier.Event], replacing pages: Set<Int>, renamed: [EntityNumber]
  ) throws -> [PlannedDocument] {
    if !archive.isKept { state.forgetRules(build.settings, gazetteer: build.gazetteer) }
    let lastDay = build.clock.lastDay
    let sources = state.catalogue.sources(with: build.gazetteer)
    let changes = try state.plan.update(
      events, replacing: pages,
      input: PublicationPlan.Input(
        facts: state.facts, history: history,
        sources: sources,
        copies: state.catalogue.pathsOfCountries(build.gazetteer), lastDay: lastDay),
      renamed: renamed.map(state.catalogue.reference), edited: edited, texts: transaction)
    // The documents of all topics take about as much memory as what nothing needs from here on.
    _ = consume events
    if isEverything, archive.isKept { state.postings = ArchivePostings(state.facts, history: history) }
    state.facts.pages = PageTable()
    history = EventHistory()
    let known =
      if isEverything {
        try transaction.documents()
      } else {
        try transaction.documents(
          at: state.plan.paths(of: changes, state.facts.names) + Publisher.lists(build.site))
      }
    let documents = try Publisher.reconcile(
      &state.plan, changes: changes, known: known, names: state.facts.names, sources: sources, in: transaction
    )
    try state.plan.namesAhead.keep(lastDay: lastDay, transaction)
    if isEverything {
      try transaction.set("settingsDigest", to: build.settingsDigest)
      try transaction.set("analysisVersion", to: build.settings.analysis)
      try transaction.set("contentVersion", to: build.settings.contentVersion)
    }
    return documents
  }
}
