package import ArchiveIndex
internal import Foundation
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

  // The number of tasks that the leader does at a time: while it does them, it takes no results.
  private static let tasksAtOnce = 4
  // The interval at which the leader looks for results when all tasks are claimed, in seconds.
  private static let pause = 0.05

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
    let tasks = shared.chunks(of: sizes.task).map { places in
      var writer = BinaryWriter()
      writer.append(list: places) { writer, place in
        SharedDocument(documents[place], place: place).append(to: &writer, formats: formats)
      }
      return SharedTaskBody(bytes: writer.bytes, items: places.count)
    }
    let offer = try work.offer(edition: edition, plan: builder.plan.stored(), tasks: tasks)
    try builder.build(own, of: documents, from: texts, hooks)
    var position: Int64 = 0
    while try work.waiting(of: offer) > 0 {
      let claimed = try claim(of: offer, from: &position)
      try build(claimed, of: documents, by: builder, from: texts, hooks)
      try takeResults(of: offer, documents, hooks)
      if claimed.isEmpty { Thread.sleep(forTimeInterval: Self.pause) }
    }
    try takeResults(of: offer, documents, hooks)
    try work.end(offer)
  }

  private func claim(of build: SharedBuild, from position: inout Int64) throws -> [SharedTask] {
    var tasks: [SharedTask] = []
    while tasks.count < Self.tasksAtOnce, let task = try work.claim(of: build, from: position) {
      tasks.append(task)
      position = task.number + 1
    }
    return tasks
  }

  private func build(
    _ tasks: [SharedTask], of documents: [PlannedDocument], by builder: DocumentBuilder,
    from texts: any PageTexts, _ hooks: DocumentBuilder.Hooks
  ) throws {
    var outcomes: [Int: DocumentBuilder.Outcome] = [:]
    var own = hooks
    own.consume = { for outcome in $0 { outcomes[outcome.place] = outcome } }
    let places = try tasks.map { try Self.documents(in: $0, formats: builder.site.formats).map(\.place) }
    try builder.build(places.flatMap(\.self), of: documents, from: texts, own)
    for (task, places) in zip(tasks, places) {
      _ = try work.complete(task, result: Self.result(places.compactMap { outcomes[$0] }))
    }
  }

  private func takeResults(
    of build: SharedBuild, _ documents: [PlannedDocument], _ hooks: DocumentBuilder.Hooks
  ) throws {
    for bytes in try work.takeResults(of: build) {
      var reader = BinaryReader(bytes)
      try hooks.consume(reader.list { try DocumentBuilder.Outcome(&$0, of: documents) })
    }
  }

  /// The documents of a task.
  /// - Throws: `BinaryReader.Damaged`.
  static func documents(in task: SharedTask, formats: [FeedFormat]) throws -> [SharedDocument] {
    var reader = BinaryReader(task.body)
    return try reader.list { try SharedDocument(&$0, formats: formats) }
  }

  /// The result of a task.
  static func result(_ outcomes: [DocumentBuilder.Outcome]) -> [UInt8] {
    var writer = BinaryWriter()
    writer.append(list: outcomes) { $1.append(to: &$0) }
    return writer.bytes
  }
}
