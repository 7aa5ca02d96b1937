internal import EventArchive
package import EventIndex
internal import Foundation
internal import Parallelism
internal import Syndication

/// Brings the output directory to what the index wants: builds the dirty documents, writes those whose bytes
/// change, removes those that nobody wants, the catalogue last.
package struct Publisher {
  /// What was done.
  package struct Report: Sendable, Equatable {
    /// Feeds whose bytes changed, or that were missing.
    package var written = 0
    /// Feeds that were removed.
    package var removed = 0

    /// Makes the report of nothing done.
    package init() {}
  }

  private static let catalogue = "catalogue.json"
  private static let outlines = "feeds.opml"
  private static let icon = "icon.png"

  private let site: Site
  private let index: EventIndex
  private let output: FeedDirectory
  private let stories: StoryStore

  /// Makes a publisher of an index to an output directory; `stories` are those that are at hand.
  package init(site: Site, index: EventIndex, output: FeedDirectory, stories: StoryStore) {
    (self.site, self.index, self.output, self.stories) = (site, index, output, stories)
  }

  /// Notes in the index what a plan wants, beside what is published; `documents` are all that the index knows.
  /// - Returns: all documents, those to remove too.
  package static func want(
    _ plan: PublicationPlan, site: Site, _ documents: [DocumentRecord], _ transaction: IndexTransaction
  ) throws -> [DocumentRecord] {
    var feeds = plan.documents(site: site)
    let list = ContentDigest(
      feeds.flatMap { feed in
        [feed.wanted?.high ?? 0, UInt64(feed.events), UInt64(bitPattern: feed.updated)]
      })
    for path in [catalogue, outlines] {
      feeds.append(DocumentRecord(path: path, kind: .list, slug: "", name: path, wanted: list))
    }
    feeds.append(
      DocumentRecord(
        path: icon, kind: .list, slug: "", name: icon, wanted: iconBytes.withUnsafeBytes { ContentDigest($0) }
      ))
    var known: [String: DocumentRecord] = [:]
    for record in documents { known[record.path] = record }
    for index in feeds.indices {
      let old = known.removeValue(forKey: feeds[index].path)
      (feeds[index].published, feeds[index].stamp) = (old?.published, old?.stamp)
      if feeds[index] != old { try transaction.put(feeds[index]) }
    }
    for var old in known.values.sorted(by: { $0.path < $1.path }) {
      old.wanted = nil
      try transaction.put(old)
      feeds.append(old)
    }
    return feeds
  }

  /// Publishes what the index wants and the output does not have.
  /// - Parameters:
  ///   - records: all documents, as `want` returns them.
  ///   - everything: whether to build every document again.
  ///   - checksOutput: whether to look for files that somebody else has changed, and for leftovers.
  ///   - progress: called with what is being done, how much of it is done, and how much there is; what it throws ends
  ///     the work.
  package func publish(
    _ plan: PublicationPlan, _ records: [DocumentRecord], everything: Bool, checksOutput: Bool,
    progress: (String, Int, Int) throws -> Void
  ) throws -> Report {
    if checksOutput { try output.sweep(wanted: Set(records.map(\.path))) }
    var report = Report()
    let dirty = records.filter { everything || $0.isDirty || checksOutput && !output.isIntact($0) }
    try publishFeeds(dirty, plan, &report, progress)
    for record in dirty where record.wanted == nil {
      try output.remove(record.path)
      try index.write { try $0.removeDocument(record.path) }
      report.removed += 1
    }
    try publishLists(dirty, records)
    return report
  }
}

extension Publisher {
  private static var iconBytes: [UInt8] { PackageResources.icon_png }

  private func publishFeeds(
    _ dirty: [DocumentRecord], _ plan: PublicationPlan, _ report: inout Report,
    _ progress: (String, Int, Int) throws -> Void
  ) throws {
    var topics: [String: Int] = [:]
    for (number, topic) in plan.topics.enumerated() { topics[topic.path + ".atom"] = number }
    let feeds = dirty.filter { $0.kind != .list && $0.wanted != nil }
    let numbers = feeds.compactMap { topics[$0.path] }
    guard !numbers.isEmpty else { return }
    var isNeeded = [Bool](repeating: false, count: plan.events.count)
    for topic in numbers { for event in plan.topics[topic].window { isNeeded[Int(event)] = true } }
    let pages = isNeeded.indices.filter { isNeeded[$0] }.map { plan.events[$0].page }
    try stories.complete(pages, from: index) { try progress("stories", $0, $1) }
    let builder = TopicFeedBuilder(site: site, plan: plan, stories: stories.reader(), atom: stories.atom)
    let (output, byPath) = (output, topics)
    var finished: [DocumentRecord] = []
    var done = 0
    try ParallelMap.run(feeds.chunks(of: 64)) {
      [UInt8]()
    } transform: { bytes, chunk in
      try chunk.map { record in
        var record = record
        guard let number = byPath[record.path] else { return (record, false) }
        try builder.build(plan.topics[number], into: &bytes)
        let (isWritten, stamp) = try output.write(bytes, to: record.path)
        (record.published, record.stamp) = (record.wanted, stamp)
        return (record, isWritten)
      }
    } consume: { results in
      for (record, isWritten) in results {
        report.written += isWritten ? 1 : 0
        finished.append(record)
      }
      done += results.count
      if finished.count >= 4096 { try keep(&finished) }
      try progress("feeds", done, feeds.count)
    }
    try keep(&finished)
  }

  private func publishLists(_ dirty: [DocumentRecord], _ records: [DocumentRecord]) throws {
    let catalogue = Catalogue(records.filter { $0.kind != .list && $0.wanted != nil }, site: site)
    let lists = dirty.filter { $0.kind == .list && $0.wanted != nil }
    guard !lists.isEmpty else { return }
    let (json, opml) = try ParallelMap.both {
      try catalogue.json()
    } _: {
      try catalogue.opml()
    }
    for (path, bytes) in [(Self.icon, Self.iconBytes), (Self.outlines, opml), (Self.catalogue, json)] {
      guard var record = lists.first(where: { $0.path == path }) else { continue }
      let stamp = try output.write(bytes, to: path).stamp
      (record.published, record.stamp) = (record.wanted, stamp)
      try index.write { try $0.put(record) }
    }
  }

  private func keep(_ records: inout [DocumentRecord]) throws {
    try index.write { transaction in
      for record in records { try transaction.put(record) }
    }
    records = []
  }
}
