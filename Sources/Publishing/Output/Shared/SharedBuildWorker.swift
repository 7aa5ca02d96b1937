package import ArchiveIndex
package import EventArchive
internal import Primitives

/// Does tasks of a build that another process leads.
package struct SharedBuildWorker {
  private let site: Site
  private let content: ContentSettings
  private let database: any IndexDatabase
  private let work: any SharedWork
  private let output: any DocumentOutput
  // For the file of rendered entries.
  private let directory: String

  /// Makes a worker with the settings of the leader.
  /// - Parameter directory: the state directory of this process.
  package init(
    site: Site, content: ContentSettings, database: any IndexDatabase, work: any SharedWork,
    output: any DocumentOutput, directory: String
  ) {
    (self.site, self.content, self.database, self.work) = (site, content, database, work)
    (self.output, self.directory) = (output, directory)
  }

  /// Does tasks of a build until there are none left.
  /// - Parameter checkpoint: called often; an error that it throws ends the work.
  /// - Returns: the number of documents that were built.
  /// - Throws: `IndexError`, `PublishingError`, or what `checkpoint` throws.
  package func build(_ build: SharedBuild, checkpoint: @escaping () throws -> Void) throws -> Int {
    guard let texts = database.texts(), let bytes = try work.plan(of: build) else { return 0 }
    let plan = try PublicationPlan(stored: bytes, site: site)
    let names = try database.read { try $0.names() }
    let renderedEntries = try RenderedEntries(site: site, content: content, directory: directory)
    renderedEntries.addresses = plan.addresses
    let builder = DocumentBuilder(
      site: site, plan: plan, names: names, output: output, renderedEntries: renderedEntries)
    var count = 0
    var position: Int64 = 0
    var hooks = DocumentBuilder.Hooks { _ in }
    hooks.didRender = { _, _ in try checkpoint() }
    hooks.checkpoint = checkpoint
    while case let tasks = try work.claim(of: build, from: &position, most: SharedTasks.most), !tasks.isEmpty
    {
      try checkpoint()
      count += try SharedTasks(tasks, of: work, by: builder).build(from: texts, hooks)
    }
    return count
  }
}
