package import Classification
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

  /// The lists of feeds, which every change concerns.
  package static let lists = [catalogue, outlines, icon]

  /// Notes in the index what a plan wants of some topics, and of the lists, beside what is published.
  /// - Parameter known: the documents that the index knows of these topics and of the lists.
  /// - Returns: these documents as they are to be, those to remove too.
  package static func want(
    _ plan: inout PublicationPlan, _ topics: [Int32], _ known: [DocumentRecord],
    _ transaction: IndexTransaction
  ) throws -> [DocumentRecord] {
    var records = plan.documents(of: topics)
    let iconDigest = iconBytes.withUnsafeBytes { ContentDigest($0) }
    let lists = [(catalogue, plan.catalogueDigest), (outlines, plan.outlinesDigest), (icon, iconDigest)]
    for (path, digest) in lists {
      records.append(DocumentRecord(path: path, kind: .list, slug: "", name: path, wanted: digest))
    }
    var old: [String: DocumentRecord] = [:]
    for record in known { old[record.path] = record }
    for index in records.indices {
      let old = old.removeValue(forKey: records[index].path)
      (records[index].published, records[index].stamp) = (old?.published, old?.stamp)
      if records[index] != old { try transaction.put(records[index]) }
    }
    for var record in old.values.sorted(by: { $0.path < $1.path }) {
      record.wanted = nil
      try transaction.put(record)
      records.append(record)
    }
    return records
  }

  /// Publishes what the index wants and the output does not have.
  /// - Parameters:
  ///   - topics: the topics that have changed, as indices.
  ///   - records: the documents that have changed, as `want` returns them.
  ///   - names: the names that the plan's ids are numbers of.
  ///   - everything: whether to build every document again.
  ///   - checksOutput: whether to look for files that somebody else has changed, and for leftovers; then the records
  ///     must be all there are.
  ///   - progress: called with what is being done, how much of it is done, and how much there is; what it throws ends
  ///     the work.
  package func publish(
    _ plan: PublicationPlan, _ topics: [Int32], _ records: [DocumentRecord], names: TextTable,
    everything: Bool,
    checksOutput: Bool, progress: (String, Int, Int) throws -> Void
  ) throws -> Report {
    if checksOutput { try output.sweep(wanted: Set(records.map(\.path))) }
    var report = Report()
    let dirty = records.filter { everything || $0.isDirty || checksOutput && !output.isIntact($0) }
    try publishFeeds(dirty, plan, topics, names, &report, progress)
    for record in dirty where record.wanted == nil {
      try output.remove(record.path)
      try index.write { try $0.removeDocument(record.path) }
      report.removed += 1
    }
    try publishLists(dirty, plan)
    return report
  }
}

extension Publisher {
  private static var iconBytes: [UInt8] { PackageResources.icon_png }

  private func publishFeeds(
    _ dirty: [DocumentRecord], _ plan: PublicationPlan, _ topics: [Int32], _ names: TextTable,
    _ report: inout Report, _ progress: (String, Int, Int) throws -> Void
  ) throws {
    var numbers: [String: Int] = [:]
    for number in topics { numbers[plan.topics[Int(number)].path + ".atom"] = Int(number) }
    let feeds = dirty.filter { $0.kind != .list && $0.wanted != nil }
    let windows = feeds.compactMap { numbers[$0.path] }.map { plan.topics[$0].window }
    guard !feeds.isEmpty else { return }
    var isNeeded = [Bool](repeating: false, count: plan.events.count)
    for window in windows { for event in window { isNeeded[Int(event)] = true } }
    let needed = isNeeded.indices.filter { isNeeded[$0] }.map { plan.events[$0] }
    try stories.complete(needed.map(\.page), from: index) { try progress("stories", $0, $1) }
    let builder = TopicFeedBuilder(
      site: site, plan: plan, entries: needed, names: names, stories: stories.reader(), atom: stories.atom)
    let (output, byPath) = (output, numbers)
    var finished: [DocumentRecord] = []
    var done = 0
    try ParallelMap.run(feeds.chunks(of: min(64, feeds.count / 16 + 1))) {
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

  private func publishLists(_ dirty: [DocumentRecord], _ plan: PublicationPlan) throws {
    let lists = dirty.filter { $0.kind == .list && $0.wanted != nil }
    guard !lists.isEmpty else { return }
    let catalogue = Catalogue(plan.feeds, site: site)
    // By falling path the catalogue comes last: what it names is there.
    try ParallelMap.run(lists.sorted { $0.path > $1.path }) { record in
      switch record.path {
      case Self.catalogue: (record, catalogue.json())
      case Self.outlines: (record, try catalogue.opml())
      default: (record, Self.iconBytes)
      }
    } consume: { record, bytes in
      var record = record
      let stamp = try output.write(bytes, to: record.path).stamp
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
