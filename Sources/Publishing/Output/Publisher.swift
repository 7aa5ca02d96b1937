package import ArchiveIndex
package import Classification
internal import EventArchive
internal import Foundation
package import Primitives
internal import Syndication

/// Brings the output to the documents that the index wants: builds the documents whose digest has changed, writes those whose bytes
/// have changed, removes those that are not wanted.
package struct Publisher {
  /// The result of publishing.
  package struct Report: Sendable, Equatable {
    /// The number of written feeds, each format counted: their bytes changed, or they were missing.
    package var written = 0
    /// The number of removed feeds, each format counted.
    package var removed = 0
    /// Whether the page was not written because another program's file has its path.
    package var leavesPage = false
    /// The error that prevented the notification of hubs; `nil` when they were notified, or when there are none.
    package var untold: Untold?

    /// An error that prevents the notification of hubs.
    package struct Untold: Sendable, Equatable {
      /// The message, which says what to do.
      package var reason: String
      /// The kind of the error.
      package var fault: StorageFault

      /// Makes it from a thrown error.
      package init(_ error: any Error) {
        (reason, fault) = ("\(error)", (error as? IndexError)?.fault ?? .other)
      }
    }

    /// Makes an empty report.
    package init() {}
  }

  private static let catalogue = "catalogue.json"
  private static let topics = "assets/topics.json"
  private static let page = "index.html"

  private let site: Site
  private let index: any EventIndex
  private let output: any DocumentOutput
  private let renderedEntries: RenderedEntries
  private let listener: (any PublicationListener)?

  /// Makes a publisher of an index to an output directory.
  /// - Parameters:
  ///   - renderedEntries: the rendered entries so far; others are rendered when a feed needs them.
  ///   - listener: receives the changed feeds, if the site has hubs.
  package init(
    site: Site, index: any EventIndex, output: any DocumentOutput, renderedEntries: RenderedEntries,
    listener: (any PublicationListener)?
  ) {
    (self.site, self.index, self.output, self.renderedEntries) = (site, index, output, renderedEntries)
    self.listener = site.hubs.isEmpty ? nil : listener
  }

  /// The paths of the lists of feeds, the page and its assets. Every change may affect them.
  package static func lists(_ site: Site) -> [String] {
    [catalogue, topics, page] + outlines(site).keys + SitePage.assets.keys
  }

  /// Whether the index has the digests of the page and the assets of this program. Another program of the same version may have others.
  package static func areCurrent(_ documents: [DocumentRecord], _ site: Site) -> Bool {
    var digests = SitePage.digests
    digests[page] = SitePage.digest(site.digest)
    let known = documents.filter { digests[$0.path] != nil }
    return known.count == digests.count && known.allSatisfy { $0.wanted == digests[$0.path] }
  }

  /// Updates the rows of documents in the index: the wanted digests of changed documents and of the lists, and the documents to remove.
  /// - Parameters:
  ///   - known: the documents of the same topics, and the lists, in the index.
  ///   - sources: the topics, by kind.
  /// - Returns: the wanted documents and those to remove.
  package static func reconcile(
    _ plan: inout PublicationPlan, changes: PublicationPlan.Changes, known: [DocumentRecord],
    sources: [TopicKind: any TopicSource], in transaction: IndexTransaction
  ) throws -> [PlannedDocument] {
    var documents = plan.documents(of: changes) + lists(plan)
    let mayReturn = try transaction.hasFormer()
    var old: [String: DocumentRecord] = [:]
    for record in known { old[record.path] = record }
    for index in documents.indices {
      let record = documents[index].record
      let old = old.removeValue(forKey: record.path)
      (documents[index].record.published, documents[index].record.stamp) = (old?.published, old?.stamp)
      if documents[index].record != old { try transaction.store(documents[index].record) }
      if old?.wanted == nil, mayReturn { try transaction.removeFormer(record.path) }
    }
    let ended = old.values.sorted { $0.path < $1.path }
    for var record in ended {
      record.wanted = nil
      try transaction.store(record)
      documents.append(PlannedDocument(record: record, content: .list))
    }
    for place in changes.archives where place.isMoved {
      let topic = plan.topics[place.topic.index]
      let events = topic.archive.indices.contains(place.number - 1) ? topic.archive[place.number - 1] : nil
      try transaction.store(archive: events, topic: topic.path, number: place.number)
    }
    for topic in changes.endedArchives { try transaction.removeArchives(ofTopic: topic) }
    try plan.store(changes, ended: ended, sources: sources, transaction)
    return documents
  }

  /// Brings the output to the wanted documents.
  /// - Parameters:
  ///   - documents: the changed documents, as `reconcile` returns them.
  ///   - names: the names that the ids of events are numbers of.
  ///   - everything: whether to build every document again.
  ///   - checksOutput: whether to check for files that other programs changed, and for files that killed builds left; `documents` must
  ///     then be all documents.
  ///   - progress: called with the name of the step, the number of finished items and the number of all; an error that it throws ends
  ///     the build.
  package func publish(
    _ plan: PublicationPlan, _ documents: [PlannedDocument], names: StringInterner, everything: Bool,
    checksOutput: Bool, progress: (String, Int, Int) throws -> Void
  ) throws -> Report {
    if checksOutput { try output.removeUnwanted(wanted: Set(documents.map(\.record.path))) }
    var report = Report()
    let dirty = documents.filter {
      everything || $0.record.isDirty || checksOutput && !output.isIntact($0.record)
    }
    notify(&report) { try $0.willWrite(topics: dirty.lazy.map(\.record).filter(isTopic).map(url)) }
    var changed: [String] = []
    try publishFeeds(dirty, of: plan, names: names, report: &report, changed: &changed, progress: progress)
    notify(&report) { try $0.didWrite(changed: changed, hubs: site.hubs) }
    // The listener is told before the rows are deleted: after a kill, the next build repeats this.
    notify(&report) { listener in
      let ended = try endedTopics(
        dirty.map(\.record).filter { ($0.isFeed || $0.kind == .copy) && $0.wanted == nil })
      if !ended.isEmpty { try listener.willRemove(ended) }
    }
    for record in dirty.map(\.record) where record.wanted == nil {
      try output.remove(record.path)
      try index.write { try $0.removeDocument(record.path) }
      report.removed += record.isFeed ? 1 : 0
    }
    try publishLists(dirty, of: plan, report: &report)
    return report
  }
}

extension Publisher {
  // The lists of feeds, the page and its assets, with their digests.
  private static func lists(_ plan: PublicationPlan) -> [PlannedDocument] {
    var digests = SitePage.digests
    for path in outlines(plan.site).keys { digests[path] = plan.outlinesDigest }
    digests[page] = SitePage.digest(plan.siteDigest)
    let (feeds, edition) = (plan.catalogueDigest, Catalogue.topicsEdition)
    digests[catalogue] = feeds
    digests[topics] = ContentDigest([feeds.high, feeds.low, edition.high, edition.low])
    return digests.sorted { $0.key < $1.key }.map { path, digest in
      let record = DocumentRecord(path: path, kind: .list, slug: "", name: path, wanted: digest)
      return PlannedDocument(record: record, content: .list)
    }
  }

  // The OPML outlines, each with the feeds in one format, so that an import has each feed once.
  private static func outlines(_ site: Site) -> [String: FeedFormat] {
    var outlines: [String: FeedFormat] = [:]
    for (index, format) in site.formats.enumerated() {
      outlines[index == 0 ? "feeds.opml" : "feeds.\(format.pathExtension).opml"] = format
    }
    return outlines
  }

  private func publishFeeds(
    _ dirty: [PlannedDocument], of plan: PublicationPlan, names: StringInterner, report: inout Report,
    changed: inout [String], progress: (String, Int, Int) throws -> Void
  ) throws {
    let feeds = dirty.filter { $0.record.kind != .list && $0.record.wanted != nil }
    guard !feeds.isEmpty else { return }
    let needed = plan.events(in: feeds)
    try renderedEntries.complete(needed.map { plan.events[$0.index].page }, from: index) {
      try progress("stories", $0, $1)
    }
    let builder = TopicFeedBuilder(
      site: site, plan: plan, entries: needed, names: names, renderedEntries: renderedEntries.reader(),
      writers: renderedEntries.writers)
    let output = output
    var finished: [DocumentRecord] = []
    var done = 0
    try ParallelMap.run(feeds.chunks(of: min(64, feeds.count / 16 + 1))) {
      [UInt8]()
    } transform: { bytes, chunk in
      try chunk.map { document in
        var record = document.record
        switch document.content {
        case .feed(let topic, let format):
          try builder.build(plan.topics[topic.index], as: format, into: &bytes)
        case .archive(let place, let format):
          try builder.build(
            archive: place.number, of: plan.topics[place.topic.index], as: format, into: &bytes)
        case .months, .list: return (record, false)
        }
        let written = try output.write(bytes, to: record.path)
        record.published = record.wanted
        record.stamp = written.stamp
        return (record, written.isChanged)
      }
    } consume: { results in
      for (record, isWritten) in results {
        report.written += isWritten && record.isFeed ? 1 : 0
        if isWritten, listener != nil, isTopic(record) { changed.append(url(record)) }
        finished.append(record)
      }
      done += results.count
      if finished.count >= 4096 { try keep(&finished) }
      try progress("feeds", done, feeds.count)
    }
    try keep(&finished)
  }

  // Notifies the listener. Feeds are published even if that fails.
  private func notify(_ report: inout Report, _ body: (any PublicationListener) throws -> Void) {
    do {
      if let listener { try body(listener) }
    } catch {
      report.untold = Report.Untold(error)
    }
  }

  // The ended topics of removed feeds.
  private func endedTopics(_ records: [DocumentRecord]) throws -> [EndedTopic] {
    guard !records.isEmpty else { return [] }
    return try index.write { transaction in
      try records.map { record in
        let successor = try transaction.successor(ofFormer: record.path) ?? nil
        return EndedTopic(url: url(record), successor: successor.map { site.url(ofPath: $0) })
      }
    }
  }

  // Whether WebSub has a topic for a document, and its URL.
  private func isTopic(_ record: DocumentRecord) -> Bool {
    (record.isFeed || record.kind == .copy) && record.wanted != nil
  }
  private func url(_ record: DocumentRecord) -> String { site.url(ofPath: record.path) }

  private func publishLists(
    _ dirty: [PlannedDocument], of plan: PublicationPlan, report: inout Report
  ) throws {
    var lists = dirty.filter { $0.record.kind == .list && $0.record.wanted != nil }
    if var page = lists.first(where: { $0.record.path == Self.page })?.record, try output.isForeign(Self.page)
    {
      // An older site may have a page of its own.
      report.leavesPage = true
      lists.removeAll { $0.record.path == Self.page }
      (page.published, page.stamp) = (page.wanted, output.stamp(of: Self.page))
      try index.write { try $0.store(page) }
    }
    guard !lists.isEmpty else { return }
    let shards = lists.compactMap { if case .months(let shard) = $0.content { shard } else { nil } }
    let catalogue = Catalogue(plan)
    let (months, outlines) = (MonthlyCounts(plan, Set(shards)), Self.outlines(site))
    let write = { @Sendable [site, output] (document: PlannedDocument) throws -> DocumentRecord in
      var record = document.record
      let stream = output.stream(to: record.path)
      switch (document.content, outlines[record.path], record.path) {
      case (.months(let shard), _, _): try months.write(shard, stream.append)
      case (_, let format?, _): try catalogue.opml(of: site, format: format, stream.append)
      case (_, _, Self.catalogue): try catalogue.json(stream.append)
      case (_, _, Self.topics): try catalogue.topics(of: site, stream.append)
      case (_, _, Self.page): try SitePage.html(site).withUnsafeBytes(stream.append)
      default: try (SitePage.assets[record.path] ?? []).withUnsafeBytes(stream.append)
      }
      (record.published, record.stamp) = (record.wanted, try stream.finish().stamp)
      return record
    }
    // The catalogue is written last, so that all feeds in it exist.
    let isCatalogue = { (document: PlannedDocument) in document.record.path == Self.catalogue }
    for documents in [lists.filter { !isCatalogue($0) }, lists.filter(isCatalogue)] {
      try ParallelMap.run(documents, transform: write) { record in try index.write { try $0.store(record) } }
    }
  }

  private func keep(_ records: inout [DocumentRecord]) throws {
    try index.write { transaction in
      for record in records { try transaction.store(record) }
    }
    records = []
  }
}

extension PublicationPlan {
  // The events in documents, without duplicates.
  fileprivate func events(in documents: [PlannedDocument]) -> [PublicationPlan.Event.Index] {
    var isNeeded = [Bool](repeating: false, count: events.count)
    for document in documents {
      switch document.content {
      case .feed(let topic, _):
        for event in window(of: topics[topic.index]) { isNeeded[event.index] = true }
      case .archive(let place, _):
        for event in events(inArchive: place.number, of: topics[place.topic.index]) {
          isNeeded[event.index] = true
        }
      case .months, .list: continue
      }
    }
    return isNeeded.indices.lazy.filter { isNeeded[$0] }.map { Event.Index($0) }
  }
}
