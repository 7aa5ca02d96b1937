internal import ArchiveIndex
internal import Primitives

/// Tasks that a process has claimed together, and builds the documents of. Each is completed when its last document is built.
struct SharedTasks {
  private let work: any SharedWork
  private let builder: DocumentBuilder
  private let tasks: [SharedTask]
  // The documents of all tasks, and for each the index of its task.
  private var documents: [SharedDocument] = []
  private var taskOfDocument: [Int] = []
  // By task: the outcomes so far, and the number of those that are missing.
  private var outcomes: [[DocumentBuilder.Outcome]]
  private var missing: [Int] = []

  /// The number of tasks that a process claims at a time. Each use of the builder looks at all topics.
  static let most = 4
  // The rest of a lease that must be left for the next document, which may need several attempts.
  private static let margin = Duration.seconds(10)

  // The lease of a task has ended before all documents are written. Another process does it.
  private struct LeaseEnded: Error {}

  /// Makes the documents of tasks.
  /// - Throws: `BinaryReader.Damaged`.
  init(_ tasks: [SharedTask], of work: any SharedWork, by builder: DocumentBuilder) throws {
    (self.tasks, self.work, self.builder) = (tasks, work, builder)
    outcomes = Array(repeating: [], count: tasks.count)
    for (index, task) in tasks.enumerated() {
      var reader = BinaryReader(task.body)
      let own = try reader.list { try SharedDocument(&$0, formats: builder.site.formats) }
      documents += own
      taskOfDocument += repeatElement(index, count: own.count)
      missing.append(own.count)
    }
  }

  /// Builds and writes the documents.
  /// - Parameters:
  ///   - texts: the texts of pages whose entries are not rendered yet.
  ///   - hooks: called between the documents. The outcomes are in the results of the tasks.
  /// - Returns: the number of documents of completed tasks.
  /// - Throws: `IndexError`, `PublishingError`, or what a hook throws. Then the other tasks are given back.
  func build(from texts: any PageTexts, _ hooks: DocumentBuilder.Hooks) throws -> Int {
    var (progress, count) = (self, 0)
    do {
      try work.keeping(tasks) { leases in
        var own = hooks
        own.check = { [check = hooks.check] in
          try check()
          if ContinuousClock.now > leases.end - Self.margin { throw LeaseEnded() }
        }
        own.consume = { new in
          for outcome in new { count += try progress.add(outcome) }
          try hooks.checkpoint()
        }
        try builder.build(Array(documents.indices), of: documents.map(\.document), from: texts, own)
      }
    } catch {
      for (task, missing) in zip(tasks, progress.missing) where missing > 0 {
        // If even this fails, the leases end by themselves.
        try? work.release(task)
      }
      guard error is LeaseEnded else { throw error }
      for (index, missing) in progress.missing.enumerated() where missing > 0 { try progress.suspect(index) }
    }
    return count
  }

  // Adds the outcome of a document. Returns the number of documents of its task, if that is completed by it, else 0.
  private mutating func add(_ outcome: DocumentBuilder.Outcome) throws -> Int {
    let index = taskOfDocument[outcome.place]
    var outcome = outcome
    outcome.place = documents[outcome.place].place
    outcomes[index].append(outcome)
    missing[index] -= 1
    guard missing[index] == 0 else { return 0 }
    var writer = BinaryWriter()
    writer.append(list: outcomes[index]) { $1.append(to: &$0) }
    if try work.complete(tasks[index], result: writer.bytes) { return outcomes[index].count }
    try suspect(index)
    return 0
  }

  // Records that newer documents of another process may have been replaced by those of a task.
  private func suspect(_ index: Int) throws {
    let paths = documents.indices.filter { taskOfDocument[$0] == index }.map {
      documents[$0].document.record.path
    }
    try work.suspect(paths)
  }
}
