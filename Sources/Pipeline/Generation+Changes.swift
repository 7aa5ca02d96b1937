import ArchiveIndex
import Classification
package import Publishing

extension Generation {
  /// Brings the feeds up to date with changes in an archive of which all else stands as it is: looks only at what these
  /// concern, and leaves what looking at everything would.
  package func generate(
    in archive: inout StandingArchive, _ memory: ArchiveMemory, _ changes: inout ContentChanges,
    _ output: FeedDirectory, _ summary: inout Summary
  ) throws {
    let stories = try StoryStore(site: site, directory: settings.state)
    let concerned = try memory.index.write { transaction -> ConcernedTopics in
      transaction.set(bounds: IndexBounds(archive.facts))
      let (names, spellings) = (archive.facts.names.count, archive.facts.spellings.count)
      let removed = changes.removed.map(\.number)
      var old: [Int: PageFacts] = [:]
      for page in removed + changes.changed.lazy.filter({ !$0.isNew }).map(\.record.number) {
        old[page] = try transaction.facts(ofPage: page)
      }
      var pageChanges = try self.pageChanges(transaction)
      let isChanged = try read(
        &changes, into: &archive.facts, &pageChanges, former: old, stories, memory, transaction)
      var new: [Int: PageFacts] = [:]
      for (page, facts) in archive.facts.pages { new[page] = facts }
      archive.facts.pages = PageTable()
      // A page that cannot be read any more keeps its last good version.
      old = old.filter { new[$0.key] != nil || removed.contains($0.key) }
      try transaction.putTexts(of: archive.facts, namesFrom: names, spellingsFrom: spellings)
      stages.end("read and parsed")
      guard isChanged else { return ConcernedTopics() }
      return try update(
        &archive, memory, removing: old, adding: new, pageChanges,
        knownNames: archive.facts.names.count, transaction, &summary)
    }
    stages.end("committed the index")
    try publish(archive, concerned, memory, output, stories, &summary)
  }

  // Classifies and plans what is different when some pages, by number, are replaced by others.
  private func update(
    _ archive: inout StandingArchive, _ memory: ArchiveMemory, removing old: [Int: PageFacts],
    adding new: [Int: PageFacts], _ pageChanges: PageChanges, knownNames: Int,
    _ transaction: IndexTransaction, _ summary: inout Summary
  ) throws -> ConcernedTopics {
    let names = archive.catalogue.update(
      archive.facts.spellings, removing: Array(old.values), adding: Array(new.values))
    let mentionable = archive.vocabulary.update(archive.facts.spellings, archive.catalogue, names)
    for (page, facts) in new {
      let words = ArchivePostings.postings(ofWordsIn: try transaction.texts(ofPage: page), page: page)
      archive.postings.add(facts, page: page, words: words)
    }

    var neighbourhood = Neighbourhood(
      transaction, archive.postings, archive.facts.names, archive.facts.twins)
    for page in old.keys { neighbourhood.set(new[page], page: page) }
    let upkeep = MentionUpkeep(archive.vocabulary, spellings: archive.facts.spellings)
    for (page, mentions) in try upkeep.run(new.keys, changed: mentionable, archive.postings, transaction) {
      guard var facts = try new[page] ?? neighbourhood.facts(of: page) else { continue }
      facts.mentions = mentions[...]
      neighbourhood.set(facts, page: page)
      try neighbourhood.add(page: page)
    }
    for facts in old.values { neighbourhood.add(facts) }
    for facts in new.values { neighbourhood.add(facts) }
    if !names.renamed.isEmpty {
      for page in archive.plan.pages(ofEntities: Set(names.renamed)) { try neighbourhood.add(page: page) }
    }
    try neighbourhood.gather()
    try neighbourhood.addDeparted(pageChanges, mayReturnIn: new.values)
    stages.end("found what it concerns")

    for (page, facts) in neighbourhood.pages { archive.facts.pages[page] = facts }
    defer { archive.facts.pages = PageTable() }
    var history = neighbourhood.history
    let grouping = EventGrouping(&archive.facts, history: history)
    try transaction.putTexts(
      of: archive.facts, namesFrom: knownNames, spellingsFrom: archive.facts.spellings.count)
    let (moved, edited) = try remember(
      grouping, archive.facts, &history, knownNames: knownNames, pageChanges, transaction, &summary)
    memory.latestTime = max(memory.latestTime, history.latestTime)
    for (name, id) in moved {
      archive.postings.add(name: name, ofEvent: id)
    }
    stages.end("grouped")
    for (page, facts) in try neighbourhood.pages(linkingTo: grouping.groups.lazy.flatMap(\.names)) {
      archive.facts.pages[page] = facts
    }
    var events = Classifier.classify(
      archive.facts, grouping, archive.catalogue, gazetteer: Self.gazetteer, minimumEvents: 1,
      countsMentions: settings.countsMentions)
    archive.learned.add(to: &events, archive.catalogue)
    stages.end("classified")
    let changes = try archive.plan.update(
      events, replacing: Set(neighbourhood.pages.keys).union(old.keys),
      PublicationPlan.Knowledge(
        archive.facts, history, archive.catalogue, Self.gazetteer, lastDay: clock.lastDay),
      renamed: names.renamed, edited: edited, transaction)
    try archive.plan.namesAhead.keep(lastDay: clock.lastDay, transaction)
    let paths = archive.plan.paths(of: changes) + Publisher.lists(settings.site)
    let documents = try Publisher.want(
      &archive.plan, changes, transaction.documents(at: paths), transaction)
    stages.end("planned")
    return ConcernedTopics(documents: documents)
  }
}
