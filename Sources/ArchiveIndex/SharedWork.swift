internal import Foundation

/// The work of a build that the leader shares with other processes: tasks, each of which one process does.
///
/// A task is claimed with a lease and a token. When the lease ends before the task is done, another process may claim it with the next
/// token; then the result of the first one is refused.
package protocol SharedWork: Sendable {
  /// Offers the tasks of a build in place of those of all builds before.
  /// - Parameters:
  ///   - kind: what the tasks do.
  ///   - edition: the version and the settings that a process must have to do the tasks.
  ///   - plan: what all tasks need.
  ///   - tasks: the tasks, which are claimed in this order.
  /// - Throws: `IndexError`.
  func offer(_ kind: SharedBuild.Kind, edition: String, plan: [UInt8], tasks: [SharedTaskBody]) throws
    -> SharedBuild

  /// The build whose tasks are offered, if some of them are not done; `nil` when there is none.
  /// - Throws: `IndexError`.
  func current() throws -> SharedBuild?

  /// What all tasks of a build need; `nil` when the build is over.
  /// - Throws: `IndexError`.
  func plan(of build: SharedBuild) throws -> [UInt8]?

  /// Claims a task of a build; `nil` when all are claimed or done.
  /// - Parameter position: the number of the task from which on tasks are looked for first.
  /// - Throws: `IndexError`.
  func claim(of build: SharedBuild, from position: Int64) throws -> SharedTask?

  /// The numbers of the tasks of a build that can be claimed, in their order.
  /// - Throws: `IndexError`.
  func claimable(of build: SharedBuild) throws -> [Int64]

  /// Stores the result of a task.
  /// - Returns: false when the lease has ended and another process has claimed the task, or when the build is over.
  /// - Throws: `IndexError`.
  func complete(_ task: SharedTask, result: [UInt8]) throws -> Bool

  /// Lengthens the lease of a claimed task.
  /// - Returns: its end by the clock of this process; `nil` when another process has claimed the task, or the build is over.
  /// - Throws: `IndexError`.
  func renew(_ task: SharedTask) throws -> ContinuousClock.Instant?

  /// Gives a claimed task back, so that any process can claim it at once.
  /// - Throws: `IndexError`.
  func release(_ task: SharedTask) throws

  /// The results of some tasks that are done, which were not taken yet; empty when there are none.
  /// - Throws: `IndexError`.
  func takeResults(of build: SharedBuild) throws -> [[UInt8]]

  /// The tasks of a build that are not done.
  /// - Throws: `IndexError`.
  func waiting(of build: SharedBuild) throws -> Int

  /// Ends a build: its tasks are removed.
  /// - Throws: `IndexError`.
  func end(_ build: SharedBuild) throws

  /// Records documents that a process has written after its lease had ended, and that may replace newer ones.
  /// - Throws: `IndexError`.
  func suspect(_ paths: [String]) throws

  /// Marks the documents that were recorded by `suspect` as not published.
  /// - Returns: their number.
  /// - Throws: `IndexError`.
  func resolveSuspects() throws -> Int
}

/// A build whose tasks are shared.
package struct SharedBuild: Hashable, Sendable {
  /// What the tasks of a build do.
  package enum Kind: String, Sendable {
    /// They read files of the content.
    case files
    /// They build documents.
    case documents
  }

  /// The number, which no other build has.
  package var number: Int64
  /// What the tasks do.
  package var kind: Kind
  /// The number of tasks, done or not.
  package var tasks: Int
  /// The version and the settings that a process must have to do the tasks.
  package var edition: String
}

/// A task that is offered.
package struct SharedTaskBody: Sendable {
  /// What is to be done.
  package var bytes: [UInt8]
  /// The number of files or documents, for the status.
  package var items: Int

  /// Makes a task.
  package init(bytes: [UInt8], items: Int) { (self.bytes, self.items) = (bytes, items) }
}

/// A claimed task.
package struct SharedTask: Sendable {
  /// The build.
  package var build: SharedBuild
  /// The number among the tasks of the build.
  package var number: Int64
  /// The number of the claim.
  package var token: Int64
  /// What is to be done.
  package var body: [UInt8]
  /// The time until which the claim holds at least, by the clock of this process.
  package var end: ContinuousClock.Instant
}

extension SharedWork {
  /// Takes part in a build of this process until all its tasks are done, and ends it.
  /// - Parameters:
  ///   - most: the largest number of tasks to claim at a time. While this process does them, it takes no results.
  ///   - body: does claimed tasks, and completes each of them.
  ///   - take: uses the results of tasks that are done.
  ///   - checkpoint: called often; an error that it throws ends the work.
  /// - Throws: `IndexError`, or an error of the closures.
  package func lead(
    _ build: SharedBuild, claiming most: Int, do body: ([SharedTask]) throws -> Void,
    take: ([[UInt8]]) throws -> Void, checkpoint: () throws -> Void
  ) throws {
    var position: Int64 = 0
    var isDone = false
    while !isDone {
      try checkpoint()
      // Results that come later than this are taken in the next turn.
      isDone = try waiting(of: build) == 0
      let tasks = try isDone ? [] : claim(of: build, from: &position, most: most)
      if !tasks.isEmpty { try body(tasks) }
      while case let results = try takeResults(of: build), !results.isEmpty { try take(results) }
      if tasks.isEmpty, !isDone { Thread.sleep(forTimeInterval: sharedWorkPause) }
    }
    try end(build)
  }

  /// Claims some tasks of a build that follow one another, because neighbours need the same data. If the first of them is claimed already,
  /// a process goes to the middle of the longest run of free tasks, far from other processes.
  /// - Parameter position: the number of the first task: 0, then the one behind the last task that this process has claimed.
  /// - Throws: `IndexError`.
  package func claim(of build: SharedBuild, from position: inout Int64, most: Int) throws -> [SharedTask] {
    let claimable = try claimable(of: build)
    if !claimable.contains(position) { position = Self.position(apartFrom: claimable) }
    var tasks: [SharedTask] = []
    while tasks.count < most, let task = try claim(of: build, from: position) {
      tasks.append(task)
      position = task.number + 1
    }
    return tasks
  }

  // The middle of the longest run of numbers; 0 when there are none.
  private static func position(apartFrom numbers: [Int64]) -> Int64 {
    var (start, best) = (0, 0..<0)
    for end in 1..<max(1, numbers.count + 1)
    where end == numbers.count || numbers[end] != numbers[end - 1] + 1 {
      if end - start > best.count { best = start..<end }
      start = end
    }
    return best.isEmpty ? 0 : numbers[best.lowerBound + best.count / 2]
  }
}

// The interval at which the leader looks for results when all tasks are claimed, in seconds.
private let sharedWorkPause = 0.05
