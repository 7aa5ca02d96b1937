package import ArchiveIndex
package import Classification
import EventArchive
import Foundation
import Primitives
package import Publishing
package import Syndication
import Watching

extension Build {
  /// Makes an empty record of changed pages.
  package func pageChanges(_ transaction: IndexTransaction) throws -> PageChanges {
    // Another version of the program may compute other digests of the same content.
    PageChanges(comparesTexts: try transaction.setting("analysisVersion") == Self.analysisVersion)
  }

  /// Reads the changed files; returns whether any page differs from its stored version.
  /// - Parameters:
  ///   - pageChanges: records the pages that changed.
  ///   - former: the stored versions of changed and removed pages, by number; those that are missing here are in `facts`.
  package func read(
    _ changes: inout ContentChanges, into facts: inout ArchiveFacts, _ pageChanges: inout PageChanges,
    former: [Int: PageRecord] = [:], _ renderedEntries: RenderedEntries, _ memory: OpenArchive,
    _ transaction: IndexTransaction
  ) throws -> Bool {
    var isChanged = !changes.removed.isEmpty
    for (path, number) in changes.removed {
      if let old = former[number] ?? facts.pages[number] { pageChanges.remove(old) }
      try transaction.removeFile(number, path: path)
      memory.set(nil, path: path)
      facts.pages[number] = nil
    }
    let (root, writer) = (settings.content, renderedEntries.writer)
    let total = changes.changed.count
    let chunks = changes.takeChunks(of: 256)
    var done = 0
    try ParallelMap.run(chunks) {
      PageReader(root: root, gazetteer: Self.gazetteer, renderedEntries: writer)
    } transform: { reader, chunk in
      try reader.read(chunk)
    } consume: { batch in
      var new = facts.join(batch.facts).makeIterator()
      for page in batch.pages {
        isChanged = isChanged || page.hasFacts
        let new = page.hasFacts ? new.next() : nil
        let number = page.file.record.number
        if let new { pageChanges.update(page: number, from: former[number] ?? facts.pages[number], to: new) }
        try keep(page, new, &facts, transaction)
        memory.set(page.file.record.number, path: page.file.path)
        if let places = page.entryPlaces { renderedEntries.set(places, page: page.file.record.number) }
      }
      done += batch.pages.count
      try observer.report("files read", done, total)
    }
    facts.forgetContexts()
    return isChanged
  }

  private func keep(
    _ page: PageReader.Page, _ new: PageRecord?, _ facts: inout ArchiveFacts, _ transaction: IndexTransaction
  ) throws {
    let file = page.file
    try transaction.store(file.record, path: file.path, digest: page.digest)
    if page.isKnown { return }
    try transaction.store(page.problems, of: file.path, isNew: file.isNew)
    guard let new else { return }
    facts.pages[file.record.number] = new
    try transaction.store(
      new, number: file.record.number, title: page.title, summary: page.summary, text: page.text,
      isNew: file.isNew)
  }

  /// Gives new events their times, and stores the times of new and edited events. Returns the names whose event has another id
  /// than before, and the ids of events whose content changed.
  package func remember(
    _ grouping: EventGrouping, _ facts: ArchiveFacts, _ history: inout EventHistory, knownNames: Int,
    _ pageChanges: PageChanges, _ transaction: IndexTransaction, _ summary: inout Summary
  ) throws -> (moved: [(name: NameNumber, id: NameNumber)], edited: Set<NameNumber>) {
    var moved: [(name: NameNumber, id: NameNumber)] = []
    var edited: Set<NameNumber> = []
    let run = try transaction.lastRun() + 1
    try transaction.set("run", to: "\(run)")
    // Another version of the program may compute other digests of the same content.
    let comparesContent = try transaction.setting("analysisVersion") == Self.analysisVersion
    try end(pageChanges.former, grouping, facts, history, transaction, &summary)
    for group in grouping.groups {
      if history.departed.contains(group.id) { try transaction.removeDeparted(group.id) }
      guard let page = facts.pages[group.shown] else { continue }
      let known = history.events[group.id]
      var record =
        known ?? clock.first(on: facts.name(group.id).day, content: page.content, order: run)
      if record.content != page.content {
        if comparesContent { record = clock.edited(record, content: page.content) }
        record.content = page.content
      }
      if record != known {
        if known != nil { edited.insert(group.id) }
        history.events[group.id] = record
        try transaction.store(record, id: group.id)
      }
      for name in group.names where history.ids[name] != group.id && !group.equivalents.contains(name) {
        history.ids[name] = group.id
        moved.append((name, group.id))
        if Int(name) < knownNames { try transaction.store(event: group.id, ofName: name) }
      }
    }
    return (moved, edited)
  }

  // Stores the events whose last page is gone or has another text, so that they keep their ids when they come back.
  private func end(
    _ former: [PageRecord], _ grouping: EventGrouping, _ facts: ArchiveFacts, _ history: EventHistory,
    _ transaction: IndexTransaction, _ summary: inout Summary
  ) throws {
    guard !former.isEmpty else { return }
    let alive = Set(grouping.groups.lazy.map(\.id))
    var ended: [NameNumber: PageRecord] = [:]
    for page in former where page.isEvent {
      let id = history.ids[page.name] ?? page.name
      guard !alive.contains(id) else { continue }
      // Of several pages of one event, the shown page is stored.
      if ended[id] == nil || history.events[id]?.content == page.content { ended[id] = page }
    }
    // Files that watch.ignore leaves out do not count as lost.
    summary.ended = ended.values.count { !isIgnored(facts.name($0.name)) }
    let total = try transaction.publishedCount()
    try lossGuard.check(ended: summary.ended, total: total, content: settings.content)
    for (id, page) in ended.sorted(by: { $0.key < $1.key }) {
      try transaction.store(departed: .init(page, isMovable: false), id: id)
    }
  }

  // Whether watch.ignore leaves the file of an event out.
  private func isIgnored(_ name: EventName) -> Bool {
    let path = String(name.path.dropFirst())
    return settings.ignore.ignore((path.removingPercentEncoding ?? path) + ".md")
  }

  /// Publishes documents of an archive, and counts its feeds.
  func publish(
    _ archive: ArchiveState, _ documents: [PlannedDocument], _ memory: OpenArchive,
    _ output: any DocumentOutput, _ renderedEntries: RenderedEntries, _ summary: inout Summary
  ) throws {
    let publisher = Publisher(
      site: site, index: memory.index, output: output, renderedEntries: renderedEntries, listener: listener)
    let untold = summary.report.untold
    summary.report = try publisher.publish(
      archive.plan, documents, names: archive.facts.names, everything: isFull,
      checksOutput: checksOutput
    ) {
      try observer.report($0, $1, $2)
    }
    summary.report.untold = summary.report.untold ?? untold
    if summary.report.leavesPage {
      logger.warning(
        "\(settings.output)/index.html is not feedgen's and stays; remove it to have the page on which people find feeds"
      )
    }
    for index in archive.plan.topics.indices where archive.plan.topics[index].isLive {
      summary.count(archive.plan.topics[index].kind, events: archive.plan.topics[index].events)
      summary.feeds += settings.site.formats.count
    }
    stages.end("published")
  }
}

extension Build.Summary {
  /// Counts the feeds among documents, and the events in them.
  package mutating func count(_ documents: [DocumentRecord], firstFormat: FeedFormat?) {
    for document in documents where document.wanted != nil && document.isFeed {
      feeds += 1
      if let format = firstFormat, document.path.hasSuffix("." + format.pathExtension) {
        if let kind = document.topicKind { count(kind, events: document.events) }
      }
    }
  }

  /// Counts a topic and its events.
  package mutating func count(_ kind: TopicKind, events: Int) {
    topics[kind, default: 0] += 1
    if kind == .all { self.events = events }
  }
}
