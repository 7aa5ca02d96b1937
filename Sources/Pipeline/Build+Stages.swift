import ArchiveIndex
import Classification
import EventArchive
import Foundation
import Primitives
import Publishing
import Syndication
import Watching

extension Build {
  /// Makes an empty set of changed pages.
  func pageChanges(_ transaction: IndexTransaction) throws -> PageChanges {
    PageChanges(comparesTexts: try comparesContents(transaction))
  }

  // Whether another digest means another content: another version of the program may compute other digests of the same content.
  private func comparesContents(_ transaction: IndexTransaction) throws -> Bool {
    try transaction.setting("contentVersion") == settings.contentVersion
  }

  /// Reads the changed files, and stores them in the index.
  /// - Parameters:
  ///   - changes: the files; they are removed from the changes, because their paths take much memory.
  ///   - facts: the facts to which the pages are added.
  ///   - pageChanges: the set to which the changed pages are added.
  ///   - oldPages: the stored versions of changed and removed pages, by number; others are in `facts`.
  /// - Returns: whether any page differs from its stored version.
  func read(
    _ changes: inout ContentChanges, into facts: inout ArchiveFacts,
    recording pageChanges: inout PageChanges, oldPages: [Int: PageRecord] = [:],
    renderedEntries: RenderedEntries, archive: OpenArchive, transaction: IndexTransaction
  ) throws -> Bool {
    var isChanged = !changes.removed.isEmpty
    for file in changes.removed {
      if let old = oldPages[file.number] ?? facts.pages[file.number] { pageChanges.remove(old) }
      try transaction.removeFile(file.number, path: file.path)
      archive.set(nil, path: file.path)
      facts.pages[file.number] = nil
    }
    let writer = renderedEntries.writer
    let (settings, clock, gazetteer) = (settings, clock, gazetteer)
    let total = changes.changed.count
    let chunks = changes.takeChunks(of: filesInChunk)
    var done = 0
    try read(chunks, in: archive.index) {
      PageReader(settings, clock: clock, gazetteer: gazetteer, renderedEntries: writer)
    } consume: { batch in
      let records = facts.join(batch.facts)
      for page in batch.pages {
        let number = page.file.record.number
        let old = oldPages[number] ?? facts.pages[number]
        var page = page
        // The last good version of a post stays, until the errors are corrected.
        if case .parsed(let parsed) = page.outcome, parsed.isRepaired,
          old?.isEvent == true || old?.postTimes != nil
        {
          page.outcome = .rejected
          page.entryPlace = nil
        }
        try store(page, records: records, in: transaction)
        if case .parsed(let parsed) = page.outcome {
          let record = records[parsed.facts]
          pageChanges.update(page: number, from: old, to: record)
          facts.pages[number] = record
          isChanged = true
        }
        archive.set(number, path: page.file.path)
        if let place = page.entryPlace { renderedEntries.set(place, page: number) }
      }
      done += batch.pages.count
      try observer.report("files read", done: done, total: total)
    }
    facts.clearContextCache()
    return isChanged
  }

  // Stores a file and its page in the index.
  private func store(
    _ page: PageReader.Page, records: [PageRecord], in transaction: IndexTransaction
  ) throws {
    let file = page.file
    try transaction.store(file.record, path: file.path, digest: page.digest)
    if case .unchanged = page.outcome { return }
    try transaction.store(page.problems, of: file.path, isNew: file.isNew)
    guard case .parsed(let parsed) = page.outcome else { return }
    try transaction.store(
      records[parsed.facts], number: file.record.number, title: parsed.title, summary: parsed.summary,
      text: parsed.text, isNew: file.isNew)
  }

  /// A name whose event has another id than before.
  struct MovedName {
    /// The name.
    let name: NameNumber
    /// The id of its event.
    let id: NameNumber
  }

  /// The changes that storing events has made.
  struct StoredEvents {
    /// The names whose events have another id than before.
    var moved: [MovedName] = []
    /// The ids of known events whose records changed.
    var edited: Set<NameNumber> = []
  }

  /// Gives new events their times, and stores the times of new and edited events.
  /// - Parameters:
  ///   - history: the stored ids and times of the events, which are updated.
  ///   - storedNames: the number of names in the index.
  ///   - pageChanges: the pages that changed.
  func store(
    _ grouping: EventGrouping, facts: ArchiveFacts, history: inout EventHistory, storedNames: Int,
    pageChanges: PageChanges, transaction: IndexTransaction, summary: inout Summary
  ) throws -> StoredEvents {
    var stored = StoredEvents()
    let run = try transaction.lastRun() + 1
    try transaction.set("run", to: "\(run)")
    let comparesContent = try comparesContents(transaction)
    summary.ended = try storeEnded(
      pageChanges, grouping: grouping, facts: facts, history: history, transaction: transaction)
    // A table that grows holds its records twice.
    history.events.reserveCapacity(grouping.groups.count)
    for group in grouping.groups {
      if history.ended.contains(group.id) { try transaction.removeEnded(group.id) }
      guard let page = facts.pages[group.shown] else { continue }
      let known = history.events[group.id]
      let new = known ?? clock.first(on: facts.name(group.id).day, content: page.content, order: run)
      let record = record(new, of: page, isNew: known == nil, comparesContent: comparesContent)
      if record != known {
        if known != nil { stored.edited.insert(group.id) }
        history.events[group.id] = record
        try transaction.store(record, id: group.id)
      }
      for name in group.names where history.ids[name] != group.id && !group.equivalents.contains(name) {
        history.ids[name] = group.id
        stored.moved.append(MovedName(name: name, id: group.id))
        if name.index < storedNames { try transaction.store(event: group.id, ofName: name) }
      }
    }
    return stored
  }

  // The record of an event whose page may have another content than the record.
  private func record(
    _ record: EventHistory.Record, of page: PageRecord, isNew: Bool, comparesContent: Bool
  ) -> EventHistory.Record {
    var record = record
    if record.content != page.content {
      if comparesContent { record = clock.edited(record, content: page.content) }
      record.content = page.content
    }
    return page.postTimes.map { clock.record(record, of: $0, isNew: isNew) } ?? record
  }

  // Stores the events whose last page is gone or has another text, so that they keep their ids when they come back. Returns the
  // number of events that count as lost.
  private func storeEnded(
    _ pageChanges: PageChanges, grouping: EventGrouping, facts: ArchiveFacts, history: EventHistory,
    transaction: IndexTransaction
  ) throws -> Int {
    let oldPages = pageChanges.oldVersions
    guard !oldPages.isEmpty else { return 0 }
    let alive = Set(grouping.groups.lazy.map(\.id))
    var ended: [NameNumber: PageRecord] = [:]
    for page in oldPages where page.isEvent {
      let id = history.ids[page.name] ?? page.name
      guard !alive.contains(id) else { continue }
      // Of several pages of one event, the shown page is stored.
      if ended[id] == nil || history.events[id]?.content == page.content { ended[id] = page }
    }
    // Files that watch.ignore leaves out do not count as lost, nor do posts that are withdrawn.
    let lost = ended.values.count {
      !pageChanges.withdrawn.contains($0.name) && !isIgnored(facts.name($0.name))
    }
    let total = try transaction.publishedCount()
    try lossGuard.check(ended: lost, total: total, content: settings.content)
    for (id, page) in ended.sorted(by: { $0.key < $1.key }) {
      try transaction.store(ended: EndedEvents.Event(page, isMovable: false), id: id)
    }
    return lost
  }

  // Whether watch.ignore leaves the file of an event out.
  private func isIgnored(_ name: EventName) -> Bool {
    settings.ignore.ignore(name.filePath)
  }

  /// Publishes documents of a plan, and counts its feeds.
  func publish(
    _ documents: [PlannedDocument], of plan: PublicationPlan, names: StringInterner, index: any EventIndex,
    output: any DocumentOutput, renderedEntries: RenderedEntries, summary: inout Summary
  ) throws {
    let publisher = Publisher(
      site: site, index: index, output: output, renderedEntries: renderedEntries, listeners: listeners,
      sharing: sharing(of: index))
    let failures = summary.report.listenerFailures
    summary.report = try publisher.publish(
      plan, documents, names: names, everything: isFull, checksOutput: checksOutput
    ) {
      try observer.report($0, done: $1, total: $2)
    }
    summary.report.merge(failures)
    for path in summary.report.left {
      logger.warning(
        "\(settings.output)/\(path) is not feedgen's and is not replaced; remove it to have the page of feedgen there"
      )
    }
    for index in plan.topics.indices where plan.topics[index].isLive {
      summary.count(plan.topics[index].kind, events: plan.topics[index].events)
      summary.feeds += settings.site.formats.count
    }
    stages.end("published")
  }
}

extension Build.Summary {
  /// Counts the feeds among documents, and the events in them.
  mutating func count(_ documents: [DocumentRecord], firstFormat: FeedFormat?) {
    for document in documents where document.wanted != nil && document.isFeed {
      feeds += 1
      if let format = firstFormat, document.path.hasSuffix("." + format.pathExtension) {
        if let kind = document.topicKind { count(kind, events: document.events) }
      }
    }
  }

  /// Counts a topic and its events.
  mutating func count(_ kind: TopicKind, events: Int) {
    topics[kind, default: 0] += 1
    if kind == .all { self.events = events }
  }
}
