import ArchiveIndex
import ArgumentParser
import Foundation
import Logging
import Primitives
import Purging
import Service

/// The command `status`: prints the status of the service.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Say how the service (`feedgen --watch`) is; the exit status is 0 when it is healthy, else 1.",
    discussion: """
      --readers prints the readers of feeds instead, which a server counts: the subscribers that aggregators report, and an \
      estimate of the other clients.

      """)

  @OptionGroup var options: Options

  @Flag(help: "Print a JSON object.")
  var json = false

  @Flag(help: "Print the readers of each feed, as a server has counted them, and nothing else.")
  var readers = false

  // The output of --json.
  private struct Report: Encodable {
    var healthy: Bool
    var running: Bool
    var status: ServiceStatus?
    var cluster: IndexCluster?
    var purge: [Cache]?
  }

  // The state of the requests to a cache, as --json prints it.
  private struct Cache: Encodable {
    var target: String
    var waiting: Int
    var oldest: Int64?
    var failures: Int
    var failingSince: Int64?
    var failure: String?

    init(_ status: PurgeStatus) {
      (target, waiting, oldest) = (status.target, status.waiting, status.oldest?.seconds)
      failures = status.failure?.count ?? 0
      (failingSince, failure) = (status.failure?.since.seconds, status.failure?.reason)
    }
  }

  func run() throws {
    try ErrorReport.exitOnError {
      let configuration = try options.configuration()
      let state = configuration.state
      if readers { return try ReadersReport(state: state).write(isJSON: json, isQuiet: options.quiet) }
      let status = try ServiceStatus.read(from: state)
      let (isRunning, cluster, failure) = try Self.index(at: configuration.indexLocation)
      let caches = failure == nil ? try Self.caches(configuration, options.logger()) : nil
      let complaint =
        failure ?? ServiceStatus.complaint(status, isRunning: isRunning, now: Date().timeIntervalSince1970)
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let report = Report(
          healthy: complaint == nil, running: isRunning, status: status, cluster: cluster,
          purge: caches?.map(Cache.init))
        try StandardOutput.write(String(decoding: encoder.encode(report), as: UTF8.self))
      } else if !options.quiet {
        let health = complaint.map { "not healthy: \($0)".printable } ?? "healthy"
        let lines =
          (cluster.map(Self.lines) ?? []) + (status.map(Self.lines) ?? [])
          + (caches ?? []).flatMap(Self.lines)
        try StandardOutput.write(lines: [health] + lines)
      }
      if complaint != nil { throw ExitCode(1) }
    }
  }

  // Whether a service writes the index, and the services that share it; or why that is unknown: a database that cannot be reached is
  // no fault of this command.
  private static func index(
    at location: String
  ) throws -> (isRunning: Bool, cluster: IndexCluster?, failure: String?) {
    let database = try IndexKind.database(at: location)
    do {
      let isRunning = try database.isInUse()
      return (isRunning, try database.membership()?.cluster(), nil)
    } catch IndexError.missing {
      return (false, nil, nil)
    } catch let error as IndexError where error.fault == .unreachable {
      return (false, nil, "\(error)")
    }
  }

  private static func lines(_ cluster: IndexCluster) -> [String] {
    let leader = cluster.leader.map { "\($0), term \(cluster.term)" } ?? "none"
    return ["leader       \(leader)", "workers      \(cluster.workers.count(where: \.isAlive))"]
      + cluster.workers.map { worker in
        "  \(worker.name), feedgen \(worker.version)"
          + (worker.isAlive ? "" : ", not seen for \(worker.silence) s")
      }
      + (cluster.oldestTask.map { age in
        let items =
          cluster.waitingFiles > 0 ? "\(cluster.waitingFiles) files" : "\(cluster.waitingDocuments) documents"
        return ["tasks        \(cluster.waitingTasks) with \(items), waiting for \(age) s"]
      } ?? [])
  }

  private static func lines(_ status: ServiceStatus) -> [String] {
    func time(_ seconds: Double?) -> String {
      seconds.map { Date(timeIntervalSince1970: $0).ISO8601Format() } ?? "never"
    }
    let held = status.held.flatMap { held in
      status.heldUntil.map { "held back    \(held) stories, the first until \($0)" }
    }
    return [
      "process      \(status.process), since \(time(status.since))",
      "last scan    \(time(status.lastScan)), every \(status.interval) s",
      "last change  \(time(status.lastChange))",
      "feeds        \(status.feeds) of \(status.events) events in \(status.files) files",
      "notices      \(status.hasNotices ? "heard" : "none; changes are found by looking")",
    ] + [held].compactMap(\.self) + [
      "skipped      \(status.skippedCount) files",
      "repaired     \(status.repairedCount) files",
    ] + status.problems.map { "  \($0.path):\($0.line): \($0.what)".printable }
  }

  // The state of the requests to each cache; `nil` without any, or when it cannot be read.
  private static func caches(_ configuration: Configuration, _ logger: Logger) throws -> [PurgeStatus]? {
    guard let purging = try PurgeWorker(configuration, logger: logger),
      configuration.index != nil || FileManager.default.fileExists(atPath: configuration.state)
    else { return nil }
    do {
      return try purging.status()
    } catch {
      logger.warning("purging: \(error)")
      return nil
    }
  }

  private static func lines(_ cache: PurgeStatus) -> [String] {
    let waiting =
      cache.oldest.map { "\(cache.waiting) addresses wait, the oldest since \($0)" } ?? "nothing waits"
    let failure = cache.failure.map { "  fails since \($0.since), \($0.count) times: \($0.reason)".printable }
    return ["purging      \(cache.target): \(waiting)".printable] + [failure].compactMap(\.self)
  }
}
