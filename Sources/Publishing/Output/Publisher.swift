package import ArchiveIndex
internal import Classification
internal import EventArchive
internal import Foundation
package import Primitives
internal import Syndication

/// Brings the output directory to what the index wants: builds the dirty documents, writes those whose bytes
/// change, removes those that nobody wants, the catalogue last.
package struct Publisher {
  /// What was done.
  package struct Report: Sendable, Equatable {
    /// Feeds whose bytes changed, or that were missing, in any format.
    package var written = 0
    /// Feeds that were removed, in any format.
    package var removed = 0
    /// Whether the page was not written because somebody else's file stands in its place.
    package var leavesPage = false
    /// Why hubs are not told of what changed; `nil` when they are, or when there are none.
    package var untold: Untold?

    /// Why hubs cannot be told of anything.
    package struct Untold: Sendable, Equatable {
      /// What is wrong and what to do.
      package var reason: String
      /// The kind of the refusal.
      package var fault: StorageFault

      /// Makes it of what was thrown.
      package init(_ error: any Error) {
        (reason, fault) = ("\(error)", (error as? IndexError)?.fault ?? .other)
      }
    }

    /// Makes the report of nothing done.
    package init() {}
  }

  private static let catalogue = "catalogue.json"
  private static let topics = "assets/topics.json"
  private static let page = "index.html"

  private let site: Site
  private let index: EventIndex
  private let output: any DocumentOutput
  private let renderedEntries: RenderedEntries
  private let listener: (any PublicationListener)?

  /// Makes a publisher of an index to an output directory.
  /// - Parameters:
  ///   - stories: the rendered stories that are at hand; others are rendered when they are needed.
  ///   - listener: is told of changed feeds if these name a hub.
  package init(
    site: Site, index: EventIndex, output: any DocumentOutput, renderedEntries: RenderedEntries,
    listener: (any PublicationListener)?
  ) {
    (self.site, self.index, self.output, self.renderedEntries) = (site, index, output, renderedEntries)
    self.listener = site.hubs.isEmpty ? nil : listener
  }

  /// The paths of the lists of feeds and of the page, which every change concerns.
  package static func lists(_ site: Site) -> [String] {
    [catalogue, topics, page] + outlines(site).keys + SitePage.assets.keys
  }

  /// Whether the index wants the files that are the same on every site, and the page, as this program has them: another build of
  /// the same version may have others.
  package static func areCurrent(_ documents: [DocumentRecord], _ site: Site) -> Bool {
    var digests = SitePage.digests
    digests[page] = SitePage.digest(site.digest)
    let known = documents.filter { digests[$0.path] != nil }
    return known.count == digests.count && known.allSatisfy { $0.wanted == digests[$0.path] }
  }

  /// Notes in the index what a plan wants of what has changed, and of the lists, beside what is published.
  /// - Parameter known: the documents that the index knows of the same topics, and the lists.
  /// - Returns: these documents as they are to be, those to remove too.
  package static func reconcile(
    _ plan: inout PublicationPlan, _ changes: PublicationPlan.Changes, _ known: [DocumentRecord],
    _ transaction: IndexTransaction
  ) throws -> [PlannedDocument] {
    var documents = plan.documents(of: changes) + lists(plan)
    let mayReturn = try transaction.hasFormer()
    var old: [String: DocumentRecord] = [:]
    for record in known { old[record.path] = record }
    for index in documents.indices {
      let record = documents[index].record
      let old = old.removeValue(forKey: record.path)
      (documents[index].record.published, documents[index].record.stamp) = (old?.published, old?.stamp)
      if documents[index].record != old { try transaction.put(documents[index].record) }
      if old?.wanted == nil, mayReturn { try transaction.removeFormer(record.path) }
    }
    let ended = old.values.sorted { $0.path < $1.path }
    for var record in ended {
      record.wanted = nil
      try transaction.put(record)
      documents.append(PlannedDocument(record: record, content: .list))
    }
    for place in changes.archives where place.isMoved {
      let topic = plan.topics[Int(place.topic)]
      let events = topic.archive.indices.contains(place.number - 1) ? topic.archive[place.number - 1] : nil
      try transaction.put(archive: events, topic: topic.path, number: place.number)
    }
    for topic in changes.endedArchives { try transaction.removeArchives(ofTopic: topic) }
    try plan.note(changes, ended: ended, transaction)
    return documents
  }

  /// Publishes what the index wants and the output does not have.
  /// - Parameters:
  ///   - documents: those that have changed, as `reconcile` returns them.
  ///   - names: the names that the plan's ids are numbers of.
  ///   - everything: whether to build every document again.
  ///   - checksOutput: whether to look for files that somebody else has changed, and for leftovers; then the documents
  ///     must be all there are.
  ///   - progress: called with what is being done, how much of it is done, and how much there is; what it throws ends
  ///     the work.
  package func publish(
    _ plan: PublicationPlan, _ documents: [PlannedDocument], names: StringInterner, everything: Bool,
    checksOutput: Bool, progress: (String, Int, Int) throws -> Void
  ) throws -> Report {
    if checksOutput { try output.removeUnwanted(wanted: Set(documents.map(\.record.path))) }
    var report = Report()
    let dirty = documents.filter {
      everything || $0.record.isDirty || checksOutput && !output.isIntact($0.record)
    }
    tell(&report) { try $0.willWrite(topics: dirty.lazy.map(\.record).filter(isTopic).map(url)) }
    var changed: [String] = []
    try publishFeeds(dirty, plan, names, &report, &changed, progress)
    tell(&report) { try $0.didWrite(changed: changed, hubs: site.hubs) }
    // Before their documents are forgotten: a process that is killed here does it again.
    tell(&report) { listener in
      let ended = try endedTopics(dirty.map(\.record).filter { $0.isFeed && $0.wanted == nil })
      if !ended.isEmpty { try listener.willRemove(ended) }
    }
    for record in dirty.map(\.record) where record.wanted == nil {
      try output.remove(record.path)
      try index.write { try $0.removeDocument(record.path) }
      report.removed += record.isFeed ? 1 : 0
    }
    try publishLists(dirty, plan, &report)
    return report
  }
}

extension Publisher {
  // What is neither feed nor archive, with what tells its versions apart.
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

  // The outlines, and the format whose feeds each names; readers that import one are to have each feed once.
  private static func outlines(_ site: Site) -> [String: FeedFormat] {
    var outlines: [String: FeedFormat] = [:]
    for (index, format) in site.formats.enumerated() {
      outlines[index == 0 ? "feeds.opml" : "feeds.\(format.pathExtension).opml"] = format
    }
    return outlines
  }

  private func publishFeeds(
    _ dirty: [PlannedDocument], _ plan: PublicationPlan, _ names: StringInterner, _ report: inout Report,
    _ changed: inout [String], _ progress: (String, Int, Int) throws -> Void
  ) throws {
    let feeds = dirty.filter { $0.record.kind != .list && $0.record.wanted != nil }
    guard !feeds.isEmpty else { return }
    let needed = plan.events(in: feeds)
    try renderedEntries.complete(needed.map { plan.events[$0].page }, from: index) {
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
        case .feed(let topic, let format): try builder.build(plan.topics[Int(topic)], format, into: &bytes)
        case .archive(let place, let format):
          try builder.build(
            archive: place.number, of: plan.topics[Int(place.topic)], format, into: &bytes)
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

  // Tells the listener; feeds are published whether that succeeds or not.
  private func tell(_ report: inout Report, _ body: (any PublicationListener) throws -> Void) {
    do {
      if let listener { try body(listener) }
    } catch {
      report.untold = Report.Untold(error)
    }
  }

  // The topics of feeds that have ended.
  private func endedTopics(_ records: [DocumentRecord]) throws -> [EndedTopic] {
    guard !records.isEmpty else { return [] }
    return try index.write { transaction in
      try records.map { record in
        let successor = try transaction.successor(ofFormer: record.path) ?? nil
        return EndedTopic(url: url(record), successor: successor.map { site.baseURL + $0 })
      }
    }
  }

  // Whether a document is what people subscribe to by WebSub, and its URL as it names it itself.
  private func isTopic(_ record: DocumentRecord) -> Bool { record.isFeed && record.wanted != nil }
  private func url(_ record: DocumentRecord) -> String { site.baseURL + record.path }

  private func publishLists(
    _ dirty: [PlannedDocument], _ plan: PublicationPlan, _ report: inout Report
  ) throws {
    var lists = dirty.filter { $0.record.kind == .list && $0.record.wanted != nil }
    if var page = lists.first(where: { $0.record.path == Self.page })?.record, try output.isForeign(Self.page)
    {
      // Sites had pages of their own before there was this one.
      report.leavesPage = true
      lists.removeAll { $0.record.path == Self.page }
      (page.published, page.stamp) = (page.wanted, output.stamp(of: Self.page))
      try index.write { try $0.put(page) }
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
      case (_, let format?, _): try catalogue.opml(site, format, stream.append)
      case (_, _, Self.catalogue): try catalogue.json(stream.append)
      case (_, _, Self.topics): try catalogue.topics(site, stream.append)
      case (_, _, Self.page): try SitePage.html(site).withUnsafeBytes(stream.append)
      default: try (SitePage.assets[record.path] ?? []).withUnsafeBytes(stream.append)
      }
      (record.published, record.stamp) = (record.wanted, try stream.finish().stamp)
      return record
    }
    // The catalogue comes last: what it names is there.
    let isCatalogue = { (document: PlannedDocument) in document.record.path == Self.catalogue }
    for documents in [lists.filter { !isCatalogue($0) }, lists.filter(isCatalogue)] {
      try ParallelMap.run(documents, transform: write) { record in try index.write { try $0.put(record) } }
    }
  }

  private func keep(_ records: inout [DocumentRecord]) throws {
    try index.write { transaction in
      for record in records { try transaction.put(record) }
    }
    records = []
  }
}

extension PublicationPlan {
  // The events that stand in some documents, as indices, each once.
  fileprivate func events(in documents: [PlannedDocument]) -> [Int] {
    var isNeeded = [Bool](repeating: false, count: events.count)
    for document in documents {
      switch document.content {
      case .feed(let topic, _):
        for event in window(of: topics[Int(topic)]) { isNeeded[Int(event)] = true }
      case .archive(let place, _):
        for event in events(inArchive: place.number, of: topics[Int(place.topic)]) {
          isNeeded[Int(event)] = true
        }
      case .months, .list: continue
      }
    }
    return isNeeded.indices.filter { isNeeded[$0] }
  }
}
