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
    /// The paths of pages that were not written because files of other programs have them, sorted; at most `mostLeft`.
    package var left: [String] = []
    /// The number of ended documents that were not removed because they are too many at once.
    package var keptEnded = 0
    /// The maximum number of paths in `left`.
    package static let mostLeft = 10
    /// The errors of listeners, at most one of each.
    package var listenerFailures: [ListenerFailure] = []

    /// An error of a listener, which does not prevent publishing.
    package struct ListenerFailure: Sendable, Equatable {
      /// What does not happen, as a sentence.
      package var consequence: String
      /// The message, which says what to do.
      package var reason: String
      /// The kind of the error.
      package var fault: StorageFault
    }

    /// Records the error of a listener, unless it has failed already.
    package mutating func record(_ error: any Error, of listener: some PublicationListener) {
      let consequence = listener.consequenceOfFailure
      guard !listenerFailures.contains(where: { $0.consequence == consequence }) else { return }
      let fault = (error as? IndexError)?.fault ?? .other
      listenerFailures.append(.init(consequence: consequence, reason: "\(error)", fault: fault))
    }

    /// Puts earlier errors in the place of those of the same listeners.
    package mutating func merge(_ earlier: [ListenerFailure]) {
      listenerFailures =
        earlier
        + listenerFailures.filter { failure in
          !earlier.contains { $0.consequence == failure.consequence }
        }
    }

    /// Makes an empty report.
    package init() {}

    // Adds the path of a page that was not written.
    fileprivate mutating func leave(_ path: String) {
      let place = left.firstIndex { $0 > path } ?? left.count
      left.insert(path, at: place)
      if left.count > Self.mostLeft { left.removeLast() }
    }
  }

  /// The path of the catalogue of all feeds, which is written last.
  static let catalogue = "catalogue.json"
  private static let topics = "assets/topics.json"
  private static let page = SitePage.path

  private let site: Site
  private let index: any EventIndex
  private let output: any DocumentOutput
  private let renderedEntries: RenderedEntries
  private let listeners: [any PublicationListener]
  private let sharing: SharedPublishing?

  /// Makes a publisher of an index to an output directory.
  /// - Parameters:
  ///   - renderedEntries: the rendered entries so far; others are rendered when a feed needs them.
  ///   - listeners: receive the changed documents.
  ///   - sharing: shares the building of many documents with other processes.
  package init(
    site: Site, index: any EventIndex, output: any DocumentOutput, renderedEntries: RenderedEntries,
    listeners: [any PublicationListener], sharing: SharedPublishing? = nil
  ) {
    self.sharing = sharing
    (self.site, self.index, self.output, self.renderedEntries) = (site, index, output, renderedEntries)
    self.listeners = listeners
  }

  /// The version of pages and lists: it differs when a program makes other documents of the same events.
  package static let edition = "\(Catalogue.topicsEdition.high) \(PageFrame.edition.high)"

  /// The paths of the lists of feeds, the page and its assets. Every change may affect them.
  package static func lists(_ site: Site) -> [String] {
    [catalogue, topics, page] + outlines(site).keys + SitePage.assets.keys + SiteFiles.paths(site)
  }

  /// Whether the index has the digests of the page and the assets of this program. Another program of the same version may have others.
  package static func areCurrent(_ documents: [DocumentRecord], _ site: Site) -> Bool {
    let digests = SitePage.digests
    let known = documents.filter { digests[$0.path] != nil }
    return known.count == digests.count && known.allSatisfy { $0.wanted == digests[$0.path] }
  }

  /// Updates the rows of documents in the index: the wanted digests of changed documents and of the lists, and the documents to remove.
  /// - Parameters:
  ///   - known: the documents of the same topics, and the lists, in the index.
  ///   - names: the names that the ids of events are numbers of.
  ///   - sources: the topics, by kind.
  /// - Returns: the wanted documents and those to remove.
  package static func reconcile(
    _ plan: inout PublicationPlan, changes: PublicationPlan.Changes, known: [DocumentRecord],
    names: StringInterner, sources: [TopicKind: any TopicSource], in transaction: IndexTransaction
  ) throws -> [PlannedDocument] {
    var documents = plan.documents(of: changes, names) + lists(plan)
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
    if checksOutput { try output.examine(documents.lazy.map(\.record.path)) }
    var report = Report()
    // Indices, because copies of many documents take much memory.
    let dirty = documents.indices.filter { index in
      let record = documents[index].record
      return everything || record.isDirty || checksOutput && !output.isIntact(record)
    }
    notify(&report) { listener in
      try listener.willPublish(dirty.map { PublishedDocument(documents[$0].record) }, of: site)
    }
    var changes = PublishedChanges()
    // Feeds and pages come first, then the lists, the catalogue last, and removals at the end: at no moment does the catalogue name
    // a document that does not exist.
    let feedsAndPages = dirty.filter {
      documents[$0].record.kind != .list && documents[$0].record.wanted != nil
    }
    try publish(
      feedsAndPages, among: documents, of: plan, names: names, report: &report, changes: &changes,
      progress: progress)
    let lists = dirty.map { documents[$0] }.filter { $0.record.kind == .list && $0.record.wanted != nil }
    try publish(lists: lists, of: plan, report: &report, changes: &changes)
    let ended = dirty.lazy.map { documents[$0].record }.filter { $0.wanted == nil }
    try remove(ended, report: &report, changes: &changes)
    if checksOutput {
      let removed = try output.removeUnwanted(wanted: Set(documents.map(\.record.path)))
      changes.removed += removed.map { PublishedDocument(path: $0, isRemoved: true) }
    }
    notify(&report) { try $0.didPublish(changes, of: site) }
    return report
  }
}

extension Publisher {
  // The lists of feeds, the page and its assets, with their digests.
  private static func lists(_ plan: PublicationPlan) -> [PlannedDocument] {
    var digests = SitePage.digests
    for path in outlines(plan.site).keys { digests[path] = plan.outlinesDigest }
    let (feeds, edition) = (plan.catalogueDigest, Catalogue.topicsEdition)
    digests[catalogue] = feeds
    digests[topics] = ContentDigest([feeds.high, feeds.low, edition.high, edition.low])
    digests[page] = plan.pageDigest([feeds.high, feeds.low])
    digests.merge(SiteFiles.digests(plan)) { $1 }
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

  // Removes ended documents. Their rows stay in the index until they are removed: after a kill, the next build removes the rest.
  private func remove(
    _ ended: some Sequence<DocumentRecord>, report: inout Report, changes: inout PublishedChanges
  ) throws {
    let ended = Array(ended)
    guard try mayRemove(ended.count) else {
      report.keptEnded = ended.count
      return
    }
    // Listeners are called before the rows are deleted: after a kill, the next build repeats this.
    notify(&report) { listener in
      let topics = try endedTopics(ended.filter(\.isSubscribable))
      if !topics.isEmpty { try listener.willRemove(topics) }
    }
    for records in ended.chunks(of: Self.recordsInTransaction) {
      let own = try records.filter {
        try !Self.mayBeForeign($0) || !output.isForeign($0.path, known: $0.stamp)
      }
      try output.remove(own.map(\.path))
      try index.write { transaction in
        for record in records { try transaction.removeDocument(record.path) }
      }
      report.removed += records.count(where: \.isFeed)
      if !listeners.isEmpty { changes.removed += records.map(PublishedDocument.init) }
    }
  }

  // Whether the output allows that a number of documents is removed at once.
  private func mayRemove(_ count: Int) throws -> Bool {
    // The number of all documents matters only from the first one that counts.
    if count <= output.mostRemoved(of: 0) { return true }
    return count <= output.mostRemoved(of: try index.write { try $0.documentCount() })
  }

  // The number of records that one transaction stores or removes.
  private static let recordsInTransaction = 4096

  // Publishes feeds and pages, by their indices, together with other processes if there are many.
  private func publish(
    _ feeds: [Int], among documents: [PlannedDocument], of plan: PublicationPlan, names: StringInterner,
    report: inout Report, changes: inout PublishedChanges, progress: (String, Int, Int) throws -> Void
  ) throws {
    guard !feeds.isEmpty else { return }
    let builder = DocumentBuilder(
      site: site, plan: plan, names: names, output: output, renderedEntries: renderedEntries)
    // Hooks cannot change parameters.
    var (finished, done, result) = ([DocumentRecord](), 0, (report: report, changes: changes))
    try withoutActuallyEscaping(progress) { progress in
      let hooks = DocumentBuilder.Hooks(
        // A process that was stopped for long must not replace what another one has written meanwhile.
        check: { [index] in
          guard index.mayWrite else { throw IndexError.superseded(place: index.place) }
        }, didRender: { try progress("stories", $0, $1) },
        consume: { outcomes in
          for outcome in outcomes {
            let record = outcome.record
            result.report.written += outcome.isWritten && record.isFeed ? 1 : 0
            if outcome.isLeft { result.report.leave(record.path) }
            if outcome.isWritten, !listeners.isEmpty {
              result.changes.written.append(PublishedDocument(record))
            }
            finished.append(record)
          }
          done += outcomes.count
          if finished.count >= Self.recordsInTransaction { try keep(&finished) }
          try progress("feeds", done, feeds.count)
        }, checkpoint: { try progress("feeds", done, feeds.count) })
      if let sharing, feeds.count >= sharing.sizes.leastShared ?? output.leastShared, try sharing.hasOthers()
      {
        try sharing.build(feeds, of: documents, by: builder, from: index, hooks)
      } else {
        try builder.build(feeds, of: documents, from: index, hooks)
      }
    }
    (report, changes) = result
    try keep(&finished)
  }

  // Notifies the listeners. Documents are published even if that fails.
  private func notify(_ report: inout Report, _ body: (any PublicationListener) throws -> Void) {
    for listener in listeners {
      do {
        try body(listener)
      } catch {
        report.record(error, of: listener)
      }
    }
  }

  // The ended topics of removed feeds.
  private func endedTopics(_ records: [DocumentRecord]) throws -> [EndedTopic] {
    guard !records.isEmpty else { return [] }
    return try index.write { transaction in
      try records.map { record in
        let successor = try transaction.successor(ofFormer: record.path) ?? nil
        return EndedTopic(
          url: site.url(ofPath: record.path), successor: successor.map { site.url(ofPath: $0) })
      }
    }
  }

  // Whether a file of another program may have the path of a document.
  private static func mayBeForeign(_ record: DocumentRecord) -> Bool {
    record.path.hasSuffix(".html") || record.kind == .page || SiteFiles.mayBeForeign(record.path)
  }

  // The lists that may be written. An older site may have a page, a robots.txt or an icon of its own.
  private func ownLists(
    among documents: [PlannedDocument], report: inout Report
  ) throws -> [PlannedDocument] {
    var lists: [PlannedDocument] = []
    for document in documents {
      let record = document.record
      guard try Self.mayBeForeign(record) && output.isForeign(record.path, known: record.stamp) else {
        lists.append(document)
        continue
      }
      report.leave(document.record.path)
      try index.write { try $0.store(DocumentBuilder.left(document.record, output)) }
    }
    return lists
  }

  private func publish(
    lists documents: [PlannedDocument], of plan: PublicationPlan, report: inout Report,
    changes: inout PublishedChanges
  ) throws {
    let lists = try ownLists(among: documents, report: &report)
    guard !lists.isEmpty else { return }
    let catalogue = Catalogue(plan)
    let outlines = Self.outlines(site)
    let files = SiteFiles(plan, catalogue)
    let write = {
      @Sendable [site, output] (document: PlannedDocument) throws -> (record: DocumentRecord, isWritten: Bool)
      in
      var record = document.record
      let stream = output.stream(to: record.path, known: record.stamp)
      switch (outlines[record.path], record.path) {
      case (let format?, _): try catalogue.opml(of: site, format: format, stream.append)
      case (_, Self.catalogue): try catalogue.json(of: site, stream.append)
      case (_, Self.topics): try catalogue.topics(of: site, stream.append)
      case (_, Self.page): try SitePage.html(site, catalogue).withUnsafeBytes(stream.append)
      default:
        if try !files.write(record.path, stream.append) {
          try (SitePage.assets[record.path] ?? []).withUnsafeBytes(stream.append)
        }
      }
      let written = try stream.finish()
      (record.published, record.stamp) = (record.wanted, written.stamp)
      return (record, written.isChanged)
    }
    // The catalogue is written last, so that all feeds in it exist.
    let isCatalogue = { (document: PlannedDocument) in document.record.path == Self.catalogue }
    for documents in [lists.filter { !isCatalogue($0) }, lists.filter(isCatalogue)] {
      try ParallelMap.run(documents, workers: output.writers, transform: write) { outcome in
        try index.write { try $0.store(outcome.record) }
        if outcome.isWritten { changes.written.append(PublishedDocument(outcome.record)) }
      }
    }
  }

  private func keep(_ records: inout [DocumentRecord]) throws {
    try index.write { transaction in
      for record in records { try transaction.store(record) }
    }
    records = []
  }
}

extension PublishedDocument {
  // The document of a record.
  fileprivate init(_ record: DocumentRecord) {
    self.init(
      path: record.path, isSubscribable: record.isSubscribable, isRemoved: record.wanted == nil)
  }
}
