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
    var position = Int64.random(in: 0..<max(1, Int64(build.tasks)))
    while case let tasks = try work.claim(of: build, from: &position, most: SharedPublishing.tasksAtOnce),
      !tasks.isEmpty
    {
      try checkpoint()
      count += try complete(tasks, by: builder, from: texts)
    }
    return count
  }

  // Builds the documents of some tasks. Returns their number.
  private func complete(
    _ tasks: [SharedTask], by builder: DocumentBuilder, from texts: any PageTexts
  ) throws -> Int {
    let documentsOfTasks = try tasks.map { try SharedPublishing.documents(in: $0, formats: site.formats) }
    let shared = documentsOfTasks.flatMap(\.self)
    let documents = shared.map(\.document)
    var outcomes: [Int: DocumentBuilder.Outcome] = [:]
    let end = (tasks.map(\.end).min() ?? .now) - Self.margin
    do {
      try builder.build(
        Array(documents.indices), of: documents, from: texts,
        .init(
          check: { if ContinuousClock.now > end { throw LeaseEnded() } },
          consume: { for outcome in $0 { outcomes[shared[outcome.place].place] = outcome } }))
    } catch is LeaseEnded {
      try work.suspect(documents.map(\.record.path))
      return 0
    } catch {
      // If even this fails, the leases end by themselves.
      for task in tasks { try? work.release(task) }
      throw error
    }
    var count = 0
    for (task, documents) in zip(tasks, documentsOfTasks) {
      let own = documents.compactMap { document in
        outcomes[document.place].map { outcome in
          var outcome = outcome
          outcome.place = document.place
          return outcome
        }
      }
      if try work.complete(task, result: SharedPublishing.result(own)) {
        count += own.count
      } else {
        // Another process may have written newer documents, which these have replaced.
        try work.suspect(documents.map(\.document.record.path))
      }
    }
    return count
  }
}
