package import ArchiveIndex
package import EventArchive
internal import Primitives

/// Does tasks of a build that another process leads.
package struct SharedBuildHelper {
  private let site: Site
  private let content: ContentSettings
  private let database: any IndexDatabase
  private let work: any SharedWork
  private let output: any DocumentOutput
  // For the file of rendered entries.
  private let directory: String

  /// Makes a helper with the settings of the leader.
  /// - Parameter directory: the state directory of this process.
  package init(
    site: Site, content: ContentSettings, database: any IndexDatabase, work: any SharedWork,
    output: any DocumentOutput, directory: String
  ) {
    (self.site, self.content, self.database, self.work) = (site, content, database, work)
    (self.output, self.directory) = (output, directory)
  }

  // A task whose lease ends before all its documents are written. Another process does it.
  private struct LeaseEnded: Error {}
  // The rest of a lease that must be left for the next document, which may need several attempts.
  private static let margin = Duration.seconds(10)

  /// Does tasks of a build until there are none left.
  /// - Parameter checkpoint: called often; an error that it throws ends the work.
  /// - Returns: the number of documents that were built.
  /// - Throws: `IndexError`, `PublishingError`, or what `checkpoint` throws.
  package func help(_ build: SharedBuild, checkpoint: () throws -> Void) throws -> Int {
    guard let texts = database.texts(), let bytes = try work.plan(of: build) else { return 0 }
    let plan = try PublicationPlan(stored: bytes, site: site)
    let names = try database.read { try $0.names() }
    let renderedEntries = try RenderedEntries(site: site, content: content, directory: directory)
    renderedEntries.addresses = plan.addresses
    let builder = DocumentBuilder(
      site: site, plan: plan, names: names, output: output, renderedEntries: renderedEntries)
    var count = 0
    // Processes begin at different tasks, because neighbours need the same entries.
    var position = Int64.random(in: 0...1 << 20)
    while let task = try work.claim(of: build, from: position) {
      try checkpoint()
      position = task.number + 1
      count += try complete(task, by: builder, from: texts)
    }
    return count
  }

  // Builds the documents of a task. Returns their number.
  private func complete(
    _ task: SharedTask, by builder: DocumentBuilder, from texts: any PageTexts
  ) throws -> Int {
    let shared = try SharedPublishing.documents(in: task, formats: site.formats)
    let documents = shared.map(\.document)
    var outcomes: [DocumentBuilder.Outcome] = []
    let end = task.end - Self.margin
    do {
      try builder.build(
        Array(documents.indices), of: documents, from: texts,
        .init(
          check: { if ContinuousClock.now > end { throw LeaseEnded() } },
          consume: { new in
            outcomes += new.map { outcome in
              var outcome = outcome
              outcome.place = shared[outcome.place].place
              return outcome
            }
          }))
    } catch is LeaseEnded {
      try work.suspect(documents.map(\.record.path))
      return 0
    } catch {
      // If even this fails, the lease ends by itself.
      try? work.release(task)
      throw error
    }
    if try work.complete(task, result: SharedPublishing.result(outcomes)) { return outcomes.count }
    // Another process may have written newer documents, which these have replaced.
    try work.suspect(documents.map(\.record.path))
    return 0
  }
}
