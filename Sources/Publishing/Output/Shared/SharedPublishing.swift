package import ArchiveIndex
internal import Primitives
internal import Syndication

/// The sharing of a build's documents among the processes of an index: the leader's side.
///
/// The leader offers tasks of some documents each, does tasks like the others, and takes the results. A task whose process has ended is
/// done by another one after its lease.
package struct SharedPublishing {
  private let work: any SharedWork
  private let edition: String
  /// The sizes of builds and tasks.
  let sizes: Sizes
  /// Whether other processes would do tasks.
  let hasOthers: () throws -> Bool

  /// The sizes of builds and tasks, in documents.
  package struct Sizes: Sendable {
    /// The size of a build from which on it is shared; `nil` for that of the output.
    package var leastShared: Int?
    /// The size of a task.
    package var task = 64

    /// Makes the sizes that builds have. Tests lower them.
    package init() {}
  }

  /// Makes the sharing of a build.
  /// - Parameters:
  ///   - edition: the version and the settings that a process must have.
  ///   - hasOthers: finds whether other processes would do tasks; called for builds of many documents alone.
  package init(
    _ work: any SharedWork, edition: String, sizes: Sizes, hasOthers: @escaping () throws -> Bool
  ) {
    self.work = work
    self.edition = edition
    self.sizes = sizes
    self.hasOthers = hasOthers
  }

  /// Builds and writes documents together with other processes.
  /// - Throws: `IndexError`, `PublishingError`, or what a hook throws.
  func build(
    _ places: [Int], of documents: [PlannedDocument], by builder: DocumentBuilder, from texts: any PageTexts,
    _ hooks: DocumentBuilder.Hooks
  ) throws {
    let (shared, own) = (
      places.filter { SharedDocument.canShare(documents[$0]) },
      places.filter { !SharedDocument.canShare(documents[$0]) }
    )
    let formats = builder.site.formats
    let tasks = sorted(shared, of: documents, builder.plan).chunks(of: sizes.task).map { places in
      var writer = BinaryWriter()
      writer.append(list: places) { writer, place in
        SharedDocument(documents[place], place: place).append(to: &writer, formats: formats)
      }
      return SharedTaskBody(bytes: writer.bytes, items: places.count)
    }
    let offer = try work.offer(.documents, edition: edition, plan: builder.plan.stored(), tasks: tasks)
    try builder.build(own, of: documents, from: texts, hooks)
    try work.lead(offer, claiming: SharedTasks.most) { tasks in
      _ = try SharedTasks(tasks, of: work, by: builder).build(from: texts, hooks)
    } take: { results in
      for bytes in results {
        var reader = BinaryReader(bytes)
        try hooks.consume(reader.list { try DocumentBuilder.Outcome(&$0, of: documents) })
      }
    } checkpoint: {
      try hooks.checkpoint()
    }
  }

  // Documents, by their indices: those with the same events follow one another, so that few processes render the same entry.
  private func sorted(_ places: [Int], of documents: [PlannedDocument], _ plan: PublicationPlan) -> [Int] {
    let events = places.map { plan.events(in: documents[$0].content) }
    let clusters = DocumentClusters.clusters(of: events, eventCount: plan.events.count)
    // Within a cluster, the formats of a topic follow one another: they are built together.
    let leading = places.map { plan.leadingEvent(in: documents[$0].content)?.index ?? -1 }
    return places.indices.sorted {
      (clusters[$0], leading[$0], places[$0]) < (clusters[$1], leading[$1], places[$1])
    }.map { places[$0] }
  }
}
