internal import Foundation
package import Primitives

/// The processes that share an index.
package struct IndexCluster: Codable, Equatable, Sendable {
  /// A process that writes the index, or waits to take over.
  package struct Worker: Codable, Equatable, Sendable {
    /// The name of the process: `process 12 on web-1`.
    package var name: String
    /// The version of feedgen.
    package var version: String
    /// The start of the process, in seconds since 1970.
    package var since: Int64
    /// The time since its last heartbeat, in seconds.
    package var silence: Int64
    /// Whether it writes the index.
    package var isLeader: Bool

    /// Whether it counts as alive.
    package var isAlive: Bool { silence < IndexCluster.longestSilence }
  }

  /// The name of the process that writes the index; `nil` when there is none.
  package var leader: String?
  /// The number of the leader's term. Each new leader has the next one.
  package var term: Int64
  /// The workers, by name.
  package var workers: [Worker]
  /// The number of shared tasks that are not done.
  package var waitingTasks: Int64 = 0
  /// The number of files that these tasks read.
  package var waitingFiles: Int64 = 0
  /// The number of documents that these tasks build.
  package var waitingDocuments: Int64 = 0
  /// The time since these tasks were offered, in seconds; `nil` when there are none.
  package var oldestTask: Int64?

  /// The time without a heartbeat after which a process counts as dead, in seconds.
  package static let longestSilence: Int64 = 30

  /// The name of this process.
  package static var thisProcess: String { "process \(getpid()) on \(ProcessInfo.processInfo.hostName)" }
}

/// The record of the processes that share an index.
package protocol IndexMembership: Sendable {
  /// Records that this process is alive.
  /// - Parameters:
  ///   - version: the version of feedgen.
  ///   - since: the start of the process.
  /// - Throws: `IndexError`, as `.missing` before the first build.
  func beat(version: String, since: UnixTime) throws

  /// Removes the record of this process.
  /// - Throws: `IndexError`.
  func leave() throws

  /// The processes.
  /// - Throws: `IndexError`, as `.missing` before the first build.
  func cluster() throws -> IndexCluster
}
